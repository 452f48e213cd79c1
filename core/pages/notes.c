#include "pages/notes.h"

#include "pages/pages.h"
#include "text/format.h"
#include "text/utf8.h"
#include "views.h"

#include <string.h>

enum { NOTES_A_PAGE = 50 };

const char *note_fault_said(const struct reader *reader, enum note_fault fault,
                            const char *typed)
{
    const char *most =
                   format_count(reader->arena, reader->language,
                                fault == NOTES_FULL ? NOTES_MOST : NOTE_MOST),
               *has = format_count(reader->arena, reader->language,
                                   (int64_t)text_length(typed));

    switch (fault) {
    case NOTE_FINE: return NULL;
    case NOTE_EMPTY: return say(reader->language, SAY_NOTE_IS_EMPTY);
    case NOTE_LONG:
        return say_with(reader->arena, reader->language, SAY_NOTE_IS_LONG,
                        "has", has, "most", most, NULL);
    case NOTES_FULL:
        return say_with(reader->arena, reader->language, SAY_NOTES_ARE_FULL,
                        "most", most, NULL);
    }
    return NULL;
}

enum status lesson_notes_read(const struct request *req,
                              const char *course_code, const char *lesson_code,
                              struct lesson_notes *out)
{
    out->address =
        arena_print(req->arena, "/courses/%s/%s", course_code, lesson_code);
    if (!out->form.typed)
        out->form.typed = "";
    return note_lesson_list(req->house->db, req->arena, req->visitor->person,
                            course_code, lesson_code, &out->list, &out->count);
}

/* ---- all of them ---------------------------------------------------------*/

static struct phrase title(const struct reader *reader, const char *json,
                           const char *code)
{
    return json ? reader_phrase(reader, json)
                : (struct phrase){code, language_code(reader->language)};
}

static struct my_note mine(const struct reader *reader, const struct note *note)
{
    return (struct my_note){
        .note = note,
        .course = title(reader, note->course_title, note->course_code),
        .lesson = title(reader, note->lesson_title, note->lesson_code),
        .address = note->lesson_title
                       ? arena_print(reader->arena, "/courses/%s/%s",
                                     note->course_code, note->lesson_code)
                       : NULL,
    };
}

enum status notes_show(struct request *req, struct response *res)
{
    int64_t before = field_number(&req->query, "before", INT64_MAX);
    struct notes_page page = {.later = before != INT64_MAX};
    struct db *db = req->house->db;
    int64_t me = req->visitor->person;
    const struct note *notes;

    res->title = say(req->visitor->language, SAY_NOTES_TITLE);
    const struct reader *reader = reader_of(req, res);
    TRY(note_count(db, req->arena, me, &page.all));
    TRY(note_list(db, req->arena, me, before, NOTES_A_PAGE + 1, &notes,
                  &page.count));
    if (page.count > NOTES_A_PAGE) {
        page.count = NOTES_A_PAGE;
        page.before = notes[page.count - 1].id;
    }
    struct my_note *list = arena_many(req->arena, struct my_note, page.count);
    for (size_t i = 0; i < page.count; i++)
        list[i] = mine(reader, &notes[i]);
    page.list = list;
    view_notes(&res->body, reader, &page);
    return OK;
}

/* ---- one of them ---------------------------------------------------------*/

/* With what was typed now instead of what is kept; NULL: as it is kept. */
static enum status show_note(struct request *req, struct response *res,
                             int64_t id, const char *typed,
                             enum note_fault fault)
{
    struct note_page page = {0};
    const struct note *note;

    TRY(note_find(req->house->db, req->arena, req->visitor->person, id, &note));
    res->title = say(req->visitor->language, SAY_NOTE_TITLE);
    const struct reader *reader = reader_of(req, res);
    page.mine = mine(reader, note);
    page.form.typed = typed ? typed : note->body;
    page.form.fault = note_fault_said(reader, fault, page.form.typed);
    res->code = page.form.fault ? 422 : 0;
    view_note(&res->body, reader, &page);
    return OK;
}

enum status note_show(struct request *req, struct response *res)
{
    int64_t id;

    TRY(path_id(req, "note", &id));
    return show_note(req, res, id, NULL, NOTE_FINE);
}

enum status note_send(struct request *req, struct response *res)
{
    const char *what = field_text(&req->form, "do"),
               *typed = field_text(&req->form, "text");
    int64_t id, me = req->visitor->person;
    enum note_fault fault;

    TRY(path_id(req, "note", &id));
    if (!strcmp(what, "delete")) {
        TRY(note_delete(req->house, req->arena, me, id));
        return redirect(req, res, "/my/notes");
    }
    if (strcmp(what, "save"))
        return INVALID;
    TRY(note_rewrite(req->house, req->arena, me, id, typed, req->now, &fault));
    if (fault)
        return show_note(req, res, id, typed, fault);
    return redirect(req, res, "/my/notes");
}

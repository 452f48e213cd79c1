#include "domain/notes.h"

#include "base/random.h"
#include "store/courses.h"
#include "store/notes.h"
#include "text/utf8.h"

#include <string.h>

struct noting {
    struct arena *arena;
    int64_t person, now;
    struct note note;
    enum note_fault fault;
};

/* Without what cannot be seen and without blank lines around it. */
static const char *tidy(struct arena *arena, const char *text)
{
    const char *seen = text_seen(arena, text, TEXT_LINES);

    seen += strspn(seen, " \t\n");
    size_t length = strlen(seen);
    while (length && strchr(" \t\n", seen[length - 1]))
        length--;
    return arena_text(arena, seen, length);
}

static enum note_fault fault_of(const char *text)
{
    return !*text                          ? NOTE_EMPTY
           : text_length(text) > NOTE_MOST ? NOTE_LONG
                                           : NOTE_FINE;
}

static enum status find_lesson(struct house *house, struct arena *arena,
                               const struct note *note)
{
    const struct course *course;
    const struct lesson *lessons;
    size_t count;

    TRY(course_find(house->db, arena, note->course_code, &course));
    TRY(lesson_list(house->db, arena, course->id, &lessons, &count));
    for (size_t i = 0; i < count; i++)
        if (!strcmp(lessons[i].code, note->lesson_code))
            return OK;
    return MISSING;
}

static enum status write_note(struct db *tx, void *arg)
{
    struct noting *n = arg;
    const struct note *there;
    size_t count;
    int64_t all;

    TRY(note_lesson_list(tx, n->arena, n->person, n->note.course_code,
                         n->note.lesson_code, &there, &count));
    if (count && !strcmp(there[count - 1].body, n->note.body))
        return OK;
    TRY(note_count(tx, n->arena, n->person, &all));
    n->fault = all < NOTES_MOST ? NOTE_FINE : NOTES_FULL;
    return n->fault ? OK : note_add(tx, n->arena, n->person, &n->note);
}

enum status note_write(struct house *house, struct arena *arena, int64_t person,
                       const char *course_code, const char *lesson_code,
                       const char *text, int64_t now, enum note_fault *fault)
{
    struct noting n = {.arena = arena,
                       .person = person,
                       .now = now,
                       .note = {.id = id_new(),
                                .course_code = course_code,
                                .lesson_code = lesson_code,
                                .body = tidy(arena, text),
                                .at = now}};

    TRY(find_lesson(house, arena, &n.note));
    *fault = fault_of(n.note.body);
    if (*fault)
        return OK;
    TRY(db_write(house->db, write_note, &n));
    *fault = n.fault;
    return OK;
}

static enum status rewrite_note(struct db *tx, void *arg)
{
    const struct noting *n = arg;

    return note_set(tx, n->arena, n->person, n->note.id, n->note.body, n->now);
}

enum status note_rewrite(struct house *house, struct arena *arena,
                         int64_t person, int64_t note, const char *text,
                         int64_t now, enum note_fault *fault)
{
    struct noting n = {.arena = arena,
                       .person = person,
                       .now = now,
                       .note = {.id = note, .body = tidy(arena, text)}};
    const struct note *there;

    TRY(note_find(house->db, arena, person, note, &there));
    *fault = fault_of(n.note.body);
    return *fault ? OK : db_write(house->db, rewrite_note, &n);
}

static enum status delete_note(struct db *tx, void *arg)
{
    const struct noting *n = arg;

    return note_remove(tx, n->arena, n->person, n->note.id);
}

enum status note_delete(struct house *house, struct arena *arena,
                        int64_t person, int64_t note)
{
    struct noting n = {.arena = arena, .person = person, .note = {.id = note}};

    return db_write(house->db, delete_note, &n);
}

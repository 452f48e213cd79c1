#include "pages/selfcheck.h"

#include "pages/files.h"
#include "pages/typed.h"
#include "store/courses.h"
#include "text/format.h"
#include "words.h"

#include <string.h>

/* ---- the question --------------------------------------------------------*/

/* Some are asked in the author's order, where the right one is often first; so
   in an order of their own, the same for everybody and each time. */
static int64_t order_of(int64_t item)
{
    return item % 1000003 + 1;
}

static enum status draw_question(struct request *req,
                                 const struct reader *reader,
                                 struct check_panel *panel)
{
    struct selfcheck *check = &panel->check;
    struct tree troubles;

    TRY(trial_render(req->house, req->arena, &check->trial, &check->variant,
                     language_code(reader->language),
                     order_of(check->item->row.id), &panel->nodes, &troubles));
    panel->ready = panel->nodes.kind != TREE_NOTHING;
    panel->how = (struct nodes){
        .reader = reader,
        .part = panel->id,
        .files = media_addresses(
            req->arena, arena_print(req->arena, "%s/files", panel->address),
            &check->item->files)};
    return OK;
}

/* Which variant of a check is asked for, by a form or by a link; 0: any. */
static int64_t variant_asked(const struct request *req, size_t number)
{
    const struct fields *fields =
        field(&req->path, "check") ? &req->form : &req->query;
    int64_t meant = field_number(
        field(&req->path, "check") ? &req->path : &req->query, "check", 0);

    return meant == (int64_t)number ? field_number(fields, "variant", 0) : 0;
}

/* Where its question type is in trouble, the lesson is still read. */
static enum status read_panel(struct request *req, const struct reader *reader,
                              int64_t item, const char *lesson,
                              struct check_panel *panel)
{
    int64_t variant = variant_asked(req, panel->number);

    panel->id = arena_print(req->arena, "check-%zu", panel->number);
    panel->address =
        arena_print(req->arena, "%s/checks/%zu", lesson, panel->number);
    enum status status =
        selfcheck_read(req->house, item, variant, &panel->check);
    if (status == BUSY || status == MISSING)
        return OK;
    TRY(status);
    if (panel->check.item->variant_count > 1)
        panel->again = arena_print(
            req->arena, "%s?check=%zu&variant=%lld#%s", lesson, panel->number,
            (long long)selfcheck_next(&panel->check), panel->id);
    return draw_question(req, reader, panel);
}

/* ---- an answer -----------------------------------------------------------*/

static void fill_whys(const struct reader *reader, struct check_panel *panel)
{
    const struct tree *parts = tree_get(&panel->tried.outcome, "parts");

    if (!parts)
        return;
    struct check_why *list =
        arena_many(reader->arena, struct check_why, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        const struct tree *why = tree_get(&parts->items[i], "why");
        const struct tree *label =
            tree_get(tree_get(panel->check.inputs, parts->names[i]), "label");
        const char *text = why ? say_in(why, reader->language) : "";
        if (*text)
            list[panel->why_count++] = (struct check_why){
                parts->count > 1 && label ? say_in(label, reader->language)
                                          : NULL,
                text};
    }
    panel->whys = list;
}

static enum check_result result_of(const struct tried *tried)
{
    const char *outcome = tree_text(&tried->outcome, "outcome");
    double score = tree_real(&tried->outcome, "score", 0);

    if (!tried->typed.count)
        return CHECK_BLANK;
    if (tried->problems.count)
        return CHECK_UNCLEAR;
    if (!outcome || !strcmp(outcome, "error"))
        return CHECK_TROUBLE;
    if (strcmp(outcome, "graded") != 0)
        return CHECK_COMPARE;
    return score >= 1 ? CHECK_RIGHT : score > 0 ? CHECK_PARTLY : CHECK_WRONG;
}

static enum status answer(struct request *req, const struct reader *reader,
                          struct check_panel *panel)
{
    const struct tree *inputs = panel->check.inputs;
    struct tree typed = typed_from(req, inputs);

    if (!panel->ready)
        return OK;
    if (!typed_fits(inputs, &typed))
        return INVALID;
    TRY(trial_try(req->house, req->arena, &panel->check.trial,
                  &panel->check.variant, language_code(reader->language),
                  &typed, &panel->tried));
    panel->result = result_of(&panel->tried);
    panel->how.typed = &panel->tried.typed;
    if (panel->result == CHECK_UNCLEAR)
        panel->how.problems = &panel->tried.problems;
    panel->key =
        (struct nodes){.reader = reader,
                       .mode = NODES_REVIEW,
                       .files = panel->how.files,
                       .typed = &panel->tried.model,
                       .part = arena_print(req->arena, "%s-key", panel->id)};
    fill_whys(reader, panel);
    return OK;
}

/* The check that the address names, from 0; MISSING: there is none. */
static enum status place_of(const struct request *req, size_t count,
                            size_t *place)
{
    int64_t number;

    TRY(path_id(req, "check", &number));
    if (number < 1 || number > (int64_t)count)
        return MISSING;
    *place = (size_t)number - 1;
    return OK;
}

enum status check_panels_read(struct request *req, const struct reader *reader,
                              int64_t lesson, const char *address,
                              struct check_panels *out)
{
    const int64_t *items;
    size_t place = 0;

    TRY(lesson_check_list(req->house->db, req->arena, lesson, &items,
                          &out->count));
    bool answered = field(&req->path, "check") != NULL;
    if (answered)
        TRY(place_of(req, out->count, &place));
    out->list = arena_many(req->arena, struct check_panel, out->count);
    for (size_t i = 0; i < out->count; i++) {
        struct check_panel *panel = &out->list[i];
        *panel = (struct check_panel){.number = i + 1};
        TRY(read_panel(req, reader, items[i], address, panel));
        if (answered && i == place)
            TRY(answer(req, reader, panel));
    }
    return OK;
}

void check_panels_place(struct check_panels *checks, const struct tree *body)
{
    for (size_t i = 0; body && i < body->count; i++) {
        const char *name = tree_text(&body->items[i], "node");
        int64_t number = tree_integer(&body->items[i], "number", 0);
        if (name && !strcmp(name, "check") && number >= 1 &&
            number <= (int64_t)checks->count)
            checks->list[number - 1].placed = true;
    }
}

enum status check_file_send(struct request *req, struct response *res,
                            int64_t lesson)
{
    struct selfcheck check;
    const int64_t *items;
    size_t count, place;

    TRY(lesson_check_list(req->house->db, req->arena, lesson, &items, &count));
    TRY(place_of(req, count, &place));
    TRY(selfcheck_read(req->house, items[place], 0, &check));
    return medium_send(req, res, &check.item->files, field(&req->path, "file"));
}

const char *check_title(const struct reader *reader,
                        const struct check_panels *checks, size_t number)
{
    const char *title = say(reader->language, SAY_CHECK_TITLE);

    return checks->count == 1
               ? title
               : arena_print(reader->arena, "%s %zu", title, number);
}

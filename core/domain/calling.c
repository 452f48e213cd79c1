#include "domain/calling.h"

#include "domain/lookup.h"
#include "store/units.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { CALL_ROWS = 5000 };

/* ---- gathering -----------------------------------------------------------*/

struct gathering {
    struct house *house;
    struct arena *arena;
    int64_t day;
    struct callable *list;
    size_t count, room;
};

static void call(struct gathering *g, const struct callable *who)
{
    if (g->count == g->room) {
        g->room = g->room ? g->room * 2 : 256;
        struct callable *more = arena_many(g->arena, struct callable, g->room);
        if (g->count)
            memcpy(more, g->list, g->count * sizeof *more);
        g->list = more;
    }
    g->list[g->count++] = *who;
}

static enum status call_unit(struct gathering *g, int64_t unit)
{
    const struct callable *rows;
    int64_t after = 0;
    size_t got;

    do {
        TRY(callable_list(g->house->db, g->arena, unit, g->day, after,
                          CALL_ROWS, &rows, &got));
        for (size_t i = 0; i < got; i++)
            call(g, &rows[i]);
        after = got ? rows[got - 1].person : 0;
    } while (got == CALL_ROWS);
    return OK;
}

static enum status call_subtree(struct gathering *g, int64_t unit)
{
    const struct unit *units;
    size_t count;

    TRY(unit_subtree_list(g->house->db, g->arena, unit, g->day, &units,
                          &count));
    for (size_t i = 0; i < count; i++)
        TRY(call_unit(g, units[i].id));
    return OK;
}

static enum status call_person(struct gathering *g, int64_t person)
{
    struct callable who;
    enum status status =
        callable_find(g->house->db, g->arena, person, g->day, &who);

    if (status == OK)
        call(g, &who);
    return status == MISSING ? OK : status;
}

static int by_name(const void *a, const void *b)
{
    const struct callable *x = a, *y = b;
    int order = strcmp(x->sort_key, y->sort_key);

    return order ? order : (x->person > y->person) - (x->person < y->person);
}

static void put_in_order(struct gathering *g)
{
    size_t kept = 0;

    if (!g->count)
        return;
    qsort(g->list, g->count, sizeof *g->list, by_name);
    for (size_t i = 0; i < g->count; i++)
        if (!kept || g->list[kept - 1].person != g->list[i].person)
            g->list[kept++] = g->list[i];
    g->count = kept;
}

enum status calling_of(struct house *house, struct arena *arena, int64_t day,
                       const int64_t *units, size_t unit_count,
                       const int64_t *people, size_t people_count,
                       struct calling *out, size_t *sizes)
{
    struct gathering g = {house, arena, day, NULL, 0, 0};

    for (size_t i = 0; i < unit_count; i++) {
        size_t before = g.count;
        TRY(call_subtree(&g, units[i]));
        if (sizes)
            sizes[i] = g.count - before;
    }
    for (size_t i = 0; i < people_count; i++)
        TRY(call_person(&g, people[i]));
    put_in_order(&g);
    *out = (struct calling){g.list, g.count};
    return OK;
}

/* ---- reading what was typed ----------------------------------------------*/

struct lines {
    struct house *house;
    struct arena *arena;
    int64_t day;
    const struct people_scope *scope;
    struct lookup seen; /* person ids, as text */
    struct calling_line *list;
    size_t count;
};

static enum status look_up(struct lines *l, struct calling_line *line)
{
    struct callable duty;
    enum status status =
        person_key_find(l->house->db, l->arena, line->typed, &line->person);

    if (status == OK)
        status = person_scope_find(l->house->db, l->arena, line->person->id,
                                   l->scope);
    if (status == MISSING) {
        line->person = NULL;
        line->fault = LINE_UNKNOWN;
        return OK;
    }
    TRY(status);
    if (!lookup_put(&l->seen,
                    arena_print(l->arena, "%lld", (long long)line->person->id),
                    (size_t)line->number)) {
        line->fault = LINE_TWICE;
        return OK;
    }
    status =
        callable_find(l->house->db, l->arena, line->person->id, l->day, &duty);
    if (status == MISSING) {
        line->fault = LINE_NO_DUTY;
        return OK;
    }
    return status;
}

static enum status read_line(struct lines *l, const char *text, size_t length,
                             int64_t number)
{
    const char *typed = text_tidy(l->arena, arena_text(l->arena, text, length));
    struct calling_line line = {.number = number, .typed = typed};

    if (!*typed)
        return OK;
    if (l->count == CALLING_LINES)
        return INVALID;
    TRY(look_up(l, &line));
    l->list[l->count++] = line;
    return OK;
}

enum status calling_read(struct house *house, struct arena *arena,
                         const char *text, int64_t day,
                         const struct people_scope *scope,
                         const struct calling_line **out, size_t *count)
{
    struct lines l = {
        .house = house,
        .arena = arena,
        .day = day,
        .scope = scope,
        .seen = lookup_of(arena),
        .list = arena_many(arena, struct calling_line, CALLING_LINES)};
    int64_t number = 1;

    while (text && *text) {
        size_t length = strcspn(text, "\n");
        TRY(read_line(&l, text, length, number++));
        text += length + (text[length] == '\n');
    }
    *out = l.list;
    *count = l.count;
    return OK;
}

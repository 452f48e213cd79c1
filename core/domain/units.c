#include "domain/units.h"

#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "text/fold.h"
#include "text/names.h"
#include "text/utf8.h"

static const char *const kinds[] = {UNIT_KINDS};

bool unit_is_kind(const char *kind)
{
    for (size_t i = 0; kind && i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i], kind))
            return true;
    return false;
}

static bool exists_on(const struct unit *unit, int64_t day)
{
    return unit->valid_from <= day && (!unit->valid_to || unit->valid_to > day);
}

/* INVALID unless the unit is there on that day. */
static enum status must_exist(struct db *tx, struct arena *arena, int64_t unit,
                              int64_t day)
{
    const struct unit *found;
    enum status status = unit_find(tx, arena, unit, day, &found);

    if (status == MISSING || (status == OK && !exists_on(found, day)))
        return INVALID;
    return status;
}

static enum status give_code(struct db *tx, struct arena *arena, int64_t unit,
                             const struct unit_draft *draft)
{
    const struct unit_code code = {.scheme = draft->scheme,
                                   .code = draft->code,
                                   .valid_from = draft->from};
    const struct unit *holder;
    enum status status =
        unit_code_find(tx, arena, draft->code, draft->from, &holder);

    if (status != MISSING)
        return status == OK ? CONFLICT : status;
    return unit_code_add(tx, arena, unit, &code);
}

enum status unit_open(struct db *tx, struct arena *arena,
                      const struct unit_draft *draft, int64_t *id)
{
    const char *name = text_tidy(arena, draft->name);
    const struct unit unit = {.id = id_new(),
                              .name = name,
                              .short_name = draft->short_name,
                              .kind = draft->kind,
                              .valid_from = draft->from};

    if (!*name || !unit_is_kind(draft->kind))
        return INVALID;
    if (draft->parent)
        TRY(must_exist(tx, arena, draft->parent, draft->from));
    TRY(unit_add(tx, arena, &unit, title_sort_key(arena, name),
                 text_fold(arena, name)));
    if (draft->code)
        TRY(give_code(tx, arena, unit.id, draft));
    if (draft->parent)
        TRY(unit_parent_add(tx, arena, unit.id, draft->parent, draft->from));
    *id = unit.id;
    return OK;
}

enum status unit_close(struct db *tx, struct arena *arena, int64_t unit,
                       int64_t day)
{
    const struct unit *below;
    size_t count;
    int64_t people;

    TRY(unit_child_list(tx, arena, unit, day, &below, &count));
    if (count)
        return INVALID;
    TRY(unit_duty_count(tx, arena, unit, day, &people));
    if (people)
        return INVALID;
    TRY(unit_end(tx, arena, unit, day));
    TRY(unit_codes_end(tx, arena, unit, day));
    return unit_parent_end(tx, arena, unit, day);
}

enum status unit_move(struct db *tx, struct arena *arena, int64_t unit,
                      int64_t parent, int64_t day)
{
    const struct unit *above;
    size_t count;

    TRY(must_exist(tx, arena, unit, day));
    TRY(must_exist(tx, arena, parent, day));
    TRY(unit_path_list(tx, arena, parent, day, &above, &count));
    for (size_t i = 0; i < count; i++)
        if (above[i].id == unit)
            return INVALID;
    TRY(unit_parent_end(tx, arena, unit, day));
    return unit_parent_add(tx, arena, unit, parent, day);
}

enum status unit_succeed(struct db *tx, struct arena *arena,
                         int64_t predecessor, int64_t successor, int64_t day,
                         const char *note)
{
    if (predecessor == successor)
        return INVALID;
    TRY(must_exist(tx, arena, successor, day));
    return unit_link_add(tx, arena, predecessor, successor, day, note);
}

enum status unit_path_name(struct db *db, struct arena *arena, int64_t unit,
                           int64_t day, const char **out)
{
    struct buf name = {.arena = arena};
    const struct unit *path;
    size_t count;

    TRY(unit_path_list(db, arena, unit, day, &path, &count));
    if (!count)
        return MISSING;
    for (size_t i = count > 1; i < count; i++) {
        if (name.length)
            buf_bytes(&name, " › ", strlen(" › "));
        buf_bytes(&name, path[i].name, strlen(path[i].name));
    }
    *out = name.data;
    return OK;
}

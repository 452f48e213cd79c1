#include "domain/staff_units.h"

#include "base/buf.h"
#include "text/fold.h"
#include "text/format.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SEGMENTS = 12, MOST_NAMED = 3 };

struct staff_answer {
    size_t unit; /* NO_UNIT: see vi and en */
    enum staff_column column;
    const char *vi, *en;
};

/* ---- reading the tree ----------------------------------------------------*/

/* Id order is the order of unit_all_list. */
static size_t place_of(const struct staff_units *u, int64_t id)
{
    size_t low = 0, high = u->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (u->list[middle].unit.id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < u->count && u->list[low].unit.id == id ? low : NO_UNIT;
}

static bool exists_on(int64_t from, int64_t to, int64_t day)
{
    return from <= day && (!to || to > day);
}

/* Units of one name hang in a chain behind the one that was first. */
static void put_name(struct staff_units *u, size_t i)
{
    struct staff_unit *unit = &u->list[i];
    size_t first;

    unit->alike = NO_UNIT;
    if (!lookup_put(&u->by_name, unit->key, i) &&
        lookup_get(&u->by_name, unit->key, &first)) {
        unit->alike = u->list[first].alike;
        u->list[first].alike = i;
    }
}

static void put_codes(struct staff_units *u)
{
    for (int now = 1; now >= 0; now--) /* those that hold come first */
        for (size_t i = 0; i < u->code_count; i++)
            if (exists_on(u->codes[i].valid_from, u->codes[i].valid_to,
                          u->day) == now)
                lookup_put(&u->by_code, u->codes[i].code, i);
}

enum status staff_units_read(struct db *db, struct arena *arena, int64_t day,
                             struct staff_units *u)
{
    const struct unit *units;

    *u = (struct staff_units){.arena = arena,
                              .day = day,
                              .by_name = lookup_of(arena),
                              .by_code = lookup_of(arena),
                              .answers = lookup_of(arena)};
    TRY(unit_all_list(db, arena, day, &units, &u->count));
    TRY(unit_code_list(db, arena, 0, &u->codes, &u->code_count));
    TRY(unit_link_list(db, arena, 0, &u->links, &u->link_count));
    u->list = arena_many(arena, struct staff_unit, u->count);
    for (size_t i = 0; i < u->count; i++)
        u->list[i].unit = units[i];
    for (size_t i = 0; i < u->count; i++) {
        struct staff_unit *unit = &u->list[i];
        unit->key = staff_plain(arena, unit->unit.name);
        unit->parent =
            unit->unit.parent ? place_of(u, unit->unit.parent) : NO_UNIT;
        put_name(u, i);
    }
    put_codes(u);
    return OK;
}

/* ---- names and paths -----------------------------------------------------*/

struct path {
    const char *segments[MOST_SEGMENTS];
    size_t count;
};

/* Where a step of a path ends: ›, > or /, and how many bytes that is. */
static const char *step_end(const char *text, size_t *width)
{
    for (; *text; text++) {
        *width = *text == '>' || *text == '/'       ? 1
                 : !strncmp(text, "›", strlen("›")) ? strlen("›")
                                                    : 0;
        if (*width)
            return text;
    }
    *width = 0;
    return text;
}

static void add_path(struct staff_units *u, struct path *path, const char *text)
{
    size_t width = 1, whole;
    const char *plain = text ? staff_plain(u->arena, text) : "";

    if (lookup_get(&u->by_name, plain, &whole)) {
        path->segments[path->count++] = plain;
        return; /* a name that has a slash in it */
    }
    while (text && *text && path->count < MOST_SEGMENTS) {
        const char *end = step_end(text, &width);
        const char *key = staff_plain(
            u->arena, arena_text(u->arena, text, (size_t)(end - text)));
        if (*key)
            path->segments[path->count++] = key;
        text = end + width;
    }
}

static bool is_below(const struct staff_units *u, size_t unit, size_t above)
{
    for (int depth = 0; unit != NO_UNIT && depth < 20; depth++) {
        if (unit == above)
            return true;
        unit = u->list[unit].parent;
    }
    return false;
}

/* Are the steps before the last one found, in order, on the way up? */
static bool lies_on(const struct staff_units *u, size_t unit,
                    const struct path *path)
{
    size_t left = path->count - 1;

    for (int depth = 0; left && depth < 20; depth++) {
        unit = u->list[unit].parent;
        if (unit == NO_UNIT)
            return false;
        if (!strcmp(u->list[unit].key, path->segments[left - 1]))
            left--;
    }
    return !left;
}

enum when { THEN, BEFORE, LATER }; /* is there, has ended, will be */

static enum when when_of(const struct unit *unit, int64_t day)
{
    return unit->valid_from > day                             ? LATER
           : exists_on(unit->valid_from, unit->valid_to, day) ? THEN
                                                              : BEFORE;
}

/* Units by a path, at or below `above` (NO_UNIT: anywhere). */
static size_t search(const struct staff_units *u, const struct path *path,
                     size_t above, int64_t day, enum when when,
                     size_t found[MOST_NAMED])
{
    size_t count = 0, i;

    if (!path->count ||
        !lookup_get(&u->by_name, path->segments[path->count - 1], &i))
        return 0;
    for (; i != NO_UNIT; i = u->list[i].alike) {
        if (when_of(&u->list[i].unit, day) != when || !lies_on(u, i, path) ||
            (above != NO_UNIT && !is_below(u, i, above)))
            continue;
        if (count < MOST_NAMED)
            found[count] = i;
        count++;
    }
    return count;
}

/* ---- what is said --------------------------------------------------------*/

static void put_path(struct buf *out, const struct staff_units *u, size_t unit)
{
    size_t parent = u->list[unit].parent;
    const char *name = u->list[unit].unit.name;

    if (parent != NO_UNIT && u->list[parent].parent != NO_UNIT) {
        put_path(out, u, parent);
        buf_bytes(out, " › ", strlen(" › "));
    }
    buf_bytes(out, name, strlen(name));
}

static const char *paths(const struct staff_units *u, const size_t *units,
                         size_t count)
{
    struct buf out = {.arena = u->arena};

    for (size_t i = 0; i < count && i < MOST_NAMED; i++) {
        if (i)
            buf_bytes(&out, "; ", 2);
        put_path(&out, u, units[i]);
    }
    if (count > MOST_NAMED)
        buf_bytes(&out, "; …", strlen("; …"));
    return out.data;
}

static struct staff_answer refused(enum staff_column column, const char *vi,
                                   const char *en)
{
    return (struct staff_answer){NO_UNIT, column, vi, en};
}

static struct staff_answer many(const struct staff_units *u,
                                enum staff_column column, const size_t *found,
                                size_t count)
{
    const char *list = paths(u, found, count);

    return refused(
        column,
        arena_print(u->arena,
                    "có nhiều đơn vị cùng tên: %s. Ghi cả đường dẫn, hoặc điền "
                    "cột ma_don_vi.",
                    list),
        arena_print(u->arena,
                    "several units have this name: %s. Write the whole path, "
                    "or fill in column ma_don_vi.",
                    list));
}

/* What came after a unit that has ended. */
static struct staff_answer ended(const struct staff_units *u,
                                 enum staff_column column, size_t unit,
                                 int64_t day)
{
    const struct unit *old = &u->list[unit].unit;
    const char *on = format_day(u->arena, old->valid_to);
    size_t next[MOST_NAMED] = {0}, count = 0;

    for (size_t i = 0; i < u->link_count; i++) {
        size_t to = u->links[i].predecessor == old->id
                        ? place_of(u, u->links[i].successor)
                        : NO_UNIT;
        if (to == NO_UNIT || !exists_on(u->list[to].unit.valid_from,
                                        u->list[to].unit.valid_to, day))
            continue;
        if (count < MOST_NAMED)
            next[count] = to;
        count++;
    }
    const char *list = paths(u, next, count);
    if (!count)
        return refused(column,
                       arena_print(u->arena,
                                   "đơn vị đã kết thúc ngày %s. Ghi đơn vị "
                                   "hiện nay.",
                                   on),
                       arena_print(u->arena,
                                   "the unit ended on %s. Write the one of "
                                   "today.",
                                   on));
    if (count > 1)
        return refused(
            column,
            arena_print(u->arena,
                        "đơn vị đã kết thúc ngày %s, kế thừa là: %s. Ghi một "
                        "trong các đơn vị đó.",
                        on, list),
            arena_print(u->arena,
                        "the unit ended on %s; after it came: %s. Write one "
                        "of them.",
                        on, list));
    return (struct staff_answer){
        next[0], column,
        arena_print(u->arena,
                    "đơn vị đã kết thúc ngày %s; dùng đơn vị kế thừa: %s.", on,
                    list),
        arena_print(u->arena,
                    "the unit ended on %s; its successor is taken: %s.", on,
                    list)};
}

static struct staff_answer not_yet(const struct staff_units *u,
                                   enum staff_column column, size_t unit)
{
    const char *from = format_day(u->arena, u->list[unit].unit.valid_from);

    return refused(column,
                   arena_print(u->arena,
                               "đơn vị có từ ngày %s. Ghi ở cột tu_ngay ngày "
                               "đó hoặc sau đó.",
                               from),
                   arena_print(u->arena,
                               "the unit exists from %s on. Write that day or "
                               "a later one in column tu_ngay.",
                               from));
}

/* ---- deciding ------------------------------------------------------------*/

static struct staff_answer by_code(const struct staff_units *u,
                                   const char *code, int64_t day)
{
    size_t i;

    if (!lookup_get(&u->by_code, code, &i))
        return refused(STAFF_MA_DON_VI,
                       "không có đơn vị nào mang mã này. Xem mã ở trang Đơn "
                       "vị.",
                       "no unit has this code. The page of units shows them.");
    size_t unit = place_of(u, u->codes[i].unit);
    if (unit == NO_UNIT)
        return refused(STAFF_MA_DON_VI, "không dùng được mã này.",
                       "this code cannot be used.");
    const struct unit *found = &u->list[unit].unit;
    if (found->valid_to && found->valid_to <= day)
        return ended(u, STAFF_MA_DON_VI, unit, day);
    if (found->valid_from > day)
        return not_yet(u, STAFF_MA_DON_VI, unit);
    return (struct staff_answer){.unit = unit, .column = STAFF_MA_DON_VI};
}

static struct staff_answer by_path(const struct staff_units *u,
                                   enum staff_column column,
                                   const struct path *path, size_t above,
                                   int64_t day)
{
    size_t found[MOST_NAMED];
    size_t count = search(u, path, above, day, THEN, found);

    if (count == 1)
        return (struct staff_answer){.unit = found[0], .column = column};
    if (count)
        return many(u, column, found, count);
    if (search(u, path, above, day, BEFORE, found) == 1)
        return ended(u, column, found[0], day);
    if (search(u, path, above, day, LATER, found) == 1)
        return not_yet(u, column, found[0]);
    if (above == NO_UNIT)
        return refused(column,
                       "không có đơn vị tên như vậy vào ngày này. Ghi đúng tên "
                       "ở trang Đơn vị, hoặc điền cột ma_don_vi.",
                       "no unit is called so on the day. Write the name on "
                       "the page of units, or fill in column ma_don_vi.");
    const char *list = paths(u, &above, 1);
    return refused(column,
                   arena_print(u->arena,
                               "trong %s không có đơn vị tên như vậy. Ghi "
                               "đúng tên ở trang Đơn vị, hoặc để trống.",
                               list),
                   arena_print(u->arena,
                               "in %s no unit is called so. Write the name on "
                               "the page of units, or leave it empty.",
                               list));
}

/* Code and name are of one unit, or one lies above the other: the lower one. */
static struct staff_answer both(struct staff_units *u, struct staff_answer code,
                                const struct path *path, int64_t day)
{
    for (size_t i = code.unit; i != NO_UNIT; i = u->list[i].parent)
        if (!strcmp(u->list[i].key, path->segments[path->count - 1]))
            return code;
    struct staff_answer name = by_path(u, STAFF_DON_VI, path, code.unit, day);
    if (name.unit != NO_UNIT || code.vi)
        return code.vi ? code : name;
    const char *list = paths(u, &code.unit, 1);
    return refused(STAFF_DON_VI,
                   arena_print(u->arena,
                               "không khớp với cột ma_don_vi: mã đó là %s. "
                               "Sửa một trong hai cột.",
                               list),
                   arena_print(u->arena,
                               "does not agree with column ma_don_vi, whose "
                               "code is %s. Mend one of them.",
                               list));
}

static struct staff_answer answer_of(struct staff_units *u,
                                     const struct staff_row *row, int64_t day)
{
    const char *code = row->cells[STAFF_MA_DON_VI];
    struct path unit = {0}, room = {0};
    struct staff_answer said = {.unit = NO_UNIT};

    add_path(u, &unit, row->cells[STAFF_DON_VI]);
    add_path(u, &room, row->cells[STAFF_PHONG]);
    if (code) {
        said = by_code(u, code, day);
        if (said.unit != NO_UNIT && unit.count)
            said = both(u, said, &unit, day);
    } else if (unit.count) {
        said = by_path(u, STAFF_DON_VI, &unit, NO_UNIT, day);
        if (said.unit == NO_UNIT && room.count &&
            search(u, &unit, NO_UNIT, day, THEN, (size_t[MOST_NAMED]){0}) > 1) {
            /* Which one may be told by the room below it. */
            add_path(u, &unit, row->cells[STAFF_PHONG]);
            return by_path(u, STAFF_PHONG, &unit, NO_UNIT, day);
        }
    } else {
        return by_path(u, STAFF_PHONG, &room, NO_UNIT, day);
    }
    if (said.unit == NO_UNIT || !room.count)
        return said;
    struct staff_answer below = by_path(u, STAFF_PHONG, &room, said.unit, day);
    if (below.unit != NO_UNIT && !below.vi)
        below.vi = said.vi, below.en = said.en, below.column = said.column;
    return below;
}

static const struct staff_answer *keep(struct staff_units *u, const char *key,
                                       struct staff_answer said)
{
    if (u->answer_count == u->answer_room) {
        u->answer_room = u->answer_room * 2 + 64;
        struct staff_answer *more =
            arena_many(u->arena, struct staff_answer, u->answer_room);
        if (u->answer_count)
            memcpy(more, u->answered, u->answer_count * sizeof *more);
        u->answered = more;
    }
    lookup_put(&u->answers, key, u->answer_count);
    u->answered[u->answer_count] = said;
    return &u->answered[u->answer_count++];
}

static const char *or_nothing(const char *text)
{
    return text ? text : "";
}

/* What is odd but can be told is said once, what cannot be told on each row. */
bool staff_unit_of(struct staff_units *u, struct findings *findings,
                   const char *file, const struct staff_row *row, int64_t day,
                   int64_t *unit)
{
    const struct staff_answer *said;
    size_t known;

    *unit = 0;
    if (!row->cells[STAFF_MA_DON_VI] && !row->cells[STAFF_DON_VI] &&
        !row->cells[STAFF_PHONG])
        return true;
    const char *key =
        arena_print(u->arena, "%s\x1f%s\x1f%s\x1f%lld",
                    or_nothing(row->cells[STAFF_MA_DON_VI]),
                    or_nothing(row->cells[STAFF_DON_VI]),
                    or_nothing(row->cells[STAFF_PHONG]), (long long)day);
    if (lookup_get(&u->answers, key, &known)) {
        said = &u->answered[known];
    } else {
        said = keep(u, key, answer_of(u, row, day));
        if (said->unit != NO_UNIT && said->vi)
            find_warning(findings, file, row->line,
                         arena_print(findings->arena, "cột %s, \"%s\": %s",
                                     staff_column_name(said->column),
                                     row->cells[said->column], said->vi),
                         arena_print(findings->arena, "column %s, \"%s\": %s",
                                     staff_column_name(said->column),
                                     row->cells[said->column], said->en));
    }
    if (said->unit == NO_UNIT) {
        staff_find(findings, file, row, said->column, said->vi, said->en);
        return false;
    }
    *unit = u->list[said->unit].unit.id;
    return true;
}

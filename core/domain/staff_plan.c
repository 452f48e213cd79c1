#include "domain/staff_plan.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/people.h"
#include "domain/staff_who.h"
#include "text/format.h"

#include <string.h>

/* ---- duties --------------------------------------------------------------*/

/* 0: the row names none. A new code needs a name. */
static bool code_of(struct planning *p, struct codes *codes,
                    const struct staff_row *row, int64_t *id)
{
    const char *code = row->cells[codes->code], *name = row->cells[codes->name];
    size_t found;

    *id = 0;
    if (!code)
        return true;
    if (lookup_get(&codes->by_code, code, &found) ||
        (!name &&
         lookup_get(&codes->by_name, staff_plain(p->arena, code), &found))) {
        *id = (int64_t)found;
        return true;
    }
    if (!name) {
        const char *column = staff_column_name(codes->name);
        staff_wrong(
            p, row, codes->code,
            arena_print(p->arena,
                        "mã này chưa có. Điền tên ở cột %s để thêm mới.",
                        column),
            arena_print(p->arena,
                        "this code is not known yet. Fill in its name in "
                        "column %s to add it.",
                        column));
        return false;
    }
    *id = id_new();
    (*codes->added)[(*codes->added_count)++] = (struct coded){*id, code, name};
    lookup_put(&codes->by_code, code, (size_t)*id);
    return true;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static bool same_duty(const struct assignment *a, const struct assignment *b)
{
    return a->unit == b->unit && same_text(a->job_title, b->job_title) &&
           same_text(a->rank_code, b->rank_code) &&
           a->position == b->position && a->duty_group == b->duty_group;
}

/* What the row says, over what is held. */
static bool duty_wanted(struct planning *p, const struct staff_row *row,
                        const struct assignment *held, struct assignment *duty)
{
    int64_t unit, position, group;
    int64_t day = row->from ? row->from : p->day;

    if (!code_of(p, &p->positions, row, &position) ||
        !code_of(p, &p->groups, row, &group) ||
        !staff_unit_of(&p->units, p->findings, p->file, row, day, &unit))
        return false;
    *duty = held ? *held : (struct assignment){.valid_from = day};
    duty->main = !row->beside;
    if (unit)
        duty->unit = unit;
    if (row->cells[STAFF_CHUC_VU])
        duty->job_title = row->cells[STAFF_CHUC_VU];
    if (row->cells[STAFF_MA_NGACH])
        duty->rank_code = row->cells[STAFF_MA_NGACH];
    if (position)
        duty->position = position;
    if (group)
        duty->duty_group = group;
    return true;
}

static void add_duty(struct planning *p, int64_t person,
                     const struct assignment *duty, int64_t from, int64_t to)
{
    struct assignment *added = &p->plan->duties[p->plan->duty_count++];

    *added = *duty;
    added->id = id_new();
    added->person = person;
    added->valid_from = from;
    added->valid_to = to;
}

/* True if something is to be written. */
static bool plan_duty(struct planning *p, const struct staff_row *row,
                      int64_t person, const struct assignment *held)
{
    int64_t day = row->from ? row->from : p->day;
    struct assignment duty;

    if (!duty_wanted(p, row, held, &duty) || !duty.unit)
        return false;
    if (!held) {
        add_duty(p, person, &duty, day, 0);
        return true;
    }
    if (same_duty(held, &duty))
        return false;
    if (day < held->valid_from) {
        const char *since = format_day(p->arena, held->valid_from);
        staff_wrong(
            p, row, STAFF_TU_NGAY,
            arena_print(p->arena,
                        "nhiệm vụ hiện ghi có từ %s. Ghi ngày đó để sửa lại, "
                        "hoặc một ngày sau để chuyển.",
                        since),
            arena_print(p->arena,
                        "the duty on record began on %s. Write that day to "
                        "put it right, or a later one for a move.",
                        since));
        return false;
    }
    if (day == held->valid_from) {
        p->plan->corrected[p->plan->corrected_count++] = duty;
        return true;
    }
    p->plan->ended[p->plan->ended_count++] = (struct staff_end){held->id, day};
    add_duty(p, person, &duty, day, 0);
    return true;
}

/* ---- people --------------------------------------------------------------*/

static void take_name(struct person *person, const struct staff_row *row)
{
    person->full_name = row->cells[STAFF_HO_TEN];
    person->family_name = row->name.family;
    person->middle_name = row->name.middle;
    person->given_name = row->name.given;
}

static bool take(const char **field, const char *said)
{
    if (!said || same_text(*field, said))
        return false;
    *field = said;
    return true;
}

/* Parts that people have corrected stay, unless the file gives parts too. */
static bool is_renamed(const struct person *person, const struct staff_row *row)
{
    if (!row->cells[STAFF_HO_TEN])
        return false;
    return strcmp(person->full_name, row->cells[STAFF_HO_TEN]) ||
           (row->cells[STAFF_TEN] &&
            (strcmp(person->given_name, row->name.given) ||
             strcmp(person->family_name, row->name.family)));
}

static bool take_fields(struct person *person, const struct staff_row *row)
{
    bool changed = false;

    changed |= take(&person->staff_number, row->cells[STAFF_SO_HIEU]);
    changed |= take(&person->dossier_id, row->cells[STAFF_MA_HO_SO]);
    changed |= take(&person->national_id, row->cells[STAFF_CCCD]);
    changed |= take(&person->gender, row->gender);
    changed |= take(&person->kind, row->kind);
    changed |= take(&person->address_as, row->address_as);
    changed |= take(&person->email, row->cells[STAFF_EMAIL]);
    if (row->birth_date && row->birth_date != person->birth_date) {
        person->birth_date = row->birth_date;
        changed = true;
    }
    return changed;
}

static void plan_new(struct planning *p, size_t i)
{
    const struct staff_row *row = &p->rows->list[i];
    int64_t day = row->from ? row->from : p->day;
    struct person person = {.id = id_new(),
                            .left_on = row->left_on,
                            .created_at = p->now,
                            .changed_at = p->now};
    struct assignment duty;
    size_t errors = p->findings->errors;

    if (!row->kind)
        staff_wrong(
            p, row, STAFF_LOAI,
            "người mới cần có loại: cán bộ, công chức, viên chức, HĐLĐ hoặc "
            "không chuyên trách.",
            "somebody new needs a kind: cán bộ, công chức, viên chức, HĐLĐ "
            "or không chuyên trách.");
    if (row->left_on && row->left_on <= day)
        staff_wrong(
            p, row, STAFF_NGHI_TU,
            "người mới mà đã nghỉ: ghi cả cột tu_ngay, trước ngày nghỉ.",
            "somebody new who has left: fill in column tu_ngay too, with an "
            "earlier day.");
    bool told = duty_wanted(p, row, NULL, &duty);
    if (told && !duty.unit)
        staff_wrong(p, row, STAFF_DON_VI, "người mới cần có đơn vị.",
                    "somebody new needs a unit.");
    if (!staff_row_is_new(p, i) || p->findings->errors > errors)
        return;
    (void)take_fields(&person, row);
    take_name(&person, row);
    person_keys(p->arena, &person);
    p->plan->added[p->plan->added_count++] = person;
    add_duty(p, person.id, &duty, day, row->left_on);
    p->people[i] = person.id;
    p->plan->counts.added++;
}

static bool names_unit(const struct staff_row *row)
{
    return row->cells[STAFF_MA_DON_VI] || row->cells[STAFF_DON_VI] ||
           row->cells[STAFF_PHONG];
}

enum standing { SERVING, LEAVING, GONE };

/* Does the person leave, come back, or stay away? False: wrong. */
static bool plan_leaving(struct planning *p, const struct staff_row *row,
                         const struct known *known, struct staff_change *change,
                         enum standing *standing)
{
    int64_t left = known->person.left_on;

    *standing = SERVING;
    if (row->left_on && row->left_on == left) {
        *standing = GONE;
    } else if (row->left_on && left && row->left_on > left) {
        staff_wrong(p, row, STAFF_NGHI_TU,
                    arena_print(p->arena,
                                "đã ghi là nghỉ từ %s, sớm hơn ngày này.",
                                format_day(p->arena, left)),
                    arena_print(p->arena, "is on record as having left on %s.",
                                format_day(p->arena, left)));
        return false;
    } else if (row->left_on) {
        if (known->duty.id && row->left_on <= known->duty.valid_from) {
            staff_wrong(
                p, row, STAFF_NGHI_TU,
                arena_print(p->arena,
                            "phải sau ngày nhận nhiệm vụ hiện ghi, %s.",
                            format_day(p->arena, known->duty.valid_from)),
                arena_print(p->arena,
                            "must come after the day of the duty on record, "
                            "%s.",
                            format_day(p->arena, known->duty.valid_from)));
            return false;
        }
        change->person.left_on = row->left_on;
        *standing = LEAVING;
    } else if (left && row->from >= left && names_unit(row)) {
        change->person.left_on = 0;
    } else if (left) {
        find_warning(
            p->findings, p->file, row->line,
            arena_print(p->arena,
                        "%s đã nghỉ từ %s, được giữ nguyên. Nếu trở "
                        "lại làm việc, ghi đơn vị và ngày ở cột "
                        "tu_ngay.",
                        known->person.full_name, format_day(p->arena, left)),
            arena_print(p->arena,
                        "%s left on %s and is left alone. For a "
                        "return to service write the unit and, in "
                        "column tu_ngay, the day.",
                        known->person.full_name, format_day(p->arena, left)));
        *standing = GONE;
    }
    return true;
}

static void plan_known(struct planning *p, const struct staff_row *row,
                       const struct known *known)
{
    struct staff_change change = {.person = known->person,
                                  .was = known->person.changed_at};
    struct staff_counts *counts = &p->plan->counts;
    enum standing standing;

    if (!staff_row_agrees(p, row, &known->person) ||
        !plan_leaving(p, row, known, &change, &standing))
        return;
    bool moved =
        standing == SERVING && plan_duty(p, row, known->person.id,
                                         known->duty.id ? &known->duty : NULL);
    bool changed = take_fields(&change.person, row);
    if (is_renamed(&change.person, row)) {
        take_name(&change.person, row);
        changed = change.renamed = true;
    }
    changed |= change.person.left_on != known->person.left_on;
    change.leaves = standing == LEAVING;
    counts->moved += moved;
    counts->left += change.leaves;
    counts->changed += changed && !change.leaves;
    counts->same += !moved && !changed;
    if (!changed)
        return;
    person_keys(p->arena, &change.person);
    change.person.changed_at = p->now > change.was ? p->now : change.was + 1;
    p->plan->changed[p->plan->changed_count++] = change;
}

/* ---- concurrent duties ---------------------------------------------------*/

/* The concurrent duty in that unit: the open one, or else the one that ended
   on the day the row says. */
static enum status find_concurrent(struct planning *p, int64_t person,
                                   int64_t unit, int64_t ended,
                                   const struct assignment **out)
{
    const struct assignment *list;
    size_t count;

    *out = NULL;
    TRY(assignment_list(p->db, p->arena, person, &list, &count));
    for (size_t i = 0; i < count && !*out; i++)
        if (!list[i].main && list[i].unit == unit &&
            (!list[i].valid_to || list[i].valid_to == ended))
            *out = &list[i];
    return OK;
}

static enum status plan_concurrent(struct planning *p,
                                   const struct staff_row *row, int64_t person,
                                   bool known)
{
    struct staff_counts *counts = &p->plan->counts;
    int64_t day = row->from ? row->from : p->day;
    const struct assignment *held = NULL;
    struct assignment duty;

    if (!duty_wanted(p, row, NULL, &duty))
        return OK;
    const char *key = arena_print(p->arena, "%lld|%lld", (long long)person,
                                  (long long)duty.unit);
    if (!duty.unit || !lookup_put(&p->concurrent, key, 0)) {
        staff_wrong(
            p, row, duty.unit ? STAFF_KIEM_NHIEM : STAFF_DON_VI,
            duty.unit ? "nhiệm vụ kiêm nhiệm ở đơn vị này đã có ở dòng khác."
                      : "nhiệm vụ kiêm nhiệm cần có đơn vị.",
            duty.unit ? "another row has a concurrent duty in this unit."
                      : "a concurrent duty needs a unit.");
        return OK;
    }
    if (known)
        TRY(find_concurrent(p, person, duty.unit, row->left_on, &held));
    bool moved = false;
    if (!row->left_on) {
        moved = plan_duty(p, row, person, held);
    } else if (!held && day < row->left_on) {
        add_duty(p, person, &duty, day, row->left_on);
        moved = true;
    } else if (held && !held->valid_to && held->valid_from < row->left_on) {
        p->plan->ended[p->plan->ended_count++] =
            (struct staff_end){held->id, row->left_on};
        moved = true;
    }
    counts->moved += moved && known;
    counts->same += !moved;
    return OK;
}

static enum status plan_beside(struct planning *p, const struct staff_row *row)
{
    struct known *known;
    size_t first;

    if (!staff_row_who(p, row, &known))
        return OK;
    if (known)
        return staff_row_agrees(p, row, &known->person)
                   ? plan_concurrent(p, row, known->person.id, true)
                   : OK;
    for (int k = 0; k < KEYS; k++)
        if (lookup_get(&p->row_by[k], row->cells[staff_key_columns[k]],
                       &first) &&
            p->people[first])
            return plan_concurrent(p, row, p->people[first], false);
    if (p->findings->errors)
        return OK; /* the main duty may stand in a row that has an error */
    staff_wrong(
        p, row, STAFF_KIEM_NHIEM,
        "người này chưa có nhiệm vụ chính. Thêm một dòng không ghi kiêm "
        "nhiệm.",
        "this person has no main duty yet. Add a row without kiem_nhiem.");
    return OK;
}

/* ---- all of it -----------------------------------------------------------*/

static void make_room(struct planning *p)
{
    struct staff_plan *plan = p->plan;
    size_t n = p->rows->count;

    plan->added = arena_many(p->arena, struct person, n);
    plan->duties = arena_many(p->arena, struct assignment, n);
    plan->changed = arena_many(p->arena, struct staff_change, n);
    plan->corrected = arena_many(p->arena, struct assignment, n);
    plan->ended = arena_many(p->arena, struct staff_end, n);
    plan->positions = arena_many(p->arena, struct coded, n);
    plan->groups = arena_many(p->arena, struct coded, n);
    p->people = arena_many(p->arena, int64_t, n);
    p->positions.added = &plan->positions;
    p->positions.added_count = &plan->position_count;
    p->groups.added = &plan->groups;
    p->groups.added_count = &plan->group_count;
}

static void plan_main(struct planning *p, size_t i)
{
    const struct staff_row *row = &p->rows->list[i];
    struct known *known;

    if (!staff_row_is_once(p, i) || !staff_row_who(p, row, &known))
        return;
    if (known)
        plan_known(p, row, known);
    else
        plan_new(p, i);
}

enum status staff_plan_make(struct db *db, struct arena *arena,
                            const struct staff_file *file,
                            const struct staff_import *import,
                            const struct staff_rows *rows,
                            struct findings *findings, struct staff_plan *plan)
{
    struct planning p = {
        .db = db,
        .arena = arena,
        .file = file->name,
        .findings = findings,
        .now = import->now,
        .day = import->day ? import->day : clock_day(import->now),
        .rows = rows,
        .plan = plan,
        .positions = {.code = STAFF_VTVL, .name = STAFF_TEN_VTVL},
        .groups = {.code = STAFF_NHOM_NV, .name = STAFF_TEN_NHOM_NV},
    };

    *plan = (struct staff_plan){.counts.rows = (int64_t)rows->count};
    make_room(&p);
    TRY(staff_known_read(&p));
    for (size_t i = 0; i < rows->count; i++)
        if (!rows->list[i].beside && findings->errors < STAFF_MOST_ERRORS)
            plan_main(&p, i);
    for (size_t i = 0; i < rows->count; i++)
        if (rows->list[i].beside && findings->errors < STAFF_MOST_ERRORS)
            TRY(plan_beside(&p, &rows->list[i]));
    return OK;
}

bool staff_plan_is_empty(const struct staff_plan *plan)
{
    return !plan->added_count && !plan->duty_count && !plan->changed_count &&
           !plan->corrected_count && !plan->ended_count;
}

#include "domain/staff_who.h"

#include "domain/people.h"
#include "text/fold.h"
#include "text/format.h"

#include <string.h>

const enum staff_column staff_key_columns[KEYS] = {STAFF_SO_HIEU,
                                                   STAFF_MA_HO_SO, STAFF_CCCD};

void staff_wrong(struct planning *p, const struct staff_row *row,
                 enum staff_column column, const char *vi, const char *en)
{
    staff_find(p->findings, p->file, row, column, vi, en);
}

/* ---- what we know --------------------------------------------------------*/

static const char *kept(struct arena *arena, const char *text)
{
    return text ? arena_text(arena, text, strlen(text)) : NULL;
}

static struct person kept_person(struct arena *arena, const struct person *p)
{
    struct person copy = *p;

    copy.staff_number = kept(arena, p->staff_number);
    copy.dossier_id = kept(arena, p->dossier_id);
    copy.national_id = kept(arena, p->national_id);
    copy.full_name = kept(arena, p->full_name);
    copy.family_name = kept(arena, p->family_name);
    copy.middle_name = kept(arena, p->middle_name);
    copy.given_name = kept(arena, p->given_name);
    copy.sort_key = kept(arena, p->sort_key);
    copy.fold_key = kept(arena, p->fold_key);
    copy.gender = kept(arena, p->gender);
    copy.kind = kept(arena, p->kind);
    copy.address_as = kept(arena, p->address_as);
    copy.email = kept(arena, p->email);
    return copy;
}

static const char *without_zeros(const char *number)
{
    return number ? number + strspn(number, "0") : NULL;
}

static const char *likeness(struct arena *arena, const char *fold_key,
                            int64_t birth_date)
{
    return birth_date
               ? arena_print(arena, "%s|%lld", fold_key, (long long)birth_date)
               : NULL;
}

static enum status keep_known(const struct person_seen *seen, void *arg)
{
    struct planning *p = arg;

    if (p->known_count == p->known_room) {
        p->known_room = p->known_room * 2 + 256;
        struct known *more = arena_many(p->arena, struct known, p->known_room);
        if (p->known_count)
            memcpy(more, p->known, p->known_count * sizeof *more);
        p->known = more;
    }
    struct known *known = &p->known[p->known_count];
    known->person = kept_person(p->arena, &seen->person);
    known->duty = seen->duty;
    known->duty.job_title = kept(p->arena, seen->duty.job_title);
    known->duty.rank_code = kept(p->arena, seen->duty.rank_code);
    const char *keys[KEYS] = {known->person.staff_number,
                              known->person.dossier_id,
                              known->person.national_id};
    for (int i = 0; i < KEYS; i++)
        lookup_put(&p->known_by[i], keys[i], p->known_count);
    lookup_put(&p->bare_numbers, without_zeros(keys[0]), p->known_count);
    lookup_put(
        &p->alike,
        likeness(p->arena, known->person.fold_key, known->person.birth_date),
        p->known_count);
    p->known_count++;
    return OK;
}

static void put_codes(struct arena *arena, struct codes *codes)
{
    codes->by_code = lookup_of(arena);
    codes->by_name = lookup_of(arena);
    for (size_t i = 0; i < codes->count; i++) {
        lookup_put(&codes->by_code, codes->list[i].code,
                   (size_t)codes->list[i].id);
        lookup_put(&codes->by_name, staff_plain(arena, codes->list[i].name),
                   (size_t)codes->list[i].id);
    }
}

enum status staff_known_read(struct planning *p)
{
    for (int i = 0; i < KEYS; i++) {
        p->known_by[i] = lookup_of(p->arena);
        p->row_by[i] = lookup_of(p->arena);
    }
    p->bare_numbers = lookup_of(p->arena);
    p->alike = lookup_of(p->arena);
    p->alike_rows = lookup_of(p->arena);
    p->concurrent = lookup_of(p->arena);
    TRY(staff_units_read(p->db, p->arena, p->day, &p->units));
    TRY(position_list(p->db, p->arena, &p->positions.list,
                      &p->positions.count));
    TRY(duty_group_list(p->db, p->arena, &p->groups.list, &p->groups.count));
    put_codes(p->arena, &p->positions);
    put_codes(p->arena, &p->groups);
    return person_each_list(p->db, keep_known, p);
}

/* ---- who a row is about --------------------------------------------------*/

bool staff_row_is_once(struct planning *p, size_t i)
{
    const struct staff_row *row = &p->rows->list[i];
    size_t first;
    bool once = true;

    for (int k = 0; k < KEYS; k++) {
        const char *key = row->cells[staff_key_columns[k]];
        if (lookup_put(&p->row_by[k], key, i) ||
            !lookup_get(&p->row_by[k], key, &first))
            continue;
        long long line = p->rows->list[first].line;
        staff_wrong(
            p, row, staff_key_columns[k],
            arena_print(p->arena,
                        "đã có ở dòng %lld. Bỏ một dòng; nếu là nhiệm vụ "
                        "kiêm nhiệm, ghi có ở cột kiem_nhiem.",
                        line),
            arena_print(p->arena,
                        "is in row %lld already. Leave one out; if this is a "
                        "concurrent duty, write có in column kiem_nhiem.",
                        line));
        once = false;
    }
    return once;
}

bool staff_row_who(struct planning *p, const struct staff_row *row,
                   struct known **out)
{
    size_t found;

    *out = NULL;
    for (int k = 0; k < KEYS; k++) {
        if (!lookup_get(&p->known_by[k], row->cells[staff_key_columns[k]],
                        &found))
            continue;
        if (*out && *out != &p->known[found]) {
            const char *a = (*out)->person.full_name;
            const char *b = p->known[found].person.full_name;
            staff_wrong(
                p, row, staff_key_columns[k],
                arena_print(p->arena,
                            "là của %s, nhưng các số khác trên dòng là của "
                            "%s. Sửa lại số.",
                            b, a),
                arena_print(p->arena,
                            "belongs to %s, but the other numbers of the row "
                            "to %s. Mend the numbers.",
                            b, a));
            return false;
        }
        *out = &p->known[found];
    }
    return true;
}

bool staff_row_agrees(struct planning *p, const struct staff_row *row,
                      const struct person *known)
{
    const char *name = row->cells[STAFF_HO_TEN];

    if (!name || !strcmp(text_fold(p->arena, name), known->fold_key))
        return true;
    if (row->birth_date && known->birth_date &&
        row->birth_date != known->birth_date) {
        const char *day = format_day(p->arena, known->birth_date);
        staff_wrong(
            p, row, STAFF_HO_TEN,
            arena_print(p->arena,
                        "số trên dòng này là của %s, sinh %s. Họ tên và ngày "
                        "sinh đều khác: sửa lại số.",
                        known->full_name, day),
            arena_print(p->arena,
                        "the number in this row belongs to %s, born %s. Both "
                        "name and birth date differ: mend the number.",
                        known->full_name, day));
        return false;
    }
    find_warning(p->findings, p->file, row->line,
                 arena_print(p->arena, "họ tên đổi từ \"%s\" thành \"%s\".",
                             known->full_name, name),
                 arena_print(p->arena,
                             "the name changes from \"%s\" to \"%s\".",
                             known->full_name, name));
    return true;
}

bool staff_row_is_new(struct planning *p, size_t i)
{
    const struct staff_row *row = &p->rows->list[i];
    const char *fold = text_fold(p->arena, row->cells[STAFF_HO_TEN]);
    const char *like = likeness(p->arena, fold, row->birth_date);
    const char *number = row->cells[STAFF_SO_HIEU];
    size_t found;

    if (lookup_get(&p->bare_numbers, without_zeros(number), &found) &&
        !strcmp(p->known[found].person.fold_key, fold)) {
        const char *right = p->known[found].person.staff_number;
        staff_wrong(
            p, row, STAFF_SO_HIEU,
            arena_print(p->arena,
                        "%s đã có với số hiệu %s: số 0 ở đầu bị mất. Đặt cột "
                        "kiểu Văn bản rồi nhập lại.",
                        row->cells[STAFF_HO_TEN], right),
            arena_print(p->arena,
                        "%s is known with number %s: leading zeros were "
                        "lost. Make the column Text and enter it again.",
                        row->cells[STAFF_HO_TEN], right));
        return false;
    }
    if (lookup_get(&p->alike, like, &found))
        find_warning(p->findings, p->file, row->line,
                     "đã có một người cùng họ tên và ngày sinh với số khác. "
                     "Kiểm tra có phải cùng một người không.",
                     "somebody of this name and birth date is known by "
                     "another number. See whether it is the same person.");
    else if (!lookup_put(&p->alike_rows, like, i) &&
             lookup_get(&p->alike_rows, like, &found))
        find_warning(p->findings, p->file, row->line,
                     arena_print(p->arena,
                                 "cùng họ tên và ngày sinh với dòng %lld. Kiểm "
                                 "tra có phải cùng một người không.",
                                 (long long)p->rows->list[found].line),
                     arena_print(p->arena,
                                 "same name and birth date as row %lld. See "
                                 "whether it is the same person.",
                                 (long long)p->rows->list[found].line));
    return true;
}

#include "domain/demo_parts.h"

#include "base/clock.h"
#include "domain/requirements.h"
#include "store/people.h"
#include "store/units.h"

/* Who has learned what, and what the city requires. */

enum { DAY = 86400000, ALL_FROM = 41, SOME_FROM = 141, NONE_FROM = 191 };

static const char course[] = "an-toan-thong-tin";

struct studying {
    struct house *house;
    struct arena *arena;
    int64_t now;
    const struct lesson *lessons;
    size_t count;
};

/* The first lessons, two a day. */
static enum status study(struct db *tx, const struct studying *s,
                         int64_t person, size_t lessons, int64_t from)
{
    for (size_t i = 0; i < lessons; i++) {
        const char *code = s->lessons[i].code;
        int64_t at = from + (int64_t)i * DAY / 2;
        TRY(enrolment_put(tx, s->arena, person, course, code, at));
        TRY(lesson_progress_begin(tx, s->arena, person, course, code, at));
        TRY(lesson_progress_finish(tx, s->arena, person, course, code,
                                   at + 25 * INT64_C(60000)));
    }
    return OK;
}

static enum status study_all(struct db *tx, void *arg)
{
    const struct studying *s = arg;
    const struct person *person;

    for (int n = ALL_FROM; n < NONE_FROM; n++) {
        enum status status = person_key_find(
            tx, s->arena, arena_print(s->arena, "SH%04d", n), &person);
        if (status == MISSING || (status == OK && person->left_on))
            continue;
        TRY(status);
        bool all = n < SOME_FROM;
        TRY(study(tx, s, person->id, all ? s->count : (size_t)(1 + n % 4),
                  s->now - (all ? 20 : 5) * (int64_t)DAY));
    }
    return OK;
}

static enum status require(const struct studying *s, const char *code,
                           const char *const *kinds, size_t kind_count,
                           const char *basis, int days, int64_t by)
{
    const struct unit *roots;
    size_t count;
    int64_t id;

    TRY(unit_child_list(s->house->db, s->arena, 0, clock_day(s->now), &roots,
                        &count));
    return requirement_make(
        s->house, s->arena,
        &(struct new_requirement){
            .course_code = code,
            .kinds = kinds,
            .kind_count = kind_count,
            .basis = basis,
            .due_on = clock_day(s->now + days * (int64_t)DAY),
            .whom = {.units = &roots->id, .unit_count = 1},
            .by = by,
            .now = s->now},
        &id);
}

enum status demo_learning(struct house *house, struct arena *arena, int64_t by,
                          int64_t now)
{
    static const char *const kinds[] = {"vien_chuc"};
    struct studying s = {.house = house, .arena = arena, .now = now};
    const struct course *found;

    TRY(course_find(house->db, arena, course, &found));
    TRY(lesson_list(house->db, arena, found->id, &s.lessons, &s.count));
    TRY(db_write(house->db, study_all, &s));
    TRY(require(&s, course, NULL, 0, "Kế hoạch 118/KH-UBND", 34, by));
    return require(&s, "ky-nang-so", kinds, 1, "Kế hoạch 131/KH-UBND", 64, by);
}

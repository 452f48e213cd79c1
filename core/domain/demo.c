#include "domain/demo_parts.h"

#include "base/log.h"
#include "domain/completion.h"
#include "domain/courses.h"
#include "domain/packages.h"
#include "store/people.h"
#include "store/settings.h"

const char demo_password[] = "song-hong-2026";

static const char seed[] = "Khoa demo 1";

static enum status mark(struct db *tx, void *arg)
{
    TRY(setting_put(tx, arg, "demo", "1"));
    return setting_put(tx, arg, "body_name", "Thành phố Sông Hồng");
}

/* Which part went wrong; what did is in the findings or in the log before. */
static enum status part(const char *name, enum status status)
{
    if (status != OK)
        log_say(LOG_ERROR, "demo", "part failed", "part", name, "status",
                log_int(status), NULL);
    return status;
}

static enum status take_courses(struct house *house, const char *folder,
                                int64_t now, struct findings *findings)
{
    static const char *const courses[] = {"an-toan-thong-tin", "ky-nang-so",
                                          "thu-tuc-hai-cap"};
    struct course_taken taken;

    for (size_t i = 0; i < sizeof courses / sizeof *courses; i++)
        TRY(course_import(
            house, arena_print(findings->arena, "%s/%s", folder, courses[i]), 0,
            now, false, findings, &taken));
    return OK;
}

/* What a vendor handed in, for a reviewer to approve. */
static enum status take_waiting(struct house *house, const char *courses,
                                int64_t now, struct findings *findings)
{
    const struct person *vendor;

    TRY(person_key_find(house->db, findings->arena, "SH0006", &vendor));
    return package_take_in(
        house, arena_print(findings->arena, "%s/../plugins/demo/day", courses),
        false, vendor->id, now - 3 * INT64_C(86400000), findings);
}

enum status demo_fill(struct house *house, const char *courses, int people,
                      int64_t now, struct findings *findings)
{
    struct arena *arena = findings->arena;
    const struct person *organiser;
    size_t settled;

    house->chance = seed;
    TRY(part("settings", db_write(house->db, mark, arena)));
    TRY(part("units", demo_units(house, arena)));
    TRY(part("people", demo_people(house, now, findings)));
    TRY(part("courses", take_courses(house, courses, now, findings)));
    TRY(part("a package that waits",
             take_waiting(house, courses, now, findings)));
    TRY(person_key_find(house->db, arena, "SH0007", &organiser));
    TRY(part("learning", demo_learning(house, arena, organiser->id, now)));
    TRY(part("past sittings",
             demo_past_sittings(house, arena, organiser->id, now)));
    if (people > DEMO_PEOPLE)
        TRY(part("city", demo_city(house, arena, people, now)));
    TRY(part("completions", completion_sweep(house, now, &settled)));
    TRY(part("coming sittings",
             demo_coming_sittings(house, arena, organiser->id, now)));
    house->chance = NULL;
    house->demo = true;
    return OK;
}

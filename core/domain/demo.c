#include "domain/demo_parts.h"

#include "base/log.h"
#include "domain/courses.h"
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

enum status demo_fill(struct house *house, const char *courses, int people,
                      int64_t now, struct findings *findings)
{
    struct arena *arena = findings->arena;
    const struct person *organiser;
    struct course_taken taken;

    house->chance = seed;
    TRY(part("settings", db_write(house->db, mark, arena)));
    TRY(part("units", demo_units(house, arena)));
    TRY(part("people", demo_people(house, now, findings)));
    TRY(part("course",
             course_import(house,
                           arena_print(arena, "%s/an-toan-thong-tin", courses),
                           0, now, false, findings, &taken)));
    TRY(person_key_find(house->db, arena, "SH0007", &organiser));
    TRY(part("past sitting",
             demo_past_sitting(house, arena, organiser->id, now)));
    if (people > DEMO_PEOPLE)
        TRY(part("city", demo_city(house, arena, people, now)));
    TRY(part("open sitting",
             demo_open_sitting(house, arena, organiser->id, now)));
    house->chance = NULL;
    house->demo = true;
    return OK;
}

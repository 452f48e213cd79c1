#include "domain/demo_parts.h"

#include "domain/courses.h"
#include "store/people.h"
#include "store/settings.h"

const char demo_password[] = "song-hong-2026";

static const char seed[] = "Khoa demo 1";

static enum status mark(struct db *tx, void *arg)
{
    TRY(setting_put(tx, arg, "demo", "1"));
    return setting_put(tx, arg, "body_name",
                       "Thành phố Sông Hồng (dữ liệu minh họa)");
}

enum status demo_fill(struct house *house, const char *courses, int64_t now,
                      struct findings *findings)
{
    struct arena *arena = findings->arena;
    const struct person *organiser;
    struct course_taken taken;

    house->chance = seed;
    TRY(db_write(house->db, mark, arena));
    TRY(demo_units(house, arena));
    TRY(demo_people(house, now, findings));
    TRY(course_import(house,
                      arena_print(arena, "%s/an-toan-thong-tin", courses), 0,
                      now, false, findings, &taken));
    TRY(person_key_find(house->db, arena, "SH0007", &organiser));
    TRY(demo_sittings(house, arena, organiser->id, now));
    house->chance = NULL;
    house->demo = true;
    return OK;
}

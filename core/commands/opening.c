#include "commands/opening.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/intakes.h"
#include "domain/sealing.h"
#include "domain/shelf.h"
#include "quiz/questions.h"
#include "reading/reading.h"
#include "store/db.h"
#include "store/settings.h"
#include "store/units.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CLOCK_MAY_LAG = 5000 };

static enum status refuse(const char *why)
{
    fprintf(stderr, "khoa: %s\n", why);
    return FAILED;
}

/* If the newest id is from the future, deadlines would be wrong. */
static enum status check_clock(struct db *db)
{
    int64_t newest = 0;

    if (newest_id_find(db, &newest) != OK)
        return refuse("the database cannot be read");
    if (id_moment(newest) > clock_now() + CLOCK_MAY_LAG)
        return refuse("this machine's clock stands before the last event in "
                      "the database; set it right first");
    id_after(newest);
    return OK;
}

/* What a new installation is called until somebody says it: the one unit at
   the top, if there is one. */
static enum status name_of_root(struct house *house, struct arena *arena,
                                const char **name)
{
    const struct unit *roots;
    size_t count;

    TRY(unit_child_list(house->db, arena, 0, clock_day(clock_now()), &roots,
                        &count));
    *name = count == 1 ? roots->name : "Khoa";
    return OK;
}

static enum status read_settings(struct house *house,
                                 const struct config *config,
                                 struct arena *arena)
{
    const char *demo = NULL, *name = NULL;
    enum status status;

    status = setting_find(house->db, arena, "demo", &demo);
    if (status != OK && status != MISSING)
        return status;
    house->demo = demo && !strcmp(demo, "1");
    status = setting_find(house->db, arena, "body_name", &name);
    if (status != OK && status != MISSING)
        return status;
    house->body_name = config->body_name ? config->body_name : name;
    return house->body_name ? OK
                            : name_of_root(house, arena, &house->body_name);
}

enum status house_open(struct house *house, const struct config *config,
                       struct arena *arena)
{
    *house =
        (struct house){.data = config->data,
                       .idle_ms = config->idle_minutes * INT64_C(60000),
                       .session_ms = config->session_hours * INT64_C(3600000)};
    switch (db_open(&house->db, config->database)) {
    case OK: break;
    case CONFLICT:
        return refuse("another process serves the same data; stop it first");
    default:
        if (access(config->data, F_OK))
            return refuse("there is no such folder; is --data right? A new "
                          "installation is made by `khoa setup`");
        return refuse("the database cannot be opened; the log says why. If it "
                      "is damaged, go back to the newest backup");
    }
    enum status status = db_migrate(house->db);
    if (status == CONFLICT)
        status = refuse("the database is from a newer Khoa than this one");
    else if (status != OK)
        status = refuse("the database cannot be brought up to date");
    if (status == OK)
        status = check_clock(house->db);
    if (status == OK && read_settings(house, config, arena) != OK)
        status = refuse("the settings cannot be read");
    if (status == OK &&
        sealer_open(&house->sealer, house->db, config->data) != OK)
        status = refuse("the key that signs the evidence cannot be used; the "
                        "log says why");
    if (status != OK)
        house_close(house);
    return status;
}

enum status reading_open(struct db **out, const struct config *config)
{
    int64_t has = 0, known = 0;

    switch (db_open_reading(out, config->database)) {
    case OK: break;
    case MISSING: return refuse("there is no database; is --data right?");
    default: return refuse("the database cannot be opened; the log says why");
    }
    enum status status = db_schema_find(*out, &has, &known);
    if (status != OK)
        status = refuse("the database cannot be read; the log says why");
    else if (has > known)
        status = refuse("the database is from a newer Khoa than this one: use "
                        "that one");
    else if (has < known)
        status = refuse("the database is from an older Khoa: start `khoa "
                        "serve` once, which brings it up to date");
    if (status != OK)
        db_close(*out);
    return status;
}

enum status house_start(struct house *house, const struct config *config)
{
    const struct questions_options options = {
        .processes = (unsigned)config->workers,
    };

    if (questions_open(&house->questions, &options) != OK)
        return refuse("quizhost, which runs plugins, cannot be started");
    if (readers_open(&house->readers, NULL) != OK)
        return refuse("readhost, which reads files, cannot be started");
    house->shelf = shelf_open();
    house->intakes = intakes_open();
    return OK;
}

void house_close(struct house *house)
{
    intakes_close(house->intakes);
    if (house->shelf)
        shelf_close(house->shelf);
    if (house->readers)
        readers_close(house->readers);
    if (house->questions)
        questions_close(house->questions);
    sealer_close(house->sealer);
    if (house->db)
        db_close(house->db);
    *house = (struct house){0};
}

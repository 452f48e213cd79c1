#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H

#include "base/clock.h"
#include "store/db.h"

#include <stdlib.h>

/*
 * A database of its own for a group of tests: in memory, or the one that
 * KHOA_TEST_DB names. `world_work` fills it once.
 */
static struct db *db;
static struct arena *arena;
static db_work *world_work;

static int world_begin(void **state)
{
    const char *address = getenv("KHOA_TEST_DB");

    (void)state;
    arena = arena_new();
    if (db_open(&db, address ? address : "sqlite::memory:") != OK ||
        db_migrate(db) != OK)
        return 1;
    return world_work && db_write(db, world_work, NULL) != OK;
}

static int world_end(void **state)
{
    (void)state;
    db_close(db);
    arena_free(arena);
    return 0;
}

#endif

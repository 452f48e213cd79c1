#ifndef TESTS_DOMAIN_EVIDENCE_H
#define TESTS_DOMAIN_EVIDENCE_H

#include "base/buf.h"
#include "base/random.h"
#include "domain/evidence.h"
#include "domain/sealing.h"
#include "domain/verifying.h"
#include "seal/hash.h"
#include "store/attempts.h"
#include "store/audit.h"
#include "store/blobs.h"
#include "store/db.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * A database with evidence in it, and a second way in that does by hand what
 * the program never does. On the engine KHOA_TEST_DB names, else SQLite.
 */
static struct db *db;
static struct arena *arena;
static struct sealer *sealer;
static char folder[] = "/tmp/khoa-evidence-XXXXXX";
static const char *address;
static bool on_pgsql;

static sqlite3 *hand_sqlite;
static PGconn *hand_pgsql;

static void by_hand_on_sqlite(const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(hand_sqlite, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

static void by_hand_on_pgsql(const char *sql)
{
    PGresult *done = PQexec(hand_pgsql, sql);
    bool wrong = PQresultStatus(done) != PGRES_COMMAND_OK;

    PQclear(done);
    if (wrong)
        fail_msg("%s: %s", sql, PQerrorMessage(hand_pgsql));
}

static void by_hand(const char *sql)
{
    if (on_pgsql)
        by_hand_on_pgsql(sql);
    else
        by_hand_on_sqlite(sql);
}

/* As somebody who knows what he does: without foreign keys. */
static void open_hand(void)
{
    if (on_pgsql) {
        hand_pgsql = PQconnectdb(address);
        by_hand("SET session_replication_role = replica");
        return;
    }
    assert_int_equal(sqlite3_open(strchr(address, ':') + 1, &hand_sqlite), 0);
    sqlite3_busy_timeout(hand_sqlite, 5000);
    by_hand("PRAGMA synchronous = OFF");
}

static void close_hand(void)
{
    if (on_pgsql)
        PQfinish(hand_pgsql);
    else
        sqlite3_close(hand_sqlite);
}

/* ---- what happens in the house
 * --------------------------------------------------*/

static enum status add_deed(struct db *tx, void *arg)
{
    const struct deed deed = {.at = clock_now(),
                              .actor = 7,
                              .action = "test.publish",
                              .object = "test",
                              .object_id = *(int64_t *)arg,
                              .detail = "{\"version\":\"1.0\"}"};

    return audit_add(tx, arena, &deed);
}

static enum status add_result(struct db *tx, void *arg)
{
    int64_t attempt = *(int64_t *)arg;
    const struct result result = {
        .id = id_new(),
        .attempt = attempt,
        .sitting = 3,
        .person = 7,
        .sequence = 1,
        .state = "graded",
        .points = 12.25 + (double)attempt / 3,
        .max_points = 30,
        .percent = (12.25 + (double)attempt / 3) / 30 * 100,
        .pass_percent = 50,
        .passed = attempt % 2,
        .slots = 30,
        .slots_full = 12,
        .outcomes = "[{\"slot\":1,\"typed\":{\"choice\":\"b\"}}]",
        .runtime = "lua-5.4.4",
        .graded_at = clock_now()};

    return result_add(tx, arena, &result);
}

static inline void deed(int64_t object)
{
    assert_int_equal(db_write(db, add_deed, &object), OK);
}

static inline void result(int64_t attempt)
{
    assert_int_equal(db_write(db, add_result, &attempt), OK);
}

static size_t seal(void)
{
    size_t sealed;

    assert_int_equal(sealing_step(sealer, db, &sealed), OK);
    return sealed;
}

static inline void sign(void)
{
    assert_int_equal(sealing_sign(sealer, db, clock_now(), true), OK);
}

/* ---- what the verifier says
 * ---------------------------------------------------*/

static struct verification seen;

static struct findings verify_with(const struct verify_options *options)
{
    struct findings found = findings_of(arena);

    assert_int_equal(evidence_verify(db, options, &seen, &found), OK);
    return found;
}

static struct findings verify(void)
{
    return verify_with(
        &(struct verify_options){.data = folder, .now = clock_now()});
}

static inline bool is_named(const struct findings *found, const char *name)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->list[i].error && !strcmp(found->list[i].file, name))
            return true;
    return false;
}

static void tell_all(const struct findings *found)
{
    for (size_t i = 0; i < found->count; i++)
        print_error("    %s: %s\n", found->list[i].file, found->list[i].en);
}

static void intact(void)
{
    struct findings found = verify();

    if (found.errors)
        tell_all(&found);
    assert_int_equal(found.errors, 0);
}

/* ---- begin and end
 * ------------------------------------------------------------*/

static void add_parents(void)
{
    by_hand(
        "INSERT INTO person (id, full_name, family_name, middle_name, "
        "given_name, sort_key, fold_key, kind, created_at, changed_at) VALUES "
        "(7, 'Nguyễn Thị Hoa', 'Nguyễn', 'Thị', 'Hoa', 'hoa', 'hoa', "
        "'cong_chuc', 1, 1)");
    by_hand("INSERT INTO sitting (id, code, test, title, rules, opens_at, "
            "closes_at, ready, created_at) VALUES (3, 'S', 1, '{}', '', 1, 2, "
            "1, 1)");
    by_hand("INSERT INTO candidate (id, sitting, person, number, unit, state) "
            "VALUES (1, 3, 7, '0001', 1, 'called')");
    for (int i = 1; i <= 40; i++)
        by_hand(arena_print(
            arena,
            "INSERT INTO attempt (id, sitting, candidate, person, number, seed,"
            " paper, started_at, ends_at, state, sealed_at) VALUES (%d, 3, 1, "
            "7, %d, '', '[]', 1, 2, 'open', NULL)",
            i, i));
}

static int house_begin(void **state)
{
    (void)state;
    arena = arena_new();
    on_pgsql = getenv("KHOA_TEST_DB");
    if (!mkdtemp(folder))
        return 1;
    address = on_pgsql ? getenv("KHOA_TEST_DB")
                       : arena_print(arena, "sqlite:%s/khoa.db", folder);
    if (db_open(&db, address) != OK || db_migrate(db) != OK ||
        sealer_open(&sealer, db, folder) != OK)
        return 1;
    open_hand();
    add_parents();
    return 0;
}

static int house_end(void **state)
{
    (void)state;
    close_hand();
    sealer_close(sealer);
    db_close(db);
    int gone = system(arena_print(arena, "rm -rf %s", folder));
    arena_free(arena);
    return gone;
}

#endif

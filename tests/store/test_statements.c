#define SQL_TEXT
#include "tests/store/world.h"

#include "base/buf.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * Every statement of the catalogue is understood by the engine, and none walks
 * through all of a table that grows with the city, unless it says why it may.
 */
static const char *const large[] = {
    "person",       "person_word", "assignment", "session",         "item",
    "item_variant", "candidate",   "attempt",    "answer_event",    "result",
    "audit_event",  "chain",       "enrolment",  "lesson_progress", "grading",
    "lesson_note",  "course_text",
};

/* Is `word` in `line` as a whole word, behind `before`? */
static bool names(const char *line, const char *before, const char *word)
{
    const char *at = strstr(line, before);
    size_t length = strlen(word);

    return at && !strncmp(at + strlen(before), word, length) &&
           strchr(" \n)", at[strlen(before) + length]);
}

static const char *scanned(const char *line, const char *before)
{
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        if (names(line, before, large[i]))
            return large[i];
    return NULL;
}

/* ---- SQLite
 * -----------------------------------------------------------------*/

/* An alias stands for the table: "SCAN x" names the alias, so look it up. */
static const char *table_of(sqlite3 *sqlite, const char *sql, const char *line)
{
    char alias[64] = "", pattern[80];
    (void)sqlite;

    if (sscanf(line, "SCAN %63[a-z0-9_]", alias) != 1)
        return NULL;
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        if (!strcmp(alias, large[i]))
            return large[i];
        snprintf(pattern, sizeof pattern, " %s %s", large[i], alias);
        const char *at = strstr(sql, pattern);
        if (at && !strchr("abcdefghijklmnopqrstuvwxyz0123456789_",
                          at[strlen(pattern)]))
            return large[i];
    }
    return NULL;
}

static int explain_sqlite(sqlite3 *sqlite, int statement)
{
    const char *sql = sql_text_sqlite[statement];
    const char *explain = arena_print(arena, "EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *s = NULL;
    int wrong = 0;

    if (sqlite3_prepare_v2(sqlite, explain, -1, &s, NULL) != SQLITE_OK) {
        print_error("%s: %s\n", sql_names[statement], sqlite3_errmsg(sqlite));
        return 1;
    }
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(s, 3);
        const char *table = table_of(sqlite, sql, line);
        if (table && !sql_may_scan[statement]) {
            print_error("%s scans %s: %s\n", sql_names[statement], table, line);
            wrong++;
        }
    }
    sqlite3_finalize(s);
    return wrong;
}

static void on_sqlite(void)
{
    char path[] = "/tmp/khoa-statements-XXXXXX";
    struct db *made;
    sqlite3 *sqlite;
    int wrong = 0;

    close(mkstemp(path));
    assert_int_equal(db_open(&made, arena_print(arena, "sqlite:%s", path)), OK);
    assert_int_equal(db_migrate(made), OK);
    db_close(made);
    assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
    for (int i = 0; i < SQL__COUNT; i++)
        wrong += explain_sqlite(sqlite, i);
    sqlite3_close(sqlite);
    (void)!system(arena_print(arena, "rm -f %s %s-wal %s-shm %s.lock", path,
                              path, path, path));
    assert_int_equal(wrong, 0);
}

/* ---- PostgreSQL
 * --------------------------------------------------------------*/

static int explain_pgsql(PGconn *pg, int statement)
{
    PGresult *made = PQprepare(pg, "x", sql_text_pgsql[statement], 0, NULL);
    PGresult *told, *plan;
    struct buf call = {.arena = arena};
    int wrong = 0;

    if (PQresultStatus(made) != PGRES_COMMAND_OK) {
        print_error("%s: %s\n", sql_names[statement], PQerrorMessage(pg));
        PQclear(made);
        return 1;
    }
    told = PQdescribePrepared(pg, "x");
    emit_text(&call, "EXPLAIN EXECUTE x");
    for (int i = 0; i < PQnparams(told); i++)
        emit_text(&call, i ? ", NULL" : "(NULL");
    if (PQnparams(told))
        emit_text(&call, ")");
    plan = PQexec(pg, call.data);
    if (PQresultStatus(plan) != PGRES_TUPLES_OK) {
        print_error("%s: %s\n", sql_names[statement], PQerrorMessage(pg));
        wrong++;
    }
    for (int i = 0; i < PQntuples(plan); i++) {
        const char *table = scanned(PQgetvalue(plan, i, 0), "Seq Scan on ");
        if (table && !sql_may_scan[statement]) {
            print_error("%s scans %s\n", sql_names[statement], table);
            wrong++;
        }
    }
    PQclear(made);
    PQclear(told);
    PQclear(plan);
    PQclear(PQexec(pg, "DEALLOCATE x"));
    return wrong;
}

/* Without rows PostgreSQL would rather scan, and would plan for the NULLs it
   is given; a generic plan that may not scan says whether an index fits. */
static void on_pgsql(const char *address)
{
    PGconn *pg = PQconnectdb(address);
    int wrong = 0;

    assert_int_equal(PQstatus(pg), CONNECTION_OK);
    PQclear(PQexec(pg, "SET enable_seqscan = off"));
    PQclear(PQexec(pg, "SET plan_cache_mode = force_generic_plan"));
    for (int i = 0; i < SQL__COUNT; i++)
        wrong += explain_pgsql(pg, i);
    PQfinish(pg);
    assert_int_equal(wrong, 0);
}

static void every_statement_is_understood_and_finds_its_index(void **state)
{
    const char *address = getenv("KHOA_TEST_DB");

    (void)state;
    if (address)
        on_pgsql(address);
    else
        on_sqlite();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_is_understood_and_finds_its_index),
    };

    return cmocka_run_group_tests_name("statements", tests, world_begin,
                                       world_end);
}

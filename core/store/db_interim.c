/* One SQLite connection behind a lock: stands in until the drivers arrive. */
#define SQL_TEXT
#include "schema.h"
#include "store/db.h"

#include "base/log.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct db {
    sqlite3 *sqlite;
    pthread_mutex_t turn;
    bool writing;
    sqlite3_stmt *prepared[SQL__COUNT];
};

static enum status complain(struct db *db, const char *during)
{
    int code = sqlite3_errcode(db->sqlite);

    if (code == SQLITE_CONSTRAINT)
        return CONFLICT;
    log_say(LOG_ERROR, "store", sqlite3_errmsg(db->sqlite), "during", during,
            NULL);
    return FAILED;
}

struct value text(const char *s)
{
    return (struct value){
        .kind = s ? TEXT : NOTHING, .text = s, .length = s ? strlen(s) : 0};
}

enum status db_open(struct db **out, const char *address)
{
    struct db *db = calloc(1, sizeof *db);
    pthread_mutexattr_t kind;

    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&db->turn, &kind);
    if (sqlite3_open(address + 7, &db->sqlite) != SQLITE_OK ||
        sqlite3_exec(db->sqlite,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "PRAGMA foreign_keys=ON",
                     NULL, NULL, NULL) != SQLITE_OK)
        return complain(db, "open");
    sqlite3_busy_timeout(db->sqlite, 5000);
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (int i = 0; i < SQL__COUNT; i++)
        sqlite3_finalize(db->prepared[i]);
    sqlite3_close(db->sqlite);
    free(db);
}

enum status db_migrate(struct db *db)
{
    sqlite3_stmt *s;

    sqlite3_prepare_v2(db->sqlite, "SELECT 1 FROM setting LIMIT 1", -1, &s,
                       NULL);
    bool there = s != NULL;
    sqlite3_finalize(s);
    if (!there && sqlite3_exec(db->sqlite, schema_steps[0].sqlite, NULL, NULL,
                               NULL) != SQLITE_OK)
        return complain(db, "migrate");
    return OK;
}

static void bind(sqlite3_stmt *s, const struct value *v, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int at = (int)i + 1;
        switch (v[i].kind) {
        case INTEGER: sqlite3_bind_int64(s, at, v[i].integer); break;
        case REAL: sqlite3_bind_double(s, at, v[i].real); break;
        case TEXT:
            sqlite3_bind_text(s, at, v[i].text, (int)v[i].length,
                              SQLITE_STATIC);
            break;
        case BYTES:
            sqlite3_bind_blob(s, at, v[i].text, (int)v[i].length,
                              SQLITE_STATIC);
            break;
        case NOTHING: sqlite3_bind_null(s, at); break;
        }
    }
}

static struct value column(sqlite3_stmt *s, int at, struct arena *arena)
{
    size_t n;

    switch (sqlite3_column_type(s, at)) {
    case SQLITE_INTEGER: return integer(sqlite3_column_int64(s, at));
    case SQLITE_FLOAT: return real(sqlite3_column_double(s, at));
    case SQLITE_NULL: return nothing();
    default:
        n = (size_t)sqlite3_column_bytes(s, at);
        return (struct value){
            .kind = TEXT,
            .text =
                arena_text(arena, (const char *)sqlite3_column_text(s, at), n),
            .length = n};
    }
}

static enum status run(struct db *db, struct arena *arena, enum sql statement,
                       const struct value *args, size_t count,
                       struct rows *rows)
{
    sqlite3_stmt **s = &db->prepared[statement];
    struct value *cells = NULL;
    size_t n = 0, room = 0;
    int code;

    if (!*s && sqlite3_prepare_v2(db->sqlite, sql_text_sqlite[statement], -1, s,
                                  NULL) != SQLITE_OK)
        return complain(db, sql_text_sqlite[statement]);
    if (!db->writing && !sqlite3_stmt_readonly(*s))
        return INVALID;
    bind(*s, args, count);
    size_t columns = (size_t)sqlite3_column_count(*s);
    while ((code = sqlite3_step(*s)) == SQLITE_ROW) {
        if (n == room) {
            room = room * 2 + 8;
            struct value *more =
                arena_many(arena, struct value, room * columns);
            if (n)
                memcpy(more, cells, n * columns * sizeof *cells);
            cells = more;
        }
        for (size_t i = 0; i < columns; i++)
            cells[n * columns + i] = column(*s, (int)i, arena);
        n++;
    }
    enum status status =
        code == SQLITE_DONE ? OK : complain(db, sql_text_sqlite[statement]);
    sqlite3_reset(*s);
    sqlite3_clear_bindings(*s);
    if (rows)
        *rows = (struct rows){n, columns, cells};
    return status;
}

enum status db_run(struct db *db, struct arena *arena, enum sql statement,
                   const struct value *args, size_t count, struct rows *rows)
{
    pthread_mutex_lock(&db->turn);
    enum status status = run(db, arena, statement, args, count, rows);
    pthread_mutex_unlock(&db->turn);
    return status;
}

enum status db_write(struct db *db, db_work *work, void *arg)
{
    pthread_mutex_lock(&db->turn);
    sqlite3_exec(db->sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    db->writing = true;
    enum status status = work(db, arg);
    db->writing = false;
    sqlite3_exec(db->sqlite, status == OK ? "COMMIT" : "ROLLBACK", NULL, NULL,
                 NULL);
    pthread_mutex_unlock(&db->turn);
    return status;
}

enum status db_each(struct db *db, enum sql statement, int64_t after,
                    const struct value *args, size_t count, db_row *each,
                    void *arg)
{
    enum { CHUNK = 1000 };
    struct value all[32] = {{0}};
    enum status status = OK;
    size_t got = CHUNK;

    memcpy(all + 1, args, count * sizeof *args);
    all[count + 1] = integer(CHUNK);
    while (status == OK && got == CHUNK) {
        struct arena *arena = arena_new();
        struct rows rows = {0};
        all[0] = integer(after);
        status = db_run(db, arena, statement, all, count + 2, &rows);
        got = rows.count;
        for (size_t i = 0; status == OK && i < got; i++) {
            after = cell(&rows, i, 0)->integer;
            status = each(cell(&rows, i, 0), arg);
        }
        arena_free(arena);
    }
    return status;
}

enum status db_copy(struct db *db, const char *path)
{
    (void)db, (void)path;
    return FAILED;
}

void db_figures(struct db *db, struct db_figures *out)
{
    (void)db;
    *out = (struct db_figures){0};
}

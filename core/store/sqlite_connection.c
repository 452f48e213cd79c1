#define SQL_TEXT
#include "store/sqlite_connection.h"

#include "base/log.h"

#include <stdlib.h>
#include <string.h>

/* Log what SQLite says; return the kind of failure it was. */
static enum status complain(struct sqlite_connection *c, const char *during)
{
    int code = sqlite3_errcode(c->sqlite);

    if (code == SQLITE_CONSTRAINT) {
        log_say(LOG_DEBUG, "store", sqlite3_errmsg(c->sqlite), "during", during,
                NULL);
        return CONFLICT;
    }
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return BUSY;
    log_say(LOG_ERROR, "store", sqlite3_errmsg(c->sqlite), "during", during,
            "code", log_int(sqlite3_extended_errcode(c->sqlite)), NULL);
    return FAILED;
}

void sqlite_disconnect(struct sqlite_connection *c)
{
    if (!c)
        return;
    for (int i = 0; i < SQL__COUNT; i++)
        sqlite3_finalize(c->prepared[i]);
    sqlite3_close(c->sqlite);
    free(c);
}

enum status sqlite_script(struct sqlite_connection *c, const char *sql)
{
    if (sqlite3_exec(c->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        return complain(c, sql);
    return OK;
}

enum status sqlite_connect(struct sqlite_connection **out, const char *path,
                           bool reading)
{
    static const char writing[] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
        "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0;"
        "PRAGMA journal_size_limit = 67108864";
    static const char only_reading[] =
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;"
        "PRAGMA cache_size = -4096; PRAGMA wal_autocheckpoint = 0";
    struct sqlite_connection *c = calloc(1, sizeof *c);

    if (!c)
        abort();
    enum status status = OK;
    if (sqlite3_open_v2(path, &c->sqlite,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                            (reading ? 0 : SQLITE_OPEN_CREATE),
                        NULL) != SQLITE_OK)
        status = complain(c, path);
    if (status == OK) {
        sqlite3_busy_timeout(c->sqlite, 5000);
        sqlite3_extended_result_codes(c->sqlite, 0);
        sqlite3_db_config(c->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                          (int)reading, NULL);
        status = sqlite_script(c, reading ? only_reading : writing);
    }
    if (status != OK) {
        sqlite_disconnect(c);
        return status;
    }
    *out = c;
    return OK;
}

static enum status prepare(struct sqlite_connection *c, enum sql statement,
                           sqlite3_stmt **out)
{
    sqlite3_stmt **s = &c->prepared[statement];

    if (!*s &&
        sqlite3_prepare_v3(c->sqlite, sql_text_sqlite[statement], -1,
                           SQLITE_PREPARE_PERSISTENT, s, NULL) != SQLITE_OK)
        return complain(c, sql_text_sqlite[statement]);
    *out = *s;
    return OK;
}

enum status sqlite_writes(struct sqlite_connection *c, enum sql statement,
                          bool *writes)
{
    sqlite3_stmt *s = NULL;

    TRY(prepare(c, statement, &s));
    *writes = !sqlite3_stmt_readonly(s);
    return OK;
}

static void bind(sqlite3_stmt *s, const struct value *args, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct value *v = &args[i];
        int at = (int)i + 1;
        switch (v->kind) {
        case INTEGER: sqlite3_bind_int64(s, at, v->integer); break;
        case REAL: sqlite3_bind_double(s, at, v->real); break;
        case TEXT:
            sqlite3_bind_text64(s, at, v->text, v->length, SQLITE_STATIC,
                                SQLITE_UTF8);
            break;
        case BYTES:
            sqlite3_bind_blob64(s, at, v->text ? v->text : "", v->length,
                                SQLITE_STATIC);
            break;
        case NOTHING: sqlite3_bind_null(s, at); break;
        }
    }
}

static struct value column(sqlite3_stmt *s, int at, struct arena *arena)
{
    struct value v = {.kind = TEXT};
    const void *data;

    switch (sqlite3_column_type(s, at)) {
    case SQLITE_INTEGER: return integer(sqlite3_column_int64(s, at));
    case SQLITE_FLOAT: return real(sqlite3_column_double(s, at));
    case SQLITE_NULL: return nothing();
    case SQLITE_BLOB:
        v.kind = BYTES;
        data = sqlite3_column_blob(s, at);
        break;
    default: data = sqlite3_column_text(s, at); break;
    }
    v.length = (size_t)sqlite3_column_bytes(s, at);
    v.text = arena_text(arena, data, v.length);
    return v;
}

static enum status step_all(struct sqlite_connection *c, sqlite3_stmt *s,
                            struct arena *arena, struct rows *rows)
{
    struct value *cells = NULL;
    size_t columns = (size_t)sqlite3_column_count(s), count = 0, room = 0;
    int code;

    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        if (count == DB_MOST_ROWS) {
            log_say(LOG_ERROR, "store", "more rows than a page may ask for",
                    "during", sqlite3_sql(s), NULL);
            return FAILED;
        }
        if (count == room) {
            room = room ? room * 2 : 4;
            struct value *more =
                arena_many(arena, struct value, room * columns);
            if (count)
                memcpy(more, cells, count * columns * sizeof *cells);
            cells = more;
        }
        for (size_t i = 0; i < columns; i++)
            cells[count * columns + i] = column(s, (int)i, arena);
        count++;
    }
    if (code != SQLITE_DONE)
        return complain(c, sqlite3_sql(s));
    *rows = (struct rows){count, columns, cells};
    return OK;
}

enum status sqlite_run(struct sqlite_connection *c, struct arena *arena,
                       enum sql statement, const struct value *args,
                       size_t count, struct rows *rows)
{
    sqlite3_stmt *s = NULL;

    TRY(prepare(c, statement, &s));
    if ((int)count != sqlite3_bind_parameter_count(s)) {
        log_say(LOG_ERROR, "store", "wrong number of arguments", "statement",
                sql_names[statement], NULL);
        return FAILED;
    }
    bind(s, args, count);
    enum status status = step_all(c, s, arena, rows);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return status;
}

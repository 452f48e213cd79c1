#include "store/notes.h"

static struct note note_at(const struct rows *rows, size_t i)
{
    return (struct note){
        .id = cell(rows, i, 0)->integer,
        .course_code = cell(rows, i, 1)->text,
        .lesson_code = cell(rows, i, 2)->text,
        .body = cell(rows, i, 3)->text,
        .at = cell(rows, i, 4)->integer,
        .changed_at = cell(rows, i, 5)->integer,
        .course_title = cell(rows, i, 6)->text,
        .lesson_title = cell(rows, i, 7)->text,
    };
}

enum status note_find(struct db *db, struct arena *arena, int64_t person,
                      int64_t id, const struct note **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_NOTE_FIND, ARGS(integer(person), integer(id)),
               &rows));
    if (!rows.count)
        return MISSING;
    struct note *note = arena_make(arena, struct note);
    *note = note_at(&rows, 0);
    *out = note;
    return OK;
}

static void read_all(struct arena *arena, const struct rows *rows,
                     const struct note **out, size_t *count)
{
    struct note *list = arena_many(arena, struct note, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = note_at(rows, i);
    *out = list;
    *count = rows->count;
}

enum status note_list(struct db *db, struct arena *arena, int64_t person,
                      int64_t before, int64_t most, const struct note **out,
                      size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_NOTE_LIST,
               ARGS(integer(person), integer(before), integer(most)), &rows));
    read_all(arena, &rows, out, count);
    return OK;
}

enum status note_lesson_list(struct db *db, struct arena *arena, int64_t person,
                             const char *course_code, const char *lesson_code,
                             const struct note **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_NOTE_LESSON_LIST,
               ARGS(integer(person), text(course_code), text(lesson_code)),
               &rows));
    read_all(arena, &rows, out, count);
    return OK;
}

enum status note_count(struct db *db, struct arena *arena, int64_t person,
                       int64_t *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_NOTE_COUNT, ARGS(integer(person)), &rows));
    *out = cell(&rows, 0, 0)->integer;
    return OK;
}

enum status note_add(struct db *tx, struct arena *arena, int64_t person,
                     const struct note *note)
{
    return db_run(tx, arena, SQL_NOTE_ADD,
                  ARGS(integer(note->id), integer(person),
                       text(note->course_code), text(note->lesson_code),
                       text(note->body), integer(note->at)),
                  NULL);
}

enum status note_set(struct db *tx, struct arena *arena, int64_t person,
                     int64_t id, const char *body, int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_NOTE_CHANGE,
               ARGS(text(body), integer(now), integer(person), integer(id)),
               &rows));
    return rows.count ? OK : MISSING;
}

enum status note_remove(struct db *tx, struct arena *arena, int64_t person,
                        int64_t id)
{
    return db_run(tx, arena, SQL_NOTE_REMOVE,
                  ARGS(integer(person), integer(id)), NULL);
}

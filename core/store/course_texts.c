#include "store/course_texts.h"

#include "base/random.h"

enum status course_text_missing_list(struct db *db, struct arena *arena,
                                     const int64_t **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COURSE_TEXT_MISSING_LIST, NO_ARGS, &rows));
    int64_t *list = arena_many(arena, int64_t, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->integer;
    *out = list;
    *count = rows.count;
    return OK;
}

enum status course_text_add(struct db *tx, struct arena *arena,
                            const struct course_text *t)
{
    return db_run(tx, arena, SQL_COURSE_TEXT_ADD,
                  ARGS(integer(id_new()), integer(t->course),
                       integer(t->number), text(t->language), text(t->words),
                       text(t->folded), integer(t->title_words), text(t->body)),
                  NULL);
}

enum status course_texts_drop(struct db *tx, struct arena *arena,
                              const char *course_code)
{
    return db_run(tx, arena, SQL_COURSE_TEXTS_DROP, ARGS(text(course_code)),
                  NULL);
}

static struct course_text_row row_at(const struct rows *rows, size_t i)
{
    return (struct course_text_row){
        .course_code = cell(rows, i, 0)->text,
        .course_title = cell(rows, i, 1)->text,
        .lesson_code = cell(rows, i, 3)->text,
        .lesson_title = cell(rows, i, 4)->text,
        .text = {.number = cell(rows, i, 2)->integer,
                 .language = cell(rows, i, 5)->text,
                 .folded = cell(rows, i, 6)->text,
                 .title_words = cell(rows, i, 7)->integer,
                 .body = cell(rows, i, 8)->text},
    };
}

enum status course_text_list(struct db *db, struct arena *arena,
                             const char *const *patterns, size_t pattern_count,
                             const char *phrase,
                             const struct course_text_row **out, size_t *count)
{
    struct value args[COURSE_TEXT_PATTERNS + 1];
    struct rows rows;

    for (size_t i = 0; i < COURSE_TEXT_PATTERNS; i++)
        args[i] = i < pattern_count ? text(patterns[i]) : nothing();
    args[COURSE_TEXT_PATTERNS] = text(phrase);
    TRY(db_run(db, arena, SQL_COURSE_TEXT_LIST, args, COURSE_TEXT_PATTERNS + 1,
               &rows));
    struct course_text_row *list =
        arena_many(arena, struct course_text_row, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = row_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

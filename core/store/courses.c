#include "store/courses.h"

#include "base/random.h"

/* ---- courses
 * --------------------------------------------------------------------*/

static struct course read_course(const struct rows *rows, size_t i)
{
    const struct value *hours = cell(rows, i, 7);

    return (struct course){
        .id = cell(rows, i, 0)->integer,
        .code = cell(rows, i, 1)->text,
        .version = cell(rows, i, 2)->text,
        .digest = cell(rows, i, 3)->text,
        .title = cell(rows, i, 4)->text,
        .summary = cell(rows, i, 5)->text,
        .outcomes = cell(rows, i, 6)->text,
        .hours = hours->kind == INTEGER ? (double)hours->integer : hours->real,
        .imported_at = cell(rows, i, 8)->integer,
        .rules = cell(rows, i, 9)->text,
    };
}

static enum status one_course(const struct rows *rows, struct arena *arena,
                              const struct course **out)
{
    if (!rows->count)
        return MISSING;
    struct course *course = arena_make(arena, struct course);
    *course = read_course(rows, 0);
    *out = course;
    return OK;
}

enum status course_find(struct db *db, struct arena *arena, const char *code,
                        const struct course **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COURSE_CURRENT_FIND, ARGS(text(code)), &rows));
    return one_course(&rows, arena, out);
}

enum status course_find_by_digest(struct db *db, struct arena *arena,
                                  const char *code, const char *digest,
                                  const struct course **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COURSE_DIGEST_FIND,
               ARGS(text(code), text(digest)), &rows));
    return one_course(&rows, arena, out);
}

enum status course_list(struct db *db, struct arena *arena,
                        const struct course **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COURSE_LIST, NO_ARGS, &rows));
    struct course *list = arena_many(arena, struct course, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_course(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status course_add(struct db *tx, struct arena *arena,
                       const struct course *c, int64_t by)
{
    return db_run(tx, arena, SQL_COURSE_ADD,
                  ARGS(integer(c->id), text(c->code), text(c->version),
                       text(c->digest), text(c->title), text(c->summary),
                       text(c->outcomes), real(c->hours),
                       integer(c->imported_at), integer_or_null(by),
                       text(c->rules)),
                  NULL);
}

enum status course_show(struct db *tx, struct arena *arena, const char *code,
                        int64_t id)
{
    TRY(db_run(tx, arena, SQL_COURSE_STEP_DOWN, ARGS(text(code)), NULL));
    return db_run(tx, arena, SQL_COURSE_STEP_UP, ARGS(integer(id)), NULL);
}

/* ---- lessons and files
 * ------------------------------------------------------------*/

static struct lesson read_lesson(const struct rows *rows, size_t i)
{
    return (struct lesson){
        .id = cell(rows, i, 0)->integer,
        .course = cell(rows, i, 1)->integer,
        .part = cell(rows, i, 2)->text,
        .part_no = cell(rows, i, 3)->integer,
        .number = cell(rows, i, 4)->integer,
        .code = cell(rows, i, 5)->text,
        .title = cell(rows, i, 6)->text,
        .minutes = cell(rows, i, 7)->integer,
        .checked_on = cell(rows, i, 8)->integer,
        .body = cell(rows, i, 9)->text,
    };
}

enum status lesson_list(struct db *db, struct arena *arena, int64_t course,
                        const struct lesson **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_LESSON_LIST, ARGS(integer(course)), &rows));
    struct lesson *list = arena_many(arena, struct lesson, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_lesson(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status lesson_find(struct db *db, struct arena *arena, int64_t course,
                        int64_t number, const struct lesson **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_LESSON_FIND,
               ARGS(integer(course), integer(number)), &rows));
    if (!rows.count)
        return MISSING;
    struct lesson *lesson = arena_make(arena, struct lesson);
    *lesson = read_lesson(&rows, 0);
    *out = lesson;
    return OK;
}

enum status lesson_add(struct db *tx, struct arena *arena,
                       const struct lesson *l)
{
    return db_run(tx, arena, SQL_LESSON_ADD,
                  ARGS(integer(l->id), integer(l->course), text(l->part),
                       integer(l->part_no), integer(l->number), text(l->code),
                       text(l->title), integer(l->minutes),
                       integer_or_null(l->checked_on), text(l->body)),
                  NULL);
}

enum status lesson_check_list(struct db *db, struct arena *arena,
                              int64_t lesson, const int64_t **items,
                              size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_LESSON_CHECK_LIST, ARGS(integer(lesson)), &rows));
    int64_t *list = arena_many(arena, int64_t, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->integer;
    *items = list;
    *count = rows.count;
    return OK;
}

enum status lesson_check_add(struct db *tx, struct arena *arena, int64_t lesson,
                             int64_t number, int64_t item)
{
    return db_run(tx, arena, SQL_LESSON_CHECK_ADD,
                  ARGS(integer(id_new()), integer(lesson), integer(number),
                       integer(item)),
                  NULL);
}

static struct course_file read_file(const struct rows *rows, size_t i)
{
    return (struct course_file){cell(rows, i, 0)->text, cell(rows, i, 1)->text,
                                cell(rows, i, 2)->text,
                                cell(rows, i, 3)->integer};
}

enum status course_file_find(struct db *db, struct arena *arena,
                             const char *course_code, const char *digest,
                             struct course_file *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COURSE_FILE_DIGEST_FIND,
               ARGS(text(course_code), text(digest)), &rows));
    if (!rows.count)
        return MISSING;
    *out = read_file(&rows, 0);
    return OK;
}

enum status course_file_list(struct db *db, struct arena *arena, int64_t course,
                             const struct course_file **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COURSE_FILE_LIST, ARGS(integer(course)), &rows));
    struct course_file *list =
        arena_many(arena, struct course_file, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_file(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status course_file_add(struct db *tx, struct arena *arena, int64_t course,
                            const struct course_file *f)
{
    return db_run(tx, arena, SQL_COURSE_FILE_ADD,
                  ARGS(integer(id_new()), integer(course), text(f->name),
                       text(f->digest), text(f->type), integer(f->size)),
                  NULL);
}

/* ---- progress
 * ----------------------------------------------------------------------*/

static struct enrolment read_enrolment(const struct rows *rows, size_t i)
{
    return (struct enrolment){cell(rows, i, 0)->text, cell(rows, i, 1)->integer,
                              cell(rows, i, 2)->integer, cell(rows, i, 3)->text,
                              cell(rows, i, 4)->integer};
}

enum status enrolment_find(struct db *db, struct arena *arena, int64_t person,
                           const char *course_code, struct enrolment *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ENROLMENT_FIND,
               ARGS(integer(person), text(course_code)), &rows));
    if (!rows.count)
        return MISSING;
    *out = read_enrolment(&rows, 0);
    return OK;
}

enum status enrolment_list(struct db *db, struct arena *arena, int64_t person,
                           const struct enrolment **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ENROLMENT_LIST, ARGS(integer(person)), &rows));
    struct enrolment *list = arena_many(arena, struct enrolment, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_enrolment(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status enrolment_put(struct db *tx, struct arena *arena, int64_t person,
                          const char *course_code, const char *lesson_code,
                          int64_t now)
{
    return db_run(tx, arena, SQL_ENROLMENT_PUT,
                  ARGS(integer(id_new()), integer(person), text(course_code),
                       integer(now), integer(now), text(lesson_code)),
                  NULL);
}

enum status enrolment_finish(struct db *tx, struct arena *arena, int64_t person,
                             const char *course_code, int64_t now)
{
    return db_run(tx, arena, SQL_ENROLMENT_DONE,
                  ARGS(integer(now), integer(person), text(course_code)), NULL);
}

enum status lesson_progress_list(struct db *db, struct arena *arena,
                                 int64_t person, const char *course_code,
                                 const struct lesson_progress **out,
                                 size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_LESSON_PROGRESS_LIST,
               ARGS(integer(person), text(course_code)), &rows));
    struct lesson_progress *list =
        arena_many(arena, struct lesson_progress, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct lesson_progress){cell(&rows, i, 0)->text,
                                           cell(&rows, i, 1)->integer,
                                           cell(&rows, i, 2)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status lesson_progress_begin(struct db *tx, struct arena *arena,
                                  int64_t person, const char *course_code,
                                  const char *lesson_code, int64_t now)
{
    return db_run(tx, arena, SQL_LESSON_PROGRESS_BEGIN,
                  ARGS(integer(id_new()), integer(person), text(course_code),
                       text(lesson_code), integer(now)),
                  NULL);
}

enum status lesson_progress_finish(struct db *tx, struct arena *arena,
                                   int64_t person, const char *course_code,
                                   const char *lesson_code, int64_t now)
{
    return db_run(tx, arena, SQL_LESSON_PROGRESS_DONE,
                  ARGS(integer(now), integer(person), text(course_code),
                       text(lesson_code)),
                  NULL);
}

struct file_walk {
    course_file_row *each;
    void *arg;
};

static enum status one_file(const struct value *cells, void *arg)
{
    const struct file_walk *w = arg;

    return w->each(cells[0].integer, cells[1].text, w->arg);
}

enum status course_file_each_list(struct db *db, course_file_row *each,
                                  void *arg)
{
    struct file_walk w = {each, arg};

    return db_each(db, SQL_COURSE_FILE_EACH, INT64_MIN, NO_ARGS, one_file, &w);
}

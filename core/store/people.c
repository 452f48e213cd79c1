#include "store/people.h"

#include "base/random.h"

static struct person person_of(const struct value *c)
{
    return (struct person){
        .id = c[0].integer,
        .staff_number = c[1].text,
        .dossier_id = c[2].text,
        .national_id = c[3].text,
        .full_name = c[4].text,
        .family_name = c[5].text,
        .middle_name = c[6].text,
        .given_name = c[7].text,
        .sort_key = c[8].text,
        .fold_key = c[9].text,
        .birth_date = c[10].integer,
        .gender = c[11].text,
        .kind = c[12].text,
        .address_as = c[13].text,
        .email = c[14].text,
        .left_on = c[15].integer,
        .created_at = c[16].integer,
        .changed_at = c[17].integer,
    };
}

enum status person_find(struct db *db, struct arena *arena, int64_t id,
                        const struct person **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_PERSON_FIND, ARGS(integer(id)), &rows));
    if (!rows.count)
        return MISSING;
    struct person *person = arena_make(arena, struct person);
    *person = person_of(rows.cells);
    *out = person;
    return OK;
}

enum status person_scope_find(struct db *db, struct arena *arena,
                              int64_t person, const struct people_scope *scope)
{
    struct rows rows;
    const struct person *found;

    if (scope->whole)
        return person_find(db, arena, person, &found);
    TRY(db_run(db, arena, SQL_PERSON_SCOPE_FIND,
               ARGS(integer(person), integer(scope->day),
                    integer(scope->viewer), text(scope->roles)),
               &rows));
    return rows.count ? OK : MISSING;
}

enum status person_key_find(struct db *db, struct arena *arena, const char *key,
                            const struct person **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_PERSON_KEY_FIND, ARGS(text(key)), &rows));
    if (!rows.count)
        return MISSING;
    return person_find(db, arena, cell(&rows, 0, 0)->integer, out);
}

static struct assignment assignment_of(const struct value *c)
{
    return (struct assignment){
        .id = c[0].integer,
        .person = c[1].integer,
        .unit = c[2].integer,
        .main = c[3].integer,
        .job_title = c[4].text,
        .rank_code = c[5].text,
        .position = c[6].integer,
        .duty_group = c[7].integer,
        .valid_from = c[8].integer,
        .valid_to = c[9].integer,
        .unit_name = c[10].text,
        .position_code = c[11].text,
        .position_name = c[12].text,
        .duty_group_name = c[13].text,
    };
}

static enum status assignments(struct db *db, struct arena *arena,
                               enum sql statement, int64_t person, int64_t day,
                               const struct assignment **out, size_t *count)
{
    const struct value args[] = {integer(person), integer(day)};
    struct rows rows;

    TRY(db_run(db, arena, statement, args, day ? 2 : 1, &rows));
    struct assignment *list = arena_many(arena, struct assignment, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = assignment_of(cell(&rows, i, 0));
    *out = list;
    *count = rows.count;
    return OK;
}

enum status assignment_list(struct db *db, struct arena *arena, int64_t person,
                            const struct assignment **out, size_t *count)
{
    return assignments(db, arena, SQL_ASSIGNMENT_LIST, person, 0, out, count);
}

enum status assignment_find(struct db *db, struct arena *arena, int64_t person,
                            int64_t day, const struct assignment **out)
{
    size_t count;

    TRY(assignments(db, arena, SQL_ASSIGNMENT_FIND, person, day, out, &count));
    return count ? OK : MISSING;
}

/* ---- lists ----------------------------------------------------------------*/

/* Fewer than this and sorting them is quicker than walking past the others:
   about 3 in 100 of a city's people. */
enum { FEW = 4000, MOST_ARGS = 32 };

enum end { FROM_WORD = 1, FROM_UNITS = 2 };

struct arguments {
    struct value list[MOST_ARGS];
    size_t count;
};

static void put(struct arguments *args, struct value value)
{
    args->list[args->count++] = value;
}

static void put_words(struct arguments *args, const struct people_word *words,
                      size_t from, size_t count)
{
    for (size_t i = from; i < PEOPLE_WORDS; i++) {
        put(args, text(i < count ? words[i].from : NULL));
        put(args, text(i < count ? words[i].end : NULL));
    }
}

static bool everywhere(const struct people_filter *filter)
{
    return filter->scope.whole && !filter->unit;
}

static void put_inside(struct arguments *args,
                       const struct people_filter *filter)
{
    put(args, integer_or_null(filter->unit));
    put(args, integer(filter->scope.viewer));
    put(args, text(filter->scope.roles ? filter->scope.roles : ""));
    put(args, integer(filter->scope.day));
}

static void put_rest(struct arguments *args, const struct people_filter *filter,
                     struct people_place after, size_t words_from,
                     int64_t limit)
{
    put(args, text(after.sort_key ? after.sort_key : ""));
    put(args, integer(after.id));
    put(args, integer(filter->left));
    put_words(args, filter->words, words_from, filter->word_count);
    put_words(args, filter->without, 0, filter->without_count);
    put(args, integer(everywhere(filter)));
    put(args, integer(limit));
}

static enum status size_of(struct db *db, struct arena *arena,
                           enum sql statement, struct arguments *args,
                           int64_t *size)
{
    struct rows rows;

    put(args, integer(FEW + 1));
    TRY(db_run(db, arena, statement, args->list, args->count, &rows));
    *size = cell(&rows, 0, 0)->integer;
    return OK;
}

/* Bring the rarest word to the front, and say how rare it is. */
static enum status rarest_word(struct db *db, struct arena *arena,
                               struct people_filter *filter, int64_t *least)
{
    *least = FEW + 1;
    for (size_t i = 0; i < filter->word_count; i++) {
        struct people_word word = filter->words[i];
        struct arguments args = {{text(word.from), text(word.end)}, 2};
        int64_t size;
        TRY(size_of(db, arena, SQL_PEOPLE_WORD_SIZE, &args, &size));
        if (size >= *least)
            continue;
        *least = size;
        filter->words[i] = filter->words[0];
        filter->words[0] = word;
    }
    return OK;
}

static enum status pick(struct db *db, struct arena *arena,
                        const struct people_filter *asked,
                        struct people_place after, int64_t limit,
                        struct rows *rows)
{
    struct people_filter filter = *asked;
    struct arguments args = {.count = 0}, inside = {.count = 0};
    int64_t with_word, in_units = FEW + 1;

    TRY(rarest_word(db, arena, &filter, &with_word));
    put_inside(&inside, &filter);
    args = inside;
    if (!everywhere(&filter))
        TRY(size_of(db, arena, SQL_PEOPLE_UNIT_SIZE, &inside, &in_units));
    if (with_word > FEW && in_units > FEW) {
        put_rest(&args, &filter, after, 0, limit);
        return db_run(db, arena, SQL_PERSON_WALK, args.list, args.count, rows);
    }
    put(&args, integer(with_word <= in_units ? FROM_WORD : FROM_UNITS));
    put(&args, text(filter.word_count ? filter.words[0].from : NULL));
    put(&args, text(filter.word_count ? filter.words[0].end : NULL));
    put_rest(&args, &filter, after, 1, limit);
    return db_run(db, arena, SQL_PERSON_GATHER, args.list, args.count, rows);
}

enum status person_list(struct db *db, struct arena *arena,
                        const struct people_filter *filter,
                        struct people_place after, int64_t limit,
                        const struct person **out, size_t *count)
{
    struct rows rows;

    TRY(pick(db, arena, filter, after, limit, &rows));
    struct person *list = arena_many(arena, struct person, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const struct person *person;
        TRY(person_find(db, arena, cell(&rows, i, 0)->integer, &person));
        list[i] = *person;
    }
    *out = list;
    *count = rows.count;
    return OK;
}

enum status person_count(struct db *db, struct arena *arena,
                         const struct people_filter *filter, int64_t *count)
{
    struct arguments args = {.count = 0};
    struct rows rows;

    put_inside(&args, filter);
    if (everywhere(filter))
        TRY(db_run(db, arena, SQL_PERSON_COUNT_ALL,
                   ARGS(integer(filter->scope.day)), &rows));
    else
        TRY(db_run(db, arena, SQL_PERSON_COUNT_INSIDE, args.list, args.count,
                   &rows));
    *count = cell(&rows, 0, 0)->integer;
    return OK;
}

struct walk {
    person_each *each;
    void *arg;
};

static enum status seen_row(const struct value *c, void *arg)
{
    const struct walk *walk = arg;
    const struct person_seen seen = {
        .person = person_of(c),
        .duty = {.id = c[18].integer,
                 .person = c[0].integer,
                 .unit = c[19].integer,
                 .main = true,
                 .job_title = c[20].text,
                 .rank_code = c[21].text,
                 .position = c[22].integer,
                 .duty_group = c[23].integer,
                 .valid_from = c[24].integer,
                 .valid_to = c[25].integer},
        .login = c[26].text,
    };

    return walk->each(&seen, walk->arg);
}

enum status person_each_list(struct db *db, person_each *each, void *arg)
{
    struct walk walk = {each, arg};

    return db_each(db, SQL_PERSON_EACH, 0, NO_ARGS, seen_row, &walk);
}

enum status grant_list(struct db *db, struct arena *arena, int64_t person,
                       const struct grant **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_GRANT_LIST, ARGS(integer(person)), &rows));
    struct grant *list = arena_many(arena, struct grant, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct grant){
            .id = cell(&rows, i, 0)->integer,
            .role = cell(&rows, i, 1)->text,
            .unit = cell(&rows, i, 2)->integer,
            .unit_name = cell(&rows, i, 3)->text,
            .valid_from = cell(&rows, i, 4)->integer,
            .valid_to = cell(&rows, i, 5)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

static enum status coded_list(struct db *db, struct arena *arena,
                              enum sql statement, const struct coded **out,
                              size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, NO_ARGS, &rows));
    struct coded *list = arena_many(arena, struct coded, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] =
            (struct coded){cell(&rows, i, 0)->integer, cell(&rows, i, 1)->text,
                           cell(&rows, i, 2)->text};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status position_list(struct db *db, struct arena *arena,
                          const struct coded **out, size_t *count)
{
    return coded_list(db, arena, SQL_POSITION_LIST, out, count);
}

enum status duty_group_list(struct db *db, struct arena *arena,
                            const struct coded **out, size_t *count)
{
    return coded_list(db, arena, SQL_DUTY_GROUP_LIST, out, count);
}

/* ---- changes --------------------------------------------------------------*/

enum status person_add(struct db *tx, struct arena *arena,
                       const struct person *p, int64_t staged)
{
    return db_run(
        tx, arena, SQL_PERSON_ADD,
        ARGS(integer(p->id), text(p->staff_number), text(p->dossier_id),
             text(p->national_id), text(p->full_name), text(p->family_name),
             text(p->middle_name), text(p->given_name), text(p->sort_key),
             text(p->fold_key), integer_or_null(p->birth_date), text(p->gender),
             text(p->kind), text(p->address_as), text(p->email),
             integer_or_null(p->left_on), integer(p->created_at),
             integer(p->changed_at), integer_or_null(staged)),
        NULL);
}

enum status person_change(struct db *tx, struct arena *arena,
                          const struct person *p, int64_t was)
{
    struct rows rows;

    TRY(db_run(
        tx, arena, SQL_PERSON_CHANGE,
        ARGS(text(p->staff_number), text(p->dossier_id), text(p->national_id),
             text(p->full_name), text(p->family_name), text(p->middle_name),
             text(p->given_name), text(p->sort_key), text(p->fold_key),
             integer_or_null(p->birth_date), text(p->gender), text(p->kind),
             text(p->address_as), text(p->email), integer_or_null(p->left_on),
             integer(p->changed_at), integer(p->id), integer(was)),
        &rows));
    return rows.count ? OK : CONFLICT;
}

enum status person_word_add(struct db *tx, struct arena *arena, int64_t person,
                            const char *word)
{
    return db_run(tx, arena, SQL_PERSON_WORD_ADD,
                  ARGS(text(word), integer(person)), NULL);
}

enum status person_words_remove(struct db *tx, struct arena *arena,
                                int64_t person)
{
    return db_run(tx, arena, SQL_PERSON_WORDS_REMOVE, ARGS(integer(person)),
                  NULL);
}

enum status assignment_add(struct db *tx, struct arena *arena,
                           const struct assignment *a, int64_t staged)
{
    return db_run(tx, arena, SQL_ASSIGNMENT_ADD,
                  ARGS(integer(a->id), integer(a->person), integer(a->unit),
                       integer(a->main), text(a->job_title), text(a->rank_code),
                       integer_or_null(a->position),
                       integer_or_null(a->duty_group), integer(a->valid_from),
                       integer_or_null(a->valid_to), integer_or_null(staged)),
                  NULL);
}

enum status assignment_end(struct db *tx, struct arena *arena, int64_t id,
                           int64_t day)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_ASSIGNMENT_END, ARGS(integer(day), integer(id)),
               &rows));
    return rows.count ? OK : CONFLICT;
}

enum status assignments_end(struct db *tx, struct arena *arena, int64_t person,
                            int64_t day)
{
    return db_run(tx, arena, SQL_ASSIGNMENTS_END,
                  ARGS(integer(day), integer(person)), NULL);
}

enum status assignment_correct(struct db *tx, struct arena *arena,
                               const struct assignment *a)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_ASSIGNMENT_CORRECT,
               ARGS(integer(a->unit), text(a->job_title), text(a->rank_code),
                    integer_or_null(a->position),
                    integer_or_null(a->duty_group), integer(a->id)),
               &rows));
    return rows.count ? OK : CONFLICT;
}

enum status grant_add(struct db *tx, struct arena *arena, int64_t person,
                      const struct grant *grant)
{
    return db_run(tx, arena, SQL_GRANT_ADD,
                  ARGS(integer(grant->id), integer(person), text(grant->role),
                       integer_or_null(grant->unit),
                       integer(grant->valid_from)),
                  NULL);
}

enum status grant_end(struct db *tx, struct arena *arena, int64_t id,
                      int64_t day)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_GRANT_END, ARGS(integer(day), integer(id)),
               &rows));
    return rows.count ? OK : CONFLICT;
}

enum status position_add(struct db *tx, struct arena *arena,
                         const struct coded *position)
{
    return db_run(
        tx, arena, SQL_POSITION_ADD,
        ARGS(integer(position->id), text(position->code), text(position->name)),
        NULL);
}

enum status duty_group_add(struct db *tx, struct arena *arena,
                           const struct coded *group)
{
    return db_run(
        tx, arena, SQL_DUTY_GROUP_ADD,
        ARGS(integer(group->id), text(group->code), text(group->name)), NULL);
}

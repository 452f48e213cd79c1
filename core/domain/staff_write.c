#include "domain/staff_plan.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/people.h"
#include "seal/hash.h"
#include "store/audit.h"
#include "store/staff.h"
#include "text/fold.h"
#include "json/json.h"

#include <string.h>

/* A run that gave no sign of life for so long is dead. */
enum { AT_ONCE = 500, LIFE_MS = 60000 };

struct writing {
    struct db *db;
    const struct staff_import *import;
    const struct staff_plan *plan;
    int64_t run, began; /* ticks */
    const char *file_name, *digest, *counts;
    /* of the step at work: */
    struct arena *arena;
    size_t from, to;
    const struct search_word **words; /* of people from..to */
    size_t done;
    int64_t other;   /* a run left behind */
    int64_t written; /* people and duties staged */
};

static int64_t now_of(const struct writing *w)
{
    return w->import->now + clock_ticks() - w->began;
}

/* ---- runs left behind ----------------------------------------------------*/

static enum status drop(struct db *tx, void *arg)
{
    struct writing *w = arg;

    return staff_run_drop(tx, w->arena, w->other);
}

static enum status remove_some(struct db *tx, void *arg)
{
    struct writing *w = arg;

    return staff_run_remove(tx, w->arena, w->other, AT_ONCE, &w->done);
}

static enum status settle_some(struct db *tx, void *arg)
{
    struct writing *w = arg;

    return staff_run_settle(tx, w->arena, w->other, AT_ONCE, &w->done);
}

/* Step by step, each with memory of its own, until nothing is left to do. */
static enum status until_done(struct writing *w, db_work *work, int64_t run)
{
    enum status status = OK;

    w->other = run;
    for (w->done = 1; w->done && status == OK;) {
        w->arena = arena_new();
        status = db_write(w->db, work, w);
        arena_free(w->arena);
    }
    return status;
}

static enum status tidy_run(struct writing *w, const struct staff_run *run)
{
    if (!strcmp(run->state, "done"))
        return until_done(w, settle_some, run->id);
    if (!strcmp(run->state, "staged")) {
        if (now_of(w) - run->at < LIFE_MS)
            return CONFLICT;
        w->other = run->id;
        TRY(db_write(w->db, drop, w));
    }
    return until_done(w, remove_some, run->id);
}

static enum status tidy(struct writing *w)
{
    struct arena *arena = arena_new();
    const struct staff_run *runs;
    size_t count;
    enum status status = staff_run_list(w->db, arena, &runs, &count);

    for (size_t i = 0; status == OK && i < count; i++) {
        w->arena = arena;
        status = tidy_run(w, &runs[i]);
    }
    arena_free(arena);
    return status;
}

/* ---- staging -------------------------------------------------------------*/

static enum status begin(struct db *tx, void *arg)
{
    struct writing *w = arg;
    const struct staff_run run = {.id = w->run,
                                  .file_name = w->file_name,
                                  .digest = w->digest,
                                  .by_person = w->import->actor,
                                  .at = now_of(w)};

    TRY(staff_run_add(tx, w->arena, &run));
    for (size_t i = 0; i < w->plan->position_count; i++)
        TRY(position_add(tx, w->arena, &w->plan->positions[i]));
    for (size_t i = 0; i < w->plan->group_count; i++)
        TRY(duty_group_add(tx, w->arena, &w->plan->groups[i]));
    return OK;
}

static enum status stage_people(struct db *tx, void *arg)
{
    struct writing *w = arg;

    TRY(staff_run_alive(tx, w->arena, w->run, now_of(w)));
    for (size_t i = w->from; i < w->to; i++) {
        const struct person *person = &w->plan->added[i];
        TRY(person_add(tx, w->arena, person, w->run));
        for (const struct search_word *s = w->words[i - w->from]; s->key; s++)
            TRY(person_word_add(tx, w->arena, person->id, s->key));
    }
    return OK;
}

static enum status stage_duties(struct db *tx, void *arg)
{
    struct writing *w = arg;

    TRY(staff_run_alive(tx, w->arena, w->run, now_of(w)));
    for (size_t i = w->from; i < w->to; i++)
        TRY(assignment_add(tx, w->arena, &w->plan->duties[i], w->run));
    return OK;
}

static void find_words(struct writing *w)
{
    w->words =
        arena_many(w->arena, const struct search_word *, w->to - w->from);
    for (size_t i = w->from; i < w->to; i++)
        w->words[i - w->from] =
            search_words(w->arena, w->plan->added[i].full_name);
}

static enum status stage(struct writing *w, db_work *work, size_t count)
{
    enum status status = OK;

    for (w->from = 0; w->from < count && status == OK; w->from = w->to) {
        w->to = count - w->from < AT_ONCE ? count : w->from + AT_ONCE;
        w->arena = arena_new();
        if (work == stage_people)
            find_words(w);
        status = db_write(w->db, work, w);
        arena_free(w->arena);
        w->written += (int64_t)(w->to - w->from);
        staff_tell(w->import, STAFF_WRITING, w->written,
                   (int64_t)(w->plan->added_count + w->plan->duty_count));
    }
    return status;
}

/* How it was, of all that changes: for whoever takes the import back. */
static enum status keep_what_was(struct db *tx, const struct writing *w)
{
    const struct staff_plan *plan = w->plan;
    /* ids follow time: who comes with this run has a larger one */
    int64_t fresh = plan->added_count ? plan->added[0].id : INT64_MAX;

    for (size_t i = 0; i < plan->changed_count; i++) {
        const struct staff_change *change = &plan->changed[i];
        TRY(staff_keep_person(tx, w->arena, w->run, change->person.id));
        if (change->leaves)
            TRY(staff_keep_duties(tx, w->arena, w->run, change->person.id,
                                  change->person.left_on));
    }
    for (size_t i = 0; i < plan->duty_count; i++)
        if (plan->duties[i].person < fresh)
            TRY(staff_keep_person(tx, w->arena, w->run,
                                  plan->duties[i].person));
    for (size_t i = 0; i < plan->corrected_count; i++)
        TRY(staff_keep_duty(tx, w->arena, w->run, plan->corrected[i].id));
    for (size_t i = 0; i < plan->ended_count; i++)
        TRY(staff_keep_duty(tx, w->arena, w->run, plan->ended[i].duty));
    return OK;
}

/* ---- the moment it counts ------------------------------------------------*/

static enum status change_people(struct db *tx, const struct writing *w)
{
    for (size_t i = 0; i < w->plan->changed_count; i++) {
        const struct staff_change *change = &w->plan->changed[i];
        const struct person *person = &change->person;
        TRY(person_change(tx, w->arena, person, change->was));
        if (change->renamed)
            TRY(person_words_set(tx, w->arena, person->id, person->full_name));
        if (change->leaves)
            TRY(assignments_end(tx, w->arena, person->id, person->left_on));
    }
    return OK;
}

static enum status change_duties(struct db *tx, const struct writing *w)
{
    for (size_t i = 0; i < w->plan->corrected_count; i++)
        TRY(assignment_correct(tx, w->arena, &w->plan->corrected[i]));
    for (size_t i = 0; i < w->plan->ended_count; i++)
        TRY(assignment_end(tx, w->arena, w->plan->ended[i].duty,
                           w->plan->ended[i].day));
    return OK;
}

static enum status finish(struct db *tx, void *arg)
{
    struct writing *w = arg;
    const struct deed deed = {.at = w->import->now,
                              .actor = w->import->actor,
                              .action = "staff.import",
                              .object = "staff_import",
                              .object_id = w->run,
                              .detail = w->counts};

    TRY(keep_what_was(tx, w));
    TRY(change_people(tx, w));
    TRY(change_duties(tx, w));
    TRY(staff_kept(tx, w->arena, w->run));
    TRY(staff_run_finish(tx, w->arena, w->run, now_of(w), w->counts));
    return audit_add(tx, w->arena, &deed);
}

static enum status write_staged(struct writing *w)
{
    enum status status = stage(w, stage_people, w->plan->added_count);

    if (status == OK)
        status = stage(w, stage_duties, w->plan->duty_count);
    if (status == OK) {
        w->arena = arena_new();
        status = db_write(w->db, finish, w);
        arena_free(w->arena);
    }
    return status;
}

/* What was staged is seen by nobody; taking it away again may wait for the
   next import if it cannot be done now. */
static void take_back(struct writing *w)
{
    w->other = w->run;
    w->arena = arena_new();
    enum status status = db_write(w->db, drop, w);
    arena_free(w->arena);
    if (status == OK)
        (void)!until_done(w, remove_some, w->run);
}

enum status staff_plan_write(struct db *db, const struct staff_file *file,
                             const struct staff_import *import,
                             const struct staff_plan *plan, int64_t *run)
{
    struct arena *arena = arena_new();
    struct writing w = {.db = db,
                        .import = import,
                        .plan = plan,
                        .run = id_new(),
                        .began = clock_ticks(),
                        .file_name = file->name,
                        .digest = hash_of(arena, file->bytes, file->length)};

    *run = w.run;
    w.counts = staff_counts_text(arena, &plan->counts, w.digest, w.run);
    enum status status = tidy(&w);
    if (status == OK) {
        w.arena = arena;
        status = db_write(db, begin, &w);
    }
    if (status == OK) {
        status = write_staged(&w);
        if (status == OK)
            /* It counts already; marks left over go with the next import. */
            (void)!until_done(&w, settle_some, w.run);
        else
            take_back(&w);
    }
    arena_free(arena);
    return status;
}

#include "domain/replaying.h"

#include "domain/evidence.h"
#include "domain/grading.h"
#include "domain/marking.h"
#include "domain/regrades.h"
#include "store/audit.h"
#include "json/json.h"

#include <math.h>
#include <string.h>

enum { PAPERS_A_TURN = 200, SAID_EVERY = 1000 };

/* Scores are kept in millionths. */
static const double LEAST = 5e-7;

struct replaying {
    struct house *house;
    const struct replay_options *options;
    struct replay *out;
    struct arena *arena; /* of one paper */
    int64_t attempt, sequence;
    bool differs;
};

static void name_it(struct replaying *r, const char *vi, const char *en)
{
    const struct replay_found found = {r->attempt, r->sequence, vi, en};

    r->differs = true;
    r->options->found(&found, r->options->arg);
}

/* ---- one question --------------------------------------------------------*/

static bool same_text(const struct tree *a, const struct tree *b,
                      const char *name)
{
    const char *x = tree_text(a, name), *y = tree_text(b, name);

    return x && y ? !strcmp(x, y) : x == y;
}

static bool same_number(const struct tree *a, const struct tree *b,
                        const char *name)
{
    return fabs(tree_real(a, name, -1) - tree_real(b, name, -1)) < LEAST;
}

static const char *points_of(struct arena *arena, const struct tree *one)
{
    const struct tree *got = tree_get(one, "got");

    return got ? arena_print(arena, "%.10g", tree_real(one, "got", 0)) : "-";
}

static void name_slot(struct replaying *r, const struct tree *then,
                      const char *vi, const char *en)
{
    long long slot = tree_integer(then, "slot", 0);

    name_it(r, arena_print(r->arena, "câu %lld: %s", slot, vi),
            arena_print(r->arena, "question %lld: %s", slot, en));
}

static void compare_slot(struct replaying *r, const struct tree *then,
                         const struct tree *now)
{
    static const struct tree nothing = {.kind = TREE_MAP};
    const struct tree *graded_then = tree_get(then, "graded");
    const struct tree *graded_now = tree_get(now, "graded");
    const struct tree *typed_then = tree_get(then, "typed");
    const struct tree *typed_now = tree_get(now, "typed");

    if (!tree_same(typed_then ? typed_then : &nothing,
                   typed_now ? typed_now : &nothing))
        name_slot(r, then, "câu trả lời đang lưu không phải câu đã được chấm",
                  "the answer that is stored is not the one that was graded");
    if (!same_text(then, now, "digest") || !same_number(then, now, "variant"))
        name_slot(r, then, "câu hỏi hoặc phương án đề không còn như lúc chấm",
                  "its item or variant is not the one it was graded by");
    if (!same_text(then, now, "package"))
        name_slot(r, then, "gói dạng câu hỏi không còn như lúc chấm",
                  "its package is not the one it was graded by");
    if (!same_text(graded_then, graded_now, "outcome") ||
        !same_number(graded_then, graded_now, "score") ||
        !same_number(then, now, "got") || !same_number(then, now, "points"))
        name_slot(
            r, then,
            arena_print(r->arena, "đã ghi %s điểm, chấm lại được %s điểm",
                        points_of(r->arena, then), points_of(r->arena, now)),
            arena_print(r->arena,
                        "%s points are on record, grading again gives %s",
                        points_of(r->arena, then), points_of(r->arena, now)));
}

/* ---- one result ----------------------------------------------------------*/

static enum status outcomes_of(struct arena *arena, const struct result *result,
                               struct tree *out)
{
    *out = (struct tree){0};
    if (json_read(arena, result->outcomes, strlen(result->outcomes), out) != OK)
        return INVALID;
    return out->kind == TREE_LIST ? OK : INVALID;
}

static void name_number(struct replaying *r, const char *vi, const char *en,
                        double then, double now)
{
    if (fabs(then - now) < LEAST)
        return;
    name_it(r,
            arena_print(r->arena, "%s: đã ghi %.10g, tính lại được %.10g", vi,
                        then, now),
            arena_print(r->arena,
                        "%s: %.10g is on record, reckoning again gives %.10g",
                        en, then, now));
}

static void compare_sums(struct replaying *r, const struct result *then,
                         const struct result *now)
{
    if (strcmp(then->state, now->state)) {
        name_it(r,
                arena_print(r->arena, "trạng thái: đã ghi %s, tính lại là %s",
                            then->state, now->state),
                arena_print(r->arena, "state: %s is on record, it would be %s",
                            then->state, now->state));
        return;
    }
    name_number(r, "điểm tối đa", "maximum", then->max_points, now->max_points);
    name_number(r, "ngưỡng đạt", "pass mark", then->pass_percent,
                now->pass_percent);
    name_number(r, "số câu", "questions", (double)then->slots,
                (double)now->slots);
    if (strcmp(then->state, "graded"))
        return; /* held: it has no score yet */
    name_number(r, "điểm", "points", then->points, now->points);
    name_number(r, "phần trăm", "percent", then->percent, now->percent);
    name_number(r, "đạt (1) hay không (0)", "passed (1) or not (0)",
                then->passed, now->passed);
    const char *was = then->missed ? then->missed : "-",
               *is = now->missed ? now->missed : "-";
    if (strcmp(was, is))
        name_it(r,
                arena_print(r->arena,
                            "phần chưa đạt: đã ghi %s, tính lại là %s", was,
                            is),
                arena_print(r->arena,
                            "sections not passed: %s on record, it would be %s",
                            was, is));
    name_number(r, "số câu đúng hoàn toàn", "questions with full marks",
                (double)then->slots_full, (double)now->slots_full);
}

static bool is_erased(struct replaying *r, const struct result *result)
{
    int64_t deeds = 0;

    return !strcmp(result->outcomes, erased_outcomes) &&
           audit_deed_count(r->house->db, erase_action, "result", result->id,
                            &deeds) == OK &&
           deeds > 0;
}

static void compare(struct replaying *r, const struct result *then,
                    const struct result *now)
{
    struct tree before, after;

    if (outcomes_of(r->arena, then, &before) != OK ||
        outcomes_of(r->arena, now, &after) != OK || before.count != after.count)
        name_it(r, "bài đã chấm (outcomes) không đọc được hoặc thiếu câu",
                "what was graded (outcomes) cannot be read or lacks questions");
    else
        for (size_t i = 0; i < before.count; i++)
            compare_slot(r, &before.items[i], &after.items[i]);
    compare_sums(r, then, now);
}

/* ---- one paper -----------------------------------------------------------*/

/* Of a result that follows another, from what the one before would be. */
static enum status follow(struct replaying *r, const struct test_plan *plan,
                          const struct result *then, struct result *now)
{
    struct result before = *now;
    const char *reason = then->reason ? then->reason : "";
    struct tree marks;

    if (!strncmp(reason, "regrade:", 8)) {
        before.attempt = r->attempt;
        return regrade_replay(r->house, r->arena, reason, &before, now);
    }
    if (strcmp(reason, "marked")) {
        name_it(r,
                arena_print(r->arena, "không rõ lý do “%s” của kết quả này",
                            reason),
                arena_print(r->arena, "nothing is known of its reason \"%s\"",
                            reason));
        return INVALID;
    }
    TRY(marks_of(r->house->db, r->arena, r->attempt, &marks));
    return result_marked(r->arena, plan, &before, &marks, now);
}

/* Which of the packages of a paper is damaged, to say more than "cannot". */
static const char *damaged(struct replaying *r, const struct attempt *attempt)
{
    struct paper paper;
    const struct item_row *item;
    const struct package_row *row;
    struct package package;

    if (paper_read(r->arena, attempt->paper, &paper) != OK)
        return "paper";
    for (size_t i = 0; i < paper.count; i++) {
        if (item_find(r->house->db, r->arena, paper.slots[i].item, &item) != OK)
            return arena_print(r->arena, "item %lld",
                               (long long)paper.slots[i].item);
        if (package_find(r->house->db, r->arena, item->package, &row) != OK)
            return arena_print(r->arena, "package %lld",
                               (long long)item->package);
        if (package_of_row(r->arena, row, &package) != OK)
            return arena_print(r->arena, "package %s %s (%.12s…)", row->plugin,
                               row->version, row->digest);
    }
    return NULL;
}

static void name_broken(struct replaying *r, const struct attempt *attempt,
                        const char *why)
{
    const char *what = why ? why : damaged(r, attempt);

    if (!what)
        what = "-";
    name_it(
        r, arena_print(r->arena, "không chấm lại được: %s bị hỏng", what),
        arena_print(r->arena, "cannot be graded again: %s is damaged", what));
}

static enum status regrade(struct replaying *r, const struct attempt *attempt,
                           const struct result *list, size_t count)
{
    const struct shelf_test *test;
    struct graded graded;
    struct result now;

    TRY(shelf_test(r->house, attempt->test, &test));
    enum status status = attempt_grade(r->house, r->arena, attempt, &graded);
    if (status == OK && graded.trouble) {
        name_it(
            r, arena_print(r->arena, "không chấm lại được: %s", graded.trouble),
            arena_print(r->arena, "cannot be graded again: %s",
                        graded.trouble));
        return OK;
    }
    if (status != OK) {
        name_broken(r, attempt, NULL);
        return OK;
    }
    now = graded.result;
    for (size_t i = 0; i < count; i++) {
        r->sequence = list[i].sequence;
        if (i && follow(r, &test->plan, &list[i], &now) != OK) {
            if (!r->differs)
                name_broken(r, attempt, list[i].reason);
            return OK;
        }
        r->out->results++;
        if (is_erased(r, &list[i]))
            r->out->erased++;
        else
            compare(r, &list[i], &now);
    }
    return OK;
}

static enum status replay_paper(struct replaying *r, int64_t id)
{
    const struct attempt *attempt;
    const struct result *list;
    size_t count;

    r->attempt = id;
    r->sequence = 0;
    r->differs = false;
    TRY(attempt_find(r->house->db, r->arena, id, &attempt));
    TRY(result_list(r->house->db, r->arena, id, &list, &count));
    r->out->papers++;
    if (!count && !strcmp(attempt->state, "graded"))
        name_it(r, "đã chấm nhưng không còn kết quả nào",
                "was graded and has no result any more");
    else if (!count)
        r->out->waiting++;
    else if (is_erased(r, &list[0]))
        r->out->erased++;
    else
        TRY(regrade(r, attempt, list, count));
    r->out->differing += r->differs;
    if (r->options->progress && r->out->papers % SAID_EVERY == 0)
        r->options->progress(r->out->papers, r->options->arg);
    return OK;
}

/* What a paper took goes with it: a city has many. */
static enum status in_its_own(struct replaying *r, int64_t id)
{
    r->arena = arena_new();
    enum status status = replay_paper(r, id);
    arena_free(r->arena);
    return status;
}

enum status replay_all(struct house *house,
                       const struct replay_options *options, struct replay *out)
{
    struct replaying r = {.house = house, .options = options, .out = out};
    int64_t after = 0;
    size_t count;

    *out = (struct replay){.runtime = questions_runtime(house->questions)};
    if (options->attempt)
        return in_its_own(&r, options->attempt);
    do {
        struct arena *arena = arena_new();
        const int64_t *list;
        enum status status =
            attempt_closed_list(house->db, arena, options->sitting, after,
                                PAPERS_A_TURN, &list, &count);
        for (size_t i = 0; status == OK && i < count; i++) {
            after = list[i];
            status = in_its_own(&r, list[i]);
        }
        arena_free(arena);
        TRY(status);
    } while (count == PAPERS_A_TURN);
    return OK;
}

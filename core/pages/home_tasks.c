#include "pages/home.h"

#include "base/clock.h"
#include "domain/course_findings.h"
#include "domain/tests.h"
#include "pages/packages.h"
#include "pages/pages.h"
#include "pages/results.h"
#include "pages/sittings.h"
#include "store/intakes.h"
#include "store/marks.h"
#include "store/operation.h"
#include "store/rooms.h"
#include "store/scores.h"
#include "store/units.h"
#include "text/format.h"

#include <string.h>
#include <sys/statvfs.h>

static const char *number(const struct reader *reader, int64_t n)
{
    return format_count(reader->arena, reader->language, n);
}

/* ---- what a member of staff looks after ----------------------------------*/

enum { MOST_TASKS = 12 };

struct gathering {
    const struct request *req;
    const struct reader *reader;
    struct home_task *tasks; /* room for MOST_TASKS and the end */
    size_t count;
};

static void add_task(struct gathering *g, struct home_task task)
{
    if (g->count < MOST_TASKS)
        g->tasks[g->count++] = task;
}

static enum status results_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct score_filter filter = results_filter(g->req, SEE_RESULTS);
    struct score_tally tally;

    if (!may(reader->visitor, SEE_RESULTS))
        return OK;
    TRY(score_count(g->req->house->db, reader->arena, &filter, &tally));
    int64_t waiting = tally.handed_in + tally.held;
    add_task(g,
             (struct home_task){
                 .title = say(reader->language, SAY_NAV_RESULTS),
                 .address = "/results",
                 .detail = say_with(reader->arena, reader->language,
                                    SAY_HOME_TASK_RESULTS, "scored",
                                    number(reader, tally.passed + tally.failed),
                                    "doing", number(reader, tally.doing),
                                    "waiting", number(reader, waiting), NULL),
                 .state = tally.held ? say(reader->language, SAY_STATE_WAITING)
                                     : NULL});
    return OK;
}

/* Drafts that no newer import of the same test has overtaken. */
static enum status tests_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct test *tests;
    size_t count;
    long long drafts = 0;

    if (!may(reader->visitor, PUBLISH_TESTS))
        return OK;
    TRY(test_list(g->req->house->db, reader->arena, &tests, &count));
    for (size_t i = 0; i < count; i++) {
        bool newest = true;
        for (size_t k = 0; k < i; k++)
            newest &= strcmp(tests[k].code, tests[i].code) != 0;
        drafts += newest && !tests[i].published_at;
    }
    if (drafts)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_NAV_TESTS),
                        .address = "/tests",
                        .detail = say_count(reader->arena, reader->language,
                                            SAY_HOME_TASK_TESTS, drafts),
                        .state = say(reader->language, SAY_STATE_TO_PUBLISH)});
    return OK;
}

/* Banks within reach, and what in them has to be looked at again. */
static enum status banks_task(struct gathering *g, const struct reach *reach)
{
    const struct reader *reader = g->reader;
    const struct bank *const *banks;
    size_t count;
    int64_t items = 0, stale = 0;

    if (!may(reader->visitor, SEE_ITEMS))
        return OK;
    TRY(reach_bank_list(g->req->house->db, reader->arena, reach, &banks,
                        &count));
    for (size_t i = 0; i < count; i++) {
        struct bank_card card;
        TRY(bank_card(g->req, reader, banks[i], &card));
        items += card.items;
        stale += card.stale;
    }
    if (!count)
        return OK;
    add_task(g, (struct home_task){
                    .title = say(reader->language, SAY_BANKS_TITLE),
                    .address = "/banks",
                    .detail = say_count(reader->arena, reader->language,
                                        stale ? SAY_HOME_TASK_STALE
                                              : SAY_HOME_TASK_BANKS,
                                        stale ? stale : items),
                    .state = stale ? say(reader->language, SAY_HOME_DUE_CHECK)
                                   : NULL});
    return OK;
}

/* What in the courses in use should be looked at, if there is anything. */
static enum status authoring_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    struct db *db = g->req->house->db;
    const struct course_finding *findings;
    const struct course *courses;
    size_t count, found, all = 0;

    if (!may(reader->visitor, EDIT_COURSES))
        return OK;
    TRY(course_list(db, reader->arena, &courses, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(course_findings_read(db, reader->arena, &courses[i],
                                 clock_day(g->req->now), &findings, &found));
        all += found;
    }
    if (all)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_NAV_AUTHORING),
                        .address = "/authoring",
                        .detail =
                            say_count(reader->arena, reader->language,
                                      SAY_HOME_TASK_FINDINGS, (long long)all)});
    return OK;
}

/* Only when there is something to do: a suspended package concerns all who
   look after items, one that waits only those who may approve it. */
static enum status plugins_task(struct gathering *g, const struct reach *reach)
{
    const struct reader *reader = g->reader;
    const struct package_row *rows;
    size_t count, waiting = 0, suspended = 0;

    if (!may(reader->visitor, SEE_PLUGINS))
        return OK;
    TRY(reach_package_list(g->req->house->db, reader->arena, reach, &rows,
                           &count));
    for (size_t i = 0; i < count; i++) {
        suspended += package_is_suspended(g->req, &rows[i]);
        waiting += !strcmp(rows[i].state, "checked") &&
                   rows[i].added_by != reach->person &&
                   may(reader->visitor, APPROVE_PLUGINS);
    }
    if (suspended || waiting)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_PACKAGES_TITLE),
                        .address = "/plugins",
                        .detail = say_count(
                            reader->arena, reader->language,
                            suspended ? SAY_HOME_TASK_SUSPENDED
                                      : SAY_HOME_TASK_PLUGINS,
                            (long long)(suspended ? suspended : waiting)),
                        .state = say(reader->language,
                                     suspended ? SAY_HOME_DUE_SUSPENDED
                                               : SAY_HOME_DUE_APPROVAL)});
    return OK;
}

/* Those that are open or coming, of this organiser's. */
static enum status sittings_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct people_scope scope = scope_of(g->req, SCHEDULE);
    const struct sitting_filter filter = {.whole = scope.whole,
                                          .viewer = scope.viewer,
                                          .roles = scope.roles,
                                          .day = scope.day,
                                          .closing_after = reader->now};
    const struct sitting *list;
    size_t count;
    int64_t open = 0, coming = 0;

    if (!may(reader->visitor, SCHEDULE))
        return OK;
    TRY(sitting_scope_list(g->req->house->db, reader->arena, &filter, 500, 0,
                           &list, &count));
    for (size_t i = 0; i < count; i++) {
        const char *state = sitting_state(reader, &list[i]);
        open += !strcmp(state, "open");
        coming += !strcmp(state, "coming");
    }
    if (open || coming)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_NAV_SCHEDULE),
                        .address = "/schedule",
                        .detail = say_with(reader->arena, reader->language,
                                           SAY_HOME_TASK_SITTINGS, "open",
                                           number(reader, open), "coming",
                                           number(reader, coming), NULL)});
    return OK;
}

/* Accounts; and first of all units, without which nobody can be taken in. */
static enum status people_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct unit *roots;
    size_t count;

    if (!may(reader->visitor, MANAGE_ACCOUNTS))
        return OK;
    TRY(unit_child_list(g->req->house->db, reader->arena, 0,
                        clock_day(g->req->now), &roots, &count));
    if (!count)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_NAV_UNITS),
                        .address = "/units",
                        .detail = say(reader->language, SAY_UNITS_NONE)});
    add_task(g, (struct home_task){
                    .title = say(reader->language, SAY_NAV_PEOPLE),
                    .address = "/people",
                    .detail = say(reader->language, SAY_HOME_TASK_PEOPLE)});
    return OK;
}

static enum status marking_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    int64_t waiting;

    if (!may(reader->visitor, MARK))
        return OK;
    TRY(mark_waiting_count(g->req->house->db, reader->arena,
                           reader->visitor->person, &waiting));
    add_task(
        g,
        (struct home_task){
            .title = say(reader->language, SAY_NAV_MARKING),
            .address = "/marking",
            .detail = waiting ? say_count(reader->arena, reader->language,
                                          SAY_HOME_TASK_MARKING, waiting)
                              : say(reader->language, SAY_HOME_NOTHING_TO_MARK),
            .state =
                waiting ? say(reader->language, SAY_STATE_TO_MARK) : NULL});
    return OK;
}

/* The sitting to watch over next, or now. */
static enum status rooms_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct watched *list, *next = NULL;
    size_t count;

    if (!may(reader->visitor, WATCH))
        return OK;
    TRY(watched_list(g->req->house->db, reader->arena, reader->visitor->person,
                     &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].over_at > reader->now &&
            (!next || list[i].opens_at < next->opens_at))
            next = &list[i];
    if (!next)
        return OK;
    bool open = next->opens_at <= reader->now;
    add_task(g,
             (struct home_task){
                 .title = reader_text(reader, next->title),
                 .address = arena_print(reader->arena, "/rooms/%lld",
                                        (long long)next->sitting),
                 .detail = say_with(
                     reader->arena, reader->language,
                     open ? SAY_HOME_TASK_ROOM_NOW : SAY_HOME_TASK_ROOM, "from",
                     format_moment(reader->arena, next->opens_at), "to",
                     format_moment(reader->arena, next->closes_at), NULL),
                 .state = open ? say(reader->language, SAY_STATE_OPEN) : NULL});
    return OK;
}

/* Those that hold, and the next day on which one has to be done. */
static enum status requirements_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct people_scope scope = scope_of(g->req, SCHEDULE);
    const struct requirement_filter filter = {.whole = scope.whole,
                                              .viewer = scope.viewer,
                                              .roles = scope.roles,
                                              .day = scope.day};
    const struct requirement *list;
    int64_t today = clock_day(reader->now), next = 0;
    size_t count, hold = 0;

    if (!may(reader->visitor, SCHEDULE))
        return OK;
    TRY(requirement_scope_list(g->req->house->db, reader->arena, &filter, 200,
                               0, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].ended_at || list[i].due_on < today)
            continue;
        hold++;
        if (!next || list[i].due_on < next)
            next = list[i].due_on;
    }
    if (hold)
        add_task(
            g, (struct home_task){
                   .title = say(reader->language, SAY_REQUIREMENTS),
                   .address = "/requirements",
                   .detail = say_with(reader->arena, reader->language,
                                      SAY_HOME_TASK_REQUIRED, "count",
                                      number(reader, (int64_t)hold), "day",
                                      format_day(reader->arena, next), NULL)});
    return OK;
}

/* Lists that somebody brought and did not take in. */
static enum status imports_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct intake *list;
    size_t count, waiting = 0;

    if (!may(reader->visitor, MANAGE_PEOPLE) ||
        !scope_of(g->req, MANAGE_PEOPLE).whole)
        return OK;
    TRY(intake_list(g->req->house->db, reader->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        waiting +=
            !strcmp(list[i].state, "new") || !strcmp(list[i].state, "checked");
    if (waiting)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_INTAKES_TITLE),
                        .address = "/people/import",
                        .detail = say_count(reader->arena, reader->language,
                                            SAY_HOME_TASK_IMPORTS,
                                            (long long)waiting),
                        .state = say(reader->language, SAY_HOME_DUE_IMPORT)});
    return OK;
}

enum { LATE_MS = 10 * 60 * 1000, SCARCE_MB = 2048 };

static void warn(struct gathering *g, enum word words, const char *count)
{
    const struct reader *reader = g->reader;

    add_task(g, (struct home_task){
                    .title = say(reader->language, SAY_HOME_TASK_MACHINE),
                    .address = "/help",
                    .detail = say_with(reader->arena, reader->language, words,
                                       "count", count, NULL),
                    .state = say(reader->language, SAY_HOME_DUE_LOOK)});
}

/* What whoever runs the machine should look at, while there is something. */
static enum status machine_task(struct gathering *g)
{
    const struct house *house = g->req->house;
    struct operation now;
    struct statvfs disk;

    if (!may(g->reader->visitor, ADMINISTER))
        return OK;
    TRY(operation_find(house->db, g->req->now, &now));
    if (now.grading_due && g->req->now - now.grading_due > LATE_MS)
        warn(g, SAY_HOME_TASK_GRADING, number(g->reader, now.grading));
    if (house->data && !statvfs(house->data, &disk)) {
        int64_t free = (int64_t)(disk.f_bavail / 1024 * disk.f_frsize / 1024);
        if (free < SCARCE_MB)
            warn(g, SAY_HOME_TASK_DISK, number(g->reader, free));
    }
    return OK;
}

static enum status audit_task(struct gathering *g)
{
    const struct reader *reader = g->reader;

    if (may(reader->visitor, SEE_AUDIT))
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_AUDIT_TITLE),
                        .address = "/audit",
                        .detail = say(reader->language, SAY_HOME_TASK_AUDIT)});
    return OK;
}

enum status home_tasks_read(const struct request *req,
                            const struct reader *reader,
                            const struct home_task **out)
{
    struct gathering g = {
        req, reader, arena_many(req->arena, struct home_task, MOST_TASKS + 1),
        0};

    const struct reach reach = reach_of(req);

    TRY(machine_task(&g));
    TRY(tests_task(&g));
    TRY(sittings_task(&g));
    TRY(requirements_task(&g));
    TRY(rooms_task(&g));
    TRY(marking_task(&g));
    TRY(results_task(&g));
    TRY(audit_task(&g));
    TRY(imports_task(&g));
    TRY(people_task(&g));
    TRY(authoring_task(&g));
    TRY(banks_task(&g, &reach));
    TRY(plugins_task(&g, &reach));
    *out = g.tasks;
    return OK;
}

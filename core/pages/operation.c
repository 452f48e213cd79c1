#include "store/operation.h"
#include "base/clock.h"
#include "domain/answers.h"
#include "http/answered.h"
#include "pages/pages.h"
#include "quiz/questions.h"
#include "store/db.h"
#include "store/settings.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- can this server serve?
 * ---------------------------------------------------*/

static const char *trouble(struct db *db)
{
    struct db_figures figures = {0};
    int64_t newest;

    db_figures(db, &figures);
    if (figures.damaged)
        return "the database is damaged: restore the newest backup\n";
    if (newest_id_find(db, &newest) != OK)
        return "the database cannot be read\n";
    if (figures.failing)
        return "the last write was not kept: is the disk full?\n";
    return NULL;
}

enum status health_show(struct request *req, struct response *res)
{
    const char *why = trouble(req->house->db);

    res->layout = BARE;
    res->type = "text/plain; charset=utf-8";
    res->code = why ? 503 : 200;
    emit_text(&res->body, why ? why : "ok\n");
    return OK;
}

/* ---- figures, as Prometheus reads them
 * -----------------------------------------*/

static void describe(struct buf *out, const char *name, const char *type,
                     const char *help)
{
    const char *const parts[] = {"# HELP ", name, " ",  help, "\n# TYPE ",
                                 name,      " ",  type, "\n"};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        emit_text(out, parts[i]);
}

static void sample(struct buf *out, const char *name, const char *labels,
                   double number)
{
    emit_text(out, name);
    buf_bytes(out, labels, strlen(labels));
    buf_bytes(out, " ", 1);
    emit_text(out, arena_print(out->arena, "%.15g\n", number));
}

static void figure(struct buf *out, const char *name, const char *type,
                   const char *help, double number)
{
    describe(out, name, type, help);
    sample(out, name, "", number);
}

static double seconds_since(int64_t moment, int64_t now)
{
    return moment && now > moment ? (double)(now - moment) / 1000 : 0;
}

static void requests(struct buf *out)
{
    static const char name[] = "khoa_http_requests_total";
    struct answered a;

    describe(out, name, "counter", "Answered requests by class and code.");
    for (int c = 0; c < ANSWERED_CLASSES; c++) {
        answered_read((enum answered_class)c, &a);
        for (int i = 0; i < ANSWERED_CODES; i++)
            if (a.by_code[i])
                sample(out, name,
                       arena_print(
                           out->arena, "{class=\"%s\",code=\"%s\"}", a.name,
                           answered_codes[i] ? arena_print(out->arena, "%d",
                                                           answered_codes[i])
                                             : "other"),
                       (double)a.by_code[i]);
    }
}

static void latencies(struct buf *out)
{
    static const char name[] = "khoa_http_request_duration_seconds";
    struct arena *arena = out->arena;
    struct answered a;

    describe(out, name, "histogram", "Time from the head to the last byte.");
    for (int c = 0; c < ANSWERED_CLASSES; c++) {
        int64_t below = 0;
        answered_read((enum answered_class)c, &a);
        for (int i = 0; i <= ANSWERED_BUCKETS; i++) {
            below += a.by_bucket[i];
            const char *bound =
                i < ANSWERED_BUCKETS
                    ? arena_print(arena, "%g", answered_bounds[i] / 1000.0)
                    : "+Inf";
            sample(
                out, arena_print(arena, "%s_bucket", name),
                arena_print(arena, "{class=\"%s\",le=\"%s\"}", a.name, bound),
                (double)below);
        }
        const char *label = arena_print(arena, "{class=\"%s\"}", a.name);
        sample(out, arena_print(arena, "%s_sum", name), label,
               (double)a.ms / 1000);
        sample(out, arena_print(arena, "%s_count", name), label, (double)below);
    }
}

static void exam_room(struct buf *out, const struct operation *o, int64_t now)
{
    static const char saves[] = "khoa_saves_total";
    static const char *const kinds[SAVED_KINDS] = {[SAVED] = "{kind=\"kept\"}",
                                                   [AGAIN] = "{kind=\"again\"}",
                                                   [REPLACED] =
                                                       "{kind=\"replaced\"}",
                                                   [FORKED] = "{kind=\"fork\"}",
                                                   [LATE] = "{kind=\"late\"}"};
    int64_t counts[SAVED_KINDS];

    answer_count(counts);
    describe(out, saves, "counter", "Answers acknowledged, by what they were.");
    for (int i = 0; i < SAVED_KINDS; i++)
        sample(out, saves, kinds[i], (double)counts[i]);
    figure(out, "khoa_sessions", "gauge", "Sessions that have not ended.",
           (double)o->sessions);
    figure(out, "khoa_attempts_open", "gauge", "Papers being written.",
           (double)o->attempts);
    figure(out, "khoa_grading_waiting", "gauge", "Papers waiting for a grade.",
           (double)o->grading);
    figure(out, "khoa_grading_age_seconds", "gauge",
           "How long the oldest of them is due.",
           seconds_since(o->grading_due, now));
}

static void plugins(struct buf *out, const struct house *house)
{
    struct questions_figures q = {0};

    if (!house->questions) /* a house without plugins, in tests */
        return;
    questions_count(house->questions, &q);
    figure(out, "khoa_plugin_calls_total", "counter", "Calls of plugins.",
           (double)q.calls);
    figure(out, "khoa_plugin_cached_total", "counter",
           "Answers of plugins found in the cache.", (double)q.cached);
    figure(out, "khoa_plugin_killed_total", "counter",
           "Plugin processes ended for a limit.", (double)q.killed);
    figure(out, "khoa_plugin_cache_bytes", "gauge", "Size of that cache.",
           (double)q.cache_bytes);
}

static void evidence(struct buf *out, const struct operation *o, int64_t now)
{
    figure(out, "khoa_sealer_waiting", "gauge", "Rows not yet in the chain.",
           (double)o->unsealed);
    figure(out, "khoa_sealer_lag_seconds", "gauge",
           "How long the oldest of them waits.",
           seconds_since(o->unsealed_at, now));
    figure(out, "khoa_chain_links", "gauge", "Links in the chain.",
           (double)o->links);
    figure(out, "khoa_checkpoint_age_seconds", "gauge",
           "Time since the head of the chain was last signed.",
           seconds_since(o->signed_at, now));
}

static void database(struct buf *out, struct db *db)
{
    struct db_figures f = {0};

    db_figures(db, &f);
    figure(out, "khoa_db_writes_total", "counter", "Transactions kept.",
           (double)f.writes);
    figure(out, "khoa_db_commits_total", "counter",
           "Commits, each of one batch of transactions.", (double)f.commits);
    figure(out, "khoa_db_failed_commits_total", "counter",
           "Batches that were lost and reported as unknown.",
           (double)f.failed_commits);
    figure(out, "khoa_db_failing", "gauge",
           "1 while the last commit was not kept.", f.failing);
    figure(out, "khoa_db_damaged", "gauge",
           "1 if the check at the start found the database damaged.",
           f.damaged);
    figure(out, "khoa_db_reads_total", "counter", "Statements that read.",
           (double)f.reads);
    figure(out, "khoa_db_readers_waited_total", "counter",
           "Reads that had to wait for a connection.",
           (double)f.readers_waited);
    figure(out, "khoa_db_wal_bytes", "gauge",
           "Size of the log of writes (SQLite).", (double)f.wal_bytes);
}

static void clock_figures(struct buf *out, const struct house *house)
{
    figure(out, "khoa_clock_ahead_ms", "gauge",
           "How far the machine's clock was set ahead of the time kept.",
           (double)clock_ahead());
    figure(out, "khoa_deadlines_held_before_ms", "gauge",
           "Attempts that ran out before this moment wait for a person; 0: "
           "none.",
           (double)house->unsure_before);
}

static void process(struct buf *out)
{
    long pages = 0, resident = 0;
    FILE *in = fopen("/proc/self/statm", "re");

    if (in) {
        if (fscanf(in, "%ld %ld", &pages, &resident) != 2)
            resident = 0;
        fclose(in);
    }
    figure(out, "khoa_process_resident_bytes", "gauge",
           "Memory of the server, without its plugin processes.",
           (double)resident * (double)sysconf(_SC_PAGESIZE));
    describe(out, "khoa_build_info", "gauge", "Which version runs.");
    sample(out, "khoa_build_info", "{version=\"" KHOA_VERSION "\"}", 1);
}

/* For whoever watches this machine, not for the world behind the proxy. */
enum status metrics_show(struct request *req, struct response *res)
{
    struct operation operation;

    if (field(&req->headers, "x-forwarded-for") ||
        field(&req->headers, "forwarded"))
        return MISSING;
    TRY(operation_find(req->house->db, req->now, &operation));
    res->layout = BARE;
    res->type = "text/plain; version=0.0.4; charset=utf-8";
    requests(&res->body);
    latencies(&res->body);
    exam_room(&res->body, &operation, req->now);
    plugins(&res->body, req->house);
    evidence(&res->body, &operation, req->now);
    database(&res->body, req->house->db);
    clock_figures(&res->body, req->house);
    process(&res->body);
    return OK;
}

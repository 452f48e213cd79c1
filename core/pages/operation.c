#include "base/clock.h"
#include "pages/pages.h"
#include "store/db.h"

enum status health_show(struct request *req, struct response *res)
{
    (void)req;
    res->layout = BARE;
    res->type = "text/plain; charset=utf-8";
    emit_text(&res->body, "ok\n");
    return OK;
}

static void figure(struct buf *out, const char *name, int64_t number)
{
    emit_text(out, name);
    emit_text(out, " ");
    emit_int(out, number);
    emit_text(out, "\n");
}

enum status metrics_show(struct request *req, struct response *res)
{
    struct db_figures figures = {0};

    db_figures(req->house->db, &figures);
    res->layout = BARE;
    res->type = "text/plain; version=0.0.4; charset=utf-8";
    figure(&res->body, "khoa_db_writes_total", figures.writes);
    figure(&res->body, "khoa_db_commits_total", figures.commits);
    figure(&res->body, "khoa_db_failed_commits_total", figures.failed_commits);
    figure(&res->body, "khoa_db_reads_total", figures.reads);
    figure(&res->body, "khoa_db_readers_waited_total", figures.readers_waited);
    figure(&res->body, "khoa_db_wal_bytes", figures.wal_bytes);
    figure(&res->body, "khoa_clock_ahead_ms", clock_ahead());
    figure(&res->body, "khoa_deadlines_held_before_ms",
           req->house->unsure_before);
    return OK;
}

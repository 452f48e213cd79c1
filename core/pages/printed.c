#include "pages/printed.h"

#include "store/chain.h"
#include "text/format.h"

#include "base/clock.h"
#include "base/files.h"
#include "domain/house.h"

const char *printed(enum word word)
{
    return say(VIETNAMESE, word);
}

/* The file goes when it was sent: it holds the codes. */
enum status printed_begin(struct request *req, const char *title,
                          const char **path, struct paper **paper)
{
    const struct paper_how how = {title, req->house->body_name, req->now};

    *path = passing_file(req->arena, req->house->data, "paper");
    return paper_open(paper, *path, &how);
}

enum status printed_send(struct request *req, struct response *res,
                         const char *path, const char *name)
{
    res->file = path;
    res->type = "application/pdf";
    res->layout = BARE;
    res->download = arena_print(req->arena, "%s-%lld.pdf", name,
                                (long long)clock_day(req->now));
    return OK;
}

enum status printed_seal(struct request *req, struct paper *paper)
{
    struct arena *arena = req->arena;
    struct checkpoint seal;

    paper_text(paper, PAPER_SMALL,
               say_with(arena, VIETNAMESE, SAY_PRINTED_AT, "when",
                        format_moment_exact(arena, req->now), NULL));
    enum status status = checkpoint_newest_find(req->house->db, arena, &seal);
    if (status == OK)
        paper_text(paper, PAPER_SMALL,
                   say_with(arena, VIETNAMESE, SAY_PRINTED_SEAL, "number",
                            format_count(arena, VIETNAMESE, seal.sequence),
                            "digest", seal.link, NULL));
    return status == MISSING ? OK : status;
}

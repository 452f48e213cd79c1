#include "pages/printed.h"

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

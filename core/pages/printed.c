#include "pages/printed.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/house.h"

#include <sys/stat.h>

const char *printed(enum word word)
{
    return say(VIETNAMESE, word);
}

/* The file goes when it was sent: it holds the codes. */
enum status printed_begin(struct request *req, const char *title,
                          const char **path, struct paper **paper)
{
    const char *folder = arena_print(req->arena, "%s/tmp", req->house->data);
    const struct paper_how how = {title, req->house->body_name, req->now};

    (void)mkdir(folder, 0700);
    *path =
        arena_print(req->arena, "%s/paper-%lld", folder, (long long)id_new());
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

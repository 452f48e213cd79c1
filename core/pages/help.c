#include "pages/pages.h"
#include "views.h"

/* Long texts are a view for each language: a page reads as one piece, not as
   a catalogue. */
typedef void article(struct buf *out, const struct reader *reader);

static void show(struct request *req, struct response *res, article *vi,
                 article *en)
{
    const struct reader *reader = reader_of(req, res);

    (reader->language == ENGLISH ? en : vi)(&res->body, reader);
}

enum status help_show(struct request *req, struct response *res)
{
    res->title = say(req->visitor->language, SAY_HELP);
    show(req, res, view_help_vi, view_help_en);
    return OK;
}

enum status privacy_show(struct request *req, struct response *res)
{
    res->title = say(req->visitor->language, SAY_PRIVACY);
    show(req, res, view_privacy_vi, view_privacy_en);
    return OK;
}

enum status accessibility_show(struct request *req, struct response *res)
{
    res->title = say(req->visitor->language, SAY_ACCESSIBILITY);
    show(req, res, view_accessibility_vi, view_accessibility_en);
    return OK;
}

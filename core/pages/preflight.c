#include "pages/preflight.h"

#include "pages/pages.h"
#include "pages/sittings.h"
#include "text/format.h"
#include "views.h"

/* ---- each finding in words -----------------------------------------------*/

/* Where it is mended: an address with one id, of the sitting or of its test. */
struct place {
    const char *format;
    enum word link;
    bool test;
};

static const struct place sitting_page = {"/schedule/%lld", SAY_PRE_TO_SITTING,
                                          false},
                          rooms_page = {"/schedule/%lld/rooms",
                                        SAY_SITTING_ROOMS_LINK, false},
                          test_page = {"/tests/%lld", SAY_SITTING_TEST, true},
                          plugins_page = {"/plugins", SAY_NAV_PLUGINS, false},
                          people_page = {"/people", SAY_NAV_PEOPLE, false};

static const struct {
    enum word words, mend;
    const struct place *place;
} said[CHECKS] = {
    [CHECK_WINDOW_SHORT] = {SAY_PRE_WINDOW_SHORT, SAY_MEND_WINDOW_SHORT,
                            &sitting_page},
    [CHECK_WINDOW_TIGHT] = {SAY_PRE_WINDOW_TIGHT, SAY_MEND_WINDOW_TIGHT, NULL},
    [CHECK_WAIT_LONG] = {SAY_PRE_WAIT_LONG, SAY_MEND_WAIT_LONG, &test_page},
    [CHECK_PLUGIN] = {SAY_PRE_PLUGIN, SAY_MEND_PLUGIN, &plugins_page},
    [CHECK_SAME_QUESTIONS] = {SAY_PRE_SAME_QUESTIONS, SAY_MEND_SAME_QUESTIONS,
                              &test_page},
    [CHECK_KEY_SOON] = {SAY_PRE_KEY_SOON, SAY_MEND_KEY_SOON, &test_page},
    [CHECK_KEY_RETRY] = {SAY_PRE_KEY_RETRY, SAY_MEND_KEY_SOON, &test_page},
    [CHECK_NO_ENGLISH] = {SAY_PRE_NO_ENGLISH, SAY_MEND_NO_ENGLISH, NULL},
    [CHECK_NOBODY] = {SAY_PRE_NOBODY, SAY_MEND_NOBODY, &sitting_page},
    [CHECK_NO_WAY_IN] = {SAY_PRE_NO_WAY_IN, SAY_MEND_NO_WAY_IN, &sitting_page},
    [CHECK_DISABLED] = {SAY_PRE_DISABLED, SAY_MEND_DISABLED, &people_page},
    [CHECK_UNSEATED] = {SAY_PRE_UNSEATED, SAY_MEND_UNSEATED, &rooms_page},
    [CHECK_ROOMLESS] = {SAY_PRE_ROOMLESS, SAY_MEND_ROOMLESS, &rooms_page},
    [CHECK_NO_PROCTOR] = {SAY_PRE_NO_PROCTOR, SAY_MEND_NO_PROCTOR, &rooms_page},
    [CHECK_ROOM_ALONE] = {SAY_PRE_ROOM_ALONE, SAY_MEND_NO_PROCTOR, &rooms_page},
    [CHECK_NO_OPENERS] = {SAY_PRE_NO_OPENERS, SAY_MEND_NO_OPENERS, &rooms_page},
    [CHECK_OVERLAP] = {SAY_PRE_OVERLAP, SAY_MEND_OVERLAP, &sitting_page},
    [CHECK_INSIDERS] = {SAY_PRE_INSIDERS, SAY_MEND_INSIDERS, &sitting_page},
    [CHECK_NO_MARKER] = {SAY_PRE_NO_MARKER, SAY_MEND_NO_MARKER, NULL},
    [CHECK_DISK] = {SAY_PRE_DISK, SAY_MEND_DISK, NULL},
    [CHECK_CLOCK] = {SAY_PRE_CLOCK, SAY_MEND_CLOCK, NULL},
};

static struct preflight_line line_of(const struct reader *reader,
                                     const struct sitting *sitting,
                                     const struct preflight_finding *f)
{
    const struct place *place = said[f->what].place;
    const char *count = format_count(reader->arena, reader->language, f->count);
    struct preflight_line line = {
        .level = f->level,
        .words =
            say_with(reader->arena, reader->language, said[f->what].words,
                     "count", count, "what", f->detail ? f->detail : "", NULL),
        .mend = say(reader->language, said[f->what].mend)};

    if (place) {
        line.address =
            arena_print(reader->arena, place->format,
                        (long long)(place->test ? sitting->test : sitting->id));
        line.link = say(reader->language, place->link);
    }
    return line;
}

enum status preflight_show(struct request *req, struct response *res)
{
    const struct preflight_finding *found;
    struct preflight_page page = {0};

    TRY(sitting_mine(req, &page.sitting));
    if (!page.sitting->ready || page.sitting->cancelled_at)
        return MISSING;
    TRY(preflight(req->house, req->arena, page.sitting, req->now, &found,
                  &page.count));
    res->title = say(req->visitor->language, SAY_PRE_TITLE);
    const struct reader *reader = reader_of(req, res);
    struct preflight_line *lines =
        arena_many(req->arena, struct preflight_line, page.count);
    for (size_t i = 0; i < page.count; i++) {
        lines[i] = line_of(reader, page.sitting, &found[i]);
        page.stops += found[i].level == CHECK_STOPS;
    }
    page.lines = lines;
    page.title = reader_text(reader, page.sitting->title);
    view_preflight(&res->body, reader, &page);
    return OK;
}

/* ---- the candidate's machine ---------------------------------------------*/

enum status machine_show(struct request *req, struct response *res)
{
    res->title = say(req->visitor->language, SAY_MACHINE_TITLE);
    view_machine(&res->body, reader_of(req, res));
    return OK;
}

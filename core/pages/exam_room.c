#include "pages/exam.h"

#include "domain/presence.h"
#include "domain/proctoring.h"
#include "pages/gate.h"
#include "pages/pages.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

/* What an exam page has to do with the room: the clock that stands still, the
   pulse by which the room knows who is there, the call for a proctor. */

enum status exam_pause_show(struct request *req, struct response *res,
                            const struct exam *exam)
{
    res->layout = EXAM;
    res->bar = &exam->bar;
    res->title = say(req->visitor->language, SAY_PAUSED_TITLE);
    view_exam_paused(&res->body, reader_of(req, res), exam,
                     exam_left(req, exam));
    return OK;
}

enum condition exam_condition(struct request *req,
                              const struct sitting *sitting,
                              const struct candidate *candidate)
{
    const struct entering_from from = {
        .address = req->from,
        .url = gate_url(req),
        .seb_request = field(&req->headers, "x-safeexambrowser-requesthash"),
        .seb_config = field(&req->headers, "x-safeexambrowser-configkeyhash")};

    if (!sitting->addresses && !sitting->seb_keys)
        return CONDITION_MET;
    return condition_of(req->arena, sitting, candidate, &from);
}

/* Costs next to nothing: it comes from everybody, twice a minute. */
enum status exam_pulse(struct request *req, struct response *res)
{
    struct tree_maker map = tree_map(req->arena);
    const struct attempt *paper;

    TRY(exam_attempt(req, &paper));
    bool open = !strcmp(paper->state, "open");
    int64_t left = attempt_left(paper->ends_at, paper->paused_at, req->now);
    if (open)
        presence_heard(paper->id, req->now);
    tree_put(&map, "open", tree_of_truth(open && left > 0));
    tree_put(&map, "paused", tree_of_truth(paper->paused_at != 0));
    tree_put(&map, "left", tree_of_integer(left));
    tree_put(&map, "next", tree_of_integer(presence_interval()));
    struct tree answer = tree_done(&map);
    json_write(&res->body, &answer);
    res->layout = BARE;
    res->type = "application/json";
    return OK;
}

enum status exam_call(struct request *req, const struct exam *exam)
{
    const struct deed_in_room deed = {
        .whom = {.sitting = exam->attempt->sitting,
                 .candidate = exam->attempt->candidate},
        .by = req->visitor->person,
        .now = req->now,
    };
    enum status status = room_call(req->house, req->arena, &deed);

    return status == CONFLICT ? OK : status; /* called already */
}

#include "pages/rooms.h"

#include "domain/conditions.h"
#include "domain/exam_codes.h"
#include "domain/presence.h"
#include "pages/pages.h"
#include "pages/sittings.h"
#include "text/format.h"
#include "text/moments.h"
#include "text/parse.h"

#include <string.h>

/* What the pages of the console share: over what the visitor watches, how
   people and events are put in words, and how a deed is done. */

/* ---- over what -----------------------------------------------------------*/

static enum status rooms_of(struct request *req, struct watch *w)
{
    const struct proctor *mine;
    const struct room *rooms;
    size_t count, room_count;

    TRY(room_list(req->house->db, req->arena, w->sitting->id, &rooms,
                  &room_count));
    w->rooms = rooms;
    w->room_count = room_count;
    if (w->all)
        return OK;
    TRY(proctor_person_list(req->house->db, req->arena, req->visitor->person,
                            w->sitting->id, &mine, &count));
    struct room *list = arena_many(req->arena, struct room, room_count);
    w->room_count = 0;
    for (size_t i = 0; i < count; i++) {
        w->all |= !mine[i].room;
        for (size_t k = 0; k < room_count; k++)
            if (rooms[k].id == mine[i].room)
                list[w->room_count++] = rooms[k];
    }
    if (w->all)
        w->room_count = room_count;
    else
        w->rooms = list;
    return count ? OK : MISSING;
}

enum status watch_read(struct request *req, const struct fields *from,
                       struct watch *out)
{
    int64_t id;

    *out = (struct watch){.room = field_number(from, "room", 0)};
    TRY(path_id(req, "sitting", &id));
    TRY(sitting_find(req->house->db, req->arena, id, &out->sitting));
    if (out->sitting->cancelled_at)
        return MISSING;
    if (may(req->visitor, SCHEDULE)) {
        const struct sitting *mine;
        enum status status = sitting_mine(req, &mine);
        if (status != OK && status != MISSING)
            return status;
        out->all = status == OK && (scope_of(req, SCHEDULE).whole ||
                                    mine->created_by == req->visitor->person);
    }
    TRY(rooms_of(req, out));
    bool known = out->all && !out->room;
    for (size_t i = 0; i < out->room_count; i++)
        known |= out->rooms[i].id == out->room;
    if (!known && !out->room && out->room_count) {
        out->room = out->rooms[0].id;
        known = true;
    }
    return known ? OK : MISSING;
}

/* ---- in words ------------------------------------------------------------*/

struct code_word {
    const char *code;
    enum word word;
};

static const char *word_of(const struct reader *reader,
                           const struct code_word *words, size_t count,
                           const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(words[i].code, code))
            return say(reader->language, words[i].word);
    return code;
}

const char *seat_said(const struct reader *reader, const char *state)
{
    static const struct code_word words[] = {
        {"absent", SAY_SEAT_NOT_HERE},
        {"admitted", SAY_SEAT_ADMITTED},
        {"working", SAY_STANDING_DOING},
        {"paused", SAY_SEAT_PAUSED},
        {"silent", SAY_SEAT_SILENT},
        {"done", SAY_SEAT_DONE},
        {"excused", SAY_STANDING_EXCUSED},
        {"exempt", SAY_STANDING_EXEMPT},
        {"suspended", SAY_STANDING_SUSPENDED},
        {"incident", SAY_STANDING_INCIDENT},
        {"missed", SAY_STANDING_ABSENT}};

    return word_of(reader, words, sizeof words / sizeof *words, state);
}

const char *event_said(const struct reader *reader,
                       const struct room_event *event)
{
    static const struct code_word words[] = {
        {"open", SAY_EVENT_OPEN},       {"admit", SAY_EVENT_ADMIT},
        {"move", SAY_EVENT_MOVE},       {"pause", SAY_EVENT_PAUSE},
        {"resume", SAY_EVENT_RESUME},   {"extend", SAY_EVENT_EXTEND},
        {"suspend", SAY_EVENT_SUSPEND}, {"end", SAY_EVENT_END},
        {"note", SAY_EVENT_NOTE},       {"call", SAY_EVENT_CALL},
        {"answer", SAY_EVENT_ANSWER},   {"readmit", SAY_EVENT_READMIT},
        {"waive", SAY_EVENT_WAIVE},     {"outage", SAY_EVENT_OUTAGE}};
    const char *said =
        word_of(reader, words, sizeof words / sizeof *words, event->kind);

    return event->amount
               ? arena_print(
                     reader->arena, "%s: %s", said,
                     say_count(reader->arena, reader->language,
                               SAY_MINUTES_COUNT,
                               (long long)((event->amount + 59999) / 60000)))
               : said;
}

const char *event_words(const struct reader *reader,
                        const struct room_event *event)
{
    static const struct code_word words[] = {{"card", SAY_ADMIT_CARD},
                                             {"vneid", SAY_ADMIT_VNEID},
                                             {"known", SAY_ADMIT_KNOWN}};

    return strcmp(event->kind, "admit")
               ? event->words
               : word_of(reader, words, sizeof words / sizeof *words,
                         event->words);
}

/* ---- somebody ------------------------------------------------------------*/

struct seat_line seat_line_of(const struct seat *seat, int64_t now)
{
    struct seat_line line = {.seat = seat, .state = seat->state};
    bool called = !strcmp(seat->state, "called");

    if (!strcmp(seat->state, "absent"))
        line.state = "missed";
    if (!called)
        return line;
    if (!seat->attempt) {
        line.state = seat->admitted_at ? "admitted" : "absent";
        return line;
    }
    line.left_ms = attempt_left(seat->ends_at, seat->paused_at, now);
    if (strcmp(seat->attempt_state, "open") || line.left_ms <= 0) {
        line.state = "done";
        return line;
    }
    struct presence p = presence_of(seat->attempt, now);
    line.silent_ms = p.silent_ms;
    line.state = seat->paused_at ? "paused" : p.gap_ms ? "silent" : "working";
    return line;
}

/* ---- deeds ---------------------------------------------------------------*/

static enum status extend(struct request *req, const struct deed_in_room *deed)
{
    int64_t minutes;

    if (!parse_integer(line_typed(req, "minutes"), &minutes) || minutes < 1 ||
        minutes > 240)
        return INVALID;
    return room_extend(req->house, req->arena, deed, minutes * 60000);
}

static enum status move(struct request *req, const struct deed_in_room *deed)
{
    return room_move(req->house, req->arena, deed,
                     field_number(&req->form, "to", 0),
                     line_typed(req, "seat"));
}

static enum status do_what(struct request *req, const struct deed_in_room *deed,
                           const char *what)
{
    static const struct {
        const char *what;
        enum status (*how)(struct house *, struct arena *,
                           const struct deed_in_room *);
    } deeds[] = {{"pause", room_pause},       {"resume", room_resume},
                 {"end", room_end},           {"suspend", room_suspend},
                 {"note", room_note},         {"answer", room_answer},
                 {"open", room_open_sitting}, {"readmit", room_readmit},
                 {"waive", room_waive}};

    if (!strcmp(what, "extend"))
        return extend(req, deed);
    if (!strcmp(what, "move"))
        return move(req, deed);
    if (!strcmp(what, "admit"))
        return room_admit(req->house, req->arena, deed,
                          line_typed(req, "shown"));
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (!strcmp(deeds[i].what, what) &&
            !(deeds[i].how == room_open_sitting && deed->whom.candidate))
            return deeds[i].how(req->house, req->arena, deed);
    return MISSING;
}

/* What to mend, by what was tried. */
static enum word fault_word(const char *what, enum status status)
{
    if (status == INVALID)
        return !strcmp(what, "extend")  ? SAY_DEED_NO_TIME
               : !strcmp(what, "admit") ? SAY_DEED_NO_CARD
                                        : SAY_DEED_NO_REASON;
    return !strcmp(what, "move")    ? SAY_DEED_SEAT_TAKEN
           : !strcmp(what, "admit") ? SAY_DEED_ADMITTED
           : !strcmp(what, "open")  ? SAY_DEED_OPENED
                                    : SAY_DEED_NOBODY;
}

enum status deed_try(struct request *req, struct response *res,
                     const struct whom *whom, const char *what,
                     const char **fault)
{
    const struct deed_in_room deed = {.whom = *whom,
                                      .words = line_typed(req, "words"),
                                      .by = req->visitor->person,
                                      .now = req->now};
    const struct candidate *themselves;

    /* Whoever sits a sitting gives nobody time in it. */
    enum status status =
        candidate_find_by_person(req->house->db, req->arena, whom->sitting,
                                 req->visitor->person, &themselves);
    if (status == OK) {
        res->code = 403;
        *fault = say(req->visitor->language, SAY_DEED_OWN);
        return OK;
    }
    if (status != MISSING)
        return status;
    *fault = NULL;
    status = do_what(req, &deed, what);
    if (status != INVALID && status != CONFLICT)
        return status;
    res->code = status == INVALID ? 422 : 409;
    *fault = say(req->visitor->language, fault_word(what, status));
    return OK;
}

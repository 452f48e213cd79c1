#ifndef STORE_ROOMS_H
#define STORE_ROOMS_H

#include "store/db.h"

/*
 * Rooms of a sitting, seats in them, who watches over them, what happened
 * there, and what single people are granted. Events are appended and never
 * changed.
 */
struct room {
    int64_t id, sitting;
    const char *name, *place; /* place may be NULL */
    int64_t seats, seated;
};
MUST_CHECK enum status room_find(struct db *db, struct arena *arena, int64_t id,
                                 const struct room **out);
MUST_CHECK enum status room_list(struct db *db, struct arena *arena,
                                 int64_t sitting, const struct room **out,
                                 size_t *count);
/* CONFLICT: the sitting has a room of that name. */
MUST_CHECK enum status room_add(struct db *tx, struct arena *arena,
                                const struct room *room);
/* CONFLICT: somebody sits there, watches it, or something happened there. */
MUST_CHECK enum status room_remove(struct db *tx, struct arena *arena,
                                   int64_t id);

/* ---- seats ---------------------------------------------------------------*/

/* Somebody in a room, with their newest paper; what a console shows. */
struct seat {
    int64_t candidate, person;
    const char *number, *full_name;
    int64_t birth_date; /* 0: not known */
    const char *state, *reason;
    int64_t room; /* 0: none */
    const char *seat, *shown;
    int64_t admitted_at;
    int64_t attempt; /* 0: none */
    const char *attempt_state;
    int64_t started_at, ends_at, paused_at, saved_at;
    bool calls; /* for a proctor, and nobody came yet */
};
/* `room` 0: all. In the order of numbers, those after the candidate `after`. */
MUST_CHECK enum status seat_list(struct db *db, struct arena *arena,
                                 int64_t sitting, int64_t room, int64_t after,
                                 int64_t most, const struct seat **out,
                                 size_t *count);
/* Candidates without a room, but not those granted one of their own. */
MUST_CHECK enum status unseated_list(struct db *db, struct arena *arena,
                                     int64_t sitting, int64_t day, int64_t most,
                                     const int64_t **out, size_t *count);
/* CONFLICT: somebody else has that seat. `seat` may be NULL. */
MUST_CHECK enum status candidate_seat(struct db *tx, struct arena *arena,
                                      int64_t candidate, int64_t room,
                                      const char *seat);
/* CONFLICT: was let in before. */
MUST_CHECK enum status candidate_admit(struct db *tx, struct arena *arena,
                                       int64_t candidate, const char *shown,
                                       int64_t now);

/* ---- time ----------------------------------------------------------------*/

/* Whom a deed concerns: one candidate, everybody in a room, or all (both 0). */
struct whom {
    int64_t sitting, room, candidate;
};
struct under_way {
    int64_t papers, paused;
    int64_t last_end; /* 0: none */
};
MUST_CHECK enum status under_way_count(struct db *db, struct arena *arena,
                                       const struct whom *whom, int64_t now,
                                       struct under_way *out);
MUST_CHECK enum status attempts_pause(struct db *tx, struct arena *arena,
                                      const struct whom *whom, int64_t now);
MUST_CHECK enum status attempts_resume(struct db *tx, struct arena *arena,
                                       const struct whom *whom, int64_t now);
MUST_CHECK enum status attempts_extend(struct db *tx, struct arena *arena,
                                       const struct whom *whom, int64_t ms,
                                       int64_t now);
/* Its last paper may end at `until`; never earlier than known. */
MUST_CHECK enum status sitting_stretch(struct db *tx, struct arena *arena,
                                       int64_t sitting, int64_t until);
/* It closes later. */
MUST_CHECK enum status sitting_move_end(struct db *tx, struct arena *arena,
                                        int64_t sitting, int64_t ms);
MUST_CHECK enum status sitting_room_rules(struct db *tx, struct arena *arena,
                                          int64_t sitting, bool admits,
                                          int64_t openers, bool stands_still);
/* Papers whose time was not over at `from` end `ms` later. */
MUST_CHECK enum status attempts_stand_still(struct db *tx, struct arena *arena,
                                            int64_t sitting, int64_t from,
                                            int64_t ms);

/* NULL: no such condition. */
MUST_CHECK enum status sitting_conditions(struct db *tx, struct arena *arena,
                                          int64_t sitting, const char *passcode,
                                          const char *addresses,
                                          const char *seb_keys);
/* CONFLICT: was waived before. */
MUST_CHECK enum status candidate_waive(struct db *tx, struct arena *arena,
                                       int64_t candidate, int64_t now);

/* ---- who watches ---------------------------------------------------------*/

struct proctor {
    int64_t id, sitting;
    int64_t room; /* 0: the whole sitting */
    int64_t person;
    const char *full_name, *room_name;
};
MUST_CHECK enum status proctor_list(struct db *db, struct arena *arena,
                                    int64_t sitting, const struct proctor **out,
                                    size_t *count);
/* What one person watches over in it. */
MUST_CHECK enum status proctor_person_list(struct db *db, struct arena *arena,
                                           int64_t person, int64_t sitting,
                                           const struct proctor **out,
                                           size_t *count);
MUST_CHECK enum status proctor_add(struct db *tx, struct arena *arena,
                                   const struct proctor *proctor, int64_t by,
                                   int64_t now);
/* MISSING: does not watch. */
MUST_CHECK enum status proctor_end(struct db *tx, struct arena *arena,
                                   int64_t sitting, int64_t id, int64_t now);

struct watched {
    int64_t sitting;
    const char *code, *title;
    int64_t opens_at, closes_at, over_at;
};
MUST_CHECK enum status watched_list(struct db *db, struct arena *arena,
                                    int64_t person, const struct watched **out,
                                    size_t *count);

/* ---- what happened -------------------------------------------------------*/

struct room_event {
    int64_t id, sitting;
    int64_t room, candidate; /* where the candidate sat; 0, 0: for all */
    const char *kind;        /* see the schema */
    int64_t amount;          /* ms */
    int64_t touched;         /* papers */
    const char *words;
    int64_t at;
    int64_t by; /* 0: the server */
    const char *by_name, *room_name, *number, *candidate_name;
};
MUST_CHECK enum status room_event_add(struct db *tx, struct arena *arena,
                                      const struct room_event *event);
/* Newest first, with ids below `before`. Of a room, with what concerned all;
   of a candidate, likewise. */
MUST_CHECK enum status room_event_list(struct db *db, struct arena *arena,
                                       const struct whom *whom, int64_t before,
                                       int64_t most,
                                       const struct room_event **out,
                                       size_t *count);
/* Who has opened the sitting. */
MUST_CHECK enum status opener_list(struct db *db, struct arena *arena,
                                   int64_t sitting, const int64_t **out,
                                   size_t *count);
/* A call that nobody has answered. MISSING: none. */
MUST_CHECK enum status open_call_find(struct db *db, struct arena *arena,
                                      int64_t candidate);

/* Sittings in which papers were open at a moment, and how many. */
struct waited {
    int64_t sitting, papers;
    bool stands_still; /* their clocks do, as was chosen in advance */
};
MUST_CHECK enum status waited_list(struct db *db, struct arena *arena,
                                   int64_t at, const struct waited **out,
                                   size_t *count);
/* The last outage of a sitting, if all were not given time since: id, amount,
   touched and at only. MISSING: none. */
MUST_CHECK enum status outage_find(struct db *db, struct arena *arena,
                                   int64_t sitting, struct room_event *out);

/* ---- what people are granted ---------------------------------------------*/

struct accommodation {
    int64_t id, person;
    int64_t percent; /* of the limit, 100 to 400 */
    int64_t break_minutes;
    bool larger_text, separate_room;
    const char *basis;
    int64_t valid_from, valid_to; /* days; 0: open */
    int64_t approved_by, approved_at;
    const char *approver;
};
/* MISSING: none that holds on the day. */
MUST_CHECK enum status accommodation_find(struct db *db, struct arena *arena,
                                          int64_t person, int64_t day,
                                          struct accommodation *out);
MUST_CHECK enum status accommodation_list(struct db *db, struct arena *arena,
                                          int64_t person,
                                          const struct accommodation **out,
                                          size_t *count);
MUST_CHECK enum status accommodation_add(struct db *tx, struct arena *arena,
                                         const struct accommodation *one);
MUST_CHECK enum status accommodation_end(struct db *tx, struct arena *arena,
                                         int64_t person, int64_t id,
                                         int64_t day);
/* The most that anybody called to a sitting is granted. */
MUST_CHECK enum status
accommodation_find_most(struct db *db, struct arena *arena, int64_t sitting,
                        int64_t day, int64_t *percent, int64_t *break_minutes);
struct called_until {
    int64_t sitting, test, closes_at;
};
/* Sittings that are not over, to which a person is called. */
MUST_CHECK enum status called_until_list(struct db *db, struct arena *arena,
                                         int64_t person, int64_t now,
                                         const struct called_until **out,
                                         size_t *count);

/* ---- before it opens -----------------------------------------------------*/

struct preflight_people {
    int64_t called, no_way_in, disabled, unseated, roomless;
};
MUST_CHECK enum status preflight_people_count(struct db *db,
                                              struct arena *arena,
                                              int64_t sitting, int64_t day,
                                              struct preflight_people *out);
/* Called to another sitting of less than a day in the same hours. */
MUST_CHECK enum status preflight_overlap_count(struct db *db,
                                               struct arena *arena,
                                               int64_t sitting, int64_t opens,
                                               int64_t closes, int64_t *out);
/* Candidates who hold one of the roles (",author,vendor,"). */
MUST_CHECK enum status
preflight_insider_count(struct db *db, struct arena *arena, int64_t sitting,
                        const char *roles, int64_t day, int64_t *out);
/* Anybody who holds one. */
MUST_CHECK enum status preflight_holder_count(struct db *db,
                                              struct arena *arena,
                                              const char *roles, int64_t day,
                                              int64_t *out);

#endif

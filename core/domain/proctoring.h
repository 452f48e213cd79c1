#ifndef DOMAIN_PROCTORING_H
#define DOMAIN_PROCTORING_H

#include "domain/sittings.h"
#include "store/rooms.h"

/*
 * The room: what those who watch over a sitting do, about one candidate, about
 * everybody in a room, or about all. Each deed is one transaction, so it holds
 * for all it names or for none, and leaves an event that says who, when and
 * why; events are appended and never changed. Time is the server's: a clock
 * that stands still goes on with what was left.
 */

/* ---- rooms, seats and proctors -------------------------------------------*/

enum { ROOM_MOST_SEATS = 2000, ROOMS_MOST = 500 };

/* INVALID: no name, or seats not 1 to ROOM_MOST_SEATS. CONFLICT: there is one
   of that name, or ROOMS_MOST already. */
MUST_CHECK enum status room_open(struct house *house, struct arena *arena,
                                 const struct room *room, int64_t by,
                                 int64_t now);
/* CONFLICT: somebody sits there or it has a history. */
MUST_CHECK enum status room_close(struct house *house, struct arena *arena,
                                  int64_t sitting, int64_t room, int64_t by,
                                  int64_t now);

/* Give everybody who has none a room and a seat: rooms by name, seats from 1,
   people in the order of their numbers. `*seated` got one, `*left` did not:
   the rooms are full, or they are granted a room of their own. */
MUST_CHECK enum status seats_fill(struct house *house, struct arena *arena,
                                  int64_t sitting, int64_t by, int64_t now,
                                  size_t *seated, size_t *left);

/* `room` 0: all of the sitting. DENIED: no role of theirs may watch over rooms.
   INVALID: the room is of another sitting, or the person sits this sitting
   themselves. CONFLICT: watches there already. */
MUST_CHECK enum status proctor_appoint(struct house *house, struct arena *arena,
                                       int64_t sitting, int64_t room,
                                       int64_t person, int64_t by, int64_t now);
MUST_CHECK enum status proctor_dismiss(struct house *house, struct arena *arena,
                                       int64_t sitting, int64_t id, int64_t by,
                                       int64_t now);

/* Rules of the room, chosen before anybody begins. CONFLICT: somebody has. */
struct room_rules {
    bool admits;       /* only who was let in starts */
    bool two_open;     /* two people open it */
    bool stands_still; /* no clock runs while the server is out */
};
MUST_CHECK enum status sitting_rules_set(struct house *house,
                                         struct arena *arena, int64_t sitting,
                                         const struct room_rules *rules,
                                         int64_t by, int64_t now);

/* ---- deeds ---------------------------------------------------------------*/

struct deed_in_room {
    struct whom whom;
    const char *words; /* why; NULL or "": none given */
    int64_t by, now;
};

/* Each: MISSING, it is nothing of this sitting; INVALID, a reason is due and
   none was given; CONFLICT, there is nothing it could be done to. */

/* The person came and showed who they are: "card", "vneid" or "known" (by
   sight). */
MUST_CHECK enum status room_admit(struct house *house, struct arena *arena,
                                  const struct deed_in_room *deed,
                                  const char *shown);
/* To another room or seat. CONFLICT: the seat is taken or the room full. */
MUST_CHECK enum status room_move(struct house *house, struct arena *arena,
                                 const struct deed_in_room *deed, int64_t room,
                                 const char *seat);
MUST_CHECK enum status room_pause(struct house *house, struct arena *arena,
                                  const struct deed_in_room *deed);
MUST_CHECK enum status room_resume(struct house *house, struct arena *arena,
                                   const struct deed_in_room *deed);
/* More time for who is at work; for all, the sitting also closes later. INVALID
   also: not 1 minute to 4 hours. */
MUST_CHECK enum status room_extend(struct house *house, struct arena *arena,
                                   const struct deed_in_room *deed, int64_t ms);
/* Hand in what is there, as of now. */
MUST_CHECK enum status room_end(struct house *house, struct arena *arena,
                                const struct deed_in_room *deed);
/* Out of the exam: the paper is closed, and the person's state is suspended,
   never a zero. */
MUST_CHECK enum status room_suspend(struct house *house, struct arena *arena,
                                    const struct deed_in_room *deed);
MUST_CHECK enum status room_note(struct house *house, struct arena *arena,
                                 const struct deed_in_room *deed);
/* A candidate asks for somebody; once until somebody came. */
MUST_CHECK enum status room_call(struct house *house, struct arena *arena,
                                 const struct deed_in_room *deed);
MUST_CHECK enum status room_answer(struct house *house, struct arena *arena,
                                   const struct deed_in_room *deed);
/* One of two who open it, or the only one. CONFLICT: has done so. */
MUST_CHECK enum status room_open_sitting(struct house *house,
                                         struct arena *arena,
                                         const struct deed_in_room *deed);

/* A deed that lives elsewhere (conditions.h, exam_codes.h): `how` in one
   transaction with the event that it leaves. */
typedef enum status room_work(struct db *tx, struct arena *arena,
                              const struct deed_in_room *deed);
MUST_CHECK enum status room_do(struct house *house, struct arena *arena,
                               const struct deed_in_room *deed,
                               const char *kind, room_work *how);

/* ---- what is seen --------------------------------------------------------*/

/* Whether enough people have opened it. */
MUST_CHECK enum status sitting_is_opened(struct db *db, struct arena *arena,
                                         const struct sitting *sitting,
                                         bool *opened);

#endif

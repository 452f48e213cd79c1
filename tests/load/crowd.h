#ifndef LOAD_CROWD_H
#define LOAD_CROWD_H

#include "bank.h"
#include "client.h"

/*
 * The candidates: who they are, what was put before them, and what they were
 * told is kept. Read from a file of sessions ("TOKEN CSRF PERSON" a line) and,
 * after the start, from the database (attempt, paper); what is stored is
 * compared with what was acknowledged.
 */
enum { MOST_SLOTS = 60, NOTHING = 255 };

struct slot {
    uint8_t item;     /* in `bank` */
    uint8_t standing; /* which answer was acknowledged last; NOTHING */
    uint16_t revision;
};

struct sitter {
    char token[65], csrf[65];
    int64_t person, attempt;
    int slots;
    struct slot *paper;
};

struct crowd {
    struct sitter *list;
    size_t count;
    int port;
    bool keep; /* connections are used again */
};

void crowd_read(struct crowd *crowd, const char *sessions);
void crowd_free(struct crowd *crowd);

/* The attempts and papers of a sitting; returns how many. */
size_t crowd_papers(struct crowd *crowd, const char *database, int64_t sitting);

/* Requests, as a browser with script sends them. Into `out` (8 KiB); the
   length. */
enum { REQUEST_ROOM = 8192 };
size_t ask_page(const struct crowd *crowd, const struct sitter *who, char *out,
                const char *path);
size_t ask_form(const struct crowd *crowd, const struct sitter *who, char *out,
                const char *path, const char *form, bool script);
size_t ask_save(const struct crowd *crowd, const struct sitter *who, int slot,
                int answer, char *out);

/* Take the reply of a save. False: it was not acknowledged; `why` is told
   once. */
bool take_save(struct sitter *who, int slot, int answer,
               const struct reply *reply);

/* Every answer that was acknowledged last stands in the database, with the
   revision that was told. Returns how many do not; says which first. */
size_t check_answers(const struct crowd *crowd, const char *database,
                     size_t *checked);

/* The result of each attempt that was handed in is what its answers are
   worth. Waits until all are graded, `patience` seconds at most. */
size_t check_scores(const struct crowd *crowd, const char *database,
                    int64_t sitting, int patience, size_t *checked);

/* Chance from a seed: the same load every time. */
uint32_t dice(uint32_t below);

#endif

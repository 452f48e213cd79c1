#ifndef DOMAIN_HOUSE_H
#define DOMAIN_HOUSE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct intakes;
struct questions;
struct readers;
struct sealer;
struct shelf;

/*
 * What stands for as long as the server runs, made by the command that starts
 * it and handed to everything that works: the database, the plugin processes,
 * the reading processes, the data folder. Rules take it as their first
 * argument where they need more than the database.
 */
struct house {
    struct db *db;
    struct questions *questions; /* plugins, see quiz/questions.h */
    struct readers *readers;     /* untrusted files, see reading/reading.h */
    struct sealer *sealer;       /* of the evidence, see domain/sealing.h */
    struct shelf *shelf;         /* items at hand, see domain/shelf.h */
    struct intakes *intakes;     /* lists at work, see domain/intakes.h */
    const char *data;            /* folder: khoa.db, blobs/, keys/ */
    bool demo;                   /* demo data: said on every page */
    const char *body_name;       /* who runs this Khoa */
    const char *origin; /* "https://a.vn" that people type; NULL: as asked */
    bool secure;        /* ... and it is https */
    int64_t idle_ms, session_ms; /* limits of a session; 0: two and 12 hours */
    int64_t unsure_before; /* attempts that ran out before this moment wait for
                              a person, since the clock may be wrong */
    const char *chance;    /* papers follow from this seed: while demo data is
                              made; NULL: from what nobody can guess */
};

#endif

#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "store/db.h"

/*
 * People and their duties. A person is kept for good and may have three keys
 * from outside; Khoa is not where they are mastered, so any may be missing. An
 * assignment is a duty in a unit from a day to a day, one of them the main one.
 * Days are numbers such as 20261123; 0 where there is none.
 *
 * What an import has staged is not seen by any function here until the import
 * is done (see the schema), save by those that say so.
 */
struct person {
    int64_t id;
    const char *staff_number, *dossier_id, *national_id; /* NULL: none */
    const char *full_name, *family_name, *middle_name, *given_name;
    const char *sort_key, *fold_key;
    int64_t birth_date;
    const char *gender;     /* "nam", "nu" or NULL */
    const char *kind;       /* can_bo, cong_chuc, vien_chuc, hdld,
                               khong_chuyen_trach */
    const char *address_as; /* "chi", "anh" or NULL */
    const char *email;
    int64_t left_on;
    int64_t created_at, changed_at; /* ms */
};

struct assignment {
    int64_t id, person, unit;
    bool main;
    const char *job_title, *rank_code;
    int64_t position, duty_group;
    int64_t valid_from, valid_to;
    /* where read for showing: */
    const char *unit_name;
    const char *position_code, *position_name, *duty_group_name;
};

/* Whom somebody may see: everybody, or people in the subtrees of the units
   that one of the roles (",hr,organiser,") was granted to `viewer` for. A
   person who has left counts where they were last. */
struct people_scope {
    bool whole;
    int64_t viewer;
    const char *roles;
    int64_t day;
};

/* MISSING if there is none by that id. */
MUST_CHECK enum status person_find(struct db *db, struct arena *arena,
                                   int64_t id, const struct person **out);

/* MISSING unless the person is within the scope. */
MUST_CHECK enum status person_scope_find(struct db *db, struct arena *arena,
                                         int64_t person,
                                         const struct people_scope *scope);

/* By any of the three keys. */
MUST_CHECK enum status person_key_find(struct db *db, struct arena *arena,
                                       const char *key,
                                       const struct person **out);

/* Duties, the newest first. */
MUST_CHECK enum status assignment_list(struct db *db, struct arena *arena,
                                       int64_t person,
                                       const struct assignment **out,
                                       size_t *count);

/* The main duty on that day, or the last one of a person who has left. */
MUST_CHECK enum status assignment_find(struct db *db, struct arena *arena,
                                       int64_t person, int64_t day,
                                       const struct assignment **out);

/* ---- lists ----------------------------------------------------------------*/

/* Words of a search, as text/fold.h makes them: every person wanted has, for
   each, a word key >= from and < end. */
enum { PEOPLE_WORDS = 4 };
struct people_word {
    const char *from, *end;
};

struct people_filter {
    struct people_scope scope;
    int64_t unit; /* this one and below; 0: the whole scope. The caller has
                     made sure that it lies within the scope */
    bool left;    /* those who have left, instead of those in service */
    struct people_word words[PEOPLE_WORDS];
    size_t word_count;
    /* People who have all of these as well are left out: after the exact hits
       come those that are alike without marks. */
    struct people_word without[PEOPLE_WORDS];
    size_t without_count;
};

/* Where a page of a list begins: behind this person. */
struct people_place {
    const char *sort_key; /* NULL: at the beginning */
    int64_t id;
};

/* In the order of Vietnamese lists. The way to them is chosen by what is rare:
   a word, a unit, or neither. */
MUST_CHECK enum status person_list(struct db *db, struct arena *arena,
                                   const struct people_filter *filter,
                                   struct people_place after, int64_t limit,
                                   const struct person **out, size_t *count);

/* How many are in service, of the scope and unit of the filter; its words and
   `left` do not count. */
MUST_CHECK enum status person_count(struct db *db, struct arena *arena,
                                    const struct people_filter *filter,
                                    int64_t *count);

/* Walk everybody with the main duty that is open, by id: for an import, which
   has to know them all. See db_each; the texts live until `each` returns. */
struct person_seen {
    struct person person;
    struct assignment duty; /* id 0: none */
    const char *login;      /* NULL: no account */
};
typedef enum status person_each(const struct person_seen *seen, void *arg);
MUST_CHECK enum status person_each_list(struct db *db, person_each *each,
                                        void *arg);

/* Roles as granted, dated. */
struct grant {
    int64_t id;
    const char *role;
    int64_t unit; /* 0: the whole agency */
    const char *unit_name;
    int64_t valid_from, valid_to;
};
MUST_CHECK enum status grant_list(struct db *db, struct arena *arena,
                                  int64_t person, const struct grant **out,
                                  size_t *count);

/* Positions and groups of similar duties, by code. */
struct coded {
    int64_t id;
    const char *code, *name;
};
MUST_CHECK enum status position_list(struct db *db, struct arena *arena,
                                     const struct coded **out, size_t *count);
MUST_CHECK enum status duty_group_list(struct db *db, struct arena *arena,
                                       const struct coded **out, size_t *count);

/* ---- changes, each within db_write ---------------------------------------*/

/* `staged`: the import that brings the row, 0 for none. CONFLICT: another
   person has one of the keys. */
MUST_CHECK enum status person_add(struct db *tx, struct arena *arena,
                                  const struct person *person, int64_t staged);
/* CONFLICT: changed since `was` (its changed_at), or a key is taken. */
MUST_CHECK enum status person_change(struct db *tx, struct arena *arena,
                                     const struct person *person, int64_t was);
/* One word a person is found by. */
MUST_CHECK enum status person_word_add(struct db *tx, struct arena *arena,
                                       int64_t person, const char *word);
MUST_CHECK enum status person_words_remove(struct db *tx, struct arena *arena,
                                           int64_t person);

MUST_CHECK enum status assignment_add(struct db *tx, struct arena *arena,
                                      const struct assignment *assignment,
                                      int64_t staged);
MUST_CHECK enum status assignment_end(struct db *tx, struct arena *arena,
                                      int64_t id, int64_t day);
/* All duties that still hold. */
MUST_CHECK enum status assignments_end(struct db *tx, struct arena *arena,
                                       int64_t person, int64_t day);
/* Put right what was entered for the same day; days and person stay. */
MUST_CHECK enum status assignment_correct(struct db *tx, struct arena *arena,
                                          const struct assignment *assignment);

/* `valid_to` of the grant is not written: a grant ends by grant_end. */
MUST_CHECK enum status grant_add(struct db *tx, struct arena *arena,
                                 int64_t person, const struct grant *grant);
MUST_CHECK enum status grant_end(struct db *tx, struct arena *arena, int64_t id,
                                 int64_t day);

MUST_CHECK enum status position_add(struct db *tx, struct arena *arena,
                                    const struct coded *position);
MUST_CHECK enum status duty_group_add(struct db *tx, struct arena *arena,
                                      const struct coded *group);

#endif

#ifndef DOMAIN_PEOPLE_H
#define DOMAIN_PEOPLE_H

#include "store/people.h"

/* The keys that follow from a person's name, birth date and staff number: how
   lists order people (two of one name by birth date, then by number), and what
   they are found by without marks. */
void person_keys(struct arena *arena, struct person *person);

/* What the search finds the person by, as text/fold.h makes it: in place of
   what was there. Within db_write. */
MUST_CHECK enum status person_words_set(struct db *tx, struct arena *arena,
                                        int64_t person, const char *full_name);

#endif

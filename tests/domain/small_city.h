#ifndef TESTS_DOMAIN_SMALL_CITY_H
#define TESTS_DOMAIN_SMALL_CITY_H

#include "base/random.h"
#include "domain/units.h"
#include "store/people.h"
#include "tests/store/world.h"

/* Units and people for tests of what is decided about them: all since FROM. */
enum { FROM = 20250101 };

/* Somebody with a main duty in a unit. */
static inline enum status add_person(struct db *tx, const char *name,
                                     int64_t unit, const char *kind,
                                     int64_t *id)
{
    *id = id_new();
    TRY(person_add(tx, arena,
                   &(struct person){.id = *id,
                                    .full_name = name,
                                    .family_name = "",
                                    .middle_name = "",
                                    .given_name = name,
                                    .sort_key = name,
                                    .fold_key = name,
                                    .kind = kind},
                   0));
    return assignment_add(tx, arena,
                          &(struct assignment){.id = id_new(),
                                               .person = *id,
                                               .unit = unit,
                                               .main = true,
                                               .valid_from = FROM},
                          0);
}

/* `code` may be NULL; `parent` 0: a root. */
static inline enum status add_unit(struct db *tx, const char *name,
                                   const char *code, int64_t parent,
                                   int64_t *id)
{
    return unit_open(tx, arena,
                     &(struct unit_draft){.name = name,
                                          .kind = "department",
                                          .scheme = "noi_bo",
                                          .code = code,
                                          .parent = parent,
                                          .from = FROM},
                     id);
}

#endif

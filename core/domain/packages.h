#ifndef DOMAIN_PACKAGES_H
#define DOMAIN_PACKAGES_H

#include "base/status.h"
#include "domain/findings.h"
#include "domain/house.h"

/*
 * Take in the package in a folder: read it, pass it through the gate (see
 * quiz/gate.h), keep it with the gate's report. The same package again changes
 * nothing. `approve`: it is approved by whoever
 * takes it in (shipped plugins at setup); otherwise it waits for a reviewer.
 * INVALID: the findings say why.
 */
MUST_CHECK enum status package_take_in(struct house *house, const char *folder,
                                       bool approve, int64_t by, int64_t now,
                                       struct findings *findings);

/* What a report of the gate found, as findings; `prefix` begins each. */
void package_tell(struct findings *findings, const char *file, int64_t line,
                  const char *prefix, const struct tree *report);

/* Every folder below `folder` that holds a plugin.lua. */
MUST_CHECK enum status packages_take_in(struct house *house, const char *folder,
                                        bool approve, int64_t by, int64_t now,
                                        struct findings *findings);

/*
 * A person approves a package that waits. DENIED: it is the one who took it
 * in; nobody reviews their own. INVALID: the gate has not passed it. CONFLICT:
 * it does not wait.
 */
MUST_CHECK enum status package_approval(struct house *house,
                                        struct arena *arena, int64_t package,
                                        int64_t by, int64_t now);

/* Did the gate pass it? `report` as stored; NULL: it has not been there. */
bool package_passed(struct arena *arena, const char *report);

/* End a suspension: three processes lost within a minute (quiz/questions.h).
   Who does it is on record. */
MUST_CHECK enum status package_lift(struct house *house, struct arena *arena,
                                    int64_t package, int64_t by, int64_t now);

#endif

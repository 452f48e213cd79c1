#ifndef DOMAIN_PACKAGES_H
#define DOMAIN_PACKAGES_H

#include "base/status.h"
#include "domain/findings.h"
#include "domain/house.h"

/*
 * Take in the package in a folder: read it, ask it what it is, keep it. The
 * same package again changes nothing. `approve`: it is approved by whoever
 * takes it in (shipped plugins at setup); otherwise it waits for a reviewer.
 * INVALID: the findings say why.
 */
MUST_CHECK enum status package_take_in(struct house *house, const char *folder,
                                       bool approve, int64_t by, int64_t now,
                                       struct findings *findings);

/* Every folder below `folder` that holds a plugin.lua. */
MUST_CHECK enum status packages_take_in(struct house *house, const char *folder,
                                        bool approve, int64_t by, int64_t now,
                                        struct findings *findings);

#endif

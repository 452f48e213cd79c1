#include "domain/rights.h"

#include <string.h>

#define R(right) (UINT64_C(1) << (right))

static const uint64_t everybody = R(ANYONE) | R(SIGNED_IN) | R(SIT) | R(LEARN);

static const struct {
    const char *code;
    uint64_t rights;
} roles[ROLE_COUNT] = {
    [ROLE_LEARNER] = {"learner", 0},
    [ROLE_ADMIN] = {"admin", R(SEE_PEOPLE) | R(MANAGE_PEOPLE) |
                                 R(MANAGE_ACCOUNTS) | R(SEE_PLUGINS) |
                                 R(APPROVE_PLUGINS) | R(SEE_AUDIT) |
                                 R(ADMINISTER)},
    [ROLE_HR] = {"hr", R(SEE_PEOPLE) | R(MANAGE_PEOPLE) | R(MANAGE_ACCOUNTS) |
                           R(SEE_RESULTS) | R(EXPORT_RESULTS) |
                           R(SEE_NATIONAL_ID) | R(SEE_REGRADES) |
                           R(APPROVE_REGRADES)},
    [ROLE_AUTHOR] = {"author", R(SEE_ITEMS) | R(EDIT_COURSES) | R(SEE_PLUGINS)},
    [ROLE_REVIEWER] = {"reviewer",
                       R(SEE_ITEMS) | R(SEE_PLUGINS) | R(APPROVE_PLUGINS)},
    [ROLE_VENDOR] = {"vendor", R(SEE_ITEMS) | R(SEE_PLUGINS)},
    [ROLE_ORGANISER] = {"organiser", R(SEE_PEOPLE) | R(SEE_ITEMS) |
                                         R(SEE_PLUGINS) | R(PUBLISH_TESTS) |
                                         R(SCHEDULE) | R(WATCH) | R(REGRADE) |
                                         R(SEE_REGRADES) | R(APPROVE_REGRADES)},
    [ROLE_INSPECTOR] = {"inspector", R(SEE_PEOPLE) | R(SEE_RESULTS) |
                                         R(SEE_ITEMS) | R(SEE_PLUGINS) |
                                         R(SEE_AUDIT) | R(SEE_REGRADES)},
    [ROLE_MARKER] = {"marker", R(MARK)},
    [ROLE_PROCTOR] = {"proctor", R(WATCH)},
};

const char *role_code(enum role role)
{
    return roles[role].code;
}

enum role role_of(const char *code)
{
    for (enum role r = 0; code && r < ROLE_COUNT; r++)
        if (!strcmp(roles[r].code, code))
            return r;
    return ROLE_COUNT;
}

uint64_t role_rights(enum role role)
{
    return everybody | roles[role].rights;
}

uint64_t role_rights_exam(void)
{
    return R(ANYONE) | R(SIT);
}

bool role_is_staff(enum role role)
{
    return role != ROLE_LEARNER;
}

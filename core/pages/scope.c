#include "pages/scope.h"

#include "base/clock.h"
#include "domain/house.h"
#include "store/units.h"

struct people_scope scope_of(const struct request *req, enum right right)
{
    struct buf roles = {.arena = req->arena};
    struct people_scope scope = {.viewer = req->visitor->person,
                                 .day = clock_day(req->now)};

    for (enum role r = 0; r < ROLE_COUNT; r++)
        if (role_rights(r) >> right & 1) {
            emit_text(&roles, ",");
            emit_text(&roles, role_code(r));
        }
    emit_text(&roles, ",");
    scope.roles = roles.data;
    for (size_t i = 0; i < req->visitor->scope_count; i++) {
        const struct scope *s = &req->visitor->scopes[i];
        scope.whole |= !s->unit && role_rights(s->role) >> right & 1;
    }
    return scope;
}

static bool is_granted(const struct visitor *visitor, enum right right,
                       int64_t unit)
{
    for (size_t i = 0; i < visitor->scope_count; i++) {
        const struct scope *s = &visitor->scopes[i];
        if (role_rights(s->role) >> right & 1 && (!s->unit || s->unit == unit))
            return true;
    }
    return false;
}

enum status scope_unit(const struct request *req, enum right right,
                       int64_t unit, int64_t day)
{
    const struct unit *path;
    size_t count;

    TRY(unit_path_list(req->house->db, req->arena, unit, day, &path, &count));
    for (size_t i = 0; i < count; i++)
        if (is_granted(req->visitor, right, path[i].id))
            return OK;
    return MISSING;
}

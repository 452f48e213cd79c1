#ifndef PAGES_UNIT_CHANGE_H
#define PAGES_UNIT_CHANGE_H

#include "domain/unit_changes.h"
#include "pages/reader.h"

/*
 * How a unit changes, by a form: what is to be done, a look at what it means,
 * and the deed. Everything comes back as it was typed.
 */
struct unit_change_page {
    const struct unit *unit;
    const char *what; /* add move rename merge split close */
    const char *day, *note, *name, *short_name, *kind, *code, *parent, *others,
        *parts; /* as typed */
    struct unit_change change;
    const char *parent_name;         /* of a move */
    const struct unit **other_units; /* of a merger */
    const struct unit *children;     /* of a split: to be handed out */
    size_t child_count;
    uint64_t faults;
    struct unit_effect effect;
    bool checked, preview;
};

bool unit_change_has(const struct unit_change_page *page,
                     enum unit_fault fault);
/* "Đổi tên", "Chuyển", ...: the heading. */
const char *unit_change_said(const struct reader *reader, const char *what);

#endif

#include "domain/findings.h"

#include <string.h>

struct findings findings_of(struct arena *arena)
{
    return (struct findings){.arena = arena};
}

static void add(struct findings *f, struct finding finding)
{
    if (f->count == f->room) {
        f->room = f->room * 2 + 16;
        struct finding *more = arena_many(f->arena, struct finding, f->room);
        if (f->count)
            memcpy(more, f->list, f->count * sizeof *more);
        f->list = more;
    }
    f->list[f->count++] = finding;
    f->errors += finding.error;
}

void find_error(struct findings *f, const char *file, int64_t line,
                const char *vi, const char *en)
{
    add(f, (struct finding){file, line, vi, en, true});
}

void find_warning(struct findings *f, const char *file, int64_t line,
                  const char *vi, const char *en)
{
    add(f, (struct finding){file, line, vi, en, false});
}

void find_all(struct findings *f, const char *file, const struct tree *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct tree *p = &problems->items[i];
        find_error(f, file, tree_integer(p, "line", 0), tree_text(p, "vi"),
                   tree_text(p, "en"));
    }
}

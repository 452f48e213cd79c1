#include "domain/staff_import.h"

#include "base/clock.h"
#include "domain/staff_plan.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

static int by_line(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->error != y->error ? y->error - x->error : strcmp(x->vi, y->vi);
}

enum status staff_import(struct house *house, struct arena *arena,
                         const struct staff_file *file,
                         const struct staff_import *import,
                         struct findings *findings, struct staff_counts *counts)
{
    struct staff_rows rows;
    struct staff_plan plan;

    *counts = (struct staff_counts){0};
    TRY(staff_file_read(house->readers, arena, file, import, findings, &rows));
    staff_tell(import, STAFF_COMPARING, 0, 0);
    if (!findings->errors || rows.count)
        TRY(staff_plan_make(house->db, arena, file, import, &rows, findings,
                            &plan));
    if (findings->count)
        qsort(findings->list, findings->count, sizeof *findings->list, by_line);
    if (findings->errors)
        return INVALID;
    *counts = plan.counts;
    if (import->dry_run || staff_plan_is_empty(&plan))
        return OK;
    return staff_plan_write(house->db, file, import, &plan, &counts->run);
}

const char *staff_counts_text(struct arena *arena,
                              const struct staff_counts *counts,
                              const char *digest, int64_t run)
{
    struct tree_maker map = tree_map(arena);

    if (digest)
        tree_put(&map, "digest", tree_of_text(digest));
    tree_put(&map, "rows", tree_of_integer(counts->rows));
    tree_put(&map, "added", tree_of_integer(counts->added));
    tree_put(&map, "changed", tree_of_integer(counts->changed));
    tree_put(&map, "moved", tree_of_integer(counts->moved));
    tree_put(&map, "left", tree_of_integer(counts->left));
    tree_put(&map, "same", tree_of_integer(counts->same));
    if (run)
        tree_put(&map, "run", tree_of_integer(run));
    const struct tree detail = tree_done(&map);
    return json_text(arena, &detail);
}

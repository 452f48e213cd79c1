#include "domain/staff_import.h"

#include "base/clock.h"
#include "domain/staff_plan.h"

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
    return staff_plan_write(house->db, file, import, &plan);
}

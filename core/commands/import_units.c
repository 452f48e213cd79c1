#include "commands/import.h"

#include "base/clock.h"
#include "domain/unit_import.h"

#include <stdio.h>

static void tell_counts(const struct unit_counts *c, bool dry_run)
{
    printf("%lld dòng: %lld đơn vị mới, %lld đơn vị như cũ%s\n",
           (long long)c->rows, (long long)c->added, (long long)c->same,
           dry_run ? " (chạy thử, chưa ghi gì)" : "");
    printf("%lld rows: %lld units added, %lld as before%s\n",
           (long long)c->rows, (long long)c->added, (long long)c->same,
           dry_run ? " (dry run, nothing written)" : "");
}

int import_units(const struct import_call *call)
{
    struct findings findings = findings_of(call->arena);
    const struct staff_import import = {
        .now = clock_now(), .day = call->day, .dry_run = call->dry_run};
    struct unit_counts counts;
    struct staff_file file;

    if (!import_read(call, &file))
        return 1;
    enum status status = unit_import(call->house, call->arena, &file, &import,
                                     &findings, &counts);
    findings_tell(&findings);
    if (status == OK) {
        tell_counts(&counts, call->dry_run);
        return 0;
    }
    if (status == INVALID)
        fprintf(stderr,
                "khoa: %zu lỗi, chưa ghi gì\nkhoa: %zu errors, nothing "
                "written\n",
                findings.errors, findings.errors);
    else if (status == CONFLICT)
        fputs("khoa: somebody changed units meanwhile; nothing was written. "
              "Try again in a minute.\n",
              stderr);
    else
        fputs("khoa: the import failed; the log says why. Nothing was "
              "written.\n",
              stderr);
    return 1;
}

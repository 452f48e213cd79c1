#include "commands/import.h"

#include "base/clock.h"
#include "domain/staff_import.h"

#include <stdio.h>

static void tell_counts(const struct staff_counts *c, bool dry_run)
{
    printf("%lld dòng: %lld người mới, %lld người đổi thông tin, %lld nhiệm "
           "vụ thay đổi, %lld người nghỉ, %lld dòng như cũ%s\n",
           (long long)c->rows, (long long)c->added, (long long)c->changed,
           (long long)c->moved, (long long)c->left, (long long)c->same,
           dry_run ? " (chạy thử, chưa ghi gì)" : "");
    printf("%lld rows: %lld people added, %lld changed, %lld duties changed, "
           "%lld left, %lld rows as before%s\n",
           (long long)c->rows, (long long)c->added, (long long)c->changed,
           (long long)c->moved, (long long)c->left, (long long)c->same,
           dry_run ? " (dry run, nothing written)" : "");
}

int import_staff(const struct import_call *call)
{
    struct findings findings = findings_of(call->arena);
    const struct staff_import import = {
        .now = clock_now(), .day = call->day, .dry_run = call->dry_run};
    struct staff_counts counts;
    struct staff_file file;

    if (!import_read(call, &file))
        return 1;
    enum status status = staff_import(call->house, call->arena, &file, &import,
                                      &findings, &counts);
    findings_tell(&findings);
    switch (status) {
    case OK:
        tell_counts(&counts, call->dry_run);
        if (counts.run)
            printf("Hoàn tác: / To take it back:\n"
                   "  khoa import undo %lld --reason \"...\"\n",
                   (long long)counts.run);
        return 0;
    case INVALID:
        fprintf(stderr,
                "khoa: %zu lỗi, chưa ghi gì\nkhoa: %zu errors, nothing "
                "written\n",
                findings.errors, findings.errors);
        break;
    case CONFLICT:
        fputs("khoa: another import is at work, or somebody changed a person "
              "meanwhile; nothing was written. Try again in a minute.\n",
              stderr);
        break;
    default:
        fputs("khoa: the import failed; the log says why. Run it again: what "
              "is done is not done twice.\n",
              stderr);
    }
    return 1;
}

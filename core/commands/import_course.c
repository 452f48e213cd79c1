#include "commands/import.h"

#include "base/clock.h"
#include "domain/courses.h"

#include <stdio.h>

static void tell(const struct course_taken *t)
{
    if (t->unchanged) {
        printf("%s %s: không có gì mới\n%s %s: nothing new\n", t->code,
               t->version, t->code, t->version);
        return;
    }
    printf("%s %s: %zu bài, %zu câu hỏi (%zu mới), %zu đề, %zu hình\n", t->code,
           t->version, t->lessons, t->items, t->new_items, t->tests, t->files);
    printf(
        "%s %s: lessons %zu, items %zu (new: %zu), tests %zu, pictures %zu\n",
        t->code, t->version, t->lessons, t->items, t->new_items, t->tests,
        t->files);
}

int import_course(const struct import_call *call)
{
    struct findings findings = findings_of(call->arena);
    struct course_taken taken;

    enum status status = course_import(call->house, call->path, 0, clock_now(),
                                       call->dry_run, &findings, &taken);
    findings_tell(&findings);
    if (status == OK) {
        tell(&taken);
        if (call->dry_run)
            puts("(chạy thử, chưa ghi gì)\n(dry run, nothing written)");
        return 0;
    }
    if (status == INVALID)
        fprintf(stderr,
                "khoa: %zu lỗi, chưa ghi gì\nkhoa: %zu errors, nothing "
                "written\n",
                findings.errors, findings.errors);
    else
        fputs("khoa: the import failed and nothing was written; the log says "
              "why. Run it again.\n",
              stderr);
    return 1;
}

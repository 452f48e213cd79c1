#include "commands/import.h"

#include "base/clock.h"
#include "store/staff.h"
#include "text/format.h"
#include "text/parse.h"
#include "json/json.h"

#include <stdio.h>
#include <string.h>

enum { MOST_LISTED = 50, MOST_TOLD = 20 };

static const struct {
    const char *kind, *vi, *en;
} whys[] = {
    {"account", "đã có tài khoản", "has an account"},
    {"candidate", "đã được gọi thi", "was called to a sitting"},
    {"role", "đã được giao vai trò", "holds a role"},
    {"required", "đã được giao khóa bắt buộc", "has to complete a course"},
    {"changed", "đã được sửa sau đó", "was changed since"},
    {"duty", "đã có nhiệm vụ khác sau đó", "got another duty since"},
};

static void tell_why(const struct staff_hindrance *h)
{
    for (size_t i = 0; i < sizeof whys / sizeof whys[0]; i++)
        if (!strcmp(whys[i].kind, h->kind))
            fprintf(stderr, "  %s: %s / %s\n", h->full_name, whys[i].vi,
                    whys[i].en);
}

static int list(const struct import_call *call)
{
    const struct staff_run *runs;
    size_t count;

    if (staff_command_list(call->house->db, call->arena, MOST_LISTED, &runs,
                           &count) != OK)
        return 1;
    if (!count)
        puts("Chưa có danh sách nào được nhập bằng lệnh. / Nothing was taken "
             "in by command.");
    for (size_t i = 0; i < count; i++)
        printf("%lld  %s  %s%s\n", (long long)runs[i].id,
               format_moment(call->arena, runs[i].at), runs[i].file_name,
               strcmp(runs[i].state, "done") ? "  (đã hoàn tác / taken back)"
                                             : "");
    return 0;
}

static int refuse(const struct import_call *call, int64_t run)
{
    const struct staff_hindrance *list;
    size_t count = 0;

    if (staff_undo_look(call->house, call->arena, run, &list, &count) != OK)
        count = 0;
    fputs("khoa: không hoàn tác được nữa; chưa đổi gì. Sau lần nhập này:\n"
          "khoa: it cannot be taken back any more; nothing was changed. Since "
          "then:\n",
          stderr);
    for (size_t i = 0; i < count && i < MOST_TOLD; i++)
        tell_why(&list[i]);
    if (count > MOST_TOLD)
        fprintf(stderr, "  … +%zu\n", count - MOST_TOLD);
    return 1;
}

int import_undo(const struct import_call *call)
{
    int64_t run;

    if (!call->path)
        return list(call);
    if (!parse_integer(call->path, &run)) {
        fprintf(stderr,
                "khoa: undo wants the number of an import, not \"%s\"; `khoa "
                "import undo` lists them\n",
                call->path);
        return 2;
    }
    switch (staff_undo(call->house, call->arena, run, call->reason, 0,
                       clock_now())) {
    case OK:
        puts("Đã hoàn tác: tất cả trở lại như trước khi nhập.\n"
             "Taken back: everything is as it was before.");
        return 0;
    case INVALID:
        fputs("khoa: --reason TEXT is needed: it stays on record\n", stderr);
        return 2;
    case MISSING:
        fputs("khoa: không có lần nhập này, hoặc đã hoàn tác\n"
              "khoa: there is no such import, or it was taken back\n",
              stderr);
        return 1;
    case CONFLICT: return refuse(call, run);
    default:
        fputs("khoa: it could not be taken back; the log says why. Nothing or "
              "all of it was done; run it again\n",
              stderr);
        return 1;
    }
}

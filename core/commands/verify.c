#include "commands/commands.h"

#include "base/clock.h"
#include "commands/config.h"
#include "commands/import.h"
#include "commands/opening.h"
#include "domain/verifying.h"
#include "store/db.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: khoa verify [OPTIONS]\n"
    "\n"
    "Kiểm tra bằng chứng: mọi kết quả, bài thi, câu trả lời, đề, câu hỏi và\n"
    "việc đã làm có còn nguyên như lúc niêm phong không. Nêu đích danh dòng bị "
    "sửa, bị xóa hoặc bị thêm ngoài\n"
    "phần mềm. Chạy được cả khi máy chủ đang chạy; không sửa gì.\n"
    "\n"
    "Check the evidence: whether every result, paper, answer, test, item and\n"
    "deed is still as it was sealed. Names each row that was changed, removed "
    "or put in by hand,\n"
    "and files that are damaged. Also beside a running server; changes "
    "nothing.\n"
    "Exit status 0: all is well. 1: something is not, or cannot be read.\n"
    "\n"
    "  --checkpoint LINE   hold a checkpoint against the chain that was\n"
    "                      printed earlier and kept elsewhere (in the "
    "minutes,\n"
    "                      on paper, by mail); can be given several times\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n"
    "\n"
    "The last line printed is the newest checkpoint. Keep it where the\n"
    "administrators of this machine cannot change it: whoever can write the\n"
    "database and read the key could make the whole chain anew, and only such\n"
    "a line would show it.\n";

enum { OPTION_CHECKPOINT = 1, MOST_LINES = 64 };

struct asked {
    const char *lines[MOST_LINES];
    size_t count;
};

static void take(int option, const char *value, void *arg)
{
    struct asked *asked = arg;

    if (option == OPTION_CHECKPOINT && asked->count < MOST_LINES)
        asked->lines[asked->count++] = value;
}

static void tell(const struct verification *v, const struct findings *found)
{
    printf("Đã kiểm tra: %lld mắt xích (%lld việc đã làm, %lld kết quả, trong "
           "đó %lld đã xóa bài làm theo quy định, %lld bài thi, %lld bộ đề, "
           "%lld câu hỏi), %lld câu trả lời với mã biên nhận, %lld điểm ký, "
           "%lld tệp; %lld dòng chờ niêm phong.\n",
           (long long)v->links, (long long)v->deeds, (long long)v->results,
           (long long)v->erased, (long long)v->papers, (long long)v->tests,
           (long long)v->items, (long long)v->answers,
           (long long)v->checkpoints, (long long)v->files,
           (long long)v->waiting);
    printf("Checked: %lld links (%lld deeds, %lld results, of which %lld have "
           "had their answers erased, %lld papers, %lld tests, %lld items), "
           "%lld answers against their receipts, %lld checkpoints, %lld files; "
           "%lld rows wait for their seal.\n",
           (long long)v->links, (long long)v->deeds, (long long)v->results,
           (long long)v->erased, (long long)v->papers, (long long)v->tests,
           (long long)v->items, (long long)v->answers,
           (long long)v->checkpoints, (long long)v->files,
           (long long)v->waiting);
    if (found->errors)
        printf("\nKHÔNG NGUYÊN VẸN: %zu chỗ, nêu ở trên.\n"
               "NOT INTACT: %zu places, named above.\n",
               found->errors, found->errors);
    else
        puts("\nNguyên vẹn. / Intact.");
    if (v->last_line)
        printf("\nĐiểm ký mới nhất, nên lưu ở nơi khác. / The newest "
               "checkpoint, to keep elsewhere:\n%s\n",
               v->last_line);
}

static int verify(const struct config *config, const struct asked *asked,
                  struct arena *arena)
{
    struct findings found = findings_of(arena);
    struct verification verification;
    struct db *db;

    if (reading_open(&db, config) != OK)
        return 1;
    const struct verify_options options = {
        .data = config->data,
        .lines = asked->lines,
        .line_count = asked->count,
        .served = db_is_served(db),
        .now = clock_now(),
    };
    enum status status = evidence_verify(db, &options, &verification, &found);
    db_close(db);
    findings_tell(&found);
    if (status != OK) {
        fputs("khoa: not everything could be read; the log says why\n", stderr);
        return 1;
    }
    tell(&verification, &found);
    return found.errors ? 1 : 0;
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"checkpoint", required_argument, NULL, OPTION_CHECKPOINT}, {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct asked asked = {0};
    int rest = config_options(&config, arena, argc, argv, others, take, &asked);
    int code = 2;

    if (rest != argc || config_finish(&config, arena) != OK) {
        if (rest >= 0)
            fputs(help, stderr);
    } else {
        log_from(config.log);
        code = verify(&config, &asked, arena);
    }
    arena_free(arena);
    return code;
}

const struct command verify_command = {
    "verify", "check that no result and no deed was changed", help, run};

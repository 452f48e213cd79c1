#include "commands/commands.h"

#include "commands/config.h"
#include "commands/opening.h"
#include "domain/replaying.h"
#include "store/db.h"
#include "store/tests.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: khoa replay [all | --attempt ID | --sitting CODE] [OPTIONS]\n"
    "\n"
    "Chấm lại mọi bài thi từ những gì đang lưu (đề, câu trả lời, câu hỏi và "
    "gói\n"
    "dạng câu hỏi đã chốt, điểm chấm tay) rồi đối chiếu với kết quả đã ghi. "
    "Nêu\n"
    "đích danh bài nào ra điểm khác. Không sửa gì; chạy được cả khi máy chủ "
    "đang chạy.\n"
    "\n"
    "Grade again from what is stored (papers, answers, pinned items and "
    "packages,\n"
    "marks), by the same code as the server, and name every paper whose score\n"
    "would differ from the one on record. Changes nothing; also beside a "
    "running\n"
    "server, or in the folder of a restored backup.\n"
    "Exit status 0: no difference. 1: there are some, or not all can be read.\n"
    "\n"
    "  all                 every paper that is closed (the default)\n"
    "  --sitting CODE      those of one sitting\n"
    "  --attempt ID        this one, as `khoa verify` names it\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n";

enum { OPTION_ATTEMPT = 1, OPTION_SITTING };

struct asked {
    const char *attempt, *sitting;
};

static void take(int option, const char *value, void *arg)
{
    struct asked *asked = arg;

    if (option == OPTION_ATTEMPT)
        asked->attempt = value;
    else if (option == OPTION_SITTING)
        asked->sitting = value;
}

static void tell_found(const struct replay_found *found, void *arg)
{
    (void)arg;
    printf("attempt %" PRId64, found->attempt);
    if (found->sequence)
        printf(", kết quả lần %" PRId64 " / result %" PRId64, found->sequence,
               found->sequence);
    printf("\n    %s\n    %s\n", found->vi, found->en);
}

static void tell_progress(int64_t papers, void *arg)
{
    (void)arg;
    fprintf(stderr, "%" PRId64 " bài / papers\n", papers);
}

static void tell(const struct replay *r)
{
    printf("Đã chấm lại %" PRId64 " bài thi, %" PRId64 " kết quả; %" PRId64
           " bài chờ chấm; %" PRId64 " đã xóa bài làm theo quy định; môi "
           "trường %s.\n",
           r->papers, r->results, r->waiting, r->erased, r->runtime);
    printf("Graded again: %" PRId64 " papers, %" PRId64 " results; %" PRId64
           " wait for a first one; of %" PRId64
           " the answers were erased; runtime %s.\n",
           r->papers, r->results, r->waiting, r->erased, r->runtime);
    if (r->differing)
        printf("\nKHÁC: %" PRId64 " bài, nêu ở trên.\nDIFFERENT: %" PRId64
               " papers, named above.\n",
               r->differing, r->differing);
    else
        puts("\nKhông có khác biệt. / No difference.");
}

static bool find_all(struct db *db, struct arena *arena,
                     const struct asked *asked, struct replay_options *options)
{
    const struct sitting *sitting;
    char *end = NULL;

    if (asked->attempt) {
        options->attempt = strtoll(asked->attempt, &end, 10);
        if (options->attempt > 0 && !*end)
            return true;
        fputs("khoa: --attempt is the number of an attempt\n", stderr);
        return false;
    }
    if (!asked->sitting)
        return true;
    enum status status =
        sitting_find_by_code(db, arena, asked->sitting, &sitting);
    if (status == OK)
        options->sitting = sitting->id;
    else
        fprintf(stderr, "khoa: there is no sitting with the code %s\n",
                asked->sitting);
    return status == OK;
}

static int replay(const struct config *config, const struct asked *asked,
                  struct arena *arena)
{
    struct house house = {.data = config->data};
    struct replay_options options = {
        .found = tell_found,
        .progress = tell_progress,
    };
    struct replay out;

    if (reading_open(&house.db, config) != OK)
        return 1;
    if (!find_all(house.db, arena, asked, &options) ||
        house_start(&house, config) != OK) {
        house_close(&house);
        return 1;
    }
    enum status status = replay_all(&house, &options, &out);
    if (status == OK)
        tell(&out);
    else if (status == MISSING)
        fprintf(stderr, "khoa: there is no attempt %s\n", asked->attempt);
    else
        fputs("khoa: not everything could be read; the log says why\n", stderr);
    house_close(&house);
    return status == OK && !out.differing ? 0 : 1;
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"attempt", required_argument, NULL, OPTION_ATTEMPT},
        {"sitting", required_argument, NULL, OPTION_SITTING},
        {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct asked asked = {0};
    int rest = config_options(&config, arena, argc, argv, others, take, &asked);
    int code = 2;

    if (rest < 0 || config_finish(&config, arena) != OK) {
        /* it was said */
    } else if (rest + 1 < argc ||
               (rest + 1 == argc && (strcmp(argv[rest], "all") ||
                                     asked.attempt || asked.sitting)) ||
               (asked.attempt && asked.sitting)) {
        fputs(help, stderr);
    } else {
        log_from(config.log);
        code = replay(&config, &asked, arena);
    }
    arena_free(arena);
    return code;
}

const struct command replay_command = {
    "replay", "grade again what was graded and name what differs", help, run};

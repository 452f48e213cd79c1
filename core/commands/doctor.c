#include "commands/commands.h"

#include "base/clock.h"
#include "commands/config.h"
#include "quiz/questions.h"
#include "reading/reading.h"
#include "store/db.h"
#include "store/operation.h"
#include "store/settings.h"
#include "json/json.h"

#include <dirent.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

static const char help[] =
    "usage: khoa doctor [OPTIONS]\n"
    "\n"
    "Khám một bản cài: nêu chỗ nào không ổn và cách sửa. Chạy được cả khi máy\n"
    "chủ đang chạy; không sửa gì.\n"
    "\n"
    "Look an installation over: what is not well, and how to mend it. Also\n"
    "beside a running server; changes nothing. Run it as the user that "
    "serves.\n"
    "\n"
    "  --backups FOLDER    where backups are (/var/backups/khoa, if it is "
    "there)\n"
    "  --json              for a program: [{\"what\", \"level\", \"vi\", "
    "\"en\"}]\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://...\n"
    "\n"
    "Exit status 0: all is well. 1: something wants to be seen to. 2: "
    "something\n"
    "keeps it from working, or loses work. `khoa verify` looks at the "
    "evidence.\n";

enum level { WELL, WARNING, ILL };
enum { OPTION_BACKUPS = 1, OPTION_JSON };

struct looking {
    const struct config *config;
    const char *backups;
    bool json;
    struct arena *arena;
    struct db *db; /* NULL: it cannot be opened */
    struct tree_maker found;
    enum level worst;
};

static void say(struct looking *l, const char *what, enum level level,
                const char *vi, const char *en)
{
    static const char *const names[] = {"well", "warning", "error"};
    static const char *const signs[] = {"  ", "! ", "X "};
    struct tree_maker one = tree_map(l->arena);

    tree_put(&one, "what", tree_of_text(what));
    tree_put(&one, "level", tree_of_text(names[level]));
    tree_put(&one, "vi", tree_of_text(vi));
    tree_put(&one, "en", tree_of_text(en));
    tree_add(&l->found, tree_done(&one));
    if (level > l->worst)
        l->worst = level;
    if (!l->json)
        printf("%s%s: %s\n  %*s%s\n", signs[level], what, vi,
               (int)strlen(what) + 2, "", en);
}

/* ---- the folder -----------------------------------------------------------*/

static bool look_at_folder(struct looking *l)
{
    const char *data = l->config->data;
    struct stat facts;

    if (stat(data, &facts) || !S_ISDIR(facts.st_mode)) {
        say(l, "folder", ILL,
            "không có thư mục dữ liệu. Kiểm tra --data; bản cài mới tạo bằng "
            "khoa setup.",
            "there is no data folder. Is --data right? A new installation is "
            "made by khoa setup.");
        return false;
    }
    if (access(data, R_OK | W_OK | X_OK)) {
        say(l, "folder", ILL,
            "không đọc và ghi được thư mục dữ liệu. Chạy lệnh này bằng người "
            "dùng của máy chủ, hoặc trả lại quyền cho người đó (chown).",
            "the data folder cannot be read and written. Run this as the user "
            "that serves, or give the folder back to that one (chown).");
        return false;
    }
    if (facts.st_mode & 077)
        say(l, "folder", WARNING,
            "người dùng khác trên máy đọc được thư mục dữ liệu. Sửa: chmod "
            "-R go= THƯ-MỤC.",
            "other users of this machine can read the data folder. Mend: "
            "chmod -R go= FOLDER.");
    else
        say(l, "folder", WELL, "chỉ người dùng của máy chủ vào được.",
            "only the user that serves gets in.");
    return true;
}

static void look_at_room(struct looking *l)
{
    struct statvfs disk;

    if (statvfs(l->config->data, &disk))
        return;
    double free_gb = (double)disk.f_bavail * (double)disk.f_frsize / 1e9;
    double share = (double)disk.f_bavail / (double)(disk.f_blocks + 1);
    enum level level = free_gb < 0.2                 ? ILL
                       : free_gb < 2 || share < 0.05 ? WARNING
                                                     : WELL;
    say(l, "disk", level,
        arena_print(
            l->arena, "còn trống %.1f GB (%.0f %%)%s", free_gb, share * 100,
            level ? ". Xóa bớt hoặc mở rộng ổ đĩa trước khi mở kỳ thi." : "."),
        arena_print(l->arena, "%.1f GB free (%.0f %%)%s", free_gb, share * 100,
                    level ? ". Make room before a sitting opens." : "."));
}

/* An answer is acknowledged when it is on disk: that is what this costs. */
static void look_at_fsync(struct looking *l)
{
    const char *path = arena_print(l->arena, "%s/doctor.tmp", l->config->data);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum { TIMES = 20 };
    int64_t began = clock_ticks();
    bool good = fd >= 0;

    for (int i = 0; good && i < TIMES; i++)
        good = write(fd, "x", 1) == 1 && fdatasync(fd) == 0;
    double ms = (double)(clock_ticks() - began) / TIMES;
    if (fd >= 0)
        close(fd);
    unlink(path);
    if (!good)
        say(l, "writing", ILL,
            "không ghi được xuống đĩa trong thư mục dữ liệu.",
            "nothing can be written to disk in the data folder.");
    else
        say(l, "writing", ms > 30 ? WARNING : WELL,
            arena_print(l->arena, "một lần ghi xuống đĩa mất %.1f ms%s", ms,
                        ms > 30 ? ": đĩa chậm, nên dùng SSD." : "."),
            arena_print(l->arena, "one write to disk takes %.1f ms%s", ms,
                        ms > 30 ? ": a slow disk; an SSD is better." : "."));
}

/* ---- the database ---------------------------------------------------------*/

static void look_at_database(struct looking *l)
{
    int64_t has = 0, known = 0;
    enum status status = db_open_reading(&l->db, l->config->database);

    if (status != OK) {
        l->db = NULL;
        say(l, "database", ILL,
            "không mở được cơ sở dữ liệu. Kiểm tra --data hoặc --database; nếu "
            "bị hỏng, khôi phục từ bản sao lưu (khoa restore).",
            "the database cannot be opened. Are --data or --database right? If "
            "it is damaged, restore a backup (khoa restore).");
        return;
    }
    if (db_schema_find(l->db, &has, &known) != OK || has > known)
        say(l, "database", ILL,
            "cơ sở dữ liệu của phiên bản Khoa mới hơn, hoặc không đọc được.",
            "the database is of a newer Khoa than this one, or unreadable.");
    else if (has < known)
        say(l, "database", WARNING,
            "cơ sở dữ liệu của phiên bản cũ; khoa serve sẽ nâng cấp khi khởi "
            "động.",
            "the database is of an older Khoa; khoa serve brings it up to date "
            "when it starts.");
    else if (db_check(l->db, false) != OK)
        say(l, "database", ILL,
            "cơ sở dữ liệu bị hỏng. Dừng máy chủ, giữ nguyên thư mục này và "
            "khôi phục bản sao lưu mới nhất (khoa restore).",
            "the database is damaged. Stop the server, keep this folder as it "
            "is, and restore the newest backup (khoa restore).");
    else
        say(l, "database", WELL, "mở được, đúng phiên bản, không hỏng.",
            "it opens, is of this version, and is not damaged.");
    if (has != known) {
        db_close(l->db);
        l->db = NULL;
    }
}

static void look_at_queues(struct looking *l)
{
    enum { LATE_MS = 15 * 60000 };
    struct operation o;
    int64_t now = clock_now();

    if (!l->db || operation_find(l->db, now, &o) != OK)
        return;
    if (o.grading_due && now - o.grading_due > LATE_MS)
        say(l, "grading", WARNING,
            arena_print(l->arena,
                        "%lld bài chờ chấm quá 15 phút. Nếu máy chủ đang chạy, "
                        "xem nhật ký: một dạng câu hỏi có thể đang gặp sự cố.",
                        (long long)o.grading),
            arena_print(l->arena,
                        "%lld papers wait for more than 15 minutes. If the "
                        "server runs, see its log: a question type may be in "
                        "trouble.",
                        (long long)o.grading));
    else
        say(l, "grading", WELL, "không có bài nào bị kẹt.",
            "no paper is stuck.");
    if (o.unsealed_at && now - o.unsealed_at > LATE_MS)
        say(l, "evidence", WARNING,
            arena_print(l->arena,
                        "%lld dòng chưa niêm phong quá 15 phút. Máy chủ niêm "
                        "phong khi chạy; nếu đang chạy, xem nhật ký.",
                        (long long)o.unsealed),
            arena_print(l->arena,
                        "%lld rows wait for their seal for more than 15 "
                        "minutes. The server seals while it runs; if it does, "
                        "see its log.",
                        (long long)o.unsealed));
    else
        say(l, "evidence", WELL, "đã niêm phong đến hiện tại.",
            "sealed up to now.");
}

static void look_at_people(struct looking *l)
{
    const char *demo = NULL;
    int64_t count = 0;

    if (!l->db)
        return;
    bool is_demo = setting_find(l->db, l->arena, "demo", &demo) == OK && demo &&
                   !strcmp(demo, "1");
    if (is_demo)
        say(l, "demo", l->config->address ? ILL : WELL,
            l->config->address
                ? "đây là dữ liệu minh họa với mật khẩu ai cũng biết, mà lại "
                  "có address. Tạo bản cài thật bằng khoa setup --empty."
                : "dữ liệu minh họa.",
            l->config->address
                ? "this is demo data, whose passwords everybody knows, and it "
                  "has an address. Make a real one by khoa setup --empty."
                : "demo data.");
    if (is_demo || administrator_plain_count(
                       l->db, l->arena, clock_day(clock_now()), &count) != OK)
        return;
    if (count)
        say(l, "administrators", WARNING,
            arena_print(l->arena,
                        "%lld người quản trị chỉ dùng mật khẩu. Bước thứ hai "
                        "đặt ở trang Tài khoản khi đăng nhập.",
                        (long long)count),
            arena_print(l->arena,
                        "%lld administrators sign in by a password alone. The "
                        "second step is set up when they sign in.",
                        (long long)count));
    else
        say(l, "administrators", WELL, "đều có bước thứ hai.",
            "all of them have a second step.");
}

/* ---- the machine ----------------------------------------------------------*/

static void look_at_clock(struct looking *l)
{
    struct timex state = {0};

    if (adjtimex(&state) == TIME_ERROR || state.status & STA_UNSYNC)
        say(l, "clock", WARNING,
            "đồng hồ máy chưa được đồng bộ. Cài chrony hoặc systemd-timesyncd: "
            "giờ thi tính theo đồng hồ này.",
            "the clock is not synchronised. Install chrony or "
            "systemd-timesyncd: tests are timed by it.");
    else
        say(l, "clock", WELL, "đồng hồ được đồng bộ.",
            "the clock is synchronised.");
}

static void look_at_files(struct looking *l)
{
    struct rlimit limit;
    unsigned long want = (unsigned long)l->config->threads * 2 + 256;

    if (getrlimit(RLIMIT_NOFILE, &limit))
        return;
    bool few = limit.rlim_cur < want;
    say(l, "descriptors", few ? WARNING : WELL,
        arena_print(
            l->arena, "%lu tệp mở cùng lúc%s", (unsigned long)limit.rlim_cur,
            few ? arena_print(l->arena,
                              "; cần %lu. Đặt LimitNOFILE trong dịch vụ "
                              "hoặc ulimit -n.",
                              want)
                : "."),
        arena_print(
            l->arena, "%lu open files%s", (unsigned long)limit.rlim_cur,
            few ? arena_print(l->arena,
                              "; %lu are needed. Set LimitNOFILE in the "
                              "unit, or ulimit -n.",
                              want)
                : "."));
}

static void look_at_hosts(struct looking *l)
{
    const struct questions_options one = {.processes = 1};
    struct questions *questions = NULL;
    struct readers *readers = NULL;

    if (questions_open(&questions, &one) == OK &&
        readers_open(&readers, NULL) == OK)
        say(l, "locked processes", WELL, "quizhost và readhost chạy được.",
            "quizhost and readhost start.");
    else
        say(l, "locked processes", ILL,
            "quizhost hoặc readhost không chạy được: câu hỏi không hiện và "
            "không chấm được. Cài lại gói; nhật ký ở trên nói vì sao.",
            "quizhost or readhost does not start: no question is shown or "
            "graded. Install the package again; the log above says why.");
    if (readers)
        readers_close(readers);
    if (questions)
        questions_close(questions);
}

static void look_at_front(struct looking *l)
{
    const struct config *c = l->config;

    if (c->behind_proxy && c->address && strncmp(c->address, "https://", 8))
        say(l, "front", WARNING,
            "address không phải https://: mật khẩu đi không mã hóa.",
            "address is not https://: passwords travel in the clear.");
    else if (!c->behind_proxy)
        say(l, "front", WELL,
            "chỉ phục vụ trên chính máy này (behind_proxy chưa đặt).",
            "serves this machine only (behind_proxy is not set).");
    else
        say(l, "front", WELL, "có proxy với TLS phía trước.",
            "a proxy with TLS stands in front.");
}

/* ---- backups --------------------------------------------------------------*/

static int64_t newest_backup(struct looking *l)
{
    DIR *dir = opendir(l->backups);
    int64_t newest = 0;

    for (struct dirent *e; dir && (e = readdir(dir));) {
        struct stat facts;
        const char *sums =
            arena_print(l->arena, "%s/%s/SHA256SUMS", l->backups, e->d_name);
        if (e->d_name[0] != '.' && !stat(sums, &facts) &&
            (int64_t)facts.st_mtime * 1000 > newest)
            newest = (int64_t)facts.st_mtime * 1000;
    }
    if (dir)
        closedir(dir);
    return newest;
}

static void look_at_backups(struct looking *l)
{
    enum { HOUR_MS = 3600000, MOST_HOURS = 36 };
    const char *usual = "/var/backups/khoa";

    if (!l->backups)
        l->backups = usual;
    int64_t newest = newest_backup(l);
    long long hours = (clock_now() - newest) / HOUR_MS;
    if (!newest)
        say(l, "backups", WARNING,
            arena_print(l->arena,
                        "chưa có bản sao lưu nào trong %s. Bật "
                        "khoa-backup.timer hoặc chạy khoa backup --into.",
                        l->backups),
            arena_print(
                l->arena,
                "there is no backup in %s. Enable khoa-backup.timer, or "
                "run khoa backup --into.",
                l->backups));
    else
        say(l, "backups", hours > MOST_HOURS ? WARNING : WELL,
            arena_print(l->arena, "bản mới nhất cách đây %lld giờ%s", hours,
                        hours > MOST_HOURS ? ". Xem vì sao lịch không chạy."
                                           : "."),
            arena_print(l->arena, "the newest is %lld hours old%s", hours,
                        hours > MOST_HOURS ? ". See why the schedule stands "
                                             "still."
                                           : "."));
}

/* ---- the command ----------------------------------------------------------*/

static int look(struct looking *l)
{
    if (look_at_folder(l)) {
        look_at_room(l);
        look_at_fsync(l);
        look_at_database(l);
        look_at_queues(l);
        look_at_people(l);
    }
    look_at_hosts(l);
    look_at_clock(l);
    look_at_files(l);
    look_at_front(l);
    look_at_backups(l);
    if (l->db)
        db_close(l->db);
    struct tree found = tree_done(&l->found);
    if (l->json)
        puts(json_text(l->arena, &found));
    else
        printf("\n%s\n", l->worst == WELL ? "Ổn. / All is well."
                         : l->worst == WARNING
                             ? "Có việc cần xem (!). / "
                               "Something wants to be seen to "
                               "(!)."
                             : "Có chỗ hỏng (X). / "
                               "Something is broken (X).");
    return (int)l->worst;
}

static void take(int option, const char *value, void *arg)
{
    struct looking *l = arg;

    if (option == OPTION_BACKUPS)
        l->backups = value;
    if (option == OPTION_JSON)
        l->json = true;
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"backups", required_argument, NULL, OPTION_BACKUPS},
        {"json", no_argument, NULL, OPTION_JSON},
        {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct looking l = {
        .config = &config, .arena = arena, .found = tree_list(arena)};
    int rest = config_options(&config, arena, argc, argv, others, take, &l);
    int code = 2;

    if (rest != argc || config_finish(&config, arena) != OK) {
        if (rest >= 0)
            fputs(help, stderr);
    } else {
        log_from(LOG_ERROR);
        code = look(&l);
    }
    arena_free(arena);
    return code;
}

const struct command doctor_command = {
    "doctor", "say what is wrong with an installation, and how to mend it",
    help, run};

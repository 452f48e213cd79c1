#include "commands/import.h"

#include "commands/commands.h"
#include "commands/config.h"
#include "commands/opening.h"
#include "domain/sealing.h"
#include "text/parse.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char help[] =
    "usage: khoa import units FILE.csv [OPTIONS]\n"
    "       khoa import staff FILE.csv [OPTIONS]\n"
    "       khoa import course FOLDER [OPTIONS]\n"
    "       khoa import undo [NUMBER --reason TEXT] [OPTIONS]\n"
    "\n"
    "Take in what others keep. All or nothing: as long as something is wrong,\n"
    "nothing changes, and every error is told with its file, its line and\n"
    "what to do. The same again changes nothing. On SQLite, stop the server\n"
    "first: two programs do not write the same data.\n"
    "\n"
    "  --dry-run           say what would happen, and change nothing\n"
    "  --from DAY          the day on which new units, duties and moves "
    "begin,\n"
    "                      where the file gives none: 01/07/2026 (today)\n"
    "  --encoding NAME     what a CSV file is in: utf-8, utf-16, tcvn3 (ABC),\n"
    "                      vni or cp1258. Without it a file in another "
    "encoding\n"
    "                      than UTF-8 is shown as it would read, and refused\n"
    "  --reason TEXT       why an import is taken back; it is on record\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n"
    "\n"
    "Units and staff: a CSV file whose first row names the columns,\n"
    "separated by semicolon, comma or tab. Days are dd/mm/yyyy.\n"
    "\n"
    "Units come first, since staff are taken into units that are there. Rows\n"
    "in any order; a unit that is there already stays as it is.\n"
    "\n"
    "  ma_don_vi ten_don_vi    code and name of the unit\n"
    "  loai                    cơ quan, sở, phòng, đơn vị sự nghiệp, phường,\n"
    "                          xã or điểm phục vụ\n"
    "  ma_cap_tren             the code of the unit above (none: the top)\n"
    "  ten_tat tu_ngay         short name; the unit begins on\n"
    "\n"
    "Staff: an empty cell says nothing: what is known stays. People who are\n"
    "not in the file stay too.\n"
    "\n"
    "  so_hieu ma_ho_so cccd   number, dossier id, national id; one is needed\n"
    "  ho_ten                  name; or ho_dem and ten; or ho, ten_dem, ten\n"
    "  ngay_sinh gioi_tinh     born on; Nam or Nữ\n"
    "  loai                    cán bộ, công chức, viên chức, HĐLĐ or\n"
    "                          không chuyên trách\n"
    "  xung_ho email           chị or anh; address\n"
    "  ma_don_vi               the unit by its code\n"
    "  don_vi phong            or by its name or path, and a division in it:\n"
    "                          Sở Nội vụ › Thanh tra\n"
    "  chuc_vu ma_ngach        job title, rank code\n"
    "  vtvl ten_vtvl           position: code, and its name if it is new\n"
    "  nhom_nv ten_nhom_nv     group of similar duties, likewise\n"
    "  kiem_nhiem              có: the row is a concurrent duty\n"
    "  tu_ngay nghi_tu         the duty begins on; the service ends on\n"
    "\n"
    "Undo: take an import of staff back, all of it or nothing. Who came with\n"
    "it goes, what it changed is as it was. Not any more when one of these\n"
    "people has an account, was called to a sitting or changed since; it says\n"
    "who. Without a number it lists what was taken in by command.\n"
    "\n"
    "Course: a folder with course.xml, lessons in Markdown, banks of items "
    "and\n"
    "tests in XML, pictures. An item that changed needs a higher version.\n";

static const struct {
    const char *kind;
    int (*run)(const struct import_call *call);
} kinds[] = {
    {"course", import_course},
    {"staff", import_staff},
    {"undo", import_undo},
    {"units", import_units},
};

enum { KINDS = sizeof kinds / sizeof kinds[0], MOST_TOLD = 100 };

void findings_tell(const struct findings *findings)
{
    size_t told = findings->count < MOST_TOLD ? findings->count : MOST_TOLD;

    for (size_t i = 0; i < told; i++) {
        const struct finding *f = &findings->list[i];
        fprintf(stderr, "%s", f->file);
        if (f->line)
            fprintf(stderr, ":%lld", (long long)f->line);
        fprintf(stderr, ": %s%s\n    %s%s\n", f->error ? "" : "(lưu ý) ", f->vi,
                f->error ? "" : "(note) ", f->en);
    }
    if (told < findings->count)
        fprintf(stderr, "… %zu nữa\n    … %zu more\n", findings->count - told,
                findings->count - told);
}

enum { OPTION_DRY_RUN = 1, OPTION_FROM, OPTION_ENCODING, OPTION_REASON };

struct taking {
    struct import_call *call;
    bool wrong;
};

static void take(int option, const char *value, void *arg)
{
    struct taking *t = arg;

    if (option == OPTION_DRY_RUN)
        t->call->dry_run = true;
    if (option == OPTION_FROM && !parse_day(value, &t->call->day)) {
        fprintf(stderr,
                "khoa: --from wants a day such as 01/07/2026, not "
                "\"%s\"\n",
                value);
        t->wrong = true;
    }
    if (option == OPTION_REASON)
        t->call->reason = value;
    if (option == OPTION_ENCODING)
        t->call->encoding = encoding_of(value);
    if (option == OPTION_ENCODING && t->call->encoding == ENCODING_UNKNOWN) {
        fprintf(stderr,
                "khoa: --encoding is utf-8, utf-16, tcvn3, vni or cp1258, not "
                "\"%s\"\n",
                value);
        t->wrong = true;
    }
}

/* The kind and the path, wherever the options stand. NULL: wrongly called. */
static int (*read_call(struct import_call *call, struct config *config,
                       int argc, char **argv))(const struct import_call *)
{
    static const struct option others[] = {
        {"dry-run", no_argument, NULL, OPTION_DRY_RUN},
        {"from", required_argument, NULL, OPTION_FROM},
        {"encoding", required_argument, NULL, OPTION_ENCODING},
        {"reason", required_argument, NULL, OPTION_REASON},
        {0}};
    struct taking taking = {call, false};
    int rest =
        config_options(config, call->arena, argc, argv, others, take, &taking);

    if (rest < 0 || taking.wrong || config_finish(config, call->arena) != OK)
        return NULL;
    bool lone = argc - rest == 1 && !strcmp(argv[rest], "undo");
    for (size_t i = 0; (lone || argc - rest == 2) && i < KINDS; i++)
        if (!strcmp(argv[rest], kinds[i].kind)) {
            call->path = lone ? NULL : argv[rest + 1];
            return kinds[i].run;
        }
    fputs(help, stderr);
    return NULL;
}

static int run(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct house house;
    /* Given back before the house closes: plugins' answers are tied to it. */
    struct arena *work = arena_new();
    struct import_call call = {
        .house = &house, .arena = work, .encoding = ENCODING_UNKNOWN};
    int (*import)(const struct import_call *) =
        read_call(&call, &config, argc, argv);
    int code = import ? 1 : 2;

    log_from(config.log);
    umask(077);
    if (import && house_open(&house, &config, arena) == OK) {
        if (house_start(&house, &config) == OK)
            code = import(&call);
        if (!code && sealing_finish(house.sealer, house.db) != OK)
            fputs("khoa: it is taken in, but not sealed yet; `khoa serve` will "
                  "do that\n",
                  stderr);
        arena_free(work);
        work = NULL;
        house_close(&house);
    }
    if (work)
        arena_free(work);
    arena_free(arena);
    return code;
}

const struct command import_command = {
    "import", "take in units, staff or a course, or take staff back", help,
    run};

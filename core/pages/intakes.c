#include "pages/intakes.h"

#include "base/files.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "pages/scope.h"
#include "report/sheet.h"
#include "text/format.h"
#include "text/parse.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

enum { SHOWN_LINES = 100, MOST_RUNS = 50 };

/* ---- words
 * -------------------------------------------------------------------*/

struct said {
    const char *id;
    enum word word;
};

static const char *said_of(const struct reader *reader, const struct said *list,
                           const char *id)
{
    for (; list->id; list++)
        if (!strcmp(list->id, id))
            return say(reader->language, list->word);
    return id;
}

const char *column_said(const struct reader *reader, const char *id)
{
    static const struct said list[] = {{"so_hieu", SAY_COLUMN_SO_HIEU},
                                       {"ma_ho_so", SAY_COLUMN_MA_HO_SO},
                                       {"cccd", SAY_COLUMN_CCCD},
                                       {"ho_ten", SAY_COLUMN_HO_TEN},
                                       {"ho_dem", SAY_STAFF_HO_DEM},
                                       {"ho", SAY_COLUMN_HO},
                                       {"ten_dem", SAY_COLUMN_TEN_DEM},
                                       {"ten", SAY_COLUMN_TEN},
                                       {"ngay_sinh", SAY_COLUMN_NGAY_SINH},
                                       {"gioi_tinh", SAY_COLUMN_GIOI_TINH},
                                       {"loai", SAY_COLUMN_LOAI},
                                       {"xung_ho", SAY_STAFF_XUNG_HO},
                                       {"email", SAY_STAFF_EMAIL},
                                       {"ma_don_vi", SAY_COLUMN_MA_DON_VI},
                                       {"don_vi", SAY_STAFF_DON_VI},
                                       {"phong", SAY_COLUMN_PHONG},
                                       {"chuc_vu", SAY_COLUMN_CHUC_VU},
                                       {"ma_ngach", SAY_COLUMN_MA_NGACH},
                                       {"vtvl", SAY_COLUMN_VTVL},
                                       {"ten_vtvl", SAY_STAFF_TEN_VTVL},
                                       {"nhom_nv", SAY_COLUMN_NHOM_NV},
                                       {"ten_nhom_nv", SAY_STAFF_TEN_NHOM_NV},
                                       {"kiem_nhiem", SAY_STAFF_KIEM_NHIEM},
                                       {"tu_ngay", SAY_STAFF_TU_NGAY},
                                       {"nghi_tu", SAY_STAFF_NGHI_TU},
                                       {0}};

    return said_of(reader, list, id);
}

const char *intake_state_said(const struct reader *reader, const char *state)
{
    static const struct said list[] = {{"new", SAY_INTAKE_NEW},
                                       {"checking", SAY_INTAKE_CHECKING},
                                       {"checked", SAY_INTAKE_CHECKED},
                                       {"taking", SAY_INTAKE_TAKING},
                                       {"done", SAY_INTAKE_DONE},
                                       {"dropped", SAY_INTAKE_DROPPED},
                                       {0}};

    return said_of(reader, list, state);
}

const char *hindrance_said(const struct reader *reader, const char *kind)
{
    static const struct said list[] = {{"account", SAY_HINDRANCE_ACCOUNT},
                                       {"candidate", SAY_HINDRANCE_CANDIDATE},
                                       {"role", SAY_HINDRANCE_ROLE},
                                       {"required", SAY_HINDRANCE_REQUIRED},
                                       {"changed", SAY_HINDRANCE_CHANGED},
                                       {"duty", SAY_HINDRANCE_DUTY},
                                       {0}};

    return said_of(reader, list, kind);
}

/* ---- who may
 * -----------------------------------------------------------------*/

/* A list may hold anybody, so the right must go for everybody. */
static enum status must_reach_all(const struct request *req)
{
    struct people_scope scope = scope_of(req, MANAGE_PEOPLE);

    return scope.whole ? OK : DENIED;
}

/* ---- the lists, and a new one
 * ------------------------------------------------*/

static enum status show_lists(struct request *req, struct response *res,
                              const char *fault)
{
    struct intakes_page page = {.fault = fault};

    TRY(must_reach_all(req));
    TRY(intake_list(req->house->db, req->arena, &page.list, &page.count));
    TRY(staff_command_list(req->house->db, req->arena, MOST_RUNS, &page.runs,
                           &page.run_count));
    res->code = fault ? 422 : 0;
    res->title = say(req->visitor->language, SAY_INTAKES_TITLE);
    view_intakes(&res->body, reader_of(req, res), &page);
    return OK;
}

enum status intakes_show(struct request *req, struct response *res)
{
    return show_lists(req, res, NULL);
}

enum status intakes_send(struct request *req, struct response *res)
{
    enum language language = req->visitor->language;
    int64_t id;

    TRY(must_reach_all(req));
    if (!req->upload_count || !req->uploads[0].length)
        return show_lists(req, res, say(language, SAY_INTAKE_NO_FILE));
    const struct upload *file = &req->uploads[0];
    enum status status =
        intake_receive(req->house, req->arena, file->name, file->data,
                       file->length, req->visitor->person, req->now, &id);
    if (status == INVALID)
        return show_lists(req, res, say(language, SAY_INTAKE_TOO_LARGE));
    TRY(status);
    return redirect(req, res, "/people/import/%lld", (long long)id);
}

/* ---- a template
 * --------------------------------------------------------------*/

static const struct {
    const char *id, *example;
} template_columns[] = {
    {"so_hieu", "CB000123"},     {"ho_ten", "Nguyễn Thị Ánh"},
    {"ngay_sinh", "05/03/1988"}, {"gioi_tinh", "Nữ"},
    {"loai", "Công chức"},       {"cccd", "999188000123"},
    {"ma_don_vi", "H99.20.02"},  {"chuc_vu", "Chuyên viên"},
    {"ma_ngach", "01.003"},      {"kiem_nhiem", ""},
    {"tu_ngay", "01/07/2025"},   {"nghi_tu", ""},
};
enum { TEMPLATE = sizeof template_columns / sizeof template_columns[0] };

static enum status write_template(struct request *req, enum sheet_format format,
                                  const char *path)
{
    struct column columns[TEMPLATE];
    struct value cells[TEMPLATE];
    struct sheet *sheet;

    for (size_t i = 0; i < TEMPLATE; i++) {
        columns[i] = (struct column){template_columns[i].id,
                                     template_columns[i].id, COLUMN_TEXT, 18};
        cells[i] = text(template_columns[i].example);
    }
    TRY(sheet_open(&sheet, format, path,
                   say(req->visitor->language, SAY_INTAKE_TEMPLATE_SHEET),
                   columns, TEMPLATE));
    enum status status = sheet_row(sheet, cells);
    if (status == OK)
        return sheet_close(sheet);
    sheet_drop(sheet);
    return status;
}

enum status intake_template(struct request *req, struct response *res)
{
    const char *kind = field_text(&req->path, "kind");
    enum sheet_format format;

    TRY(must_reach_all(req));
    if (!sheet_format_of(kind, &format) || format == SHEET_JSON)
        return MISSING;
    const char *path = passing_file(req->arena, req->house->data, "template");
    TRY(write_template(req, format, path));
    res->layout = BARE;
    res->type = sheet_type(format);
    res->file = path;
    res->download = arena_print(req->arena, "mau-danh-sach.%s", kind);
    return OK;
}

/* ---- one list
 * ----------------------------------------------------------------*/

static enum status read_lines(struct request *req, const struct intake *intake,
                              size_t most, const struct intake_line **out,
                              size_t *count)
{
    struct tree list;
    const char *language = language_code(req->visitor->language);

    TRY(json_read(req->arena, intake->findings, strlen(intake->findings),
                  &list));
    *count = list.count < most ? list.count : most;
    struct intake_line *lines =
        arena_many(req->arena, struct intake_line, *count);
    for (size_t i = 0; i < *count; i++)
        lines[i] = (struct intake_line){
            .line = tree_integer(&list.items[i], "line", 0),
            .error = tree_truth(&list.items[i], "error"),
            .words = tree_text(&list.items[i], language)};
    *out = lines;
    return OK;
}

static bool is_state(const struct intake *intake, const char *state)
{
    return !strcmp(intake->state, state);
}

/* May it be taken back? */
static enum status read_undo(struct request *req, struct undo_part *undo)
{
    if (!undo->run)
        return OK;
    enum status status =
        staff_undo_look(req->house, req->arena, undo->run, &undo->hindrances,
                        &undo->hindrance_count);
    undo->undone = status == MISSING;
    return status == MISSING ? OK : status;
}

static enum status show_list(struct request *req, struct response *res,
                             const char *fault)
{
    struct intake_page page = {.fault = fault};
    int64_t id;

    TRY(must_reach_all(req));
    TRY(path_id(req, "intake", &id));
    TRY(intake_find(req->house->db, req->arena, id, &page.intake));
    if (is_state(page.intake, "new") || is_state(page.intake, "checked"))
        TRY(intake_look(req->house, req->arena, page.intake, &page.look));
    page.columns = intake_columns(req->arena);
    page.working =
        is_state(page.intake, "checking") || is_state(page.intake, "taking");
    res->refresh = page.working ? 2 : 0;
    intake_progress(req->house, id, &page.progress);
    TRY(json_read(req->arena, page.intake->counts, strlen(page.intake->counts),
                  &page.counts));
    TRY(read_lines(req, page.intake, SHOWN_LINES, &page.lines,
                   &page.line_count));
    page.undo = (struct undo_part){
        .action = arena_print(req->arena, "/people/import/%lld", (long long)id),
        .run = is_state(page.intake, "done")
                   ? tree_integer(&page.counts, "run", 0)
                   : 0,
        .fault = fault};
    TRY(read_undo(req, &page.undo));
    page.from = page.intake->from_day
                    ? format_day(req->arena, page.intake->from_day)
                    : "";
    res->code = fault ? 422 : 0;
    res->title = page.intake->file_name;
    view_intake(&res->body, reader_of(req, res), &page);
    return OK;
}

enum status intake_show(struct request *req, struct response *res)
{
    return show_list(req, res, NULL);
}

/* What was chosen for each column: fields c0, c1, ... */
static const char *const *chosen_columns(struct request *req, size_t *width)
{
    const char **list = arena_many(req->arena, const char *, 200);

    for (*width = 0; *width < 200; ++*width) {
        const char *chosen =
            field(&req->form, arena_print(req->arena, "c%zu", *width));
        if (!chosen)
            break;
        list[*width] = chosen;
    }
    return list;
}

static enum status say_check(struct request *req, struct response *res,
                             const struct intake *intake)
{
    const char *typed = field_text(&req->form, "from");
    enum encoding encoding = encoding_of(field_text(&req->form, "encoding"));
    int64_t day = 0;
    size_t width;
    const char *const *columns = chosen_columns(req, &width);

    if (*typed && !parse_day(typed, &day))
        return show_list(req, res,
                         say(req->visitor->language, SAY_INTAKE_BAD_DAY));
    if (encoding == ENCODING_UNKNOWN)
        encoding = encoding_of(intake->encoding);
    if (strcmp(encoding_name(encoding), intake->encoding)) {
        TRY(intake_read_as(req->house, req->arena, intake, encoding, req->now));
        return redirect(req, res, "/people/import/%lld", (long long)intake->id);
    }
    enum status status = intake_check(req->house, req->arena, intake, encoding,
                                      columns, width, day, req->now);
    if (status == INVALID)
        return show_list(req, res,
                         say(req->visitor->language, SAY_INTAKE_UNREADABLE));
    TRY(status);
    return redirect(req, res, "/people/import/%lld", (long long)intake->id);
}

static enum status say_undo(struct request *req, struct response *res,
                            const struct intake *intake)
{
    struct tree counts;

    TRY(json_read(req->arena, intake->counts, strlen(intake->counts), &counts));
    enum status status =
        staff_undo(req->house, req->arena, tree_integer(&counts, "run", 0),
                   line_typed(req, "reason"), req->visitor->person, req->now);
    if (status == INVALID)
        return show_list(req, res,
                         say(req->visitor->language, SAY_INTAKE_NO_REASON));
    if (status != CONFLICT) /* the page says what stands in the way */
        TRY(status);
    return redirect(req, res, "/people/import/%lld", (long long)intake->id);
}

enum status intake_say(struct request *req, struct response *res)
{
    const char *wanted = field_text(&req->form, "do");
    const struct intake *intake;
    int64_t id;

    TRY(must_reach_all(req));
    TRY(path_id(req, "intake", &id));
    TRY(intake_find(req->house->db, req->arena, id, &intake));
    if (!strcmp(wanted, "check") || !strcmp(wanted, "read"))
        return say_check(req, res, intake);
    if (!strcmp(wanted, "undo"))
        return say_undo(req, res, intake);
    if (!strcmp(wanted, "take")) {
        if (intake->warnings && !field(&req->form, "seen"))
            return show_list(req, res,
                             say(req->visitor->language, SAY_INTAKE_UNSEEN));
        TRY(intake_take(req->house, req->arena, intake, req->now));
    } else if (!strcmp(wanted, "drop")) {
        TRY(intake_drop(req->house, req->arena, intake, req->now));
        return redirect(req, res, "/people/import");
    } else {
        return INVALID;
    }
    return redirect(req, res, "/people/import/%lld", (long long)id);
}

/* ---- taken in by command
 * -------------------------------------------------*/

static enum status show_run(struct request *req, struct response *res,
                            const char *fault)
{
    struct import_run_page page = {.undo = {.fault = fault}};
    struct staff_run run;

    TRY(must_reach_all(req));
    TRY(path_id(req, "run", &page.undo.run));
    TRY(staff_run_find(req->house->db, req->arena, page.undo.run, &run));
    if (run.by_person || !strcmp(run.state, "staged"))
        return MISSING; /* of a page, or not there yet */
    TRY(json_read(req->arena, run.counts, strlen(run.counts), &page.counts));
    page.run = &run;
    page.undo.action =
        arena_print(req->arena, "/people/import/runs/%lld", (long long)run.id);
    TRY(read_undo(req, &page.undo));
    res->code = fault ? 422 : 0;
    res->title = run.file_name;
    view_import_run(&res->body, reader_of(req, res), &page);
    return OK;
}

enum status import_run_show(struct request *req, struct response *res)
{
    return show_run(req, res, NULL);
}

enum status import_run_undo(struct request *req, struct response *res)
{
    int64_t run;

    TRY(must_reach_all(req));
    TRY(path_id(req, "run", &run));
    enum status status =
        staff_undo(req->house, req->arena, run, line_typed(req, "reason"),
                   req->visitor->person, req->now);
    if (status == INVALID)
        return show_run(req, res,
                        say(req->visitor->language, SAY_INTAKE_NO_REASON));
    if (status != CONFLICT) /* the page says what stands in the way */
        TRY(status);
    return redirect(req, res, "/people/import/runs/%lld", (long long)run);
}

/* ---- what is wrong, to take along
 * --------------------------------------------*/

static enum status write_errors(struct request *req, const char *path,
                                const struct intake_line *lines, size_t count)
{
    enum language language = req->visitor->language;
    const struct column columns[] = {
        {"dong", say(language, SAY_INTAKE_LINE), COLUMN_INTEGER, 8},
        {"muc", say(language, SAY_INTAKE_KIND), COLUMN_TEXT, 12},
        {"noi_dung", say(language, SAY_INTAKE_WHAT), COLUMN_TEXT, 90},
    };
    struct sheet *sheet;
    enum status status = OK;

    TRY(sheet_open(&sheet, SHEET_CSV, path, "", columns, 3));
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct value cells[] = {
            integer(lines[i].line),
            text(say(language,
                     lines[i].error ? SAY_INTAKE_ERROR : SAY_INTAKE_NOTE)),
            text(lines[i].words)};
        status = sheet_row(sheet, cells);
    }
    if (status == OK)
        return sheet_close(sheet);
    sheet_drop(sheet);
    return status;
}

enum status intake_errors(struct request *req, struct response *res)
{
    const struct intake_line *lines;
    const struct intake *intake;
    size_t count;
    int64_t id;

    TRY(must_reach_all(req));
    TRY(path_id(req, "intake", &id));
    TRY(intake_find(req->house->db, req->arena, id, &intake));
    TRY(read_lines(req, intake, INTAKE_FINDINGS, &lines, &count));
    const char *path = passing_file(req->arena, req->house->data, "errors");
    TRY(write_errors(req, path, lines, count));
    res->layout = BARE;
    res->type = sheet_type(SHEET_CSV);
    res->file = path;
    res->download = "loi-danh-sach.csv";
    return OK;
}

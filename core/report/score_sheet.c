#include "report/score_sheet.h"

#include "base/clock.h"
#include "json/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum field_id {
    STT,
    SO_HIEU,
    MA_HO_SO,
    CCCD,
    HO_TEN,
    HO,
    TEN_DEM,
    TEN,
    NGAY_SINH,
    GIOI_TINH,
    LOAI,
    MA_DON_VI,
    DON_VI_THI,
    DON_VI_NAY,
    PHONG,
    CHUC_VU,
    MA_NGACH,
    VTVL,
    NHOM_NV,
    MA_KY,
    TEN_KY,
    CAN_CU,
    NGAY_THI,
    SBD,
    TRANG_THAI,
    LY_DO,
    LAN,
    SO_CAU,
    DUNG,
    DIEM,
    DIEM_TOI_DA,
    DIEM100,
    DIEM10,
    NGUONG,
    KET_LUAN,
    BAT_DAU,
    NOP_LUC,
    DIEM100_TRUOC,
    CHAM_LAI,
    PHAN_CHUA_DAT,
    NGUOI_XUAT,
    LUC_XUAT,
    PHIEN_BAN,
    FIELDS
};

static const struct {
    const char *id;
    enum word title;
    enum column_kind kind;
    int width;
} fields[FIELDS] = {
    [STT] = {"stt", SAY_COLUMN_STT, COLUMN_INTEGER, 6},
    [SO_HIEU] = {"so_hieu", SAY_COLUMN_SO_HIEU, COLUMN_TEXT, 14},
    [MA_HO_SO] = {"ma_ho_so", SAY_COLUMN_MA_HO_SO, COLUMN_TEXT, 18},
    [CCCD] = {"cccd", SAY_COLUMN_CCCD, COLUMN_TEXT, 15},
    [HO_TEN] = {"ho_ten", SAY_COLUMN_HO_TEN, COLUMN_TEXT, 26},
    [HO] = {"ho", SAY_COLUMN_HO, COLUMN_TEXT, 10},
    [TEN_DEM] = {"ten_dem", SAY_COLUMN_TEN_DEM, COLUMN_TEXT, 14},
    [TEN] = {"ten", SAY_COLUMN_TEN, COLUMN_TEXT, 10},
    [NGAY_SINH] = {"ngay_sinh", SAY_COLUMN_NGAY_SINH, COLUMN_DAY, 12},
    [GIOI_TINH] = {"gioi_tinh", SAY_COLUMN_GIOI_TINH, COLUMN_TEXT, 9},
    [LOAI] = {"loai", SAY_COLUMN_LOAI, COLUMN_TEXT, 14},
    [MA_DON_VI] = {"ma_don_vi", SAY_COLUMN_MA_DON_VI, COLUMN_TEXT, 14},
    [DON_VI_THI] = {"don_vi_thi", SAY_COLUMN_DON_VI_THI, COLUMN_TEXT, 34},
    [DON_VI_NAY] = {"don_vi_nay", SAY_COLUMN_DON_VI_NAY, COLUMN_TEXT, 34},
    [PHONG] = {"phong", SAY_COLUMN_PHONG, COLUMN_TEXT, 30},
    [CHUC_VU] = {"chuc_vu", SAY_COLUMN_CHUC_VU, COLUMN_TEXT, 20},
    [MA_NGACH] = {"ma_ngach", SAY_COLUMN_MA_NGACH, COLUMN_TEXT, 12},
    [VTVL] = {"vtvl", SAY_COLUMN_VTVL, COLUMN_TEXT, 28},
    [NHOM_NV] = {"nhom_nv", SAY_COLUMN_NHOM_NV, COLUMN_TEXT, 20},
    [MA_KY] = {"ma_ky", SAY_COLUMN_MA_KY, COLUMN_TEXT, 16},
    [TEN_KY] = {"ten_ky", SAY_COLUMN_TEN_KY, COLUMN_TEXT, 36},
    [CAN_CU] = {"can_cu", SAY_COLUMN_CAN_CU, COLUMN_TEXT, 28},
    [NGAY_THI] = {"ngay_thi", SAY_COLUMN_NGAY_THI, COLUMN_DAY, 12},
    [SBD] = {"sbd", SAY_COLUMN_SBD, COLUMN_TEXT, 8},
    [TRANG_THAI] = {"trang_thai", SAY_COLUMN_TRANG_THAI, COLUMN_TEXT, 18},
    [LY_DO] = {"ly_do", SAY_COLUMN_LY_DO, COLUMN_TEXT, 24},
    [LAN] = {"lan", SAY_COLUMN_LAN, COLUMN_INTEGER, 6},
    [SO_CAU] = {"so_cau", SAY_COLUMN_SO_CAU, COLUMN_INTEGER, 8},
    [DUNG] = {"dung", SAY_COLUMN_DUNG, COLUMN_INTEGER, 8},
    [DIEM] = {"diem", SAY_COLUMN_DIEM, COLUMN_REAL, 8},
    [DIEM_TOI_DA] = {"diem_toi_da", SAY_COLUMN_DIEM_TOI_DA, COLUMN_REAL, 8},
    [DIEM100] = {"diem100", SAY_COLUMN_DIEM100, COLUMN_REAL, 9},
    [DIEM10] = {"diem10", SAY_COLUMN_DIEM10, COLUMN_REAL, 9},
    [NGUONG] = {"nguong", SAY_COLUMN_NGUONG, COLUMN_REAL, 9},
    [KET_LUAN] = {"ket_luan", SAY_COLUMN_KET_LUAN, COLUMN_TEXT, 11},
    [BAT_DAU] = {"bat_dau", SAY_COLUMN_BAT_DAU, COLUMN_MOMENT, 20},
    [NOP_LUC] = {"nop_luc", SAY_COLUMN_NOP_LUC, COLUMN_MOMENT, 20},
    [DIEM100_TRUOC] = {"diem100_truoc", SAY_COLUMN_DIEM100_TRUOC, COLUMN_REAL,
                       9},
    [CHAM_LAI] = {"cham_lai", SAY_COLUMN_CHAM_LAI, COLUMN_TEXT, 24},
    [PHAN_CHUA_DAT] = {"phan_chua_dat", SAY_COLUMN_PHAN_CHUA_DAT, COLUMN_TEXT,
                       20},
    [NGUOI_XUAT] = {"nguoi_xuat", SAY_COLUMN_NGUOI_XUAT, COLUMN_TEXT, 24},
    [LUC_XUAT] = {"luc_xuat", SAY_COLUMN_LUC_XUAT, COLUMN_MOMENT, 20},
    [PHIEN_BAN] = {"phien_ban", SAY_COLUMN_PHIEN_BAN, COLUMN_TEXT, 12},
};

struct writing {
    const struct score_sheet *how;
    struct sheet *sheet;
    const struct score_unit *units; /* sorted by id */
    size_t unit_count;
    int64_t rows;
    struct arena *arena; /* of the sitting's title below */
    char *title_json;
    const char *title;
};

enum word standing_word(const char *standing, bool over)
{
    static const struct {
        const char *standing;
        enum word word;
    } list[] = {
        {"passed", SAY_STANDING_SAT},
        {"failed", SAY_STANDING_SAT},
        {"doing", SAY_STANDING_DOING},
        {"handed_in", SAY_STANDING_WAITS},
        {"held", SAY_STANDING_WAITS},
        {"excused", SAY_STANDING_EXCUSED},
        {"absent", SAY_STANDING_ABSENT},
        {"exempt", SAY_STANDING_EXEMPT},
        {"incident", SAY_STANDING_INCIDENT},
        {"suspended", SAY_STANDING_SUSPENDED},
    };

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (!strcmp(list[i].standing, standing))
            return list[i].word;
    return over ? SAY_STANDING_ABSENT : SAY_STANDING_NOT_YET;
}

static const struct score_unit *unit_of(const struct writing *w, int64_t id)
{
    size_t low = 0, high = w->unit_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->units[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < w->unit_count && w->units[low].id == id ? &w->units[low]
                                                         : NULL;
}

static bool is_office(const struct score_unit *unit)
{
    return !strcmp(unit->kind, "division") || !strcmp(unit->kind, "point");
}

/* The body an office belongs to; a body is itself. */
static const struct score_unit *body_of(const struct writing *w,
                                        const struct score_unit *unit)
{
    for (int depth = 0; unit && is_office(unit) && depth < 32; depth++) {
        const struct score_unit *parent = unit_of(w, unit->parent);
        if (!parent)
            break;
        unit = parent;
    }
    return unit;
}

static struct value words_of(const struct writing *w, const char *code,
                             const char *const codes[], const enum word said[])
{
    for (size_t i = 0; code && codes[i]; i++)
        if (!strcmp(codes[i], code))
            return text(say(w->how->language, said[i]));
    return text(code);
}

static const char *title_of(struct writing *w, const char *json)
{
    struct tree both;

    if (w->title_json && !strcmp(w->title_json, json))
        return w->title;
    arena_free(w->arena);
    w->arena = arena_new();
    w->title_json = arena_text(w->arena, json, strlen(json));
    w->title = json_read(w->arena, json, strlen(json), &both) == OK
                   ? say_in(&both, w->how->language)
                   : json;
    return w->title;
}

static void fill_person(const struct writing *w, const struct value *from,
                        struct value *to)
{
    static const char *const genders[] = {"nam", "nu", NULL};
    static const enum word gender_words[] = {SAY_GENDER_NAM, SAY_GENDER_NU};
    static const char *const kinds[] = {
        "can_bo", "cong_chuc", "vien_chuc", "hdld", "khong_chuyen_trach", NULL};
    static const enum word kind_words[] = {SAY_KIND_CAN_BO, SAY_KIND_CONG_CHUC,
                                           SAY_KIND_VIEN_CHUC, SAY_KIND_HDLD,
                                           SAY_KIND_KHONG_CHUYEN_TRACH};
    const struct score_unit *unit = unit_of(w, from[SCORE_UNIT].integer);
    const struct score_unit *body = body_of(w, unit);
    const struct score_unit *now =
        body_of(w, unit_of(w, from[SCORE_UNIT_NOW].integer));

    to[SO_HIEU] = from[SCORE_STAFF_NUMBER];
    to[MA_HO_SO] = from[SCORE_DOSSIER];
    to[CCCD] = from[SCORE_NATIONAL_ID];
    to[HO_TEN] = from[SCORE_FULL_NAME];
    to[HO] = from[SCORE_FAMILY];
    to[TEN_DEM] = from[SCORE_MIDDLE];
    to[TEN] = from[SCORE_GIVEN];
    to[NGAY_SINH] = from[SCORE_BIRTH];
    to[GIOI_TINH] = words_of(w, from[SCORE_GENDER].text, genders, gender_words);
    to[LOAI] = words_of(w, from[SCORE_KIND].text, kinds, kind_words);
    to[MA_DON_VI] = text(body ? body->code : NULL);
    to[DON_VI_THI] = text(body ? body->name : NULL);
    to[DON_VI_NAY] = text(now ? now->name : NULL);
    to[PHONG] = text(unit && unit != body ? unit->name : NULL);
    to[CHUC_VU] = from[SCORE_JOB];
    to[MA_NGACH] = from[SCORE_RANK];
    to[VTVL] = from[SCORE_POSITION];
    to[NHOM_NV] = from[SCORE_DUTY_GROUP];
}

static void fill_score(struct writing *w, const struct value *from,
                       struct value *to)
{
    enum language language = w->how->language;
    bool scored = from[SCORE_PERCENT].kind != NOTHING;
    int64_t day_of = from[SCORE_STARTED].integer ? from[SCORE_STARTED].integer
                                                 : from[SCORE_OPENS].integer;

    to[MA_KY] = from[SCORE_SITTING_CODE];
    to[TEN_KY] = text(title_of(w, from[SCORE_SITTING_TITLE].text));
    to[CAN_CU] = from[SCORE_BASIS];
    to[NGAY_THI] = integer(clock_day(day_of));
    to[SBD] = from[SCORE_NUMBER];
    to[TRANG_THAI] = text(say(
        language, standing_word(from[SCORE_STANDING].text,
                                from[SCORE_CLOSES].integer <= w->how->now)));
    to[LY_DO] = from[SCORE_REASON];
    to[LAN] = from[SCORE_ATTEMPT_NUMBER];
    to[BAT_DAU] = from[SCORE_STARTED];
    to[NOP_LUC] = from[SCORE_SEALED];
    to[DIEM100_TRUOC] = from[SCORE_BEFORE];
    to[CHAM_LAI] = from[SCORE_REGRADED];
    to[PHAN_CHUA_DAT] = from[SCORE_MISSED];
    if (!scored)
        return;
    double percent = from[SCORE_PERCENT].kind == REAL
                         ? from[SCORE_PERCENT].real
                         : (double)from[SCORE_PERCENT].integer;
    to[SO_CAU] = from[SCORE_SLOTS];
    to[DUNG] = from[SCORE_SLOTS_FULL];
    to[DIEM] = from[SCORE_POINTS];
    to[DIEM_TOI_DA] = from[SCORE_MAX];
    to[DIEM100] = real(percent);
    /* rounded as the percent is: 7.8 / 10 is not 0.78 */
    to[DIEM10] = real(round(percent * 1e6) / 1e7);
    to[NGUONG] = from[SCORE_PASS_PERCENT];
    to[KET_LUAN] =
        text(say(language, from[SCORE_PASSED].integer ? SAY_RESULT_PASSED
                                                      : SAY_RESULT_FAILED));
}

static enum status write_row(const struct value *from, void *arg)
{
    struct writing *w = arg;
    struct value to[FIELDS] = {0}, shown[FIELDS];
    size_t count = 0;

    fill_person(w, from, to);
    fill_score(w, from, to);
    to[STT] = integer(++w->rows);
    to[NGUOI_XUAT] = text(w->how->exporter);
    to[LUC_XUAT] = integer(w->how->now);
    to[PHIEN_BAN] = text("Khoa " KHOA_VERSION);
    for (size_t i = 0; i < FIELDS; i++)
        if (i != CCCD || w->how->national_id)
            shown[count++] = to[i];
    return sheet_row(w->sheet, shown);
}

static int by_id(const void *a, const void *b)
{
    const struct score_unit *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static enum status load_units(struct db *db, struct arena *arena,
                              struct writing *w, int64_t day)
{
    const struct score_unit *units;

    TRY(score_unit_list(db, arena, day, &units, &w->unit_count));
    struct score_unit *sorted =
        arena_many(arena, struct score_unit, w->unit_count);
    if (w->unit_count)
        memcpy(sorted, units, w->unit_count * sizeof *units);
    qsort(sorted, w->unit_count, sizeof *sorted, by_id);
    w->units = sorted;
    return OK;
}

static enum status write_all(struct db *db, struct arena *arena,
                             const char *path,
                             const struct score_filter *filter,
                             struct writing *w)
{
    struct column columns[FIELDS];
    size_t count = 0;

    TRY(load_units(db, arena, w, filter->day));
    for (size_t i = 0; i < FIELDS; i++)
        if (i != CCCD || w->how->national_id)
            columns[count++] = (struct column){
                fields[i].id, say(w->how->language, fields[i].title),
                fields[i].kind, fields[i].width};
    TRY(sheet_open(&w->sheet, w->how->format, path,
                   say(w->how->language, SAY_SCORE_SHEET), columns, count));
    enum status status = score_each_list(db, filter, write_row, w);
    if (status == OK)
        return sheet_close(w->sheet);
    sheet_drop(w->sheet);
    return status;
}

enum status score_sheet_write(struct db *db, const char *path,
                              const struct score_filter *filter,
                              const struct score_sheet *how, int64_t *rows)
{
    struct arena *arena = arena_new();
    struct writing w = {.how = how};

    enum status status = write_all(db, arena, path, filter, &w);
    arena_free(w.arena);
    arena_free(arena);
    *rows = w.rows;
    return status;
}

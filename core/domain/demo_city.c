#include "domain/demo_parts.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/random.h"
#include "domain/chance.h"
#include "domain/staff_import.h"
#include "domain/units.h"
#include "seal/password.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/units.h"
#include "text/utf8.h"

#include <string.h>

/*
 * A city of any size below the hand-made one: wards with their divisions, a
 * point of service, schools and stations, and people with names as frequent as
 * they are in Viet Nam. Nobody exists; everything follows from the seed.
 */
enum {
    PER_WARD = 1041, /* 131,110 people over 126 wards and communes */
    MOST_WARDS = 126,
    DIVISIONS = 5,
    SERVICES = 20,
    BELOW = DIVISIONS + SERVICES,
    WARDS_AT_ONCE = 10,
    BATCH = 1000, /* rows in a transaction, so that others get their turn */
};

/* ---- names
 * -------------------------------------------------------------------*/

struct share {
    const char *word;
    int of; /* parts */
};

/* Shares in a thousand, after surveys of Vietnamese family names. */
static const struct share families[] = {
    {"Nguyễn", 314}, {"Trần", 109},   {"Lê", 89},   {"Phạm", 59}, {"Hoàng", 30},
    {"Huỳnh", 21},   {"Vũ", 25},      {"Võ", 14},   {"Phan", 28}, {"Đặng", 21},
    {"Bùi", 21},     {"Đỗ", 19},      {"Hồ", 15},   {"Ngô", 14},  {"Dương", 14},
    {"Lý", 9},       {"Đào", 9},      {"Đinh", 9},  {"Lâm", 8},   {"Phùng", 8},
    {"Mai", 8},      {"Tô", 7},       {"Trịnh", 9}, {"Hà", 8},    {"Cao", 7},
    {"Đoàn", 8},     {"Tạ", 6},       {"Chu", 6},   {"Lương", 7}, {"Quách", 4},
    {"Âu Dương", 1}, {"Tôn Thất", 1}, {"Nông", 4},  {"Lò", 4},    {"Kiều", 4},
};

static const char *const middles[2][8] = {
    {"Văn", "Đức", "Minh", "Quang", "Hữu", "Công", "Xuân", "Ngọc"},
    {"Thị", "Thị", "Thị Thu", "Ngọc", "Thanh", "Thị Minh", "Thị Bích",
     "Phương"},
};
static const char *const givens[2][24] = {
    {"Anh",  "Bình", "Cường", "Dũng", "Đạt",  "Đông",  "Giang", "Hải",
     "Hiếu", "Hòa",  "Hùng",  "Khoa", "Long", "Nam",   "Phong", "Quân",
     "Sơn",  "Tài",  "Thắng", "Tiến", "Toàn", "Trung", "Tuấn",  "Vinh"},
    {"An",   "Ánh",   "Chi",   "Dung",   "Giang", "Hà",   "Hạnh",  "Hiền",
     "Hoa",  "Hồng",  "Hương", "Lan",    "Linh",  "Loan", "Mai",   "Nga",
     "Ngọc", "Nhung", "Oanh",  "Phương", "Thảo",  "Thúy", "Trang", "Yến"},
};
static const char *const jobs[] = {"Chuyên viên",       "Chuyên viên",
                                   "Chuyên viên chính", "Công chức một cửa",
                                   "Văn thư",           "Kế toán viên"};
static const char *const service_jobs[] = {"Giáo viên", "Nhân viên hành chính",
                                           "Điều dưỡng", "Kế toán viên"};

static const char *by_share(struct chance *chance)
{
    enum { FAMILIES = sizeof families / sizeof families[0] };
    int all = 0, at;

    for (size_t i = 0; i < FAMILIES; i++)
        all += families[i].of;
    at = (int)chance_below(chance, (uint64_t)all);
    for (size_t i = 0; i < FAMILIES; i++)
        if ((at -= families[i].of) < 0)
            return families[i].word;
    return families[0].word;
}

/* ---- units
 * -------------------------------------------------------------------*/

struct city {
    struct arena *arena;
    int64_t root;
    int wards, first; /* of the batch that is being written */
};

static const char *ward_code(struct arena *arena, int ward)
{
    return arena_print(arena, "H99.%d", 100 + ward);
}

static const char *unit_code(struct arena *arena, int ward, int below)
{
    return arena_print(arena, "H99.%d.%02d", 100 + ward, below + 1);
}

static const char *ward_name(struct arena *arena, int ward)
{
    static const char *const first[] = {
        "An",  "Bình", "Cẩm",   "Đông", "Hà",  "Kim",   "Long", "Mỹ",
        "Nam", "Phú",  "Quang", "Sơn",  "Tân", "Thanh", "Vĩnh", "Xuân"};
    static const char *const second[] = {"Hòa",   "Lạc", "Thượng", "Hạ",
                                         "Khánh", "Lâm", "Giang",  "Trung"};

    return arena_print(arena, "UBND %s %s %s", ward < 51 ? "phường" : "xã",
                       first[ward % 16], second[ward / 16 % 8]);
}

static const char *below_name(struct arena *arena, int below)
{
    static const char *const divisions[DIVISIONS] = {
        "Văn phòng HĐND – UBND", "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Phòng Văn hóa – Xã hội", "Điểm phục vụ hành chính công",
        "Ban Chỉ huy Quân sự"};
    static const char *const services[] = {
        "Trường Mầm non số %d", "Trường Tiểu học số %d", "Trường THCS số %d",
        "Trạm Y tế số %d"};

    if (below < DIVISIONS)
        return divisions[below];
    below -= DIVISIONS;
    const char *pattern = services[below % 4];
    size_t length = strlen(pattern) - 2;
    return arena_print(arena, "%.*s%d", (int)length, pattern, below / 4 + 1);
}

static enum status open_ward(struct db *tx, const struct city *city, int ward)
{
    struct unit_draft draft = {.name = ward_name(city->arena, ward),
                               .kind = "commune",
                               .scheme = "dinh_danh_dien_tu",
                               .code = ward_code(city->arena, ward),
                               .parent = city->root,
                               .from = DEMO_FROM};
    int64_t id, below;

    TRY(unit_open(tx, city->arena, &draft, &id));
    for (int i = 0; i < BELOW; i++) {
        draft.name = below_name(city->arena, i);
        draft.kind = i == 3          ? "point"
                     : i < DIVISIONS ? "division"
                                     : "service_unit";
        draft.code = unit_code(city->arena, ward, i);
        draft.parent = id;
        TRY(unit_open(tx, city->arena, &draft, &below));
    }
    return OK;
}

static enum status open_wards(struct db *tx, void *arg)
{
    const struct city *city = arg;

    for (int i = city->first;
         i < city->wards && i < city->first + WARDS_AT_ONCE; i++)
        TRY(open_ward(tx, city, i));
    return OK;
}

/* ---- people
 * ------------------------------------------------------------------*/

static void put(struct buf *out, const char *text)
{
    buf_bytes(out, text, strlen(text));
}

static void put_person(struct buf *out, struct arena *arena, int n,
                       const char *unit, bool service)
{
    struct chance chance =
        chance_of("Khoa demo city", arena_print(arena, "person %d", n));
    bool woman = chance_below(&chance, 100) < 54;
    const char *family = by_share(&chance);
    const char *middle = middles[woman][chance_below(&chance, 8)];
    const char *given = givens[woman][chance_below(&chance, 24)];
    bool short_name = !chance_below(&chance, 30);
    int year = 1966 + (int)chance_below(&chance, 37);
    int month = (int)chance_below(&chance, 12) + 1;
    int day = (int)chance_below(&chance, 28) + 1;
    const char *job = service ? service_jobs[chance_below(&chance, 4)]
                              : jobs[chance_below(&chance, 6)];

    put(out,
        arena_print(arena,
                    "SH%06d;%s %s%s%s;%02d/%02d/%d;%s;%s;"
                    "999%d%02d%06d;%s;%s;\n",
                    n, family, short_name ? "" : middle, short_name ? "" : " ",
                    given, day, month, year, woman ? "Nữ" : "Nam",
                    service ? "Viên chức" : "Công chức", woman, year % 100, n,
                    unit, job));
}

/* Two of three work in the services, as in a real city. */
static const char *list_of(struct arena *arena, int from, int count, int wards,
                           size_t *length)
{
    struct buf out = {.arena = arena};
    struct arena *scratch = arena_new();

    put(&out, "so_hieu;ho_ten;ngay_sinh;gioi_tinh;loai;cccd;ma_don_vi;"
              "chuc_vu;ma_ngach\n");
    for (int i = 0; i < count; i++) {
        struct chance chance = chance_of(
            "Khoa demo city", arena_print(scratch, "place %d", from + i));
        bool service = chance_below(&chance, 3) > 0;
        int below = service ? DIVISIONS + (int)chance_below(&chance, SERVICES)
                            : (int)chance_below(&chance, DIVISIONS);
        put_person(&out, scratch, from + i,
                   unit_code(scratch, i % wards, below), service);
        if (i % BATCH == 0) {
            arena_free(scratch);
            scratch = arena_new();
        }
    }
    arena_free(scratch);
    *length = out.length;
    return out.data;
}

/* ---- accounts
 * ----------------------------------------------------------------*/

struct opening {
    struct arena *arena;
    const char *password; /* one hash for all, since the word is printed */
    int64_t now;
    int from, to;
};

static enum status open_accounts(struct db *tx, void *arg)
{
    const struct opening *o = arg;
    const struct person *person;

    for (int n = o->from; n < o->to; n++) {
        const char *number = arena_print(o->arena, "SH%06d", n);
        TRY(person_key_find(tx, o->arena, number, &person));
        const struct account account = {.id = id_new(),
                                        .person = person->id,
                                        .login = text_lower(o->arena, number),
                                        .password = o->password,
                                        .language = "vi",
                                        .created_at = o->now};
        TRY(account_add(tx, o->arena, &account));
    }
    return OK;
}

static enum status open_doors(struct house *house, const char *password,
                              int from, int to, int64_t now)
{
    for (; from < to; from += BATCH) {
        struct arena *arena = arena_new();
        struct opening o = {arena, password, now, from,
                            from + BATCH < to ? from + BATCH : to};
        enum status status = db_write(house->db, open_accounts, &o);
        arena_free(arena);
        TRY(status);
    }
    return OK;
}

/* ---- all of it
 * ---------------------------------------------------------------*/

static enum status take_in(struct house *house, struct arena *arena, int from,
                           int count, int wards, int64_t now)
{
    struct findings findings = findings_of(arena);
    struct staff_counts counts;
    size_t length;
    const char *bytes = list_of(arena, from, count, wards, &length);
    const struct staff_file file = {"city.csv", bytes, length};
    const struct staff_import import = {.now = now, .day = DEMO_FROM};
    enum status status =
        staff_import(house, arena, &file, &import, &findings, &counts);

    for (size_t i = 0; status == INVALID && i < findings.count && i < 5; i++)
        log_say(LOG_ERROR, "demo", "city.csv", "line",
                log_int(findings.list[i].line), "what", findings.list[i].en,
                NULL);
    return status;
}

enum status demo_city(struct house *house, struct arena *arena, int people,
                      int64_t now)
{
    struct city city = {.arena = arena, .wards = people / PER_WARD + 1};
    int count = people - DEMO_PEOPLE, from = DEMO_PEOPLE + 1;
    const struct unit *root;
    const char *password;

    if (city.wards > MOST_WARDS)
        city.wards = MOST_WARDS;
    TRY(unit_code_find(house->db, arena, "H99", DEMO_FROM, &root));
    city.root = root->id;
    for (; city.first < city.wards; city.first += WARDS_AT_ONCE)
        TRY(db_write(house->db, open_wards, &city));
    TRY(take_in(house, arena, from, count, city.wards, now));
    TRY(password_hash(arena, demo_password, &password));
    return open_doors(house, password, from, from + count, now);
}

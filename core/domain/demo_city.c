#include "domain/demo_parts.h"

#include "base/buf.h"
#include "base/log.h"
#include "domain/chance.h"
#include "domain/staff_import.h"
#include "domain/units.h"
#include "store/units.h"

#include <string.h>

/*
 * A city of any size below the hand-made one: wards with their divisions, a
 * point of service, schools and stations. Nobody exists; everything follows
 * from the seed.
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

/* Two of three work in the services, as in a real city. */
static const char *list_of(struct arena *arena, int from, int count, int wards,
                           size_t *length)
{
    struct buf out = {.arena = arena};
    struct arena *scratch = arena_new();

    demo_heading(&out);
    for (int i = 0; i < count; i++) {
        struct chance chance = chance_of(
            "Khoa demo city", arena_print(scratch, "place %d", from + i));
        bool service = chance_below(&chance, 3) > 0;
        int below = service ? DIVISIONS + (int)chance_below(&chance, SERVICES)
                            : (int)chance_below(&chance, DIVISIONS);
        demo_person(&out, scratch, from + i, 6,
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

/* ---- all of it
 * ---------------------------------------------------------------*/

static enum status take_in(struct house *house, struct arena *arena, int from,
                           int count, int wards, int64_t now)
{
    struct findings findings = findings_of(arena);
    struct staff_counts counts;
    size_t length;
    const char *bytes = list_of(arena, from, count, wards, &length);
    const struct staff_file file = {
        .name = "city.csv", .bytes = bytes, .length = length};
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

    if (city.wards > MOST_WARDS)
        city.wards = MOST_WARDS;
    TRY(unit_code_find(house->db, arena, "H99", DEMO_FROM, &root));
    city.root = root->id;
    for (; city.first < city.wards; city.first += WARDS_AT_ONCE)
        TRY(db_write(house->db, open_wards, &city));
    TRY(take_in(house, arena, from, count, city.wards, now));
    return demo_accounts_open(house, from, from + count, 6, now);
}

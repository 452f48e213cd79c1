#include "domain/demo_parts.h"

#include "domain/units.h"

#include <string.h>

/* The tree as real cities have it since 07/2025: a city, its departments, wards
   and communes. This one does not exist. */
static const struct {
    const char *code, *parent, *kind, *name, *short_name;
} units[] = {
    {"H99", NULL, "agency", "UBND Thành phố Sông Hồng", NULL},
    {"H99.01", "H99", "department", "Văn phòng UBND Thành phố", "VP UBND TP"},
    {"H99.01.01", "H99.01", "division", "Phòng Hành chính – Tổ chức", NULL},
    {"H99.01.02", "H99.01", "division", "Phòng Kiểm soát thủ tục hành chính",
     NULL},
    {"H99.02", "H99", "department", "Sở Nội vụ", NULL},
    {"H99.02.01", "H99.02", "division", "Phòng Công chức, viên chức", NULL},
    {"H99.02.02", "H99.02", "division", "Thanh tra Sở", NULL},
    {"H99.03", "H99", "department", "Sở Khoa học và Công nghệ", "Sở KH&CN"},
    {"H99.03.01", "H99.03", "division", "Phòng Chuyển đổi số", NULL},
    {"H99.03.02", "H99.03", "service_unit", "Trung tâm Hạ tầng số", NULL},
    {"H99.04", "H99", "department", "Sở Tài chính", NULL},
    {"H99.05", "H99", "department", "Sở Tư pháp", NULL},
    {"H99.06", "H99", "department", "Sở Xây dựng", NULL},
    {"H99.08", "H99", "department", "Sở Y tế", NULL},
    {"H99.08.01", "H99.08", "service_unit", "Bệnh viện Đa khoa Mẫu", NULL},
    {"H99.09", "H99", "department", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT"},
    {"H99.09.01", "H99.09", "service_unit", "Trường THCS Bến Nứa", NULL},
    {"H99.11", "H99", "service_unit",
     "Trung tâm Phục vụ hành chính công Thành phố", NULL},
    {"H99.12", "H99", "service_unit", "Trường Đào tạo cán bộ", NULL},
    {"H99.20", "H99", "commune", "UBND phường Cầu Đá", NULL},
    {"H99.20.01", "H99.20", "division", "Văn phòng HĐND – UBND", NULL},
    {"H99.20.02", "H99.20", "division", "Phòng Văn hóa – Xã hội", NULL},
    {"H99.20.03", "H99.20", "point", "Điểm phục vụ hành chính công Cầu Đá",
     NULL},
    {"H99.21", "H99", "commune", "UBND phường Bến Nứa", NULL},
    {"H99.30", "H99", "commune", "UBND xã Đồng Lúa", NULL},
    {"H99.30.01", "H99.30", "division", "Phòng Kinh tế", NULL},
};

enum { UNITS = sizeof units / sizeof units[0] };

/* What was there before: a district and its wards, which went into the wards of
   today, one of them into two. */
enum { BEFORE = 20150101 };
static const struct {
    const char *code, *parent, *kind, *name;
} gone[] = {
    {"H99.Q1", "H99", "commune", "UBND Quận Bắc (trước 07/2025)"},
    {"H99.Q1.01", "H99.Q1", "commune", "UBND phường A (trước 07/2025)"},
    {"H99.Q1.02", "H99.Q1", "commune", "UBND phường B (trước 07/2025)"},
    {"H99.Q1.03", "H99.Q1", "commune", "UBND phường C (trước 07/2025)"},
};
enum { GONE = sizeof gone / sizeof gone[0] };
static const struct {
    const char *before, *after, *note;
} successions[] = {
    {"H99.Q1.01", "H99.20", "toàn bộ"},
    {"H99.Q1.02", "H99.20", "toàn bộ"},
    {"H99.Q1.03", "H99.20", "một phần"},
    {"H99.Q1.03", "H99.21", "phần còn lại"},
    {"H99.Q1", "H99.20", "nhiệm vụ giao cho phường"},
    {"H99.Q1", "H99.21", "nhiệm vụ giao cho phường"},
};

static int64_t id_of(const int64_t *ids, const char *code)
{
    for (size_t i = 0; code && i < UNITS; i++)
        if (!strcmp(units[i].code, code))
            return ids[i];
    return 0;
}

static enum status open_one(struct db *tx, struct arena *arena, size_t i,
                            int64_t *ids)
{
    const struct unit_draft draft = {
        .name = units[i].name,
        .short_name = units[i].short_name,
        .kind = units[i].kind,
        .scheme = "dinh_danh_dien_tu",
        .code = units[i].code,
        .parent = id_of(ids, units[i].parent),
        .from = units[i].parent ? DEMO_FROM : BEFORE,
    };

    return unit_open(tx, arena, &draft, &ids[i]);
}

static int64_t gone_id(const int64_t *ids, const char *code)
{
    for (size_t i = 0; i < GONE; i++)
        if (!strcmp(gone[i].code, code))
            return ids[i];
    return 0;
}

/* Opened ten years ago, closed from below on the day of the change. */
static enum status open_gone(struct db *tx, struct arena *arena, int64_t root,
                             int64_t *ids)
{
    for (size_t i = 0; i < GONE; i++) {
        const struct unit_draft draft = {
            .name = gone[i].name,
            .kind = gone[i].kind,
            .scheme = "dinh_danh_dien_tu",
            .code = gone[i].code,
            .parent = i ? ids[0] : root,
            .from = BEFORE,
        };
        TRY(unit_open(tx, arena, &draft, &ids[i]));
    }
    for (size_t i = GONE; i-- > 0;)
        TRY(unit_close(tx, arena, ids[i], DEMO_FROM));
    return OK;
}

static enum status open_all(struct db *tx, void *arg)
{
    int64_t ids[UNITS] = {0}, old[GONE] = {0};

    for (size_t i = 0; i < UNITS; i++)
        TRY(open_one(tx, arg, i, ids));
    TRY(open_gone(tx, arg, ids[0], old));
    for (size_t i = 0; i < sizeof successions / sizeof *successions; i++)
        TRY(unit_succeed(tx, arg, gone_id(old, successions[i].before),
                         id_of(ids, successions[i].after), DEMO_FROM,
                         successions[i].note));
    return OK;
}

enum status demo_units(struct house *house, struct arena *arena)
{
    return db_write(house->db, open_all, arena);
}

const char *demo_unit(size_t i, bool *service)
{
    *service = !strcmp(units[i % (UNITS - 1) + 1].kind, "service_unit");
    return units[i % (UNITS - 1) + 1].code;
}

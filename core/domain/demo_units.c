#include "domain/demo_parts.h"

#include "domain/units.h"

#include <string.h>

/* After domain rules of 07/2025: a city, its departments, wards and communes;
   the city does not exist. */
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

static int64_t id_of(const int64_t *ids, const char *code)
{
    for (size_t i = 0; code && i < UNITS; i++)
        if (!strcmp(units[i].code, code))
            return ids[i];
    return 0;
}

static enum status open_all(struct db *tx, void *arg)
{
    int64_t ids[UNITS] = {0};

    for (size_t i = 0; i < UNITS; i++) {
        const struct unit_draft draft = {
            .name = units[i].name,
            .short_name = units[i].short_name,
            .kind = units[i].kind,
            .scheme = "dinh_danh_dien_tu",
            .code = units[i].code,
            .parent = id_of(ids, units[i].parent),
            .from = DEMO_FROM,
        };
        TRY(unit_open(tx, arg, &draft, &ids[i]));
    }
    return OK;
}

enum status demo_units(struct house *house, struct arena *arena)
{
    return db_write(house->db, open_all, arena);
}

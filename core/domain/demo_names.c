#include "domain/demo_parts.h"

#include "domain/chance.h"

#include <string.h>

/*
 * People with names as frequent as they are in Viet Nam. Nobody exists; who
 * somebody is follows from a number.
 */
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

static void put(struct buf *out, const char *text)
{
    buf_bytes(out, text, strlen(text));
}

void demo_person(struct buf *out, struct arena *arena, int n, int width,
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
                    "SH%0*d;%s %s%s%s;%02d/%02d/%d;%s;%s;"
                    "999%d%02d%06d;%s;%s;\n",
                    width, n, family, short_name ? "" : middle,
                    short_name ? "" : " ", given, day, month, year,
                    woman ? "Nữ" : "Nam", service ? "Viên chức" : "Công chức",
                    woman, year % 100, n, unit, job));
}

void demo_heading(struct buf *out)
{
    put(out, "so_hieu;ho_ten;ngay_sinh;gioi_tinh;loai;cccd;ma_don_vi;"
             "chuc_vu;ma_ngach\n");
}

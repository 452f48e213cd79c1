#include "domain/demo_parts.h"

#include "base/random.h"
#include "domain/rights.h"
#include "domain/staff_import.h"
#include "seal/password.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/units.h"
#include "text/utf8.h"

#include <string.h>

/*
 * As a personnel department would hand them over. Names are invented; national
 * ids begin with 999, which no province has. Among them: no middle name, a
 * compound family name, a name of one word, two people of one name and year,
 * no national id, a second duty, somebody who has left.
 */
static const char staff[] =
    "so_hieu;ho_ten;ngay_sinh;gioi_tinh;loai;cccd;xung_ho;ma_don_vi;chuc_vu;"
    "ma_ngach;kiem_nhiem;nghi_tu\n"
    "SH0001;Trần Thị Thu Hà;12/03/1988;Nữ;Công chức;999188000011;chị;"
    "H99.20.02;Chuyên viên;01.003;;\n"
    "SH0002;Nguyễn Văn Quang;04/09/1979;Nam;Công chức;999079000022;anh;"
    "H99.03.01;Chuyên viên chính;01.002;;\n"
    "SH0003;Phạm Thị Bích Ngọc;27/11/1983;Nữ;Công chức;999183000033;chị;"
    "H99.02.01;Trưởng phòng;01.002;;\n"
    "SH0004;Lê Hoàng Nam;15/06/1991;Nam;Viên chức;999091000044;anh;H99.12;"
    "Giảng viên;V.07.01.03;;\n"
    "SH0005;Vũ Minh Châu;30/01/1986;Nữ;Viên chức;999186000055;chị;H99.12;"
    "Giảng viên chính;V.07.01.02;;\n"
    "SH0006;Đỗ Quốc Bảo;08/08/1990;Nam;HĐLĐ;999090000066;anh;H99.12;"
    "Cán bộ hợp đồng cung cấp nội dung;;;\n"
    "SH0007;Hoàng Thị Lan Anh;19/05/1982;Nữ;Công chức;999182000077;chị;"
    "H99.02.01;Phó Trưởng phòng;01.002;;\n"
    "SH0008;Bùi Đức Thắng;02/12/1976;Nam;Công chức;999076000088;anh;"
    "H99.02.02;Thanh tra viên chính;04.024;;\n"
    "SH0009;Đặng Thị Hương;21/07/1993;Nữ;Công chức;999193000099;chị;"
    "H99.20.01;Chuyên viên;01.003;;\n"
    "SH0010;Phạm Hoà;14/02/1985;Nam;Công chức;999085000100;anh;H99.20.01;"
    "Chánh Văn phòng;01.003;;\n"
    "SH0011;Phạm Hòa;03/10/1985;Nữ;Công chức;999185000111;chị;H99.20.01;"
    "Chuyên viên;01.003;;\n"
    "SH0012;Nguyễn Văn An;11/04/1987;Nam;Công chức;999087000122;anh;"
    "H99.20.02;Chuyên viên;01.003;;\n"
    "SH0013;Nguyễn Văn An;25/12/1987;Nam;Công chức;999087000133;anh;"
    "H99.20.02;Chuyên viên;01.003;;\n"
    "SH0014;Y Moan Niê;06/06/1989;Nam;Viên chức;999089000144;anh;H99.20.03;"
    "Viên chức một cửa;01.003;;\n"
    "SH0015;Dương;01/01/1992;Nam;Không chuyên trách;999092000155;anh;"
    "H99.20.03;Nhân viên hỗ trợ;;;\n"
    "SH0016;Tôn Nữ Diệu Huyền;17/09/1984;Nữ;Công chức;999184000166;chị;"
    "H99.20.03;Chuyên viên;01.003;;\n"
    "SH0017;Âu Dương Minh;09/03/1980;Nam;Công chức;999080000177;anh;"
    "H99.01.01;Trưởng phòng;01.002;;\n"
    "SH0018;Trịnh Thị Ánh;28/08/1995;Nữ;Công chức;999195000188;chị;"
    "H99.01.01;Chuyên viên;01.003;;\n"
    "SH0019;Lý Đình Ước;13/05/1978;Nam;Công chức;999078000199;anh;"
    "H99.01.02;Phó Trưởng phòng;01.002;;\n"
    "SH0020;Cao Thị Yến;22/10/1990;Nữ;Công chức;999190000201;chị;"
    "H99.01.02;Chuyên viên;01.003;;\n"
    "SH0021;Ngô Gia Khánh;07/07/1994;Nam;Công chức;999094000212;anh;"
    "H99.01.02;Chuyên viên;01.003;;\n"
    "SH0022;Hồ Thị Mỹ Dung;16/11/1981;Nữ;Công chức;999181000223;chị;"
    "H99.02.01;Chuyên viên chính;01.002;;\n"
    "SH0023;Phan Thành Đạt;05/01/1988;Nam;Công chức;999088000234;anh;"
    "H99.02.01;Chuyên viên;01.003;;\n"
    "SH0024;Võ Thị Tường Vi;29/04/1992;Nữ;Công chức;;chị;H99.02.02;"
    "Thanh tra viên;04.025;;\n"
    "SH0025;Đinh Công Trứ;18/02/1975;Nam;Công chức;999075000256;anh;"
    "H99.02.02;Chánh Thanh tra;04.024;;\n"
    "SH0026;Mai Xuân Ưng;10/10/1983;Nam;Công chức;999083000267;anh;"
    "H99.03.01;Trưởng phòng;01.002;;\n"
    "SH0027;Lương Thị Ích;24/06/1996;Nữ;Công chức;999196000278;chị;"
    "H99.03.01;Chuyên viên;01.003;;\n"
    "SH0028;Tạ Văn Đông;31/03/1986;Nam;Viên chức;999086000289;anh;"
    "H99.03.02;Kỹ sư;V.05.02.07;;\n"
    "SH0029;Chu Thị Oanh;20/09/1991;Nữ;Viên chức;999191000290;chị;"
    "H99.03.02;Kỹ sư;V.05.02.07;;\n"
    "SH0030;Kiều Hải Sơn;12/12/1984;Nam;Viên chức;999084000302;anh;"
    "H99.03.02;Phó Giám đốc;V.05.02.06;;\n"
    "SH0031;Đoàn Thị Nguyệt;04/05/1989;Nữ;Viên chức;999189000313;chị;H99.12;"
    "Chuyên viên;01.003;;\n"
    "SH0032;Quách Tuấn Kiệt;26/01/1987;Nam;Công chức;999087000324;anh;H99.21;"
    "Phó Chủ tịch;01.002;;\n"
    "SH0033;Lâm Thị Phượng;15/08/1993;Nữ;Công chức;999193000335;chị;H99.21;"
    "Chuyên viên;01.003;;\n"
    "SH0034;Nguyễn Thị Thuỷ Tiên;09/11/1990;Nữ;Công chức;999190000346;chị;"
    "H99.21;Chuyên viên;01.003;;\n"
    "SH0035;Trương Vĩnh Lộc;23/03/1977;Nam;Cán bộ;999077000357;anh;H99.30;"
    "Chủ tịch;;;\n"
    "SH0036;Hà Văn Sáng;17/07/1985;Nam;Công chức;999085000368;anh;H99.30.01;"
    "Trưởng phòng;01.003;;\n"
    "SH0037;Sầm Thị Xoan;02/02/1994;Nữ;Công chức;999194000379;chị;H99.30.01;"
    "Chuyên viên;01.003;;\n"
    "SH0038;Lò Văn Ỏm;30/06/1988;Nam;Công chức;999088000380;anh;H99.30.01;"
    "Chuyên viên;01.003;;\n"
    "SH0039;Đào Thị Quyên;11/09/1992;Nữ;Công chức;999192000391;chị;H99.30;"
    "Chuyên viên;01.003;;\n"
    "SH0040;Lưu Bá Khiêm;06/04/1964;Nam;Công chức;999064000403;anh;H99.01.01;"
    "Chuyên viên chính;01.002;;01/09/2026\n"
    "SH0009;Đặng Thị Hương;21/07/1993;Nữ;Công chức;999193000099;chị;"
    "H99.20.03;Phụ trách Điểm phục vụ hành chính công;01.003;có;\n";

/* ---- roles
 * -------------------------------------------------------------------*/

static const struct {
    const char *staff_number, *login;
    enum role role;
    const char *unit; /* code; NULL: the whole city */
} named[] = {
    {"SH0001", "hocvien", ROLE_LEARNER, NULL},
    {"SH0002", "quantri", ROLE_ADMIN, NULL},
    {"SH0003", "nhansu", ROLE_HR, NULL},
    {"SH0004", "biensoan", ROLE_AUTHOR, NULL},
    {"SH0005", "thamdinh", ROLE_REVIEWER, NULL},
    {"SH0006", "nhacungcap", ROLE_VENDOR, "H99.12"},
    {"SH0007", "tochuc", ROLE_ORGANISER, NULL},
    {"SH0008", "thanhtra", ROLE_INSPECTOR, NULL},
    {"SH0010", "nhansu.cauda", ROLE_HR, "H99.20"},
    {"SH0031", "nguoicham", ROLE_MARKER, NULL},
    {"SH0032", "giamthi", ROLE_PROCTOR, NULL},
};

enum { NAMED = sizeof named / sizeof named[0] };

const struct demo_account demo_accounts[] = {
    {"hocvien", "Học viên", "Learner",
     "học bài đầu tiên, rồi vào ca thi đang mở",
     "read the first lesson, then sit the open test"},
    {"nhansu", "Nhân sự", "HR", "xem kết quả và xuất ra Excel",
     "look at the results and export them to Excel"},
    {"nhansu.cauda", "Nhân sự phường Cầu Đá", "HR of one ward",
     "chỉ thấy người và kết quả của phường",
     "sees people and results of that ward only"},
    {"tochuc", "Ban tổ chức", "Organiser", "công bố đề và mở một ca thi",
     "publish a test and schedule a sitting"},
    {"biensoan", "Biên soạn", "Author", "xem câu hỏi như thí sinh sẽ thấy",
     "see items as a candidate will"},
    {"thamdinh", "Thẩm định", "Reviewer",
     "đọc một gói chờ duyệt, rồi quyết định",
     "read a package that waits, and decide"},
    {"nhacungcap", "Nhà cung cấp", "Vendor", "trả lời thử, xem cách chấm",
     "answer an item and see how it is graded"},
    {"nguoicham", "Người chấm", "Marker",
     "chấm bài viết, không thấy tên người thi",
     "mark essays without seeing whose they are"},
    {"giamthi", "Giám thị", "Proctor",
     "xem phòng thi sắp tới, ghi nhận người vào",
     "look at the coming room and let people in"},
    {"thanhtra", "Thanh tra", "Inspector", "chỉ xem, không sửa được gì",
     "sees, and changes nothing"},
    {"quantri", "Quản trị", "Administrator",
     "đặt lại mật khẩu; không xem được điểm",
     "resets passwords; has no access to scores"},
};
const unsigned demo_account_count =
    sizeof demo_accounts / sizeof demo_accounts[0];

static enum status grant_one(struct db *tx, struct arena *arena, size_t i)
{
    const struct person *person;
    const struct unit *unit;
    struct grant grant = {.id = id_new(),
                          .role = role_code(named[i].role),
                          .valid_from = DEMO_FROM};

    if (named[i].role == ROLE_LEARNER)
        return OK; /* everybody is one */
    TRY(person_key_find(tx, arena, named[i].staff_number, &person));
    if (named[i].unit) {
        TRY(unit_code_find(tx, arena, named[i].unit, DEMO_FROM, &unit));
        grant.unit = unit->id;
    }
    return grant_add(tx, arena, person->id, &grant);
}

/* ---- accounts
 * ----------------------------------------------------------------*/

enum { AT_ONCE = 1000 }; /* so that others get their turn */

struct opening {
    struct arena *arena;
    const char *password; /* one hash for all, since the word is printed */
    int64_t now;
    int from, to, width;
};

static const char *login_for(struct arena *arena, const char *staff_number)
{
    for (size_t i = 0; i < NAMED; i++)
        if (!strcmp(named[i].staff_number, staff_number))
            return named[i].login;
    return text_lower(arena, staff_number);
}

static enum status open_accounts(struct db *tx, void *arg)
{
    const struct opening *o = arg;
    const struct person *person;

    for (int n = o->from; n < o->to; n++) {
        const char *number = arena_print(o->arena, "SH%0*d", o->width, n);
        TRY(person_key_find(tx, o->arena, number, &person));
        const struct account account = {.id = id_new(),
                                        .person = person->id,
                                        .login = login_for(o->arena, number),
                                        .password = o->password,
                                        .language = "vi",
                                        .created_at = o->now};
        TRY(account_add(tx, o->arena, &account));
    }
    return OK;
}

enum status demo_accounts_open(struct house *house, int from, int to, int width,
                               int64_t now)
{
    struct arena *lasting = arena_new();
    struct opening o = {.now = now, .width = width};
    enum status status = password_hash(lasting, demo_password, &o.password);

    for (o.from = from; status == OK && o.from < to; o.from = o.to) {
        o.to = to - o.from < AT_ONCE ? to : o.from + AT_ONCE;
        o.arena = arena_new();
        status = db_write(house->db, open_accounts, &o);
        arena_free(o.arena);
    }
    arena_free(lasting);
    return status;
}

static enum status grant_all(struct db *tx, void *arg)
{
    for (size_t i = 0; i < NAMED; i++)
        TRY(grant_one(tx, arg, i));
    return OK;
}

/* In the middle of a quarter she goes from a commune to a ward. */
static const char moved[] =
    "so_hieu;ho_ten;ma_don_vi;chuc_vu;tu_ngay\n"
    "SH0037;Sầm Thị Xoan;H99.20.02;Chuyên viên;15/08/2026\n";

static enum status take_in(struct house *house, const char *bytes,
                           size_t length, int64_t now,
                           struct findings *findings)
{
    const struct staff_file file = {
        .name = "demo.csv", .bytes = bytes, .length = length};
    const struct staff_import import = {.now = now, .day = DEMO_FROM};
    struct staff_counts counts;

    return staff_import(house, findings->arena, &file, &import, findings,
                        &counts);
}

static const char *others(struct arena *arena, size_t *length)
{
    struct buf out = {.arena = arena};

    demo_heading(&out);
    for (int n = DEMO_MADE + 1; n <= DEMO_PEOPLE; n++) {
        bool service;
        const char *unit = demo_unit((size_t)n, &service);
        demo_person(&out, arena, n, 4, unit, service);
    }
    *length = out.length;
    return out.data;
}

enum status demo_people(struct house *house, int64_t now,
                        struct findings *findings)
{
    size_t length;
    const char *rest = others(findings->arena, &length);

    TRY(take_in(house, staff, sizeof staff - 1, now, findings));
    TRY(take_in(house, rest, length, now, findings));
    TRY(take_in(house, moved, sizeof moved - 1, now, findings));
    TRY(db_write(house->db, grant_all, findings->arena));
    return demo_accounts_open(house, 1, DEMO_PEOPLE + 1, 4, now);
}

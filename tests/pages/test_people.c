#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "domain/people.h"
#include "domain/units.h"
#include "pages/router.h"
#include "tests/store/world.h"
#include "text/fold.h"
#include "text/names.h"

/*
 * A city with two departments, a unit in each; HR of the city (100)
 * sees all, HR of the first department (101) what lies in it.
 */
static const int64_t NOW = 1795401667000; /* 23/11/2026 */
enum { city = 1, home_affairs, health, inspectors, station, district };

static enum status add(struct db *tx, int64_t id, const char *full,
                       int64_t unit, const char *title)
{
    struct name name = name_split(arena, full);
    struct person person = {
        .id = id,
        .staff_number = arena_print(arena, "00%lld", (long long)id),
        .national_id = arena_print(arena, "999000000%lld", (long long)id),
        .full_name = full,
        .family_name = name.family,
        .middle_name = name.middle,
        .given_name = name.given,
        .birth_date = 19801105,
        .kind = "cong_chuc",
        .created_at = 5,
        .changed_at = 5};
    const struct assignment duty = {.id = id + 10000,
                                    .person = id,
                                    .unit = unit,
                                    .main = true,
                                    .job_title = title,
                                    .valid_from = 20250701};

    person_keys(arena, &person);
    TRY(person_add(tx, arena, &person, 0));
    TRY(person_words_set(tx, arena, id, full));
    return assignment_add(tx, arena, &duty, 0);
}

static enum status open_unit(struct db *tx, int64_t id, const char *name,
                             const char *code, int64_t parent)
{
    const struct unit unit = {.id = id,
                              .name = name,
                              .kind = parent ? "department" : "agency",
                              .valid_from = 20250101};
    const struct unit_code is = {
        .scheme = "dinh_danh_dien_tu", .code = code, .valid_from = 20250101};

    TRY(unit_add(tx, arena, &unit, title_sort_key(arena, name),
                 text_fold(arena, name)));
    if (code)
        TRY(unit_code_add(tx, arena, id, &is));
    return parent ? unit_parent_add(tx, arena, id, parent, 20250101) : OK;
}

static enum status give_hr(struct db *tx, int64_t person, int64_t unit)
{
    const struct grant grant = {.id = person + 50000,
                                .role = "hr",
                                .unit = unit,
                                .valid_from = 20250701};

    return grant_add(tx, arena, person, &grant);
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(open_unit(tx, city, "UBND Thành phố", "H99", 0));
    TRY(open_unit(tx, home_affairs, "Sở Nội vụ", "H99.02", city));
    TRY(open_unit(tx, health, "Sở Y tế", "H99.08", city));
    TRY(open_unit(tx, inspectors, "Thanh tra", NULL, home_affairs));
    TRY(open_unit(tx, station, "Trạm <Y> tế", NULL, health));
    TRY(open_unit(tx, district, "Quận Bắc", "H99.70", city));
    TRY(unit_close(tx, arena, district, 20250701));
    TRY(unit_succeed(tx, arena, district, health, 20250701, NULL));
    TRY(add(tx, 100, "Nguyễn Thị Ánh", city, "Trưởng phòng"));
    TRY(add(tx, 101, "Trần Văn Đức", home_affairs, "Chuyên viên"));
    TRY(add(tx, 102, "Trần Văn Dục", inspectors, "Thanh tra viên"));
    TRY(add(tx, 103, "Lý Thị <Hoà>", health, NULL));
    for (int i = 0; i < 60; i++)
        TRY(add(tx, 200 + i, "Phạm Văn Khánh", station, "Bác sĩ"));
    TRY(give_hr(tx, 100, 0));
    return give_hr(tx, 101, home_affairs);
}

#include "tests/pages/golden.h"

static const struct scope whole[] = {{ROLE_HR, 0}};
static struct scope part[] = {{ROLE_HR, 0}, {ROLE_LEARNER, 0}};

static int code;

/* The page at an address with a query, as HR of the city or of a department. */
static const char *page(bool of_city, const char *address, struct field first,
                        struct field second)
{
    static struct house house;
    const struct field query[] = {first, second};
    struct visitor visitor = {
        .person = of_city ? 100 : 101,
        .name = "Ai",
        .csrf = "token",
        .language = VIETNAMESE,
        .rights = role_rights(ROLE_HR),
        .scopes = of_city ? whole : part,
        .scope_count = of_city ? 1 : 2,
    };
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .visitor = &visitor,
                          .method = "GET",
                          .address = address,
                          .query = {query, !!first.name + !!second.name}};
    struct response res = {.body.arena = arena};

    house = (struct house){.db = db, .body_name = "Thành phố"};
    part[0].unit = home_affairs;
    code = answer(&req, &res);
    return res.body.data;
}

static const struct field none = {0};

static const char *at(bool of_city, const char *address)
{
    const char *text = page(of_city, address, none, none);

    assert_int_equal(code, 200);
    return text;
}

static const char *find(const char *typed)
{
    const char *text =
        page(true, "/people", (struct field){"find", typed}, none);

    assert_int_equal(code, 200);
    return text;
}

#define HAS(text, part) assert_non_null(strstr(text, part))
#define LACKS(text, part) assert_null(strstr(text, part))

static const char *address_of(const char *what, int64_t id)
{
    return arena_print(arena, "/%s/%lld", what, (long long)id);
}

static void people_stand_in_order_with_unit_and_birth_date(void **s)
{
    const char *text = at(true, "/people");

    (void)s;
    HAS(text, "64 người đang làm việc");
    HAS(text, "00101\n· 05/11/1980");
    HAS(text, "Sở Nội vụ › Thanh tra");
    assert_true(strstr(text, "Ánh</a>") < strstr(text, "Dục</a>"));
    assert_true(strstr(text, "Dục</a>") < strstr(text, "Đức</a>"));
    HAS(text, "Lý Thị &lt;Hoà&gt;");
    LACKS(text, "999000000");
}

static void pages_follow_one_another(void **s)
{
    const char *text = at(true, "/people"), *next = strstr(text, "&amp;after=");
    size_t seen = 0;

    (void)s;
    assert_non_null(next);
    next += strlen("&amp;after=");
    const char *id = arena_text(arena, next, strcspn(next, "\""));
    text = page(true, "/people", (struct field){"after", id}, none);
    assert_int_equal(code, 200);
    LACKS(text, "&amp;after=");
    HAS(text, "Về đầu danh sách");
    for (const char *p = text; (p = strstr(p, "role=\"rowheader\"")); p++)
        seen++;
    assert_int_equal(seen, 24);
}

static void what_was_typed_exactly_comes_before_what_is_alike(void **s)
{
    const char *text = find("Đức");
    const char *alike = strstr(text, "Gần giống");

    (void)s;
    assert_non_null(alike);
    assert_true(strstr(text, "Đức</a>") < alike);
    assert_true(strstr(text, "Dục</a>") > alike);
    HAS(find("khong ai ca"), "Không tìm thấy ai");
    HAS(find("hòa"), "&lt;Hoà&gt;");
}

static void a_search_goes_on_over_pages(void **s)
{
    const char *text = find("khanh");
    size_t seen = 0;

    (void)s;
    HAS(text, "alike=1");
    const char *after = strstr(text, "&amp;after=") + strlen("&amp;after=");
    const char *id = arena_text(arena, after, strcspn(after, "&"));
    /* The address of the next page, as a browser would ask for it. */
    struct field query[] = {{"find", "khanh"}, {"after", id}, {"alike", "1"}};
    struct visitor visitor = {.person = 100,
                              .csrf = "t",
                              .name = "Ai",
                              .rights = role_rights(ROLE_HR),
                              .scopes = whole,
                              .scope_count = 1};
    struct house house = {.db = db, .body_name = ""};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .visitor = &visitor,
                          .method = "GET",
                          .address = "/people",
                          .query = {query, 3}};
    struct response res = {.body.arena = arena};
    assert_int_equal(answer(&req, &res), 200);
    for (const char *p = res.body.data; (p = strstr(p, "Khánh</a>")); p++)
        seen++;
    assert_int_equal(seen, 20);
}

static void a_whole_number_finds_its_person(void **s)
{
    (void)s;
    HAS(find("00103"), "&lt;Hoà&gt;");
    HAS(find(" 999000000102 "), "Dục</a>");
    HAS(find("0010"), "Không tìm thấy ai");
}

static void a_scoped_visitor_sees_no_further(void **s)
{
    const char *text = at(false, "/people");

    (void)s;
    HAS(text, "2 người đang làm việc");
    LACKS(text, "Khánh");
    text = page(false, "/people", (struct field){"find", "00103"}, none);
    assert_int_equal(code, 200);
    LACKS(text, "Hoà");
    page(false, "/people/103", none, none);
    assert_int_equal(code, 404);
    page(false, "/people", (struct field){"after", "103"}, none);
    assert_int_equal(code, 404);
    HAS(at(false, "/people/102"), "Thanh tra viên");
    page(false, address_of("units", health), none, none);
    assert_int_equal(code, 404);
    page(false, "/people",
         (struct field){"unit", arena_print(arena, "%lld", (long long)health)},
         none);
    assert_int_equal(code, 404);
    text = page(false, "/units", (struct field){"find", "sở"}, none);
    assert_int_equal(code, 200);
    HAS(text, "Sở Nội vụ");
    LACKS(text, "Sở Y tế");
}

static void a_person_shows_duties_and_roles_and_four_digits(void **s)
{
    const char *text = at(true, "/people/101");

    (void)s;
    HAS(text, "<h1>Trần Văn Đức</h1>");
    HAS(text, "Chuyên viên");
    HAS(text, "từ 01/07/2025");
    HAS(text, "Cán bộ tổ chức");
    HAS(text, "•••• 0101");
    LACKS(text, "999000000101");
    HAS(at(true, "/people/100"), "Toàn cơ quan");
    HAS(at(true, "/people/102"), "chưa được giao vai trò");
}

static void the_tree_opens_at_its_only_root(void **s)
{
    const char *text = at(true, "/units");

    (void)s;
    HAS(text, "<h1>UBND Thành phố</h1>");
    HAS(text, "Sở Nội vụ");
    HAS(text, "1 đơn vị trực thuộc");
    HAS(text, "2 người");
    HAS(text, "Trạm &lt;Y&gt; tế");
    LACKS(text, "Quận Bắc");
    text = at(false, "/units");
    HAS(text, "<h1>Sở Nội vụ</h1>");
    LACKS(text, address_of("units", city));
}

static void a_day_in_the_past_shows_the_tree_of_that_day(void **s)
{
    const char *text =
        page(true, "/units", (struct field){"day", "30/06/2025"}, none);

    (void)s;
    assert_int_equal(code, 200);
    HAS(text, "Quận Bắc");
    HAS(text, "?day=30%2F06%2F2025");
    text = at(true, address_of("units", health));
    HAS(text, "Tiếp nhận từ Quận Bắc ngày 01/07/2025");
    text = at(true, address_of("units", district));
    HAS(text, "Đơn vị hoạt động từ 01/01/2025 đến hết 30/06/2025.");
}

static void a_unit_leads_to_its_people(void **s)
{
    const char *id = arena_print(arena, "%lld", (long long)home_affairs);
    const char *text = page(true, "/people", (struct field){"unit", id}, none);

    (void)s;
    assert_int_equal(code, 200);
    HAS(text, "2 người đang làm việc");
    LACKS(text, "Khánh");
    page(true, "/units/abc", none, none);
    assert_int_equal(code, 404);
}

static void the_pages_are_as_they_were(void **s)
{
    (void)s;
    same_as_golden("people.alike", find("Đức"));
    same_as_golden("people.left",
                   page(true, "/people", (struct field){"left", "1"}, none));
    same_as_golden("person", at(true, "/people/101"));
    same_as_golden("units", page(true, "/units", (struct field){"find", "so"},
                                 (struct field){"day", "30/06/2025"}));
    same_as_golden("unit", at(true, address_of("units", city)));
    same_as_golden("unit.past", at(true, address_of("units", health)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_stand_in_order_with_unit_and_birth_date),
        cmocka_unit_test(pages_follow_one_another),
        cmocka_unit_test(what_was_typed_exactly_comes_before_what_is_alike),
        cmocka_unit_test(a_search_goes_on_over_pages),
        cmocka_unit_test(a_whole_number_finds_its_person),
        cmocka_unit_test(a_scoped_visitor_sees_no_further),
        cmocka_unit_test(a_person_shows_duties_and_roles_and_four_digits),
        cmocka_unit_test(the_tree_opens_at_its_only_root),
        cmocka_unit_test(a_day_in_the_past_shows_the_tree_of_that_day),
        cmocka_unit_test(a_unit_leads_to_its_people),
        cmocka_unit_test(the_pages_are_as_they_were),
    };

    world_work = build;
    return cmocka_run_group_tests(tests, world_begin, world_end);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/sittings.h"
#include "pages/router.h"
#include "tests/domain/sittings_world.h"
#include "tests/pages/golden.h"

#include <string.h>

static struct scope scopes[1];

static int code;
static const char *location;

enum { MOST = 20 };
static struct field form[MOST];
static size_t form_count;

/* As the organiser of the city, or of home affairs only. */
static const char *ask(bool whole, const char *method, const char *address,
                       const struct field *query)
{
    static const struct field headers[] = {{"sec-fetch-site", "same-origin"}};
    struct visitor visitor = {
        .person = whole ? ORGANISER : PART_ORGANISER,
        .name = "Hoàng Thị Lan Anh",
        .csrf = "token",
        .language = VIETNAMESE,
        .rights = role_rights(ROLE_ORGANISER),
        .scopes = scopes,
        .scope_count = 1,
    };
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = WORLD_NOW,
                          .visitor = &visitor,
                          .method = method,
                          .address = address,
                          .query = {query, query != NULL},
                          .form = {form, form_count},
                          .headers = {headers, 1}};
    struct response res = {.body.arena = arena};

    scopes[0] = (struct scope){ROLE_ORGANISER, whole ? 0 : HOME_AFFAIRS};
    code = answer(&req, &res);
    location = res.location;
    return res.body.data ? res.body.data : "";
}

static const char *get(bool whole, const char *address)
{
    return ask(whole, "GET", address, NULL);
}

static void put(const char *name, const char *value)
{
    for (size_t i = 0; i < form_count; i++)
        if (!strcmp(form[i].name, name) && strcmp(name, "unit") != 0) {
            form[i].value = value;
            return;
        }
    form[form_count++] = (struct field){name, value};
}

static void fill(const char *sitting_code)
{
    form_count = 0;
    put("csrf", "token");
    put("test", "900");
    put("code", sitting_code);
    put("title_vi", "Đợt <1>");
    put("basis", "Kế hoạch 1");
    put("opens", "23/11/2026 10:00");
    put("closes", "23/11/2026 12:00");
    put("unit", "2");
    put("people", "SH105\n");
    put("rules_vi", "- Làm **một mình**.\n- Không `<b>`.");
}

static const char *send(bool whole, const char *go)
{
    put("go", go);
    return ask(whole, "POST", "/schedule/new", NULL);
}

#define HAS(text, part) assert_non_null(strstr(text, part))
#define LACKS(text, part) assert_null(strstr(text, part))

static const struct sitting *found(const char *sitting_code)
{
    const struct sitting *sitting;

    assert_int_equal(sitting_find_by_code(db, arena, sitting_code, &sitting),
                     OK);
    return sitting;
}

static const char *at(const struct sitting *sitting, const char *rest)
{
    return arena_print(arena, "/schedule/%lld%s", (long long)sitting->id, rest);
}

static void the_form_offers_published_tests_and_units_of_the_scope(void **s)
{
    const char *text;
    const struct field test = {"test", "900"};

    (void)s;
    form_count = 0;
    assert_int_equal(
        test_publication(&house, arena, FULL_TEST, ORGANISER, WORLD_NOW), OK);
    text = ask(true, "GET", "/schedule/new", &test);
    assert_int_equal(code, 200);
    HAS(text, "<option value=\"900\" selected>");
    LACKS(text, "value=\"901\"");
    HAS(text, "Sở Y tế");
    LACKS(text, "chỗ cần sửa");
    same_as_golden("sitting.new", text);
    text = get(false, "/schedule/new");
    HAS(text, "Thanh tra");
    LACKS(text, "Sở Y tế");
}

static void all_that_is_wrong_comes_back_with_what_was_typed(void **s)
{
    const struct sitting *sitting;
    const char *text;

    (void)s;
    fill("");
    put("closes", "23/11/2026 10:10");
    put("people", "SH105\nSH110\nABC");
    text = send(true, "preview");
    assert_int_equal(code, 422);
    HAS(text, "4 chỗ cần sửa");
    HAS(text, "Hãy đặt mã kỳ thi");
    HAS(text, "ngắn hơn thời gian làm bài");
    HAS(text, "Dòng 2: Đỗ Văn Nghỉ (SH110) không còn công tác");
    HAS(text, "Dòng 3: không có ai mang số ABC");
    HAS(text, "value=\"Đợt &lt;1&gt;\"");
    HAS(text, "value=\"2\" checked");
    HAS(text, "SH110\nABC</textarea>");
    same_as_golden("sitting.wrong", text);
    put("opens", "mai");
    text = send(true, "schedule");
    assert_int_equal(code, 422);
    HAS(text, "Viết như 23/11/2026 08:30");
    assert_int_equal(sitting_find_by_code(db, arena, "", &sitting), MISSING);
}

static void units_are_found_by_name_and_stay_ticked(void **s)
{
    const char *text;

    (void)s;
    fill("T1");
    put("find", "y te");
    text = send(true, "find");
    assert_int_equal(code, 200);
    HAS(text, "value=\"2\" checked");
    HAS(text, "value=\"3\"");
    LACKS(text, "value=\"3\" checked");
}

static void a_last_look_calls_nobody_yet(void **s)
{
    const struct sitting *sitting;
    const char *text;

    (void)s;
    fill("T1");
    text = send(true, "preview");
    assert_int_equal(code, 200);
    HAS(text, "Kỳ thi này sẽ gọi 5 người");
    HAS(text, "name=\"called\" value=\"5\"");
    same_as_golden("sitting.preview", text);
    assert_int_equal(sitting_find_by_code(db, arena, "T1", &sitting), MISSING);
    put("called", "4");
    text = send(true, "schedule");
    assert_int_equal(code, 200);
    HAS(text, "đã thay đổi từ lần xem trước");
    assert_int_equal(sitting_find_by_code(db, arena, "T1", &sitting), MISSING);
}

static void a_second_click_leads_to_the_same_sitting(void **s)
{
    (void)s;
    fill("T1");
    put("called", "5");
    send(true, "schedule");
    assert_int_equal(code, 303);
    const char *first = location;
    assert_string_equal(first, at(found("T1"), ""));
    send(true, "schedule");
    assert_int_equal(code, 303);
    assert_string_equal(location, first);
    put("title_vi", "Khác");
    HAS(send(true, "schedule"), "Mã này đã dùng");
    assert_int_equal(code, 422);
}

static void a_sitting_shows_its_candidates_in_order_and_no_scores(void **s)
{
    const char *text = get(true, at(found("T1"), ""));

    (void)s;
    assert_int_equal(code, 200);
    assert_true(strstr(text, "Dục</a>") < strstr(text, "Đức</a>"));
    HAS(text, ">0005<");
    HAS(text, "<strong>một mình</strong>");
    LACKS(text, "iểm");
    text = get(false, at(found("T1"), ""));
    assert_int_equal(code, 200);
    LACKS(text, "Phạm Hoà");
    HAS(get(true, "/schedule"), "Đợt &lt;1&gt;");
}

static int64_t candidate_of(const char *sitting_code, int64_t person)
{
    const struct candidate *candidate;

    assert_int_equal(candidate_find_by_person(db, arena,
                                              found(sitting_code)->id, person,
                                              &candidate),
                     OK);
    return candidate->id;
}

static const char *candidate_at(int64_t person)
{
    return at(found("T1"), arena_print(arena, "/candidates/%lld",
                                       (long long)candidate_of("T1", person)));
}

static void somebody_is_excused_only_with_a_reason(void **s)
{
    const char *address = candidate_at(AN), *text;

    (void)s;
    form_count = 0;
    put("csrf", "token");
    put("state", "excused");
    put("reason", " ");
    text = ask(true, "POST", address, NULL);
    assert_int_equal(code, 422);
    HAS(text, "value=\"excused\" checked");
    put("reason", "Ốm");
    ask(true, "POST", address, NULL);
    assert_int_equal(code, 303);
    text = get(true, at(found("T1"), ""));
    HAS(text, "Ốm");
}

static void a_foreign_candidate_or_sitting_is_not_there(void **s)
{
    (void)s;
    get(false, candidate_at(HOA));
    assert_int_equal(code, 404);
    get(false, candidate_at(AN));
    assert_int_equal(code, 200);
    fill("T2");
    form_count -= 1; /* go on without a unit */
    for (size_t i = 0; i < form_count; i++)
        if (!strcmp(form[i].name, "unit"))
            form[i].value = "3";
    put("people", "");
    put("rules_vi", "");
    put("called", "3");
    send(true, "schedule");
    assert_int_equal(code, 303);
    get(false, at(found("T2"), ""));
    assert_int_equal(code, 404);
    fill("T3");
    put("unit", "3");
    send(false, "preview");
    assert_int_equal(code, 404); /* a unit outside the scope */
}

static void more_people_are_called_or_told_why_not(void **s)
{
    const char *address = at(found("T1"), "/people");

    (void)s;
    form_count = 0;
    put("csrf", "token");
    put("people", "SH111\nABC");
    HAS(ask(true, "POST", address, NULL), "không có ai mang số ABC");
    assert_int_equal(code, 422);
    put("people", "SH111\nSH104");
    ask(true, "POST", address, NULL);
    assert_int_equal(code, 303);
    HAS(location, "?added=1");
}

static void a_sitting_is_cancelled_with_a_reason(void **s)
{
    const char *address = at(found("T2"), "/cancel");

    (void)s;
    form_count = 0;
    put("csrf", "token");
    put("reason", "");
    HAS(ask(true, "POST", address, NULL), "Hãy ghi lý do");
    put("reason", "Bão");
    ask(true, "POST", address, NULL);
    assert_int_equal(code, 303);
    HAS(get(true, at(found("T2"), "")), "Lý do: Bão");
    ask(true, "POST", address, NULL);
    assert_int_equal(code, 409);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_form_offers_published_tests_and_units_of_the_scope),
        cmocka_unit_test(all_that_is_wrong_comes_back_with_what_was_typed),
        cmocka_unit_test(units_are_found_by_name_and_stay_ticked),
        cmocka_unit_test(a_last_look_calls_nobody_yet),
        cmocka_unit_test(a_second_click_leads_to_the_same_sitting),
        cmocka_unit_test(a_sitting_shows_its_candidates_in_order_and_no_scores),
        cmocka_unit_test(somebody_is_excused_only_with_a_reason),
        cmocka_unit_test(a_foreign_candidate_or_sitting_is_not_there),
        cmocka_unit_test(more_people_are_called_or_told_why_not),
        cmocka_unit_test(a_sitting_is_cancelled_with_a_reason),
    };

    return cmocka_run_group_tests(tests, house_begin, house_end);
}

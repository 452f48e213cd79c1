/*
 * What the exam room says of an answer that could not be kept.
 */
#include "tests/domain/exam_world.h"

#include "pages/pages.h"
#include "pages/visitor.h"

static int64_t attempt;

static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    house.body_name = "Khoa";
    attempt = start_at(
        make_sitting(publish_test(definition(
                         "{\"bank\":\"b\",\"item\":\"sc2\",\"points\":1}", "")),
                     60),
        1, T0);
    return 0;
}

static struct response sent(const char *base, const char *id, bool script,
                            int64_t now)
{
    struct visitor *visitor = arena_make(arena, struct visitor);
    struct field *path = arena_many(arena, struct field, 2);
    struct field *form = arena_many(arena, struct field, 3);
    struct response res = {.body.arena = arena};

    *visitor = (struct visitor){.person = person_ids[1],
                                .language = VIETNAMESE,
                                .rights = ~UINT64_C(0),
                                .csrf = "x"};
    path[0] = (struct field){"attempt",
                             arena_print(arena, "%lld", (long long)attempt)};
    path[1] = (struct field){"slot", "1"};
    form[0] = (struct field){"base", base};
    form[1] = (struct field){"save_id", id};
    form[2] = (struct field){"a.answer", "b"};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = now,
                          .visitor = visitor,
                          .method = "POST",
                          .address = "/attempts/x",
                          .wants_json = script,
                          .path = {path, 2},
                          .form = {form, 3}};
    assert_int_equal(exam_question_save(&req, &res), OK);
    buf_bytes(&res.body, "", 1);
    return res;
}

/* The page and the script both say so, with what to do, and show what stands.
 */
static void an_answer_that_is_not_kept_is_not_called_saved(void **state)
{
    struct response res;

    (void)state;
    for (int i = 0; i < MOST_ASIDE; i++)
        res = sent("9", arena_print(arena, "f%d", i), true, T0 + 1);
    assert_int_equal(res.code, 409);
    assert_non_null(strstr(res.body.data, "\"state\":\"fork\""));
    res = sent("9", "more", true, T0 + 2);
    assert_int_equal(res.code, 409);
    assert_non_null(strstr(res.body.data, "\"state\":\"full\""));
    assert_non_null(strstr(res.body.data, "\"receipt\":\"\""));
    res = sent("9", "page", false, T0 + 3);
    assert_int_equal(res.code, 409);
    assert_non_null(strstr(res.body.data, "CHƯA lưu"));
    assert_non_null(strstr(res.body.data, "name=\"base\" value=\"0\""));
    res = sent("0", "now", true, T0 + 4);
    assert_non_null(strstr(res.body.data, "\"state\":\"saved\""));
    res = sent("9", "after", true, T0 + MINUTES(61));
    assert_int_equal(res.code, 410);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_that_is_not_kept_is_not_called_saved),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}

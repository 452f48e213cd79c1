/*
 * Pictures of a question: for whom the paper is, while it may be seen, and
 * for nobody else.
 */
#include "tests/domain/exam_world.h"

#include "pages/pages.h"
#include "pages/visitor.h"
#include "store/blobs.h"

static const char picture[] = "\x89PNG\r\n\x1a\nxyz";
static const char *digest;

/* An item as an import leaves it: its picture by digest, in blobs/. */
static void give_picture(const char *code)
{
    digest = hash_of(arena, picture, sizeof picture - 1);
    assert_int_equal(
        blob_put(arena, folder, digest, picture, sizeof picture - 1), OK);
    assert_int_equal(
        sqlite3_exec(raw,
                     arena_print(arena,
                                 "UPDATE item SET files = '{\"media/x.png\":{"
                                 "\"digest\":\"%s\",\"size\":11,\"type\":"
                                 "\"image/png\"}}', body = replace(body, "
                                 "'Câu %s', 'Câu ![Hình](media/x.png)') "
                                 "WHERE code = '%s'",
                                 digest, code, code),
                     NULL, NULL, NULL),
        SQLITE_OK);
}

static struct response answer_to(handler *show, int64_t attempt, int person,
                                 const char *slot, const char *file,
                                 int64_t now, enum status wanted)
{
    struct visitor *visitor = arena_make(arena, struct visitor);
    struct field *path = arena_many(arena, struct field, 3);
    struct response res = {.body.arena = arena};

    *visitor = (struct visitor){.person = person_ids[person],
                                .language = VIETNAMESE,
                                .rights = ~UINT64_C(0),
                                .csrf = "x"};
    path[0] = (struct field){"attempt",
                             arena_print(arena, "%lld", (long long)attempt)};
    path[1] = (struct field){"slot", slot};
    path[2] = (struct field){"file", file};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = now,
                          .visitor = visitor,
                          .method = "GET",
                          .address = "/attempts/x",
                          .path = {path, 3}};
    assert_int_equal(show(&req, &res), wanted);
    buf_bytes(&res.body, "", 1);
    return res;
}

static int64_t sat(int person, const char *review)
{
    int64_t sitting = make_sitting(
        publish_test(definition("{\"bank\":\"b\",\"item\":\"st1\","
                                "\"points\":5},{\"bank\":\"b\",\"item\":"
                                "\"sc2\",\"points\":2}",
                                review)),
        60);

    return start_at(sitting, person, T0);
}

static void a_picture_is_for_whose_paper_it_is(void **state)
{
    (void)state;
    int64_t mine = sat(1, "");
    const char *page =
        answer_to(exam_question_show, mine, 1, "1", "", T0 + 1, OK).body.data;
    const char *address = arena_print(arena, "/attempts/%lld/1/files/%s",
                                      (long long)mine, digest);
    assert_non_null(strstr(page, address));
    assert_non_null(strstr(page, "alt=\"Hình\""));
    struct response res =
        answer_to(exam_file_show, mine, 1, "1", digest, T0 + 1, OK);
    assert_string_equal(res.type, "image/png");
    assert_true(res.foreign && res.keep_file && !res.lasting);
    assert_non_null(strstr(res.file, digest));
    answer_to(exam_file_show, mine, 2, "1", digest, T0 + 1, MISSING);
    answer_to(exam_file_show, mine, 1, "2", digest, T0 + 1, MISSING);
    answer_to(exam_file_show, mine, 1, "3", digest, T0 + 1, MISSING);
    answer_to(exam_file_show, mine, 1, "1", "../khoa.db", T0 + 1, MISSING);
}

static void a_closed_paper_shows_none_unless_it_may_be_looked_at(void **state)
{
    int64_t never = sat(3, ",\"review\":{\"score\":\"handed-in\","
                           "\"answers\":\"never\",\"key\":\"never\","
                           "\"feedback\":\"never\"}");
    int64_t later = sat(4, ",\"review\":{\"score\":\"handed-in\","
                           "\"answers\":\"closed\",\"key\":\"never\","
                           "\"feedback\":\"never\"}");

    (void)state;
    assert_int_equal(attempt_hand_in(&house, never, T0 + 3), OK);
    assert_int_equal(attempt_hand_in(&house, later, T0 + 3), OK);
    answer_to(exam_file_show, never, 3, "1", digest, T0 + 4, MISSING);
    answer_to(exam_file_show, never, 3, "1", digest, T0 + MINUTES(90), MISSING);
    answer_to(exam_file_show, later, 4, "1", digest, T0 + 4, MISSING);
    answer_to(exam_file_show, later, 4, "1", digest, T0 + MINUTES(90), OK);
}

/* What somebody typed that looks like a file that was handed in opens none. */
static void a_text_that_looks_like_a_file_is_none(void **state)
{
    int64_t mine = sat(5, "");

    (void)state;
    save_as(mine, 1, 0, "a",
            arena_print(arena, "{\"answer\":\"%s 11 x.png\"}", digest), T0 + 1);
    answer_to(exam_sent_show, mine, 5, "1", digest, T0 + 2, MISSING);
}

/* The number of the file that came, and a form that claims another. */
static int bring(int64_t attempt, int person, int n)
{
    struct visitor visitor = {.person = person_ids[person],
                              .language = VIETNAMESE,
                              .rights = ~UINT64_C(0),
                              .csrf = "x"};
    struct standing here = standing_of(attempt, 1);
    const char *bytes = arena_print(arena, "a;b\n%d;2\n", n);
    struct upload upload = {"f.file", arena_print(arena, "bai-%d.csv", n),
                            bytes, strlen(bytes)};
    struct field path[] = {
        {"attempt", arena_print(arena, "%lld", (long long)attempt)},
        {"slot", "1"}};
    struct field form[] = {
        {"base", arena_print(arena, "%lld", (long long)here.revision)},
        {"save_id", arena_print(arena, "save-%d", n)},
        {"a.file", arena_print(arena, "%s 11 x.png", digest)}};
    struct response res = {.body.arena = arena};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = T0 + n,
                          .visitor = &visitor,
                          .method = "POST",
                          .address = "/attempts/x",
                          .path = {path, 2},
                          .form = {form, 3},
                          .uploads = &upload,
                          .upload_count = 1};

    assert_int_equal(exam_question_save(&req, &res), OK);
    return res.code;
}

static void a_file_stands_when_no_more_are_taken(void **state)
{
    enum { MOST = 40 };
    int64_t sitting =
        make_sitting(publish_test(definition(
                         "{\"bank\":\"b\",\"item\":\"fi1\",\"points\":5}", "")),
                     60);
    int64_t mine = start_at(sitting, 6, T0);

    (void)state;
    for (int n = 1; n <= MOST; n++)
        assert_int_not_equal(bring(mine, 6, n), 422);
    assert_non_null(strstr(answer_of(mine, 1), "bai-40.csv"));
    for (int n = MOST + 1; n <= MOST + 2; n++)
        assert_int_equal(bring(mine, 6, n), 422); /* said, and why */
    assert_non_null(strstr(answer_of(mine, 1), "bai-40.csv"));
    assert_null(strstr(answer_of(mine, 1), digest));
}

static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    give_picture("st1");
    make_item("khoa.file", "fi1", "tep", 1,
              "{\"prompt\":\"Nộp bảng\",\"kind\":[\"csv\"],\"rubric\":\"R\"}");
    house.body_name = "Khoa";
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_for_whose_paper_it_is),
        cmocka_unit_test(a_closed_paper_shows_none_unless_it_may_be_looked_at),
        cmocka_unit_test(a_text_that_looks_like_a_file_is_none),
        cmocka_unit_test(a_file_stands_when_no_more_are_taken),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}

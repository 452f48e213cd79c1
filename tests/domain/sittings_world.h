#ifndef TESTS_DOMAIN_SITTINGS_WORLD_H
#define TESTS_DOMAIN_SITTINGS_WORLD_H

#include "tests/store/world.h"

#include "domain/house.h"
#include "domain/people.h"
#include "domain/shelf.h"
#include "domain/tests.h"
#include "quiz/questions.h"
#include "reading/reading.h"
#include "store/items.h"
#include "store/people.h"
#include "store/units.h"
#include "text/fold.h"
#include "text/names.h"

/*
 * A city with two departments; an organiser for all of it, one for the first
 * department; a bank with few items, one of a package that is not approved; a
 * test that can be published and one that cannot.
 */
enum { CITY = 1, HOME_AFFAIRS, HEALTH, INSPECTORS };
enum { ORGANISER = 100, PART_ORGANISER, DUC, DUC_WITHOUT_MARK, AN, HOA, HOA2 };
enum { LEFT = 110, NURSE };
enum { CHOICE = 50, NUMERIC };
enum { FULL_TEST = 900, POOR_TEST };

/* 23/11/2026 09:41:07 at UTC+7. */
static const int64_t WORLD_NOW = 1795401667000;
enum { WORLD_MINUTE = 60000, WORLD_HOUR = 3600000 };
static const int64_t WORLD_DAY = 86400000;

static struct house house;

static const char full_definition[] =
    "{\"attempts\":1,\"id\":\"cuoi-khoa\",\"instructions\":{\"vi\":[{"
    "\"children\":[{\"node\":\"text\",\"text\":\"Làm một mình.\"}],\"node\":"
    "\"paragraph\"}]},\"limit\":25,\"numbers\":\"comma\",\"pass\":60,"
    "\"review\":{"
    "\"answers\":\"closed\",\"feedback\":\"never\",\"key\":\"never\",\"score\":"
    "\"handed-in\"},\"sections\":[{\"id\":\"p1\",\"slots\":[{\"bank\":\"attt\","
    "\"count\":2,\"level\":1,\"points\":1,\"topic\":\"email\"},{\"bank\":"
    "\"attt\",\"count\":1,\"points\":1.5,\"topic\":\"password\"},{\"bank\":"
    "\"attt\",\"item\":\"a-4\",\"points\":2}],\"title\":{\"vi\":\"Phần <một>\"}"
    "}],\"shuffle\":{\"options\":true,\"questions\":true},\"title\":{\"en\":"
    "\"Final test\",\"vi\":\"Bài cuối khóa\"},\"version\":\"1\"}";

static const char poor_definition[] =
    "{\"attempts\":1,\"id\":\"ngheo\",\"limit\":25,\"pass\":60,\"sections\":["
    "{\"id\":\"p1\",\"slots\":[{\"bank\":\"attt\",\"count\":2,\"level\":2,"
    "\"points\":1,\"topic\":\"email\"},{\"bank\":\"attt\",\"count\":1,"
    "\"level\":9,\"points\":1},{\"bank\":\"attt\",\"item\":\"a-99\",\"points\":"
    "1}],\"title\":{\"vi\":\"Phần một\"}},{\"id\":\"p2\",\"slots\":[{\"bank\":"
    "\"attt\",\"count\":2,\"points\":1,\"topic\":\"password\"},{\"bank\":"
    "\"attt\",\"count\":1,\"level\":1,\"points\":1,\"topic\":\"password\"}],"
    "\"title\":{\"vi\":\"Phần hai\"}}],\"title\":{\"vi\":\"Đề thiếu câu\"},"
    "\"version\":\"2\"}";

static enum status world_unit(struct db *tx, int64_t id, const char *name,
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
    TRY(unit_code_add(tx, arena, id, &is));
    return parent ? unit_parent_add(tx, arena, id, parent, 20250101) : OK;
}

static enum status world_person(struct db *tx, int64_t id, const char *full,
                                int64_t unit, int64_t born, int64_t left_on)
{
    struct name name = name_split(arena, full);
    struct person person = {.id = id,
                            .staff_number =
                                arena_print(arena, "SH%lld", (long long)id),
                            .full_name = full,
                            .family_name = name.family,
                            .middle_name = name.middle,
                            .given_name = name.given,
                            .birth_date = born,
                            .kind = "cong_chuc",
                            .left_on = left_on,
                            .created_at = 5,
                            .changed_at = 5};
    const struct assignment duty = {.id = id + 10000,
                                    .person = id,
                                    .unit = unit,
                                    .main = true,
                                    .job_title = "Chuyên viên",
                                    .valid_from = 20250701,
                                    .valid_to = left_on};

    person_keys(arena, &person);
    TRY(person_add(tx, arena, &person, 0));
    TRY(person_words_set(tx, arena, id, full));
    return assignment_add(tx, arena, &duty, 0);
}

static enum status world_item(struct db *tx, int64_t id, const char *topic,
                              int64_t level, int64_t package)
{
    const struct item_row row = {
        .id = id,
        .bank = 60,
        .code = arena_print(arena, "a-%lld", (long long)id),
        .version = "1",
        .digest = arena_print(arena, "%064lld", (long long)id),
        .package = package,
        .topic = topic,
        .level = level,
        .competency = "4.1",
        .body = "{}",
        .place = "banks/attt.xml:1",
        .created_at = 5};

    return item_add(tx, arena, &row);
}

static enum status world_bank(struct db *tx)
{
    const struct package_row packages[] = {
        {.id = CHOICE,
         .digest = "c0ffee00c0ffee00c0ffee00",
         .plugin = "khoa.single-choice",
         .version = "1.0.0",
         .kind = "question",
         .manifest = "{}",
         .files = "{}",
         .state = "approved",
         .added_at = 5},
        {.id = NUMERIC,
         .digest = "badcafe0badcafe0badcafe0",
         .plugin = "khoa.numeric",
         .version = "1.0.0",
         .kind = "question",
         .manifest = "{}",
         .files = "{}",
         .state = "checked",
         .added_at = 5}};
    const struct bank bank = {
        .id = 60,
        .code = "attt",
        .title = "{\"vi\":\"An toàn thông tin\"}",
        .topics = "[{\"id\":\"email\",\"title\":{\"vi\":\"Thư điện tử\"}},"
                  "{\"id\":\"password\",\"title\":{\"vi\":\"Mật khẩu\"}}]"};

    TRY(package_add(tx, arena, &packages[0], 0));
    TRY(package_add(tx, arena, &packages[1], 0));
    TRY(bank_put(tx, arena, &bank));
    for (int i = 1; i <= 3; i++)
        TRY(world_item(tx, i, "email", 1, CHOICE));
    TRY(world_item(tx, 4, "email", 2, CHOICE));
    TRY(world_item(tx, 5, "email", 2, NUMERIC));
    TRY(world_item(tx, 6, "password", 1, CHOICE));
    return world_item(tx, 7, "password", 1, CHOICE);
}

static enum status world_tests(struct db *tx)
{
    const struct test tests[] = {{.id = FULL_TEST,
                                  .code = "cuoi-khoa",
                                  .version = "1",
                                  .digest = "d1",
                                  .course_code = "an-toan-thong-tin",
                                  .title = "{\"en\":\"Final test\",\"vi\":"
                                           "\"Bài cuối khóa\"}",
                                  .definition = full_definition,
                                  .imported_at = WORLD_NOW - 2 * WORLD_DAY},
                                 {.id = POOR_TEST,
                                  .code = "ngheo",
                                  .version = "2",
                                  .digest = "d2",
                                  .title = "{\"vi\":\"Đề thiếu câu\"}",
                                  .definition = poor_definition,
                                  .imported_at = WORLD_NOW - WORLD_DAY}};

    TRY(test_add(tx, arena, &tests[0]));
    return test_add(tx, arena, &tests[1]);
}

static enum status world_people(struct db *tx)
{
    TRY(world_unit(tx, CITY, "UBND Thành phố", "H99", 0));
    TRY(world_unit(tx, HOME_AFFAIRS, "Sở Nội vụ", "H99.02", CITY));
    TRY(world_unit(tx, HEALTH, "Sở Y tế", "H99.08", CITY));
    TRY(world_unit(tx, INSPECTORS, "Thanh tra", "H99.02.02", HOME_AFFAIRS));
    TRY(world_person(tx, ORGANISER, "Hoàng Thị Lan Anh", CITY, 19820519, 0));
    TRY(world_person(tx, PART_ORGANISER, "Bùi Văn Thắng", HOME_AFFAIRS,
                     19760101, 0));
    TRY(world_person(tx, DUC, "Trần Văn Đức", HOME_AFFAIRS, 19800101, 0));
    TRY(world_person(tx, DUC_WITHOUT_MARK, "Trần Văn Dục", INSPECTORS, 19800101,
                     0));
    TRY(world_person(tx, AN, "Nguyễn Văn An", INSPECTORS, 19870411, 0));
    TRY(world_person(tx, HOA, "Phạm Hoà", HEALTH, 19851003, 0));
    TRY(world_person(tx, HOA2, "Phạm Hoà", HEALTH, 19850214, 0));
    TRY(world_person(tx, LEFT, "Đỗ Văn Nghỉ", HOME_AFFAIRS, 19600101,
                     20260101));
    return world_person(tx, NURSE, "Lê <Thị> Ánh", HEALTH, 19900101, 0);
}

static enum status world_roles(struct db *tx)
{
    const struct grant whole = {
        .id = 1, .role = "organiser", .valid_from = 20250701};
    const struct grant part = {.id = 2,
                               .role = "organiser",
                               .unit = HOME_AFFAIRS,
                               .valid_from = 20250701};

    TRY(grant_add(tx, arena, ORGANISER, &whole));
    return grant_add(tx, arena, PART_ORGANISER, &part);
}

static enum status world_build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(world_people(tx));
    TRY(world_roles(tx));
    TRY(world_bank(tx));
    return world_tests(tx);
}

static int house_begin(void **state)
{
    world_work = world_build;
    house = (struct house){.body_name = "Thành phố"};
    if (world_begin(state) || questions_open(&house.questions, NULL) != OK ||
        readers_open(&house.readers, NULL) != OK)
        return 1;
    house.shelf = shelf_open();
    house.db = db;
    return 0;
}

static int house_end(void **state)
{
    shelf_close(house.shelf);
    readers_close(house.readers);
    questions_close(house.questions);
    return world_end(state);
}

#endif

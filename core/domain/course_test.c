#include "domain/course_folder.h"

#include "base/random.h"
#include "domain/elements.h"
#include "domain/tests.h"
#include "reading/reading.h"
#include "text/parse.h"
#include "json/json.h"

#include <string.h>

/*
 * A test's file, turned into the definition that domain/tests.h describes.
 */
static struct tree whole(const char *text)
{
    int64_t n = 0;

    return parse_integer(text, &n) ? tree_of_integer(n) : tree_of_text(NULL);
}

static struct tree decimal(const char *text)
{
    double n = 0;

    return parse_decimal(text, &n) ? tree_of_real(n) : tree_of_text(NULL);
}

/* An attribute of a child that may be absent. */
static const char *of_child(const struct tree *element, const char *child,
                            const char *attribute, const char *otherwise)
{
    const struct tree *found = element_first(element, child);

    return found ? element_attribute(found, attribute) : otherwise;
}

/* ---- slots
 * -------------------------------------------------------------------*/

static const struct new_bank *bank_of_item(const struct course_folder *f,
                                           const char *code)
{
    for (size_t i = 0; i < f->bank_count; i++)
        for (size_t k = 0; k < f->banks[i].item_count; k++)
            if (!strcmp(f->banks[i].items[k].row.code, code))
                return &f->banks[i];
    return NULL;
}

static const struct new_bank *bank_named(const struct course_folder *f,
                                         const char *code)
{
    for (size_t i = 0; code && i < f->bank_count; i++)
        if (f->banks[i].bank.code && !strcmp(f->banks[i].bank.code, code))
            return &f->banks[i];
    return NULL;
}

static void refuse_practice(struct course_folder *f, const char *file,
                            const struct tree *element,
                            const struct new_bank *bank)
{
    if (!bank || !bank->bank.practice)
        return;
    find_error(f->findings, file, element_line(element),
               arena_print(f->arena,
                           "Ngân hàng \"%s\" dùng để tự kiểm tra, đáp án ai "
                           "học cũng thấy; đề không lấy câu từ đó được.",
                           bank->bank.code),
               arena_print(f->arena,
                           "The bank \"%s\" is for practice, and learners see "
                           "its keys; a test cannot ask its items.",
                           bank->bank.code));
}

static struct tree pick(struct course_folder *f, const char *file,
                        const struct tree *element)
{
    struct tree_maker map = tree_map(f->arena);
    const char *item = element_attribute(element, "item"),
               *code = element_attribute(element, "bank");
    const struct new_bank *bank = bank_of_item(f, item);

    if (!bank || (code && strcmp(bank->bank.code, code)))
        find_error(
            f->findings, file, element_line(element),
            arena_print(f->arena, "Không có câu \"%s\" trong ngân hàng.", item),
            arena_print(f->arena, "There is no item \"%s\" in the bank.",
                        item));
    refuse_practice(f, file, element, bank);
    tree_put(&map, "bank", tree_of_text(bank ? bank->bank.code : code));
    tree_put(&map, "item", tree_of_text(item));
    tree_put(&map, "points", decimal(element_attribute(element, "points")));
    return tree_done(&map);
}

static struct tree draw(struct course_folder *f, const char *file,
                        const struct tree *element)
{
    struct tree_maker map = tree_map(f->arena);
    const char *bank = element_attribute(element, "bank"),
               *topic = element_attribute(element, "topic"),
               *level = element_attribute(element, "level");

    if (!bank_named(f, bank))
        find_error(
            f->findings, file, element_line(element),
            arena_print(f->arena, "Khóa học không có ngân hàng câu hỏi \"%s\".",
                        bank),
            arena_print(f->arena, "The course has no bank \"%s\".", bank));
    refuse_practice(f, file, element, bank_named(f, bank));
    tree_put(&map, "bank", tree_of_text(bank));
    if (topic)
        tree_put(&map, "topic", tree_of_text(topic));
    if (level)
        tree_put(&map, "level", whole(level));
    tree_put(&map, "count", whole(element_attribute(element, "count")));
    tree_put(&map, "points", decimal(element_attribute(element, "points")));
    return tree_done(&map);
}

static struct tree section(struct course_folder *f, const char *file,
                           const struct tree *element)
{
    struct tree_maker map = tree_map(f->arena), slots = tree_list(f->arena);

    folder_words(f, file, element, "title");
    tree_put(&map, "id", tree_of_text(element_attribute(element, "id")));
    tree_put(&map, "title", element_words(f->arena, element, "title"));
    if (element_attribute(element, "pass"))
        tree_put(&map, "pass", decimal(element_attribute(element, "pass")));
    for (size_t i = 0; i < element_count(element); i++) {
        const struct tree *child = element_child(element, i);
        if (!strcmp(element_name(child), "draw"))
            tree_add(&slots, draw(f, file, child));
        else if (!strcmp(element_name(child), "pick"))
            tree_add(&slots, pick(f, file, child));
    }
    tree_put(&map, "slots", tree_done(&slots));
    return tree_done(&map);
}

/* ---- the definition
 * ----------------------------------------------------------*/

static struct tree shuffle(struct arena *arena, const struct tree *root)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "questions",
             tree_of_truth(
                 !strcmp(of_child(root, "shuffle", "questions", "no"), "yes")));
    tree_put(&map, "options",
             tree_of_truth(
                 !strcmp(of_child(root, "shuffle", "options", "no"), "yes")));
    return tree_done(&map);
}

/* Without a word about it, nothing but the score is shown, and only when the
   sitting is closed. */
static struct tree review(struct arena *arena, const struct tree *root)
{
    static const char *const parts[][2] = {{"score", "closed"},
                                           {"answers", "never"},
                                           {"key", "never"},
                                           {"feedback", "never"}};
    const struct tree *element = element_first(root, "review");
    struct tree_maker map = tree_map(arena);

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        tree_put(&map, parts[i][0],
                 tree_of_text(element ? of_child(element, parts[i][0], "when",
                                                 parts[i][1])
                                      : parts[i][1]));
    return tree_done(&map);
}

static struct tree sections(struct course_folder *f, const char *file,
                            const struct tree *root)
{
    struct tree_maker list = tree_list(f->arena);
    const struct tree *element;

    for (size_t at = 0; (element = element_next(root, "section", &at));)
        tree_add(&list, section(f, file, element));
    return tree_done(&list);
}

/* Markdown in one or both languages, as nodes. */
static enum status instructions(struct course_folder *f, const char *file,
                                const struct tree *root, struct tree *out)
{
    const struct tree words = element_words(f->arena, root, "instructions");
    struct tree_maker map = tree_map(f->arena);
    struct tree nodes, problems;

    for (size_t i = 0; i < words.count; i++) {
        const char *text = words.items[i].text ? words.items[i].text : "";
        enum status status = reading_markdown(f->house->readers, f->arena, text,
                                              strlen(text), &nodes, &problems);
        if (status == INVALID)
            find_all(f->findings, file, &problems);
        else if (status != OK)
            return status;
        else
            tree_put(&map, words.names[i], nodes);
    }
    *out = tree_done(&map);
    return OK;
}

/* What is not said is left out: a test that says no more than before stays the
   same, byte for byte. */
static void put_attempts(struct tree_maker *map, const struct tree *root)
{
    const char *counts = of_child(root, "attempts", "counts", NULL);
    const char *wait = of_child(root, "attempts", "wait", NULL);

    tree_put(map, "attempts", whole(of_child(root, "attempts", "most", "1")));
    if (counts)
        tree_put(map, "counts", tree_of_text(counts));
    if (wait)
        tree_put(map, "wait", whole(wait));
}

static enum status definition(struct course_folder *f, const char *file,
                              const struct tree *root, const char **json)
{
    struct tree_maker map = tree_map(f->arena);
    struct tree nodes;

    tree_put(&map, "id", tree_of_text(element_attribute(root, "id")));
    tree_put(&map, "version", tree_of_text(element_attribute(root, "version")));
    tree_put(&map, "title", element_words(f->arena, root, "title"));
    TRY(instructions(f, file, root, &nodes));
    tree_put(&map, "instructions", nodes);
    tree_put(&map, "limit", whole(of_child(root, "limit", "minutes", "")));
    tree_put(&map, "pass", decimal(of_child(root, "pass", "percent", "")));
    tree_put(&map, "numbers",
             tree_of_text(of_child(root, "numbers", "decimal", "comma")));
    put_attempts(&map, root);
    tree_put(&map, "shuffle", shuffle(f->arena, root));
    tree_put(&map, "sections", sections(f, file, root));
    tree_put(&map, "review", review(f->arena, root));
    struct tree made = tree_done(&map);
    *json = json_text(f->arena, &made);
    return OK;
}

/* What was published stands for good, so that "version 1" is one test. */
static enum status check_published(struct course_folder *f, const char *name,
                                   int64_t line, const struct test *test)
{
    const struct test *known;
    size_t count;

    TRY(test_list(f->house->db, f->arena, &known, &count));
    for (size_t i = 0; i < count; i++)
        if (known[i].published_at && !strcmp(known[i].code, test->code) &&
            !strcmp(known[i].version, test->version) &&
            strcmp(known[i].digest, test->digest)) {
            find_error(f->findings, name, line,
                       arena_print(f->arena,
                                   "Đề đã công bố, nội dung đã đổi nhưng "
                                   "version vẫn là \"%s\". Hãy tăng version.",
                                   test->version),
                       arena_print(f->arena,
                                   "The test was published and has changed, "
                                   "but its version is still \"%s\". Raise the "
                                   "version.",
                                   test->version));
            break;
        }
    return OK;
}

enum status folder_test(struct course_folder *f, const char *name, int64_t line,
                        struct test *test)
{
    struct tree root;
    struct test_plan plan;
    const char *json;
    enum status status = folder_xml(f, name, "test", "course.xml", line, &root);

    if (status == INVALID || status == MISSING)
        return OK; /* found, and told */
    TRY(status);
    TRY(definition(f, name, &root, &json));
    *test = (struct test){
        .id = id_new(),
        .code = element_attribute(&root, "id"),
        .version = element_attribute(&root, "version"),
        .digest = hash_of(f->arena, json, strlen(json)),
        .course_code = f->course.code,
        .title = folder_words(f, name, &root, "title"),
        .definition = json,
        .imported_at = f->now,
    };
    if (test_read(f->arena, json, &plan) != OK)
        find_error(f->findings, name, element_line(&root),
                   "Đề không đọc được: xem lại giới hạn thời gian, điểm và số "
                   "câu.",
                   "The test cannot be read: check its limit, points and "
                   "counts.");
    else
        test->counts = plan.counts;
    return check_published(f, name, element_line(&root), test);
}

#include "domain/course_folder.h"

#include "domain/elements.h"
#include "store/tests.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

/*
 * Self-checks of lessons, and the banks they come from. Every learner may
 * answer them, see what is right and try again; an item that a test asks too
 * would be known before it is asked. So a bank is either for practice or for
 * tests, and says which: practice once is practice for good, since its keys
 * were seen, and a bank from which a test was published stays with tests.
 */

/* ---- banks for practice --------------------------------------------------*/

static enum status pins_have(struct course_folder *f, const struct test *test,
                             int64_t bank, bool *found)
{
    const struct item_row *item;
    struct tree pins;

    TRY(json_read(f->arena, test->pins, strlen(test->pins), &pins));
    const struct tree *items = tree_get(&pins, "items");
    for (size_t i = 0; items && i < items->count && !*found; i++) {
        TRY(item_find(f->house->db, f->arena,
                      strtoll(items->names[i], NULL, 10), &item));
        *found = item->bank == bank;
    }
    return OK;
}

/* A published test that asks items of the bank; NULL: none does. */
static enum status find_test_of(struct course_folder *f, int64_t bank,
                                const char **code)
{
    const struct test *tests, *test;
    bool found = false;
    size_t count;

    *code = NULL;
    TRY(test_list(f->house->db, f->arena, &tests, &count));
    for (size_t i = 0; i < count && !found; i++) {
        if (!tests[i].published_at)
            continue;
        TRY(test_find(f->house->db, f->arena, tests[i].id, &test));
        TRY(pins_have(f, test, bank, &found));
        *code = found ? test->code : NULL;
    }
    return OK;
}

enum status folder_practice(struct course_folder *f, const char *file,
                            const struct tree *element,
                            const struct bank *known, bool *practice)
{
    const char *said = element_attribute(element, "practice"), *test;

    *practice = said && !strcmp(said, "yes");
    if (!known || known->practice == *practice)
        return OK;
    if (known->practice) {
        find_error(f->findings, file, element_line(element),
                   "Ngân hàng này đã dùng để tự kiểm tra, đáp án ai học cũng "
                   "thấy. Giữ practice=\"yes\", hoặc viết ngân hàng khác cho "
                   "đề.",
                   "This bank has been for practice, and learners saw its "
                   "keys. Keep practice=\"yes\", or write another bank for "
                   "tests.");
        return OK;
    }
    TRY(find_test_of(f, known->id, &test));
    if (test)
        find_error(
            f->findings, file, element_line(element),
            arena_print(f->arena,
                        "Đề đã công bố \"%s\" lấy câu của ngân hàng này, "
                        "nên không dùng để tự kiểm tra được: đáp án sẽ "
                        "lộ. Viết ngân hàng khác.",
                        test),
            arena_print(f->arena,
                        "The published test \"%s\" asks items of this "
                        "bank, so it cannot be for practice: its keys "
                        "would be known. Write another bank.",
                        test));
    return OK;
}

/* ---- the checks of lessons ---------------------------------------------- */

static const struct new_item *item_named(const struct course_folder *f,
                                         const char *code, const char *bank,
                                         const struct new_bank **of)
{
    for (size_t i = 0; i < f->bank_count; i++)
        for (size_t k = 0; k < f->banks[i].item_count; k++)
            if (!strcmp(f->banks[i].items[k].row.code, code) &&
                (!bank || !strcmp(f->banks[i].bank.code, bank))) {
                *of = &f->banks[i];
                return &f->banks[i].items[k];
            }
    return NULL;
}

/* Who names the item, and where. */
struct naming {
    const char *item, *bank, *file;
    int64_t line;
};

static void one_check(struct course_folder *f, const struct naming *n,
                      const struct lesson *lesson, int64_t number)
{
    const struct new_bank *bank;
    const struct new_item *item = item_named(f, n->item, n->bank, &bank);

    if (!item)
        find_error(f->findings, n->file, n->line,
                   arena_print(f->arena, "Không có câu \"%s\" trong ngân hàng.",
                               n->item),
                   arena_print(f->arena, "There is no item \"%s\" in the bank.",
                               n->item));
    else if (!bank->bank.practice)
        find_error(
            f->findings, n->file, n->line,
            arena_print(f->arena,
                        "Câu \"%s\" thuộc ngân hàng dành cho đề; bày ra "
                        "trong bài là lộ đáp án. Tự kiểm tra lấy câu từ "
                        "ngân hàng có practice=\"yes\".",
                        n->item),
            arena_print(f->arena,
                        "The item \"%s\" is of a bank for tests; in a "
                        "lesson its key would be known. Self-checks take "
                        "items of a bank with practice=\"yes\".",
                        n->item));
    else
        f->checks[f->check_count++] =
            (struct new_check){lesson->id, number, item->row.id};
}

/* Those in its text, then those that course.xml names. */
static void checks_of(struct course_folder *f, const struct tree *element,
                      size_t lesson)
{
    const struct tree *check;
    int64_t number = 0;

    for (size_t i = 0; i < f->placed_count; i++) {
        const struct placed *p = &f->placed[i];
        if (p->lesson == lesson)
            one_check(f, &(struct naming){p->item, p->bank, p->file, p->line},
                      &f->lessons[lesson], number = p->number);
    }
    for (size_t i = 0; (check = element_next(element, "check", &i));)
        one_check(f,
                  &(struct naming){element_attribute(check, "item"),
                                   element_attribute(check, "bank"),
                                   "course.xml", element_line(check)},
                  &f->lessons[lesson], ++number);
}

void folder_checks(struct course_folder *f, const struct tree *course)
{
    const struct tree *part, *lesson;
    size_t most = f->placed_count, n = 0;

    for (size_t at = 0; (part = element_next(course, "part", &at));)
        for (size_t k = 0; (lesson = element_next(part, "lesson", &k));)
            most += element_count(lesson);
    f->checks = arena_many(f->arena, struct new_check, most);
    for (size_t at = 0; (part = element_next(course, "part", &at));)
        for (size_t k = 0; (lesson = element_next(part, "lesson", &k));)
            checks_of(f, lesson, n++);
}

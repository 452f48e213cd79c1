#include "domain/course_folder.h"

#include "domain/elements.h"
#include "text/parse.h"
#include "json/json.h"

#include <string.h>

/* What a course needs and what completes it: <needs> and <complete>. */

struct rules {
    struct course_folder *f;
    struct tree_maker needs, lessons, tests;
    bool all_lessons;
};

static void unknown(struct course_folder *f, const struct tree *element,
                    const char *what_vi, const char *what_en, const char *id)
{
    find_error(
        f->findings, "course.xml", element_line(element),
        arena_print(f->arena, "Khóa này không có %s \"%s\".", what_vi, id),
        arena_print(f->arena, "This course has no %s \"%s\".", what_en, id));
}

static void take_lesson(struct rules *r, const struct tree *element)
{
    const char *id = element_attribute(element, "id");

    for (size_t i = 0; i < r->f->lesson_count; i++)
        if (!strcmp(r->f->lessons[i].code, id)) {
            tree_add(&r->lessons, tree_of_text(id));
            return;
        }
    unknown(r->f, element, "bài", "lesson", id);
}

static void take_test(struct rules *r, const struct tree *element)
{
    struct course_folder *f = r->f;
    const char *id = element_attribute(element, "id"),
               *percent = element_attribute(element, "percent");
    struct tree_maker map = tree_map(f->arena);
    double wanted = 0;

    for (size_t i = 0; i < f->test_count; i++) {
        if (strcmp(f->tests[i].code, id))
            continue;
        tree_put(&map, "id", tree_of_text(id));
        if (percent && parse_decimal(percent, &wanted))
            tree_put(&map, "percent", tree_of_real(wanted));
        tree_add(&r->tests, tree_done(&map));
        f->wanted_tests[f->wanted_count++] = id;
        return;
    }
    unknown(f, element, "đề", "test", id);
}

static enum status take_need(struct rules *r, const struct tree *element)
{
    struct course_folder *f = r->f;
    const char *code = element_attribute(element, "course");
    const struct course *course;

    tree_add(&r->needs, tree_of_text(code));
    if (f->course.code && !strcmp(code, f->course.code)) {
        find_error(f->findings, "course.xml", element_line(element),
                   "Một khóa không thể cần chính nó.",
                   "A course cannot need itself.");
        return OK;
    }
    enum status status = course_find(f->house->db, f->arena, code, &course);
    if (status == MISSING)
        find_warning(
            f->findings, "course.xml", element_line(element),
            arena_print(f->arena,
                        "Chưa có khóa \"%s\": đến khi nhập khóa đó, không ai "
                        "bắt đầu được khóa này.",
                        code),
            arena_print(f->arena,
                        "There is no course \"%s\" yet: until it is taken in "
                        "nobody can begin this one.",
                        code));
    return status == MISSING ? OK : status;
}

static void take_complete(struct rules *r, const struct tree *complete)
{
    size_t count = element_count(complete);

    r->f->wanted_tests = arena_many(r->f->arena, const char *, count);
    r->all_lessons = false;
    for (size_t i = 0; i < count; i++) {
        const struct tree *one = element_child(complete, i);
        const char *name = element_name(one);
        if (!strcmp(name, "lessons"))
            r->all_lessons = true;
        else if (!strcmp(name, "lesson"))
            take_lesson(r, one);
        else
            take_test(r, one);
    }
}

enum status folder_rules(struct course_folder *f, const struct tree *course)
{
    struct rules r = {f, tree_list(f->arena), tree_list(f->arena),
                      tree_list(f->arena), true};
    const struct tree *complete = element_first(course, "complete"), *need;
    struct tree_maker map = tree_map(f->arena);

    for (size_t at = 0; (need = element_next(course, "needs", &at));)
        TRY(take_need(&r, need));
    if (complete)
        take_complete(&r, complete);
    tree_put(&map, "needs", tree_done(&r.needs));
    tree_put(&map, "lessons",
             r.all_lessons ? tree_of_text("all") : tree_done(&r.lessons));
    tree_put(&map, "tests", tree_done(&r.tests));
    struct tree rules = tree_done(&map);
    f->course.rules = json_text(f->arena, &rules);
    return OK;
}

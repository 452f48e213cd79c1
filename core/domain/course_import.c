#include "domain/course_folder.h"

#include "base/random.h"
#include "domain/course_texts.h"
#include "domain/elements.h"
#include "store/audit.h"
#include "store/blobs.h"
#include "store/completions.h"
#include "text/parse.h"
#include "json/json.h"

#include <string.h>

/* ---- reading
 * -----------------------------------------------------------------*/

static const char *outcomes_json(struct course_folder *f,
                                 const struct tree *course)
{
    struct tree_maker list = tree_list(f->arena);
    const struct tree *outcome;

    for (size_t at = 0; (outcome = element_next(course, "outcome", &at));) {
        folder_words(f, "course.xml", outcome, "text");
        tree_add(&list, element_words(f->arena, outcome, "text"));
    }
    struct tree outcomes = tree_done(&list);
    return json_text(f->arena, &outcomes);
}

static size_t count_named(const struct tree *element, const char *name)
{
    size_t n = 0, at = 0;

    while (element_next(element, name, &at))
        n++;
    return n;
}

static enum status read_banks(struct course_folder *f,
                              const struct tree *course)
{
    size_t count = count_named(course, "bank");
    const struct tree *bank;

    f->banks = arena_many(f->arena, struct new_bank, count);
    for (size_t at = 0; (bank = element_next(course, "bank", &at));) {
        TRY(folder_bank(f, element_attribute(bank, "file"), element_line(bank),
                        &f->banks[f->bank_count]));
        f->bank_count += f->banks[f->bank_count].bank.code != NULL;
    }
    return OK;
}

static enum status read_tests(struct course_folder *f,
                              const struct tree *course)
{
    size_t count = count_named(course, "test");
    const struct tree *test;

    f->tests = arena_many(f->arena, struct test, count);
    for (size_t at = 0; (test = element_next(course, "test", &at));) {
        TRY(folder_test(f, element_attribute(test, "file"), element_line(test),
                        &f->tests[f->test_count]));
        f->test_count += f->tests[f->test_count].code != NULL;
    }
    return OK;
}

/* /courses/search is an address of its own. */
static void want_other_code(struct course_folder *f, const struct tree *root)
{
    if (!strcmp(element_attribute(root, "id"), "search"))
        find_error(f->findings, "course.xml", element_line(root),
                   "Mã khóa học không được là \"search\".",
                   "The id of a course may not be \"search\".");
}

static enum status read_folder(struct course_folder *f)
{
    struct tree root;
    double hours = 0;

    hash_begin(&f->hash);
    enum status status =
        folder_xml(f, "course.xml", "course", "course.xml", 0, &root);
    if (status != OK)
        return status == MISSING ? INVALID : status;
    want_other_code(f, &root);
    if (!parse_decimal(element_attribute(&root, "hours"), &hours))
        find_error(f->findings, "course.xml", element_line(&root),
                   "Không đọc được số tiết (hours).",
                   "The hours cannot be read.");
    f->course = (struct course){
        .id = id_new(),
        .code = element_attribute(&root, "id"),
        .version = element_attribute(&root, "version"),
        .title = folder_words(f, "course.xml", &root, "title"),
        .summary = folder_words(f, "course.xml", &root, "summary"),
        .outcomes = outcomes_json(f, &root),
        .hours = hours,
        .imported_at = f->now,
    };
    TRY(folder_lessons(f, &root));
    TRY(read_banks(f, &root));
    folder_checks(f, &root);
    TRY(read_tests(f, &root));
    TRY(folder_rules(f, &root));
    f->course.digest = hash_end(&f->hash, f->arena);
    return f->findings->errors ? INVALID : OK;
}

/* ---- keeping
 * -----------------------------------------------------------------*/

struct keeping {
    struct course_folder *f;
    int64_t by;
    int64_t old; /* this version's row from before; 0: it is new */
};

/* What the file does not have any more is not drawn any more. */
static enum status retire_others(struct db *tx, struct course_folder *f,
                                 const struct new_bank *bank)
{
    const struct item_row *drawn;
    size_t count;

    TRY(item_list(tx, f->arena, bank->bank.id, NULL, 0, NULL, &drawn, &count));
    for (size_t i = 0; i < count; i++) {
        bool stays = false;
        for (size_t k = 0; k < bank->item_count && !stays; k++)
            stays = bank->items[k].row.id == drawn[i].id;
        if (!stays)
            TRY(item_retire(tx, f->arena, drawn[i].id, f->now));
    }
    return OK;
}

static enum status keep_bank(struct db *tx, struct course_folder *f,
                             const struct new_bank *bank)
{
    TRY(bank_put(tx, f->arena, &bank->bank));
    for (size_t i = 0; i < bank->item_count; i++) {
        const struct new_item *item = &bank->items[i];
        if (item->known) {
            TRY(item_draw(tx, f->arena, &item->row));
            continue;
        }
        TRY(item_add(tx, f->arena, &item->row));
        for (size_t k = 0; k < item->variant_count; k++)
            TRY(item_variant_add(tx, f->arena, &item->variants[k]));
    }
    return retire_others(tx, f, bank);
}

static enum status keep_test(struct db *tx, struct course_folder *f,
                             const struct test *test)
{
    const struct test *known;
    enum status status =
        test_find_by_digest(tx, f->arena, test->code, test->digest, &known);

    return status == MISSING ? test_add(tx, f->arena, test) : status;
}

static enum status keep_course(struct db *tx, const struct keeping *k)
{
    struct course_folder *f = k->f;

    TRY(course_add(tx, f->arena, &f->course, k->by));
    for (size_t i = 0; i < f->wanted_count; i++)
        TRY(course_test_add(tx, f->arena, f->course.id, f->wanted_tests[i]));
    for (size_t i = 0; i < f->lesson_count; i++)
        TRY(lesson_add(tx, f->arena, &f->lessons[i]));
    for (size_t i = 0; i < f->check_count; i++)
        TRY(lesson_check_add(tx, f->arena, f->checks[i].lesson,
                             f->checks[i].number, f->checks[i].item));
    for (size_t i = 0; i < f->files.count; i++)
        TRY(course_file_add(tx, f->arena, f->course.id,
                            &f->files.list[i].file));
    return OK;
}

static const char *version_json(struct course_folder *f)
{
    struct tree_maker map = tree_map(f->arena);

    tree_put(&map, "version", tree_of_text(f->course.version));
    tree_put(&map, "digest", tree_of_text(f->course.digest));
    struct tree detail = tree_done(&map);
    return json_text(f->arena, &detail);
}

/* One transaction: a course is taken in as a whole. Some thousand rows at
   most, all made before; whoever saves an answer meanwhile waits for
   milliseconds. */
static enum status keep(struct db *tx, void *arg)
{
    const struct keeping *k = arg;
    struct course_folder *f = k->f;

    for (size_t i = 0; i < f->bank_count; i++)
        TRY(keep_bank(tx, f, &f->banks[i]));
    for (size_t i = 0; i < f->test_count; i++)
        TRY(keep_test(tx, f, &f->tests[i]));
    if (!k->old)
        TRY(keep_course(tx, k));
    int64_t id = k->old ? k->old : f->course.id;
    TRY(course_show(tx, f->arena, f->course.code, id));
    return audit_add(tx, f->arena,
                     &(struct deed){.at = f->now,
                                    .actor = k->by,
                                    .action = "course.import",
                                    .object = "course",
                                    .object_id = id,
                                    .detail = version_json(f)});
}

static struct course_taken summary(const struct course_folder *f)
{
    struct course_taken taken = {.code = f->course.code,
                                 .version = f->course.version,
                                 .lessons = f->lesson_count,
                                 .tests = f->test_count,
                                 .files = f->files.count + f->item_files.count};

    for (size_t i = 0; i < f->bank_count; i++) {
        taken.items += f->banks[i].item_count;
        for (size_t k = 0; k < f->banks[i].item_count; k++)
            taken.new_items += !f->banks[i].items[k].known;
    }
    return taken;
}

/* What is there of it: the very version, current or not. */
static enum status find_known(const struct course_folder *f, int64_t *old,
                              bool *current)
{
    const struct course *same, *shown;
    struct db *db = f->house->db;
    enum status status = course_find_by_digest(db, f->arena, f->course.code,
                                               f->course.digest, &same);

    if (status == MISSING)
        return OK;
    TRY(status);
    *old = same->id;
    status = course_find(db, f->arena, f->course.code, &shown);
    *current = status == OK && shown->id == same->id;
    return status == MISSING ? OK : status;
}

static enum status keep_files(const struct course_folder *f,
                              const struct new_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct new_file *one = &files->list[i];
        TRY(blob_put(f->arena, f->house->data, one->file.digest, one->bytes,
                     (size_t)one->file.size));
    }
    return OK;
}

enum status course_import(struct house *house, const char *folder, int64_t by,
                          int64_t now, bool dry_run, struct findings *findings,
                          struct course_taken *taken)
{
    struct course_folder f = {.house = house,
                              .arena = findings->arena,
                              .folder = folder,
                              .findings = findings,
                              .now = now};
    struct keeping keeping = {&f, by, 0};
    bool current = false;

    TRY(read_folder(&f));
    TRY(find_known(&f, &keeping.old, &current));
    *taken = summary(&f);
    taken->unchanged = current && !taken->new_items;
    if (taken->unchanged || dry_run)
        return OK;
    TRY(keep_files(&f, &f.files));
    TRY(keep_files(&f, &f.item_files));
    TRY(db_write(house->db, keep, &keeping));
    return course_texts_settle(house);
}

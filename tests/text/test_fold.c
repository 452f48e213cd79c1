#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/fold.h"

static struct arena *arena;

static void folds(const char *text, const char *folded)
{
    assert_string_equal(text_fold(arena, text), folded);
    assert_string_equal(text_fold(arena, folded), folded);
}

static void marks_and_case_go(void **s)
{
    (void)s;
    folds("Nguyễn Thị ÁNH", "nguyen thi anh");
    folds("Ắ ằ ẳ Ẵ ặ Ộ ữ Ỵ", "a a a a a o u y");
}

static void d_with_stroke_and_its_look_alikes_become_d(void **s)
{
    (void)s;
    folds("Đỗ đức Ðức ðức Ɖức", "do duc duc duc duc");
    folds("Y Ƀăng", "y bang");
}

static void both_places_of_a_mark_fold_to_one(void **s)
{
    (void)s;
    assert_string_equal(text_fold(arena, "Lý Thị Hoà"),
                        text_fold(arena, "Lý Thị Hòa"));
}

static void composed_and_decomposed_text_folds_to_one(void **s)
{
    (void)s;
    folds("\xc4\x90\x75\xcc\x9b\xcc\x81\x63", "duc");
}

static void blanks_of_every_kind_become_one(void **s)
{
    (void)s;
    folds("  Lê \xc2\xa0\t Văn\xe3\x80\x80Tám ", "le van tam");
    folds("", "");
}

static void apostrophes_become_plain(void **s)
{
    (void)s;
    folds("K’Brêu", "k'breu");
}

static bool holds(const struct search_word *words, const char *key)
{
    for (; words->key; words++)
        if (!strcmp(words->key, key))
            return true;
    return false;
}

static bool begins(const char *key, const char *typed)
{
    return strcmp(key, typed) >= 0 && strcmp(key, search_end(arena, typed)) < 0;
}

/* Does every word of `typed` begin a word of `name`, marks counting or not? */
static bool found(const char *name, const char *typed, bool exact)
{
    const struct search_word *words = search_words(arena, name), *w;

    for (const struct search_word *q = search_query(arena, typed); q->key;
         q++) {
        if (q->exact != exact)
            continue;
        for (w = words; w->key; w++)
            if (begins(w->key, q->key))
                break;
        if (!w->key)
            return false;
    }
    return true;
}

static void a_name_is_found_without_marks(void **s)
{
    (void)s;
    assert_true(found("Nguyễn Văn Đức", "duc nguyen", false));
    assert_true(found("Nguyễn Văn Đức", "đức", false));
    assert_true(found("Nguyễn Văn Đức", "ngu", false));
    assert_false(found("Nguyễn Văn Đức", "uyen", false));
    assert_false(found("Nguyễn Văn Đức", "dung", false));
}

static void marks_that_were_typed_make_a_hit_exact(void **s)
{
    (void)s;
    assert_true(found("Nguyễn Văn Đức", "Đức", true));
    assert_true(found("Nguyễn Văn Đức", "văn đứ", true));
    assert_false(found("Nguyễn Văn Dục", "Đức", true));
    assert_false(found("Nguyễn Văn Đức", "duc", true));
    assert_true(found("Lý Thị Hoà", "hòa", true));
}

static void a_name_with_an_apostrophe_is_found_by_its_pieces(void **s)
{
    const struct search_word *words = search_words(arena, "K'Brêu");

    (void)s;
    assert_true(holds(words, "kbreu"));
    assert_true(holds(words, "breu"));
    assert_true(found("K’Brêu", "k'brêu", true));
    assert_true(found("K’Brêu", "kbreu", false));
}

static void a_word_that_comes_twice_is_listed_once(void **s)
{
    size_t n = 0;

    (void)s;
    for (const struct search_word *w = search_words(arena, "Hà Thị Hà"); w->key;
         w++)
        n += !strcmp(w->key, "ha");
    assert_int_equal(n, 1);
}

static void punctuation_alone_asks_for_nothing(void **s)
{
    (void)s;
    assert_null(search_query(arena, " - ' ")->key);
    assert_null(search_query(arena, "")->key);
}

static int begin(void **s)
{
    (void)s;
    arena = arena_new();
    return 0;
}

static int end(void **s)
{
    (void)s;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_and_case_go),
        cmocka_unit_test(d_with_stroke_and_its_look_alikes_become_d),
        cmocka_unit_test(both_places_of_a_mark_fold_to_one),
        cmocka_unit_test(composed_and_decomposed_text_folds_to_one),
        cmocka_unit_test(blanks_of_every_kind_become_one),
        cmocka_unit_test(apostrophes_become_plain),
        cmocka_unit_test(a_name_is_found_without_marks),
        cmocka_unit_test(marks_that_were_typed_make_a_hit_exact),
        cmocka_unit_test(a_name_with_an_apostrophe_is_found_by_its_pieces),
        cmocka_unit_test(a_word_that_comes_twice_is_listed_once),
        cmocka_unit_test(punctuation_alone_asks_for_nothing),
    };

    return cmocka_run_group_tests(tests, begin, end);
}

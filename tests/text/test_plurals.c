/*
 * "1 lessons": an English text that counts has a form for one, or is put so
 * that it needs none. Looked for in the catalogues themselves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glob.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A hole, then a plural. */
static const char plural[] = "\\{[a-z_]+\\} ([a-z]+s|people)([^a-z]|$)";

/* Not plurals; then holes that are never one, and texts that are only used for
   more than one. */
static const char *const fine[] = {"} is",    "} was",      "} has",
                                   "} ms",    "{language}", "{most}",
                                   "{kills}", "{has}",      NULL};
static const char *const for_many[] = {"home_lede_many", "pre_key_retry", NULL};

static bool has_one_of(const char *text, const char *const *list)
{
    for (; *list; list++)
        if (strstr(text, *list))
            return true;
    return false;
}

static size_t count_in(const char *file, const regex_t *rule)
{
    char row[4096], name[100] = "", match[200];
    size_t found = 0;
    FILE *in = fopen(file, "r");

    assert_non_null(in);
    while (fgets(row, sizeof row, in)) {
        regmatch_t at;
        (void)sscanf(row, "msgid \"%99[a-z0-9_]", name);
        if (strncmp(row, "msgstr \"", 8) || regexec(rule, row, 1, &at, 0))
            continue;
        snprintf(match, sizeof match, "%.*s", (int)(at.rm_eo - at.rm_so),
                 row + at.rm_so);
        if (has_one_of(match, fine) || has_one_of(name, for_many))
            continue;
        print_error("%s: %s: \"%s\" is wrong for one\n", file, name, match);
        found++;
    }
    fclose(in);
    return found;
}

static void an_english_text_that_counts_fits_one_too(void **state)
{
    regex_t rule;
    glob_t files;
    size_t found = 0;

    (void)state;
    assert_int_equal(regcomp(&rule, plural, REG_EXTENDED), 0);
    assert_int_equal(glob("web/strings/*.en.po", 0, NULL, &files), 0);
    assert_true(files.gl_pathc > 10);
    for (size_t i = 0; i < files.gl_pathc; i++)
        found += count_in(files.gl_pathv[i], &rule);
    globfree(&files);
    regfree(&rule);
    assert_int_equal(found, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_english_text_that_counts_fits_one_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* `khoa plugin test`: a vendor's package on the runtime of the server. */
#include "commands/plugin.h"

#include "base/log.h"
#include "quiz/gate.h"

#include <stdio.h>
#include <string.h>

static void print_indented(const char *label, const char *text)
{
    printf("        %-9s", label);
    for (const char *c = text; *c; c++) {
        putchar(*c);
        if (*c == '\n')
            printf("%17s", "");
    }
    putchar('\n');
}

static void print_test(const struct tree *test, bool all)
{
    const char *trace = tree_text(test, "trace");
    const struct tree *log = tree_get(test, "log");
    bool passed = tree_truth(test, "passed");

    printf("  %-5s %s\n", passed ? "ok" : "FAIL", tree_text(test, "name"));
    if (!passed) {
        print_indented("expected", tree_text(test, "expected"));
        print_indented("came", tree_text(test, "came"));
    }
    if (trace && !passed)
        print_indented("trace", trace);
    for (size_t i = 0; log && (all || !passed) && i < log->count; i++)
        print_indented("log", log->items[i].text);
}

static void print_finding(const struct tree *finding)
{
    printf("  %-8s%s\n", tree_text(finding, "level"),
           tree_text(finding, "where"));
    print_indented("vi", tree_text(finding, "vi"));
    print_indented("en", tree_text(finding, "en"));
}

/* Findings that are no test: those were printed with their tests. */
static bool is_of_gate(const struct tree *finding)
{
    return strncmp(tree_text(finding, "where"), "test “", 8) != 0;
}

static void print_title(const struct tree *manifest,
                        const struct package *package)
{
    const struct tree *title = tree_get(manifest, "title");
    const char *vi = tree_text(title, "vi"), *en = tree_text(title, "en");

    printf("%s %s — %s / %s\n%s\n\n", tree_text(manifest, "id"),
           tree_text(manifest, "version"), vi ? vi : "—", en ? en : "—",
           package->hash);
}

static int print_report(const struct tree *report, bool all)
{
    const struct tree *tests = tree_get(report, "tests");
    const struct tree *findings = tree_get(report, "findings");
    size_t failed = 0, errors = 0;

    puts("Tests");
    for (size_t i = 0; i < tests->count; i++) {
        print_test(&tests->items[i], all);
        failed += !tree_truth(&tests->items[i], "passed");
    }
    puts("\nGate");
    for (size_t i = 0; i < findings->count; i++) {
        const char *level = tree_text(&findings->items[i], "level");
        if (!is_of_gate(&findings->items[i]))
            continue;
        print_finding(&findings->items[i]);
        errors += !strcmp(level, "error");
    }
    printf("  %lld calls, each made three times in two processes; the slowest "
           "took %lld ms\n",
           (long long)tree_integer(report, "runs", 0),
           (long long)tree_integer(report, "slowest_ms", 0));
    printf("\n%zu passed, %zu failed; %zu errors of the gate\n",
           tests->count - failed, failed, errors);
    return tree_truth(report, "passed") ? 0 : 1;
}

static int refuse(const char *folder, const char *why, const char *trace)
{
    fprintf(stderr, "khoa: %s: %s\n%s%s", folder, why, trace ? trace : "",
            trace ? "\n" : "");
    return 1;
}

static int test_package(struct questions *questions, struct arena *arena,
                        const char *folder, const struct package *package,
                        bool all)
{
    struct tree manifest, report;
    enum status status =
        question_describe(questions, arena, package, &manifest);

    if (status != OK) {
        const char *why = tree_text(&manifest, "message");
        return refuse(folder, why ? why : "cannot be asked now",
                      tree_text(&manifest, "trace"));
    }
    print_title(&manifest, package);
    if (gate_package(questions, arena, package, &report) != OK)
        return refuse(folder,
                      "its functions could not be asked to the end: "
                      "processes were killed too often (see above)",
                      NULL);
    return print_report(&report, all);
}

int plugin_test(const char *folder, bool all)
{
    struct arena *arena = arena_new(), *work = arena_new();
    struct questions *questions = NULL;
    struct package package;
    const char *why = NULL;
    int code = 1;

    if (package_read(arena, folder, &package, &why) != OK)
        code = refuse(folder, why ? why : "cannot be read", NULL);
    else if (questions_open(&questions, NULL) != OK)
        code = refuse(folder, "quizhost, which runs plugins, cannot be started",
                      NULL);
    else
        code = test_package(questions, work, folder, &package, all);
    arena_free(work); /* answers of plugins go before the processes do */
    questions_close(questions);
    arena_free(arena);
    return code;
}

/*
 * Documents as PDF, read back by other programs: what stands in them, that
 * they are sound, and that nothing hostile in a name breaks a page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "report/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct paper_how how = {"Danh sách thí sinh", "Sông Hồng",
                                     1795401667000};
static struct arena *arena;
static char path[] = "/tmp/khoa-paper-XXXXXX";

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    int fd = mkstemp(path);
    return fd < 0 || close(fd);
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return unlink(path);
}

/* What a program says of the file. */
static const char *said(const char *command)
{
    char *text = arena_alloc(arena, 1 << 20);
    FILE *out = popen(arena_print(arena, command, path), "r");

    assert_non_null(out);
    size_t length = fread(text, 1, (1 << 20) - 1, out);
    text[length] = '\0';
    assert_int_equal(pclose(out), 0);
    return text;
}

static void must_say(const char *text, const char *wanted)
{
    if (!strstr(text, wanted))
        fail_msg("does not say \"%s\": %.2000s", wanted, text);
}

static struct paper *opened(void)
{
    struct paper *paper;

    assert_int_equal(paper_open(&paper, path, &how), OK);
    return paper;
}

static void sound(int pages)
{
    said("qpdf --check %s 2>&1");
    must_say(said("pdfinfo %s"),
             arena_print(arena, "Pages:           %d\n", pages));
}

static const struct paper_column columns[] = {
    {"SBD", 0.2, true}, {"Họ và tên", 0.5, false}, {"Chữ ký", 0.3, false}};

static void list(int rows)
{
    struct paper *paper = opened();

    paper_letterhead(paper, "THÀNH PHỐ SÔNG HỒNG", "SỞ NỘI VỤ");
    paper_text(paper, PAPER_TITLE, "DANH SÁCH THÍ SINH");
    paper_table(paper, columns, 3);
    for (int i = 1; i <= rows; i++) {
        const char *cells[] = {arena_print(arena, "%04d", i),
                               "Nguyễn Đức Thưởng", ""};
        paper_row(paper, cells);
    }
    paper_text(paper, PAPER_SIGNATURE, "CÁN BỘ COI THI");
    assert_int_equal(paper_close(paper), OK);
}

static void a_list_can_be_searched_and_repeats_its_head(void **state)
{
    (void)state;
    list(100);
    sound(3);
    const char *text = said("pdftotext -layout %s -");
    must_say(text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    must_say(text, "Độc lập - Tự do - Hạnh phúc");
    must_say(text, "Nguyễn Đức Thưởng");
    must_say(text, "0100");
    must_say(text, "CÁN BỘ COI THI");
    int heads = 0;
    for (const char *at = text; (at = strstr(at, "Họ và tên")); at++)
        heads++;
    assert_int_equal(heads, 3);
    must_say(said("pdfinfo %s"), "Title:           Danh sách thí sinh");
    must_say(said("pdffonts %s"), "LiberationSerif");
    const char *fonts =
        said("pdffonts %s | tail -n +3 | awk '{print $(NF-4)}'");
    assert_null(strstr(fonts, "no")); /* all of them are embedded */
}

static void the_same_calls_give_the_same_bytes(void **state)
{
    (void)state;
    list(30);
    const char *first = said("sha256sum %s");
    list(30);
    assert_string_equal(said("sha256sum %s"), first);
}

static void hostile_names_break_nothing(void **state)
{
    char *endless = arena_alloc(arena, 10001);
    struct paper *paper = opened();

    (void)state;
    memset(endless, 'W', 10000);
    const char *rows[][3] = {{"0001", endless, ""},
                             {"0002",
                              "\x1b[31m<b>Trần</b> &amp; \xe2\x80\xae"
                              "Bình\xe2\x80\xac",
                              ""},
                             {"0003", "Trần\nVăn\tC", NULL}};
    paper_table(paper, columns, 3);
    for (size_t i = 0; i < 3; i++)
        paper_row(paper, rows[i]);
    struct paper_card card = {.head = endless,
                              .title = endless,
                              .lines = {{"Đơn vị", endless}},
                              .code_label = endless,
                              .code = endless,
                              .foot = endless,
                              .qr = endless};
    paper_card(paper, &card);
    assert_int_equal(paper_close(paper), OK);
    sound(2);
    const char *text = said("pdftotext -layout %s -");
    must_say(text, "<b>Trần</b> &amp; Bình");
    assert_null(strchr(text, '\x1b'));
    assert_null(strstr(text, "\xe2\x80\xae"));
}

static void
cards_stand_eight_to_a_sheet_and_their_codes_can_be_read(void **state)
{
    struct paper *paper = opened();

    (void)state;
    for (int i = 1; i <= 9; i++) {
        const struct paper_card card = {
            .head = "Thành phố Sông Hồng",
            .title = "Nguyễn Thị Hường",
            .lines = {{"Tên đăng nhập", "sh0009"}},
            .code_label = "Mã một lần",
            .code = "K7XPM-4QTRD-9WHCA",
            .qr = arena_print(arena, "https://khoa.example/welcome/%d", i)};
        paper_card(paper, &card);
    }
    assert_int_equal(paper_close(paper), OK);
    sound(2);
    must_say(said("pdftotext %s -"), "K7XPM-4QTRD-9WHCA");
    const char *codes =
        said("d=$(mktemp -d) && pdftoppm -r 150 -png %s $d/p && "
             "zbarimg -q --nodbus --raw $d/*.png; rm -rf $d");
    for (int i = 1; i <= 9; i++)
        must_say(codes,
                 arena_print(arena, "https://khoa.example/welcome/%d\n", i));
}

static void what_cannot_be_written_is_told_and_leaves_nothing(void **state)
{
    struct paper *paper;
    struct stat facts;

    (void)state;
    assert_int_equal(paper_open(&paper, "/nowhere/at/all.pdf", &how), FAILED);
    paper = opened();
    paper_text(paper, PAPER_LINE, "x");
    paper_drop(paper);
    assert_int_equal(stat(path, &facts), -1);
    list(1); /* the group's end removes it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_can_be_searched_and_repeats_its_head),
        cmocka_unit_test(the_same_calls_give_the_same_bytes),
        cmocka_unit_test(hostile_names_break_nothing),
        cmocka_unit_test(
            cards_stand_eight_to_a_sheet_and_their_codes_can_be_read),
        cmocka_unit_test(what_cannot_be_written_is_told_and_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, begin, end);
}

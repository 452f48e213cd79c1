#include "quiz/inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/decimal.h"

/* ---- what is said ----------------------------------------------------------
 */

struct words {
    const char *vi, *en;
};

static const struct words not_a_number = {
    "Đây không phải là một số. Chỉ dùng chữ số, dấu phẩy hoặc dấu chấm.",
    "This is not a number. Use digits and a comma or a point only."};
static const struct words too_many_digits = {
    "Số này có quá nhiều chữ số (nhiều nhất 38).",
    "This number has too many digits (38 at most)."};
static const struct words not_whole = {"Cần một số nguyên.",
                                       "A whole number is needed."};
static const struct words no_option = {"Không có lựa chọn này trong câu hỏi.",
                                       "The question has no such option."};
static const struct words not_a_date = {
    "Đây không phải là một ngày. Viết như 05/11/2026.",
    "This is not a date. Write it like 05/11/2026."};
static const struct words not_text = {"Câu trả lời không đúng dạng.",
                                      "The answer is not of the right kind."};

static struct tree said(struct arena *arena, struct words words)
{
    struct tree_maker both = tree_map(arena);

    tree_put(&both, "vi", tree_of_text(words.vi));
    tree_put(&both, "en", tree_of_text(words.en));
    return tree_done(&both);
}

/* ---- text ------------------------------------------------------------------
 */

/* Bytes of white space at `at`: ASCII, no-break, narrow and thin. */
static size_t space_at(const char *at)
{
    static const char *const wide[] = {"\u00a0", "\u202f", "\u2009", "\u3000"};

    if (*at == ' ' || (*at >= '\t' && *at <= '\r'))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (!strncmp(at, wide[i], strlen(wide[i])))
            return strlen(wide[i]);
    return 0;
}

static const char *trimmed(struct arena *arena, const char *text)
{
    const char *end = text;
    size_t n;

    while ((n = space_at(text)))
        text += n;
    for (const char *at = end = text; *at;) {
        n = space_at(at);
        at += n ? n : 1;
        if (!n)
            end = at;
    }
    return arena_text(arena, text, (size_t)(end - text));
}

static size_t characters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* ---- numbers ---------------------------------------------------------------
 */

/* A number as it was typed: digits and marks only, its sign apart. */
struct typed {
    char text[80];
    size_t length;
    bool negative;
};

/* A space may stand where a mark of thousands may: between digits, three of
   them behind it. */
static bool is_gap(const char *behind)
{
    return strspn(behind, "0123456789") == 3;
}

static bool squeeze(const char *text, struct typed *out)
{
    *out = (struct typed){.length = 0};
    if (!strncmp(text, "\u2212", 3)) {
        out->negative = true;
        text += 3;
    } else if (*text == '-' || *text == '+') {
        out->negative = *text++ == '-';
    }
    while (*text) {
        size_t n = space_at(text);
        if (n) {
            if (!out->length || !is_gap(text + n))
                return false;
            text += n;
            continue;
        }
        if (!strchr("0123456789.,", *text) ||
            out->length == sizeof out->text - 1)
            return false;
        out->text[out->length++] = *text++;
    }
    out->text[out->length] = '\0';
    /* "," alone is no nought. */
    return strpbrk(out->text, "0123456789") != NULL;
}

static size_t count_of(const char *text, char mark)
{
    size_t count = 0;

    for (; *text; text++)
        count += *text == mark;
    return count;
}

/* 1 to 3 digits, then groups of mark and three digits, up to `end`. */
static bool is_grouped(const char *text, const char *end, char mark)
{
    size_t first = strspn(text, "0123456789");

    if (first < 1 || first > 3 || *text == '0')
        return false;
    for (text += first; text < end; text += 4)
        if (*text != mark || strspn(text + 1, "0123456789") != 3)
            return false;
    return text == end;
}

enum reading { READ, NO_NUMBER, UNCLEAR };

/* Which mark, if any, is the decimal one; '\0' for none. */
static enum reading decide(const struct typed *typed, char point, char group,
                           char *decimal)
{
    const char *text = typed->text, *end = text + typed->length;
    size_t points = count_of(text, point), groups = count_of(text, group);

    *decimal = '\0';
    if (points + groups == 0)
        return READ;
    if (points && groups) { /* the last of them is the decimal one */
        const char *p = strrchr(text, point), *g = strrchr(text, group);
        const char *last = p > g ? p : g;
        *decimal = *last;
        return count_of(text, *last) == 1 &&
                       is_grouped(text, last, p > g ? group : point)
                   ? READ
                   : NO_NUMBER;
    }
    if (points == 1) {
        *decimal = point;
        return READ;
    }
    if (points)
        return NO_NUMBER;
    if (groups > 1)
        return is_grouped(text, end, group) ? READ : NO_NUMBER;
    if (is_grouped(text, end, group))
        return UNCLEAR;
    *decimal = group; /* "12.5": cannot be meant as thousands */
    return READ;
}

static struct tree unclear(struct arena *arena, const char *text, char decimal)
{
    char bare[80], other[80];
    size_t n = 0;

    for (const char *at = text; *at && n < sizeof bare - 1; at++)
        if (*at >= '0' && *at <= '9')
            bare[n++] = *at;
    bare[n] = '\0';
    snprintf(other, sizeof other, "%s", text);
    for (char *at = other; *at; at++)
        if (*at == '.' || *at == ',')
            *at = decimal;
    return said(
        arena,
        (struct words){
            arena_print(arena,
                        "“%s” có hai cách hiểu. Ý bạn là %s hay %s? Hãy viết "
                        "lại theo một trong hai cách này.",
                        text, bare, other),
            arena_print(arena,
                        "“%s” can be read in two ways. Do you mean %s or %s? "
                        "Please write it in one of these ways.",
                        text, bare, other)});
}

/* Into canonical decimal text, or a problem. */
static const char *read_number(struct arena *arena, const char *text,
                               bool comma, struct tree *problem)
{
    char point = comma ? ',' : '.', group = comma ? '.' : ',', decimal;
    char plain[DECIMAL_TEXT + 80], *to = plain;
    struct typed typed;
    struct decimal value;

    if (!squeeze(text, &typed)) {
        *problem = said(arena, not_a_number);
        return NULL;
    }
    enum reading reading = decide(&typed, point, group, &decimal);
    if (reading != READ) {
        *problem = reading == UNCLEAR ? unclear(arena, text, point)
                                      : said(arena, not_a_number);
        return NULL;
    }
    if (typed.negative)
        *to++ = '-';
    if (decimal && typed.text[0] == decimal)
        *to++ = '0'; /* ",5" */
    for (const char *at = typed.text; *at; at++)
        if (*at == decimal)
            *to++ = '.';
        else if (*at >= '0' && *at <= '9')
            *to++ = *at;
    if (to > plain && to[-1] == '.')
        to--; /* "5," */
    *to = '\0';
    if (!decimal_read(plain, &value)) {
        *problem =
            said(arena, strspn(plain, "-.") == strlen(plain) ? not_a_number
                                                             : too_many_digits);
        return NULL;
    }
    decimal_write(&value, -1, '.', plain);
    return arena_text(arena, plain, strlen(plain));
}

static const char *written(struct arena *arena, const char *decimal, bool comma)
{
    char *text = arena_text(arena, decimal, strlen(decimal));
    char *point = strchr(text, '.');

    if (point && comma)
        *point = ',';
    return text;
}

static bool beyond(const char *number, const char *bound, int side)
{
    struct decimal value, limit;

    if (!bound || !decimal_read(number, &value) || !decimal_read(bound, &limit))
        return false;
    return decimal_compare(&value, &limit) * side > 0;
}

static bool check_bounds(struct arena *arena, const struct tree *input,
                         const char *number, bool comma, struct tree *problem)
{
    const char *min = tree_text(input, "min"), *max = tree_text(input, "max");
    const char *bound = beyond(number, min, -1)  ? min
                        : beyond(number, max, 1) ? max
                                                 : NULL;

    if (!bound)
        return true;
    const char *shown = written(arena, bound, comma);
    *problem = said(
        arena,
        bound == min
            ? (struct words){arena_print(arena, "Cần một số từ %s trở lên.",
                                         shown),
                             arena_print(arena, "%s or more is needed.", shown)}
            : (struct words){
                  arena_print(arena, "Cần một số không quá %s.", shown),
                  arena_print(arena, "%s or less is needed.", shown)});
    return false;
}

/* ---- one input each --------------------------------------------------------
 */

struct checking {
    struct arena *arena;
    const struct tree *input; /* its declaration */
    bool comma;
    struct tree response, problem; /* one of them is set */
};

static void check_number(struct checking *c, const char *text, bool whole)
{
    const char *number = read_number(c->arena, text, c->comma, &c->problem);

    if (!number ||
        !check_bounds(c->arena, c->input, number, c->comma, &c->problem))
        return;
    if (!whole) {
        c->response = tree_of_text(number);
        return;
    }
    struct decimal value;
    long long integer;
    if (!decimal_read(number, &value) || !decimal_integer(&value, &integer))
        c->problem = said(c->arena, not_whole);
    else
        c->response = tree_of_integer(integer);
}

static void check_words(struct checking *c, const char *text)
{
    int64_t most = tree_integer(c->input, "max", 2000);
    size_t count = characters(text);

    if ((int64_t)count <= most) {
        c->response = tree_of_text(text);
        return;
    }
    c->problem = said(
        c->arena,
        (struct words){arena_print(c->arena, "Dài %zu ký tự; nhiều nhất %lld.",
                                   count, (long long)most),
                       arena_print(c->arena, "%zu characters; %lld at most.",
                                   count, (long long)most)});
}

static bool has_option(const struct tree *input, const char *id)
{
    const struct tree *options = tree_get(input, "options");

    for (size_t i = 0; options && i < options->count; i++)
        if (!strcmp(options->items[i].text, id))
            return true;
    return false;
}

static void check_choice(struct checking *c, const char *text)
{
    if (has_option(c->input, text))
        c->response = tree_of_text(text);
    else
        c->problem = said(c->arena, no_option);
}

static void check_date(struct checking *c, const char *text)
{
    long long a, b, day;
    char rest;
    int64_t date = 0;

    if (sscanf(text, "%2lld/%2lld/%4lld%c", &day, &b, &a, &rest) == 3 ||
        sscanf(text, "%4lld-%2lld-%2lld%c", &a, &b, &day, &rest) == 3)
        date = a * 10000 + b * 100 + day;
    if (strspn(text, "0123456789/-") != strlen(text) || !clock_is_day(date)) {
        c->problem = said(c->arena, not_a_date);
        return;
    }
    c->response =
        tree_of_text(arena_print(c->arena, "%04lld-%02lld-%02lld", a, b, day));
}

bool sent_file_read(struct arena *arena, const char *typed,
                    struct sent_file *out)
{
    size_t digest = strspn(typed, "0123456789abcdef");
    int at = 0;

    *out = (struct sent_file){0};
    if (digest != 64 || typed[64] != ' ' ||
        sscanf(typed + 65, "%12lld %n", &out->size, &at) != 1 || !at ||
        out->size < 0 || !typed[65 + at])
        return false;
    out->digest = arena_text(arena, typed, digest);
    out->name = arena_text(arena, typed + 65 + at, strlen(typed + 65 + at));
    return true;
}

const char *sent_file_kind(const struct tree *kinds, const char *name)
{
    const char *end = strrchr(name, '.');

    for (size_t i = 0; end && kinds && i < kinds->count; i++)
        if (!strcasecmp(end + 1, kinds->items[i].text))
            return kinds->items[i].text;
    return NULL;
}

static void check_file(struct checking *c, const char *text)
{
    static const struct words no_file = {"Tệp chưa được gửi lên.",
                                         "The file was not sent."};
    struct sent_file file;

    if (!sent_file_read(c->arena, text, &file) ||
        !sent_file_kind(tree_get(c->input, "kinds"), file.name) ||
        file.size > tree_integer(c->input, "most", 10) * 1000000)
        c->problem = said(c->arena, no_file);
    else
        c->response = tree_of_text(file.name);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct tree *)a)->text,
                  ((const struct tree *)b)->text);
}

static void check_set(struct checking *c, const struct tree *typed)
{
    struct tree_maker chosen = tree_list(c->arena), unique;

    for (size_t i = 0; i < typed->count; i++) {
        const struct tree *id = &typed->items[i];
        if (id->kind != TREE_TEXT || !has_option(c->input, id->text)) {
            c->problem = said(c->arena, no_option);
            return;
        }
        tree_add(&chosen, *id);
    }
    if (chosen.count > 1)
        qsort(chosen.items, chosen.count, sizeof *chosen.items, by_text);
    unique = tree_list(c->arena);
    for (size_t i = 0; i < chosen.count; i++)
        if (!i || strcmp(chosen.items[i].text, chosen.items[i - 1].text) != 0)
            tree_add(&unique, chosen.items[i]);
    c->response = tree_done(&unique);
}

static void check_text(struct checking *c, const char *type, const char *text)
{
    if (!strcmp(type, "text"))
        check_words(c, text);
    else if (!strcmp(type, "choice"))
        check_choice(c, text);
    else if (!strcmp(type, "date"))
        check_date(c, text);
    else if (!strcmp(type, "file"))
        check_file(c, text);
    else
        check_number(c, text, !strcmp(type, "integer"));
}

/* ---- all of them -----------------------------------------------------------
 */

/* A set may come as one text, and with empty ones from unticked boxes. */
static struct tree as_list(struct arena *arena, const struct tree *typed)
{
    struct tree_maker list = tree_list(arena);
    size_t count = typed->kind == TREE_LIST ? typed->count : 1;
    const struct tree *items = typed->kind == TREE_LIST ? typed->items : typed;

    for (size_t i = 0; i < count; i++)
        if (items[i].kind != TREE_TEXT || *items[i].text)
            tree_add(&list, items[i]);
    return tree_done(&list);
}

/* False: nothing was typed. */
static bool check_one(struct checking *c, const struct tree *typed)
{
    const char *type = tree_text(c->input, "type");

    c->response = c->problem = (struct tree){.kind = TREE_NOTHING};
    if (!typed || typed->kind == TREE_NOTHING)
        return false;
    if (type && !strcmp(type, "set")) {
        struct tree list = as_list(c->arena, typed);
        if (!list.count)
            return false;
        check_set(c, &list);
        return true;
    }
    if (!type || typed->kind != TREE_TEXT) {
        c->problem = said(c->arena, not_text);
        return true;
    }
    const char *text = trimmed(c->arena, typed->text);
    if (!*text)
        return false;
    check_text(c, type, text);
    return true;
}

void inputs_check(struct arena *arena, const struct tree *inputs,
                  const struct tree *typed, const char *numbers,
                  struct checked *out)
{
    struct tree_maker response = tree_map(arena), problems = tree_map(arena);
    struct tree_maker blank = tree_list(arena), kept = tree_map(arena);
    struct checking c = {.arena = arena,
                         .comma = !numbers || strcmp(numbers, "point") != 0};

    for (size_t i = 0; inputs && i < inputs->count; i++) {
        const char *name = inputs->names[i];
        const struct tree *value = tree_get(typed, name);
        c.input = &inputs->items[i];
        if (!check_one(&c, value)) {
            tree_add(&blank, tree_of_text(name));
            continue;
        }
        tree_put(&kept, name, *value);
        if (c.problem.kind != TREE_NOTHING)
            tree_put(&problems, name, c.problem);
        else
            tree_put(&response, name, c.response);
    }
    *out = (struct checked){tree_done(&response), tree_done(&problems),
                            tree_done(&blank), tree_done(&kept)};
}

static struct tree write_one(struct arena *arena, const struct tree *input,
                             const struct tree *value, bool comma)
{
    const char *type = tree_text(input, "type");

    if (value->kind == TREE_INTEGER)
        return tree_of_text(
            arena_print(arena, "%lld", (long long)value->integer));
    if (type && !strcmp(type, "file") && value->kind == TREE_TEXT)
        return tree_of_text(arena_print(arena, "%064d 0 %s", 0, value->text));
    if (type && !strcmp(type, "decimal") && value->kind == TREE_TEXT)
        return tree_of_text(written(arena, value->text, comma));
    return *value;
}

struct tree inputs_write(struct arena *arena, const struct tree *inputs,
                         const struct tree *response, const char *numbers)
{
    struct tree_maker typed = tree_map(arena);
    bool comma = !numbers || strcmp(numbers, "point") != 0;

    for (size_t i = 0; inputs && i < inputs->count; i++) {
        const struct tree *value = tree_get(response, inputs->names[i]);
        if (value && value->kind != TREE_NOTHING)
            tree_put(&typed, inputs->names[i],
                     write_one(arena, &inputs->items[i], value, comma));
    }
    return tree_done(&typed);
}

/* Answers that a question must bear, whatever they are worth. */
#include <string.h>

#include "quiz/gate_parts.h"
#include "json/json.h"

enum { MOST_CHOICES = 12, LONG_TEXT = 20000, SHOWN = 120 };

static const char *const wrong_texts[] = {"sai", "x", "0", "Việt Nam"};
static const char *const wrong_numbers[] = {"0", "-1", "7919", "0,001",
                                            "1000000000"};
static const char *const wrong_integers[] = {"0", "-1", "7919", "2"};
static const char *const wrong_dates[] = {"01/01/1900", "29/02/2024",
                                          "31/12/2099"};
static const char *const malformed_numbers[] = {
    "abc", "1.234", "1e9", "--5", "0x10", "१२", "nan", "12 34", ","};
static const char *const malformed_dates[] = {"31/02/2026", "hôm nay",
                                              "2026-13-01"};
static const char *const hostile_texts[] = {
    "\u202e\u2066evil\u2069\u202c",           /* turned around */
    "a\u200b\u200c\u200d\ufeff\u00ad",        /* not to be seen */
    "e\u0301\u0323\u0302\u031b\u0300",        /* marks in any order */
    "\U0001f469\u200d\U0001f4bb\U000e0041",   /* beyond 16 bits */
    "<script>alert(1)</script>{{x}}%s%n",     /* as in other languages */
    "javascript:alert(1)\" onload='x' \\E.*", /* and in patterns */
    "\uffff\ufdd0\ue000",                     /* nobody's characters */
    "ả\tò\nﬁ Ⅷ ｆｕｌｌ",                     /* folded and wide */
};

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define PICK(list, k) tree_of_text((list)[(k) % COUNT(list)])

static bool is(const struct tree *input, const char *type)
{
    return !strcmp(tree_text(input, "type"), type);
}

static size_t options_of(const struct tree *input)
{
    const struct tree *options = tree_get(input, "options");

    return options ? options->count : 0;
}

/* ---- one input ------------------------------------------------------------
 */

static struct tree set_of(struct arena *arena, const struct tree *options,
                          size_t k)
{
    struct tree_maker chosen = tree_list(arena);

    for (size_t i = 0; i < options->count; i++)
        if (k >= options->count || i == k)
            tree_add(&chosen, options->items[i]);
    return tree_done(&chosen);
}

static struct tree wrong(struct arena *arena, const struct tree *input,
                         size_t k)
{
    const struct tree *options = tree_get(input, "options");

    if (is(input, "choice"))
        return options->items[k % options->count];
    if (is(input, "set"))
        return set_of(arena, options, k % (options->count + 1));
    return is(input, "decimal")   ? PICK(wrong_numbers, k)
           : is(input, "integer") ? PICK(wrong_integers, k)
           : is(input, "date")    ? PICK(wrong_dates, k)
                                  : PICK(wrong_texts, k);
}

static struct tree one_unknown(struct arena *arena)
{
    struct tree_maker list = tree_list(arena);

    tree_add(&list, tree_of_text("no such option"));
    return tree_done(&list);
}

static struct tree repeated(struct arena *arena, const char *text, size_t times)
{
    struct buf out = {.arena = arena};

    for (size_t i = 0; i < times; i++)
        buf_bytes(&out, text, strlen(text));
    return tree_of_text(out.data ? out.data : "");
}

static struct tree malformed(struct arena *arena, const struct tree *input,
                             size_t k)
{
    if (is(input, "set"))
        return one_unknown(arena);
    if (is(input, "choice"))
        return tree_of_text("no such option");
    if (is(input, "date"))
        return PICK(malformed_dates, k);
    if (is(input, "text")) /* too long is all a text can be */
        return repeated(arena, "x",
                        (size_t)tree_integer(input, "max", 2000) + 1);
    return PICK(malformed_numbers, k);
}

static struct tree huge(struct arena *arena, const struct tree *input, size_t k)
{
    static const char *const letters[] = {"a", "ế", " ", "(((", "😀"};

    if (is(input, "text"))
        return repeated(arena, letters[k % COUNT(letters)],
                        (size_t)tree_integer(input, "max", 2000) /
                            (k % COUNT(letters) == 3 ? 3 : 1));
    if (is(input, "set"))
        return set_of(arena, tree_get(input, "options"), (size_t)-1);
    if (is(input, "choice"))
        return repeated(arena, "a", LONG_TEXT);
    if (is(input, "integer") && k)
        return tree_of_text(k % 2 ? "9223372036854775807"
                                  : "-9223372036854775808");
    return k % 2 ? tree_of_text("99999999999999999999999999999999999999")
                 : repeated(arena, "9", LONG_TEXT);
}

static struct tree hostile(struct arena *arena, const struct tree *input,
                           size_t k)
{
    if (!is(input, "set"))
        return PICK(hostile_texts, k);
    struct tree_maker list = tree_list(arena);
    tree_add(&list, PICK(hostile_texts, k));
    return tree_done(&list);
}

/* ---- all inputs -----------------------------------------------------------
 */

size_t answers_count(enum answer_kind kind, const struct tree *inputs)
{
    size_t most = COUNT(wrong_numbers);

    switch (kind) {
    case ANSWER_WRONG:
        for (size_t i = 0; i < inputs->count; i++)
            if (options_of(&inputs->items[i]) + 1 > most)
                most = options_of(&inputs->items[i]) + 1;
        return most < MOST_CHOICES ? most : MOST_CHOICES;
    case ANSWER_MALFORMED: return COUNT(malformed_numbers);
    case ANSWER_HUGE: return 5;
    case ANSWER_HOSTILE: return COUNT(hostile_texts);
    default: return 1;
    }
}

struct tree answer_of(struct arena *arena, enum answer_kind kind, size_t k,
                      const struct tree *inputs)
{
    static struct tree (*const make[])(struct arena *, const struct tree *,
                                       size_t) = {
        [ANSWER_WRONG] = wrong,
        [ANSWER_MALFORMED] = malformed,
        [ANSWER_HUGE] = huge,
        [ANSWER_HOSTILE] = hostile,
    };
    struct tree_maker typed = tree_map(arena);

    for (size_t i = 0; kind != ANSWER_BLANK && i < inputs->count; i++)
        tree_put(&typed, inputs->names[i],
                 make[kind](arena, &inputs->items[i], k));
    return tree_done(&typed);
}

struct answer_words answer_kind_words(enum answer_kind kind)
{
    static const struct answer_words words[] = {
        [ANSWER_BLANK] = {"để trống", "blank"},
        [ANSWER_WRONG] = {"một câu trả lời khác đáp án mẫu",
                          "an answer that is not the model"},
        [ANSWER_MALFORMED] = {"một câu trả lời không đọc được",
                              "an answer that cannot be read"},
        [ANSWER_HUGE] = {"một câu trả lời rất dài", "a huge answer"},
        [ANSWER_HOSTILE] = {"một câu trả lời có ký tự lạ",
                            "an answer of hostile characters"},
    };

    return words[kind];
}

const char *answer_shown(struct arena *arena, const struct tree *typed)
{
    const char *text = json_text(arena, typed);
    size_t length = strlen(text);

    if (length <= SHOWN)
        return text;
    length = SHOWN;
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return arena_print(arena, "%.*s…", (int)length, text);
}

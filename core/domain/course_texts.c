#include "domain/course_texts.h"

#include "store/course_texts.h"
#include "store/courses.h"
#include "store/items.h"
#include "text/fold.h"
#include "text/say.h"
#include "json/json.h"

#include <string.h>

static const char *const languages[] = {"vi", "en"};
enum { LANGUAGES = 2 };

/* ---- plain text ----------------------------------------------------------*/

static void put(struct buf *out, const char *text)
{
    if (text)
        buf_bytes(out, text, strlen(text));
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (name && !strcmp(name, *names))
            return true;
    return false;
}

/* Formulas are not read as words. */
static bool is_passed_over(const char *name)
{
    return name && !strcmp(name, "math");
}

/* What stands in a line of its own, and what only apart from its neighbour. */
static const char *end_of(const char *name)
{
    static const char *const blocks[] = {"paragraph", "heading", "item", "row",
                                         "code",      "quote",   NULL},
                             *const apart[] = {"cell",  "break", "image",
                                               "video", "audio", NULL};

    return is_one_of(name, blocks) ? "\n" : is_one_of(name, apart) ? " " : NULL;
}

void course_plain(struct buf *out, const struct tree *nodes)
{
    const char *name = tree_text(nodes, "node");
    const struct tree *list =
        nodes->kind == TREE_LIST ? nodes : tree_get(nodes, "children");

    if (is_passed_over(name))
        return;
    put(out, tree_text(nodes, "text"));
    put(out, tree_text(nodes, "alt"));
    for (size_t i = 0; list && i < list->count; i++)
        course_plain(out, &list->items[i]);
    put(out, end_of(name));
}

/* ---- one text ------------------------------------------------------------*/

static bool is_known(const struct buf *words, const char *between)
{
    return strstr(words->data, between);
}

/* `body` begins with the title and a line feed. */
static struct course_text text_of(struct arena *arena, const char *language,
                                  const char *body, size_t title_length)
{
    struct course_text text = {.language = language, .body = body};
    struct buf words = {.arena = arena}, folded = {.arena = arena};
    struct word_place place;

    put(&words, " ");
    put(&folded, " ");
    for (size_t at = 0; word_find(body, &at, &place);) {
        const char *between =
            arena_print(arena, " %s ",
                        text_fold(arena, arena_text(arena, body + place.from,
                                                    place.length)));
        text.title_words += place.from < title_length;
        put(&folded, between + 1);
        if (!is_known(&words, between))
            put(&words, between + 1);
    }
    text.words = words.data;
    text.folded = folded.data;
    return text;
}

struct texts {
    struct arena *arena;
    const struct course *course;
    struct course_text *list;
    size_t count;
};

/* One text in one language, if there is anything in that language. */
static void add(struct texts *texts, int64_t number, const char *language,
                const char *title, const char *rest)
{
    if (!title && !*rest)
        return;
    struct course_text text =
        text_of(texts->arena, language,
                arena_print(texts->arena, "%s\n%s", title ? title : "", rest),
                title ? strlen(title) : 0);
    text.course = texts->course->id;
    text.number = number;
    texts->list[texts->count++] = text;
}

static void add_course(struct texts *texts, const char *language)
{
    struct arena *arena = texts->arena;
    const struct course *c = texts->course;
    struct buf rest = {.arena = arena};
    struct tree title, summary, outcomes;

    if (json_read(arena, c->title, strlen(c->title), &title) != OK ||
        json_read(arena, c->summary, strlen(c->summary), &summary) != OK ||
        json_read(arena, c->outcomes, strlen(c->outcomes), &outcomes) != OK)
        return;
    put(&rest, tree_text(&summary, language));
    put(&rest, "\n");
    for (size_t i = 0; i < outcomes.count; i++) {
        put(&rest, tree_text(&outcomes.items[i], language));
        put(&rest, "\n");
    }
    add(texts, 0, language, tree_text(&title, language), rest.data);
}

/* What films and sounds say: captions of "media/a.webm" are "media/a.vi.vtt".
 */
static void put_cues(struct buf *out, const struct tree *cues,
                     const char *language)
{
    const char *ending = arena_print(out->arena, ".%s.vtt", language);

    for (size_t i = 0; cues && i < cues->count; i++) {
        const char *at = strstr(cues->names[i], ending);
        const struct tree *said = &cues->items[i];
        for (size_t k = 0; at && !strcmp(at, ending) && k < said->count; k++) {
            put(out, tree_text(&said->items[k], "text"));
            put(out, "\n");
        }
    }
}

/* Markdown read over: no stars, no formulas; a number that varies is "…". */
static void put_words(struct buf *out, const struct tree *words,
                      const char *language)
{
    const char *text = tree_text(words, language), *end;

    while (text && *text) {
        size_t plain = strcspn(text, "*{$");
        buf_bytes(out, text, plain);
        text += plain;
        if (!strncmp(text, "{{", 2) && (end = strstr(text, "}}"))) {
            put(out, "…");
            text = end + 2;
        } else if (!strncmp(text, "$`", 2) && (end = strstr(text, "`$"))) {
            text = end + 2;
        } else if (*text) {
            buf_bytes(out, text, *text != '*');
            text++;
        }
    }
}

/* What its questions ask, for whoever looks for one. */
static enum status put_questions(struct db *db, struct buf *out, int64_t lesson,
                                 const char *language)
{
    const struct item_row *item;
    const int64_t *items;
    struct tree body;
    size_t count;

    TRY(lesson_check_list(db, out->arena, lesson, &items, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(item_find(db, out->arena, items[i], &item));
        TRY(json_read(out->arena, item->body, strlen(item->body), &body));
        put_words(out, tree_get(&body, "prompt"), language);
        put(out, "\n");
    }
    return OK;
}

static enum status add_lesson(struct house *house, struct texts *texts,
                              const struct lesson *lesson, const char *language)
{
    struct arena *arena = texts->arena;
    struct buf rest = {.arena = arena};
    struct tree title, body;

    if (json_read(arena, lesson->title, strlen(lesson->title), &title) != OK ||
        json_read(arena, lesson->body, strlen(lesson->body), &body) != OK)
        return OK;
    put(&rest, "");
    if (tree_get(&body, language))
        course_plain(&rest, tree_get(&body, language));
    put_cues(&rest, tree_get(&body, "cues"), language);
    TRY(put_questions(house->db, &rest, lesson->id, language));
    add(texts, lesson->number, language, tree_text(&title, language),
        rest.data);
    return OK;
}

/* ---- all of them ---------------------------------------------------------*/

static enum status keep(struct db *tx, void *arg)
{
    const struct texts *texts = arg;

    TRY(course_texts_drop(tx, texts->arena, texts->course->code));
    for (size_t i = 0; i < texts->count; i++)
        TRY(course_text_add(tx, texts->arena, &texts->list[i]));
    return OK;
}

static enum status settle_course(struct house *house, struct arena *arena,
                                 const struct course *course)
{
    struct texts texts = {.arena = arena, .course = course};
    const struct lesson *contents, *lesson;
    size_t count;

    TRY(lesson_list(house->db, arena, course->id, &contents, &count));
    texts.list = arena_many(arena, struct course_text, (count + 1) * LANGUAGES);
    for (size_t k = 0; k < LANGUAGES; k++)
        add_course(&texts, languages[k]);
    for (size_t i = 0; i < count; i++) {
        TRY(lesson_find(house->db, arena, course->id, contents[i].number,
                        &lesson));
        for (size_t k = 0; k < LANGUAGES; k++)
            TRY(add_lesson(house, &texts, lesson, languages[k]));
    }
    return db_write(house->db, keep, &texts);
}

static enum status settle(struct house *house, struct arena *arena)
{
    const struct course *courses;
    const int64_t *missing;
    size_t count, missing_count;

    TRY(course_text_missing_list(house->db, arena, &missing, &missing_count));
    if (!missing_count)
        return OK;
    TRY(course_list(house->db, arena, &courses, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < missing_count; k++)
            if (courses[i].id == missing[k]) {
                struct arena *scratch = arena_new();
                enum status status = settle_course(house, scratch, &courses[i]);
                arena_free(scratch);
                TRY(status);
            }
    return OK;
}

enum status course_texts_settle(struct house *house)
{
    struct arena *arena = arena_new();
    enum status status = settle(house, arena);

    arena_free(arena);
    return status;
}

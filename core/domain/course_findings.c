#include "domain/course_findings.h"

#include "domain/course_texts.h"
#include "domain/media.h"
#include "store/items.h"
#include "json/json.h"

#include <string.h>

static const char *const languages[] = {"vi", "en"};
enum { LANGUAGES = 2, YEAR = 10000 /* between days like 20261123 */ };

struct look {
    struct db *db;
    struct arena *arena;
    const struct course *course;
    int64_t today;
    const struct lesson *lessons;
    size_t lesson_count;
    const struct course_file *files;
    size_t file_count;
    struct course_finding *list;
    size_t count, room;
    /* where we are */
    const struct lesson *lesson;
    const char *language, *place;
};

static void find(struct look *l, enum course_fault fault, const char *what)
{
    if (l->count == l->room) {
        l->room = l->room * 2 + 16;
        struct course_finding *more =
            arena_many(l->arena, struct course_finding, l->room);
        if (l->count)
            memcpy(more, l->list, l->count * sizeof *more);
        l->list = more;
    }
    l->list[l->count++] = (struct course_finding){.fault = fault,
                                                  .lesson = l->lesson,
                                                  .language = l->language,
                                                  .place = l->place,
                                                  .what = what};
}

/* ---- words in two languages ----------------------------------------------*/

static bool has_words(const struct tree *both, const char *language)
{
    const char *text = tree_text(both, language);

    return text && *text;
}

/* `what` to tell it by in the other language, if that helps. */
static void want_words(struct look *l, const struct tree *both,
                       enum course_fault fault, bool tell)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        l->language = languages[i];
        if (!has_words(both, languages[i]))
            find(l, fault, tell ? tree_text(both, languages[!i]) : NULL);
    }
    l->language = NULL;
}

static void want_words_json(struct look *l, const char *json,
                            enum course_fault fault, bool tell)
{
    struct tree both;

    if (json_read(l->arena, json, strlen(json), &both) != OK)
        both = (struct tree){0};
    want_words(l, &both, fault, tell);
}

static void look_at_course(struct look *l)
{
    const struct course *c = l->course;
    struct tree outcomes;

    want_words_json(l, c->title, FAULT_NO_TITLE, false);
    want_words_json(l, c->summary, FAULT_NO_SUMMARY, false);
    if (json_read(l->arena, c->outcomes, strlen(c->outcomes), &outcomes) == OK)
        for (size_t i = 0; i < outcomes.count; i++)
            want_words(l, &outcomes.items[i], FAULT_NO_OUTCOME, true);
    for (size_t i = 0; i < l->lesson_count; i++)
        if (!i || l->lessons[i].part_no != l->lessons[i - 1].part_no)
            want_words_json(l, l->lessons[i].part, FAULT_NO_PART_TITLE, true);
}

/* ---- files ---------------------------------------------------------------*/

static bool is_file(const struct look *l, const char *name)
{
    for (size_t i = 0; i < l->file_count; i++)
        if (!strcmp(l->files[i].name, name))
            return true;
    return false;
}

static void look_at_medium(struct look *l, const struct tree *node,
                           const char *name)
{
    const char *alt = tree_text(node, "alt");
    enum medium kind = media_kind(name);
    const char *captions = media_beside(
        l->arena, name, arena_print(l->arena, ".%s.vtt", l->language));

    if (!alt || !*alt)
        find(l, FAULT_NO_ALT, name);
    if (!is_file(l, name))
        find(l, FAULT_NO_FILE, name);
    else if ((kind == FILM || kind == SOUND) && !is_file(l, captions))
        find(l, FAULT_NO_CAPTIONS, name);
}

/* ---- links ---------------------------------------------------------------*/

static bool has_lesson(const struct lesson *lessons, size_t count,
                       const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(lessons[i].code, code))
            return true;
    return false;
}

/* Of "an-toan/gia-mao#hai" the next piece; "" at the end. */
static const char *piece(struct arena *arena, const char **rest)
{
    size_t length = strcspn(*rest, "/?#");
    const char *out = arena_text(arena, *rest, length);

    *rest += length;
    if (**rest == '/')
        (*rest)++;
    else
        *rest = "";
    return out;
}

/* "/courses/COURSE/LESSON"; other pages of ours are not courses' business. */
static enum status leads_somewhere(struct look *l, const char *address,
                                   bool *out)
{
    static const char here[] = "/courses/";
    const char *rest = address + sizeof here - 1;
    const struct course *course;
    const struct lesson *lessons = l->lessons;
    size_t count = l->lesson_count;

    *out = true;
    if (strncmp(address, here, sizeof here - 1) != 0)
        return OK;
    const char *code = piece(l->arena, &rest), *lesson = piece(l->arena, &rest);
    if (!strcmp(code, "search"))
        return OK;
    enum status status = course_find(l->db, l->arena, code, &course);
    *out = status == OK;
    if (status == MISSING || (status == OK && !*lesson))
        return OK;
    TRY(status);
    if (course->id != l->course->id)
        TRY(lesson_list(l->db, l->arena, course->id, &lessons, &count));
    *out = has_lesson(lessons, count, lesson);
    return OK;
}

/* "media/mau.docx", "gia-mao#hai"; not "#hai", "/help", "https:…". */
static enum status look_at_link(struct look *l, const char *address)
{
    bool fine = true;

    if (*address == '/') {
        TRY(leads_somewhere(l, address, &fine));
        if (!fine)
            find(l, FAULT_NO_LESSON, address);
        return OK;
    }
    if (strchr("#?", *address) || strchr(address, ':'))
        return OK;
    const char *rest = address, *name = piece(l->arena, &rest);
    if (media_kind(address) != MEDIUM_NONE || *rest) {
        if (!is_file(l, address))
            find(l, FAULT_NO_FILE, address);
    } else if (!has_lesson(l->lessons, l->lesson_count, name)) {
        find(l, FAULT_NO_LESSON, address);
    }
    return OK;
}

/* ---- lessons -------------------------------------------------------------*/

static const char *words_of(struct arena *arena, const struct tree *node)
{
    struct buf out = {.arena = arena};

    buf_bytes(&out, "", 0);
    course_plain(&out, node);
    if (out.length && out.data[out.length - 1] == '\n')
        out.data[out.length - 1] = '\0';
    return out.data;
}

static enum status look_at_node(struct look *l, const struct tree *node)
{
    const char *name = tree_text(node, "node"),
               *media = tree_text(node, "media"),
               *address = tree_text(node, "address");

    if (name && !strcmp(name, "heading"))
        l->place = words_of(l->arena, node);
    if (media)
        look_at_medium(l, node, media);
    if (name && !strcmp(name, "link") && address)
        TRY(look_at_link(l, address));
    const struct tree *list =
        node->kind == TREE_LIST ? node : tree_get(node, "children");
    for (size_t i = 0; list && i < list->count; i++)
        TRY(look_at_node(l, &list->items[i]));
    return OK;
}

/* A text {vi, en} anywhere in it that is not in that language. */
static bool lacks_words(const struct tree *tree, const char *language)
{
    bool text = tree_text(tree, "vi") || tree_text(tree, "en");

    if (text)
        return !has_words(tree, language);
    for (size_t i = 0; i < tree->count; i++)
        if (lacks_words(&tree->items[i], language))
            return true;
    return false;
}

static void find_stale(struct look *l, enum course_fault fault,
                       const char *what, int64_t checked_on)
{
    if (!checked_on || checked_on + YEAR >= l->today)
        return;
    find(l, fault, what);
    l->list[l->count - 1].day = checked_on;
}

static enum status look_at_checks(struct look *l)
{
    const struct item_row *item;
    const int64_t *items;
    struct tree body;
    size_t count;

    TRY(lesson_check_list(l->db, l->arena, l->lesson->id, &items, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(item_find(l->db, l->arena, items[i], &item));
        if (json_read(l->arena, item->body, strlen(item->body), &body) != OK)
            body = (struct tree){0};
        for (size_t k = 0; k < LANGUAGES; k++) {
            l->language = languages[k];
            if (lacks_words(&body, languages[k]))
                find(l, FAULT_CHECK_WORDS, item->code);
        }
        l->language = NULL;
        find_stale(l, FAULT_CHECK_STALE, item->code, item->checked_on);
    }
    return OK;
}

static enum status look_at_lesson(struct look *l)
{
    const struct lesson *lesson = l->lesson;
    struct tree both;

    want_words_json(l, lesson->title, FAULT_NO_TITLE, false);
    if (lesson->minutes <= 0)
        find(l, FAULT_NO_MINUTES, NULL);
    find_stale(l, FAULT_STALE, NULL, lesson->checked_on);
    TRY(lesson_find(l->db, l->arena, l->course->id, lesson->number, &lesson));
    if (json_read(l->arena, lesson->body, strlen(lesson->body), &both) != OK)
        both = (struct tree){0};
    for (size_t i = 0; i < LANGUAGES; i++) {
        const struct tree *nodes = tree_get(&both, languages[i]);
        l->language = languages[i];
        if (!nodes)
            find(l, FAULT_NO_TEXT, NULL);
        else
            TRY(look_at_node(l, nodes));
        l->place = NULL;
    }
    l->language = NULL;
    return look_at_checks(l);
}

enum status course_findings_read(struct db *db, struct arena *arena,
                                 const struct course *course, int64_t today,
                                 const struct course_finding **out,
                                 size_t *count)
{
    struct look l = {
        .db = db, .arena = arena, .course = course, .today = today};

    TRY(lesson_list(db, arena, course->id, &l.lessons, &l.lesson_count));
    TRY(course_file_list(db, arena, course->id, &l.files, &l.file_count));
    look_at_course(&l);
    for (size_t i = 0; i < l.lesson_count; i++) {
        l.lesson = &l.lessons[i];
        TRY(look_at_lesson(&l));
    }
    *out = l.list;
    *count = l.count;
    return OK;
}

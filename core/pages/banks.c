#include "pages/banks.h"

#include "domain/secrecy.h"

#include "base/clock.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "store/units.h"
#include "text/fold.h"
#include "text/format.h"
#include "text/utf8.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

enum { LINES = 40, CHUNK = 200, EXCERPT = 200 };

/* ---- who sees what -------------------------------------------------------*/

struct reach reach_of(const struct request *req)
{
    const struct visitor *visitor = req->visitor;
    struct reach reach = {.person = visitor->person,
                          .day = clock_day(req->now)};
    int64_t *room = arena_many(req->arena, int64_t, visitor->scope_count + 1);

    for (size_t i = 0; i < visitor->scope_count; i++)
        reach_add(&reach, room, visitor->scopes[i].role,
                  visitor->scopes[i].unit);
    return reach;
}

/* ---- words ---------------------------------------------------------------*/

const char *level_said(const struct reader *reader, int64_t level)
{
    return say_with(reader->arena, reader->language,
                    level == MOST_LEVELS ? SAY_LEVEL_AND_UP : SAY_LEVEL,
                    "level",
                    format_count(reader->arena, reader->language, level), NULL);
}

enum status type_title(const struct request *req, const char *plugin,
                       const char **out)
{
    const struct package_row *row;
    struct tree manifest;
    enum status status =
        package_find_by_plugin(req->house->db, req->arena, plugin, &row);

    *out = plugin;
    if (status == MISSING)
        return OK;
    TRY(status);
    if (json_read(req->arena, row->manifest, strlen(row->manifest),
                  &manifest) == OK) {
        const char *title =
            say_in(tree_get(&manifest, "title"), req->visitor->language);
        *out = *title ? title : plugin;
    }
    return OK;
}

const char *bank_topic_title(const struct reader *reader,
                             const struct bank *bank, const char *id)
{
    struct tree topics;

    if (json_read(reader->arena, bank->topics, strlen(bank->topics), &topics) !=
        OK)
        return id;
    for (size_t i = 0; i < topics.count; i++) {
        const char *there = tree_text(&topics.items[i], "id");
        if (there && !strcmp(there, id)) {
            const struct tree *title = tree_get(&topics.items[i], "title");
            return *say_in(title, reader->language)
                       ? say_in(title, reader->language)
                       : id;
        }
    }
    return id;
}

/* By contract a body has fields of its type's own; most call what is asked the
   prompt. Where none does, the code has to be enough. */
static const struct tree *prompt_of(struct arena *arena,
                                    const struct item_row *row)
{
    struct tree *body = arena_make(arena, struct tree);

    if (json_read(arena, row->body, strlen(row->body), body) != OK)
        return NULL;
    return tree_get(body, "prompt");
}

static const char *cut(struct arena *arena, const char *text)
{
    size_t length = strlen(text), end = EXCERPT;

    if (length <= EXCERPT)
        return text;
    while (end && text[end] != ' ')
        end--;
    if (!end) /* one long word: not inside a letter */
        for (end = EXCERPT; end && ((unsigned char)text[end] & 0xc0) == 0x80;)
            end--;
    return arena_print(arena, "%.*s…", (int)end, text);
}

/* The lines that part the head of a table, and what it is drawn with. */
static bool is_rule(const char *word, size_t length)
{
    return length && strspn(word, "-:|") >= length;
}

const char *item_excerpt(const struct reader *reader,
                         const struct item_row *row)
{
    const char *p = say_in(prompt_of(reader->arena, row), reader->language);
    struct buf out = {.arena = reader->arena};

    buf_bytes(&out, "", 0);
    while (*p) {
        size_t length = strcspn(p, " \n\t");
        for (size_t i = 0; i < length && !is_rule(p, length); i++)
            if (!strchr("*`#|", p[i]))
                buf_bytes(&out, p + i, 1);
        buf_bytes(&out, " ", 1);
        p += length + strspn(p + length, " \n\t");
    }
    return cut(reader->arena, text_tidy(reader->arena, out.data));
}

/* ---- counts --------------------------------------------------------------*/

static enum status count_type(const struct request *req, struct bank_card *card,
                              struct type_count *types,
                              const struct item_cell *cell)
{
    for (size_t i = 0; i < card->type_count; i++)
        if (!strcmp(types[i].plugin, cell->plugin)) {
            types[i].items += cell->items;
            return OK;
        }
    struct type_count *type = &types[card->type_count++];
    *type = (struct type_count){.plugin = cell->plugin, .items = cell->items};
    return type_title(req, cell->plugin, &type->title);
}

/* Cells come by topic. */
static void count_topic(const struct reader *reader, struct bank_card *card,
                        struct topic_count *topics,
                        const struct item_cell *cell)
{
    int64_t level = cell->level < 1             ? 1
                    : cell->level > MOST_LEVELS ? MOST_LEVELS
                                                : cell->level;

    if (!card->topic_count ||
        strcmp(topics[card->topic_count - 1].id, cell->topic))
        topics[card->topic_count++] = (struct topic_count){
            .id = cell->topic,
            .title = bank_topic_title(reader, card->bank, cell->topic)};
    struct topic_count *topic = &topics[card->topic_count - 1];
    topic->levels[level - 1] += cell->items;
    topic->items += cell->items;
    if (level > card->levels)
        card->levels = level;
}

static enum status vendor_name(const struct request *req, int64_t unit,
                               const char **name)
{
    const struct unit *found;

    if (!unit)
        return OK;
    enum status status = unit_find(req->house->db, req->arena, unit,
                                   clock_day(req->now), &found);
    if (status == OK)
        *name = found->name;
    return status == MISSING ? OK : status;
}

enum status bank_card(const struct request *req, const struct reader *reader,
                      const struct bank *bank, struct bank_card *out)
{
    const struct item_cell *cells;
    size_t count;

    *out = (struct bank_card){.bank = bank,
                              .title = reader_text(reader, bank->title)};
    TRY(vendor_name(req, bank->vendor, &out->vendor));
    TRY(item_cell_list(req->house->db, req->arena, bank->id,
                       stale_before(req->now), &cells, &count));
    struct type_count *types = arena_many(req->arena, struct type_count, count);
    struct topic_count *topics =
        arena_many(req->arena, struct topic_count, count);
    for (size_t i = 0; i < count; i++) {
        out->items += cells[i].items;
        out->stale += cells[i].stale;
        TRY(count_type(req, out, types, &cells[i]));
        count_topic(reader, out, topics, &cells[i]);
    }
    out->types = types;
    out->topics = topics;
    return OK;
}

/* ---- the list of banks ---------------------------------------------------*/

enum status banks_show(struct request *req, struct response *res)
{
    const struct reach reach = reach_of(req);
    const struct bank *const *banks;
    size_t count;

    TRY(reach_bank_list(req->house->db, req->arena, &reach, &banks, &count));
    res->title = say(req->visitor->language, SAY_BANKS_TITLE);
    const struct reader *reader = reader_of(req, res);
    struct bank_card *cards = arena_many(req->arena, struct bank_card, count);
    for (size_t i = 0; i < count; i++)
        TRY(bank_card(req, reader, banks[i], &cards[i]));
    view_banks(&res->body, reader, cards, count);
    return OK;
}

/* ---- the items of one ----------------------------------------------------*/

/* What is typed is found in the prompt, in either language, and in the code,
   without regard to marks and capitals. */
static bool is_found(struct arena *arena, const struct item_row *row,
                     const char *folded, bool kept)
{
    const struct tree *prompt = kept ? NULL : prompt_of(arena, row);

    for (enum language l = VIETNAMESE; l <= ENGLISH; l++)
        if (strstr(text_fold(arena, say_in(prompt, l)), folded))
            return true;
    return strstr(text_fold(arena, row->code), folded) != NULL;
}

struct walk {
    const struct request *req;
    struct item_filter filter;
    const char *folded;     /* "": everything */
    struct secrecy secrecy; /* what is kept is found by its code alone */
    int64_t ids[LINES + 1];
    size_t count; /* one more than LINES: there is a next page */
};

/* Some rows at a time, and only ids are kept of them: a bank may have
   thousands of items and all bodies are looked through. */
static enum status walk_chunk(struct walk *w, struct arena *arena, bool *end)
{
    const struct item_row *rows;
    size_t count;

    TRY(item_code_list(w->req->house->db, arena, &w->filter, CHUNK, &rows,
                       &count));
    for (size_t i = 0; i < count && w->count <= LINES; i++) {
        const struct called *kept = NULL;
        if (*w->folded)
            TRY(secrecy_keeps(w->req->house, arena, &w->secrecy, &rows[i],
                              &kept));
        if (!*w->folded || is_found(arena, &rows[i], w->folded, kept))
            w->ids[w->count++] = rows[i].id;
    }
    *end = count < CHUNK || w->count > LINES;
    if (count) {
        const struct item_row *last = &rows[count - 1];
        w->filter.after.code =
            arena_text(w->req->arena, last->code, strlen(last->code));
        w->filter.after.id = last->id;
    }
    return OK;
}

static enum status walk_bank(struct walk *w)
{
    enum status status = OK;

    for (bool end = false; status == OK && !end;) {
        struct arena *arena = arena_new();
        status = walk_chunk(w, arena, &end);
        arena_free(arena);
    }
    return status;
}

static enum status fill_lines(const struct request *req,
                              const struct reader *reader, const struct walk *w,
                              struct bank_page *page)
{
    size_t count = w->count > LINES ? LINES : w->count;
    struct item_line *lines = arena_many(req->arena, struct item_line, count);
    const struct called *kept;

    for (size_t i = 0; i < count; i++) {
        TRY(item_find(req->house->db, req->arena, w->ids[i], &lines[i].row));
        TRY(secrecy_keeps(req->house, req->arena, &w->secrecy, lines[i].row,
                          &kept));
        lines[i].kept = kept != NULL;
        lines[i].excerpt = kept ? "" : item_excerpt(reader, lines[i].row);
        lines[i].topic =
            bank_topic_title(reader, page->card.bank, lines[i].row->topic);
        lines[i].type = lines[i].row->plugin;
        for (size_t k = 0; k < page->card.type_count; k++)
            if (!strcmp(page->card.types[k].plugin, lines[i].row->plugin))
                lines[i].type = page->card.types[k].title;
    }
    page->lines = lines;
    page->count = count;
    return OK;
}

static const char *link_of(const struct request *req,
                           const struct bank_page *page)
{
    struct buf find = {.arena = req->arena}, topic = find, type = find;

    emit_part_text(&find, page->find);
    emit_part_text(&topic, page->topic);
    emit_part_text(&type, page->type);
    return arena_print(
        req->arena, "/banks/%s?find=%s&topic=%s&level=%lld&type=%s%s",
        page->card.bank->code, find.data ? find.data : "",
        topic.data ? topic.data : "", (long long)page->level,
        type.data ? type.data : "", page->retired ? "&retired=1" : "");
}

static enum status read_place(struct walk *w)
{
    int64_t after = field_number(&w->req->query, "after", 0);
    const struct item_row *row;

    if (!after)
        return OK;
    TRY(item_find(w->req->house->db, w->req->arena, after, &row));
    if (row->bank != w->filter.bank)
        return MISSING;
    w->filter.after.code = row->code;
    w->filter.after.id = row->id;
    return OK;
}

static enum status find_bank(const struct request *req,
                             const struct bank **bank)
{
    const struct reach reach = reach_of(req);

    TRY(bank_find(req->house->db, req->arena, field(&req->path, "bank"), bank));
    return bank_in_reach(req->house->db, req->arena, &reach, *bank);
}

enum status bank_show(struct request *req, struct response *res)
{
    struct bank_page page = {
        .find = line_asked(&req->query, req->arena, "find"),
        .topic = line_asked(&req->query, req->arena, "topic"),
        .type = line_asked(&req->query, req->arena, "type"),
        .level = field_number(&req->query, "level", 0),
        .retired = field(&req->query, "retired") != NULL,
    };
    const struct bank *bank;

    TRY(find_bank(req, &bank));
    res->title = reader_text(reader_of(req, res), bank->title);
    const struct reader *reader = reader_of(req, res);
    TRY(bank_card(req, reader, bank, &page.card));
    struct walk *w = arena_make(req->arena, struct walk);
    w->req = req;
    TRY(secrecy_of(req->house, req->arena, req->visitor->person, req->now,
                   &w->secrecy));
    w->filter = (struct item_filter){
        .bank = bank->id,
        .retired = page.retired,
        .topic = *page.topic ? page.topic : NULL,
        .plugin = *page.type ? page.type : NULL,
        .level = page.level,
    };
    w->folded = text_fold(req->arena, page.find);
    TRY(read_place(w));
    page.first = w->filter.after.code ? link_of(req, &page) : NULL;
    TRY(walk_bank(w));
    TRY(fill_lines(req, reader, w, &page));
    if (w->count > LINES)
        page.next =
            arena_print(req->arena, "%s&after=%lld", link_of(req, &page),
                        (long long)w->ids[LINES - 1]);
    view_bank(&res->body, reader, &page);
    return OK;
}

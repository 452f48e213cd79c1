#include "domain/course_search.h"

#include "base/buf.h"
#include "store/course_texts.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_WORDS = COURSE_TEXT_PATTERNS,
    PREFIX_FROM = 5, /* letters; most syllables of Vietnamese are shorter */
    WORDS_BEFORE = 8,
    WORDS_AFTER = 28,
};

/* ---- what was typed ------------------------------------------------------*/

struct query {
    struct arena *arena;
    size_t count;
    const char *folded[MOST_WORDS], *exact[MOST_WORDS];
    const char *patterns[MOST_WORDS];
    const char *phrase; /* " mat khau " */
    bool marked;        /* typed with marks */
};

static const char *word_at(struct arena *arena, const char *text,
                           struct word_place place)
{
    return arena_text(arena, text + place.from, place.length);
}

/* How a word is spelled, whatever its case and wherever its tone is put. */
static const char *spelling(struct arena *arena, const char *word)
{
    const struct search_word *words = search_query(arena, word);

    return words[0].key ? words[1].key : "";
}

static struct query query_of(struct arena *arena, const char *typed)
{
    struct query q = {.arena = arena};
    struct buf phrase = {.arena = arena};
    struct word_place place;

    emit_text(&phrase, " ");
    for (size_t at = 0; q.count < MOST_WORDS && word_find(typed, &at, &place);
         q.count++) {
        const char *word = word_at(arena, typed, place);
        const char *folded = text_fold(arena, word);
        q.folded[q.count] = folded;
        q.exact[q.count] = spelling(arena, word);
        q.patterns[q.count] = arena_print(arena, "%% %s %%", folded);
        q.marked |= strcmp(q.exact[q.count], spelling(arena, folded)) != 0;
        emit_text(&phrase, folded);
        emit_text(&phrase, " ");
    }
    q.phrase = phrase.data;
    const char *last = q.count ? q.folded[q.count - 1] : "";
    if (strlen(last) >= PREFIX_FROM)
        q.patterns[q.count - 1] = arena_print(arena, "%% %s%%", last);
    return q;
}

/* ---- how well a text fits ------------------------------------------------*/

enum fit { WORDS_ONLY, IN_TEXT, IN_TITLE, MARKED_IN_TEXT, MARKED_IN_TITLE };

struct match {
    const struct course_text_row *row;
    enum fit fit;
    size_t hits;  /* places of the whole phrase */
    size_t place; /* the word at which the best of them in the text begins */
    bool in_text;
};

static size_t blanks(const char *from, const char *to)
{
    size_t n = 0;

    for (; from < to; from++)
        n += *from == ' ';
    return n;
}

static bool is_spelled_so(const struct query *q, const char *body, size_t word)
{
    struct word_place place;
    size_t at = 0;

    for (size_t i = 0; i < word; i++)
        if (!word_find(body, &at, &place))
            return false;
    for (size_t i = 0; i < q->count; i++)
        if (!word_find(body, &at, &place) ||
            strcmp(spelling(q->arena, word_at(q->arena, body, place)),
                   q->exact[i]) != 0)
            return false;
    return true;
}

static struct match match_of(const struct query *q,
                             const struct course_text_row *row)
{
    const char *folded = row->text.folded, *from = folded, *hit;
    struct match m = {.row = row};
    enum fit best_in_text = WORDS_ONLY;
    size_t word = 0;

    for (; (hit = strstr(from, q->phrase)); from = hit + 1, m.hits++) {
        word += blanks(from, hit);
        bool title = (int64_t)word < row->text.title_words;
        bool marked = q->marked && is_spelled_so(q, row->text.body, word);
        enum fit fit = marked  ? title ? MARKED_IN_TITLE : MARKED_IN_TEXT
                       : title ? IN_TITLE
                               : IN_TEXT;
        if (fit > m.fit)
            m.fit = fit;
        if (!title && fit > best_in_text) {
            best_in_text = fit;
            m.place = word;
            m.in_text = true;
        }
        word++; /* the blank at `hit` is behind us */
    }
    return m;
}

static int by_place(const void *a, const void *b)
{
    const struct match *x = a, *y = b;
    int64_t m = x->row->text.number, n = y->row->text.number;
    int order = strcmp(x->row->course_code, y->row->course_code);

    return order ? order : (m > n) - (m < n);
}

static int by_fit(const void *a, const void *b)
{
    const struct match *x = a, *y = b;

    if (x->fit != y->fit)
        return x->fit > y->fit ? -1 : 1;
    if (x->hits != y->hits)
        return x->hits > y->hits ? -1 : 1;
    return by_place(a, b);
}

/* Of a lesson in two languages the better match, or the reader's; the list is
   sorted by place. */
static size_t keep_one_each(struct match *list, size_t count,
                            const char *language)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct match *last = kept ? &list[kept - 1] : NULL;
        bool same = last && !by_place(last, &list[i]);
        bool mine = !strcmp(list[i].row->text.language, language);
        if (!same)
            list[kept++] = list[i];
        else if (list[i].fit > last->fit || (list[i].fit == last->fit && mine))
            *last = list[i];
    }
    return kept;
}

/* ---- what stands around it -----------------------------------------------*/

struct pieces {
    struct arena *arena;
    struct search_piece *list;
    size_t count;
};

/* Its lines in one, with a dot between them. */
static void add_piece(struct pieces *pieces, const char *from, size_t length,
                      bool hit)
{
    struct buf text = {.arena = pieces->arena};

    for (size_t i = 0; i < length; i++)
        if (from[i] == '\n')
            emit_text(&text, " · ");
        else
            buf_bytes(&text, from + i, 1);
    if (length)
        pieces->list[pieces->count++] = (struct search_piece){text.data, hit};
}

/* Where the last of the words that are shown ends, or the whole text. */
static size_t last_shown(const char *body, const struct word_place *places,
                         size_t end, size_t count)
{
    size_t stop = end < count ? places[end - 1].from + places[end - 1].length
                              : strlen(body);

    while (stop && strchr(" \n", body[stop - 1]))
        stop--;
    return stop;
}

/* Where the text begins that is shown: some words before the match, but not
   before its line. */
static size_t first_shown(const struct match *m, const char *body,
                          const struct word_place *places, size_t count)
{
    size_t title = (size_t)m->row->text.title_words;
    size_t first = m->in_text ? m->place : title;

    for (size_t n = 0; n < WORDS_BEFORE && first > title && first < count;
         n++) {
        size_t gap = places[first - 1].from + places[first - 1].length;
        if (memchr(body + gap, '\n', places[first].from - gap))
            break;
        first--;
    }
    return first;
}

/* Words of a text: where they stand in it, and where in its folded form. */
struct words {
    struct word_place *places;
    const char **folded;
    size_t count;
};

static bool begins_phrase(const struct query *q, const char *folded)
{
    return !strncmp(folded, q->phrase + 1, strlen(q->phrase) - 1);
}

static bool is_wanted(const struct query *q, const char *folded)
{
    for (size_t i = 0; i < q->count; i++) {
        size_t length = strlen(q->folded[i]);
        if (!strncmp(folded, q->folded[i], length) &&
            (folded[length] == ' ' ||
             (i + 1 == q->count && length >= PREFIX_FROM)))
            return true;
    }
    return false;
}

/* A word that was looked for; where they stand together, such places alone. */
static bool is_hit(const struct query *q, const struct match *m,
                   const struct words *w, size_t word)
{
    if (!m->in_text)
        return is_wanted(q, w->folded[word]);
    for (size_t k = 0; k < q->count && k <= word; k++)
        if (begins_phrase(q, w->folded[word - k]))
            return true;
    return false;
}

static struct words words_of(struct arena *arena, const struct course_text *t)
{
    size_t most = blanks(t->folded, t->folded + strlen(t->folded)) + 1;
    struct words w = {arena_many(arena, struct word_place, most),
                      arena_many(arena, const char *, most), 0};
    const char *folded = t->folded;

    for (size_t at = 0;
         w.count + 1 < most && word_find(t->body, &at, &w.places[w.count]);
         w.count++) {
        w.folded[w.count] = folded + 1;
        folded = strchr(folded + 1, ' ');
    }
    return w;
}

/* The first word that was looked for, where they do not stand together. */
static void find_apart(const struct query *q, struct match *m,
                       const struct words *w)
{
    for (size_t i = (size_t)m->row->text.title_words; i < w->count; i++)
        if (is_hit(q, m, w, i)) {
            m->place = i;
            return;
        }
    m->place = (size_t)m->row->text.title_words;
}

static void show(const struct query *q, struct match *m,
                 struct search_result *result)
{
    const struct course_text *t = &m->row->text;
    struct words w = words_of(q->arena, t);
    struct match from = *m;

    if (!m->in_text) {
        find_apart(q, &from, &w);
        from.in_text = true; /* show the text from there on */
    }
    size_t first = first_shown(&from, t->body, w.places, w.count);
    size_t end = first + WORDS_BEFORE + WORDS_AFTER;
    end = end < w.count ? end : w.count;
    struct pieces pieces = {
        q->arena, arena_many(q->arena, struct search_piece, 2 * end + 3), 0};
    if (first > (size_t)t->title_words)
        add_piece(&pieces, "… ", strlen("… "), false);
    size_t at = first < w.count ? w.places[first].from : 0;
    for (size_t i = first; i < end; i++) {
        if (!is_hit(q, m, &w, i))
            continue;
        add_piece(&pieces, t->body + at, w.places[i].from - at, false);
        add_piece(&pieces, t->body + w.places[i].from, w.places[i].length,
                  true);
        at = w.places[i].from + w.places[i].length;
    }
    if (first < end) {
        size_t stop = last_shown(t->body, w.places, end, w.count);
        add_piece(&pieces, t->body + at, stop > at ? stop - at : 0, false);
    }
    if (end < w.count)
        add_piece(&pieces, " …", strlen(" …"), false);
    result->pieces = pieces.list;
    result->piece_count = pieces.count;
}

enum status course_search(struct db *db, struct arena *arena, const char *typed,
                          const char *language, size_t most,
                          const struct search_result **out, size_t *count,
                          size_t *all)
{
    const struct query q = query_of(arena, typed);
    const struct course_text_row *rows;
    size_t found;

    *count = *all = 0;
    *out = NULL;
    if (!q.count)
        return OK;
    TRY(course_text_list(db, arena, q.patterns, q.count,
                         arena_print(arena, "%%%s%%", q.phrase), &rows,
                         &found));
    struct match *matches = arena_many(arena, struct match, found);
    for (size_t i = 0; i < found; i++)
        matches[i] = match_of(&q, &rows[i]);
    qsort(matches, found, sizeof *matches, by_place);
    *all = keep_one_each(matches, found, language);
    qsort(matches, *all, sizeof *matches, by_fit);
    *count = *all < most ? *all : most;
    struct search_result *results =
        arena_many(arena, struct search_result, *count);
    for (size_t i = 0; i < *count; i++) {
        const struct course_text_row *row = matches[i].row;
        results[i] = (struct search_result){
            .course_code = row->course_code,
            .course_title = row->course_title,
            .lesson_code = row->lesson_code,
            .lesson_title = row->lesson_title,
            .number = row->text.number,
            .language = row->text.language,
        };
        show(&q, &matches[i], &results[i]);
    }
    *out = results;
    return OK;
}

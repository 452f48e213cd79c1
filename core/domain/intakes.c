#include "domain/intakes.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "domain/staff_file.h"
#include "seal/hash.h"
#include "store/blobs.h"
#include "json/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LOOK_ROWS = 5 };

struct intakes {
    pthread_mutex_t lock; /* over what follows */
    int64_t at_work;      /* 0: none */
    struct staff_progress progress;
};

struct intakes *intakes_open(void)
{
    struct intakes *intakes = calloc(1, sizeof *intakes);

    if (!intakes)
        abort();
    pthread_mutex_init(&intakes->lock, NULL);
    return intakes;
}

void intakes_close(struct intakes *intakes)
{
    if (!intakes)
        return;
    pthread_mutex_destroy(&intakes->lock);
    free(intakes);
}

static void set_progress(void *arg, const struct staff_progress *progress)
{
    struct intakes *intakes = arg;

    pthread_mutex_lock(&intakes->lock);
    intakes->progress = *progress;
    pthread_mutex_unlock(&intakes->lock);
}

static void set_at_work(struct intakes *intakes, int64_t id)
{
    pthread_mutex_lock(&intakes->lock);
    intakes->at_work = id;
    intakes->progress = (struct staff_progress){0};
    pthread_mutex_unlock(&intakes->lock);
}

bool intake_progress(const struct house *house, int64_t id,
                     struct staff_progress *out)
{
    struct intakes *intakes = house->intakes;

    pthread_mutex_lock(&intakes->lock);
    bool here = intakes->at_work == id;
    *out = intakes->progress;
    pthread_mutex_unlock(&intakes->lock);
    return here;
}

/* ---- looking
 * -----------------------------------------------------------------*/

static bool is_workbook(const char *bytes, size_t length)
{
    return length >= 4 && !memcmp(bytes, "PK\3\4", 4);
}

/* The file in UTF-8 as the encoding says; NULL: it is not in that. */
static const char *decoded(struct arena *arena, enum encoding encoding,
                           const char *bytes, size_t length)
{
    size_t line = 1;

    return encoding == ENCODING_UNKNOWN
               ? NULL
               : encoding_decode(arena, encoding, bytes, length, &line);
}

static const char *list_text(struct arena *arena, const char *const *texts,
                             size_t count)
{
    struct tree_maker list = tree_list(arena);

    for (size_t i = 0; i < count; i++)
        tree_add(&list, tree_of_text(texts[i]));
    const struct tree done = tree_done(&list);
    return json_text(arena, &done);
}

static void copy_cells(struct arena *arena, const struct tree *cells,
                       size_t width, const char **out)
{
    for (size_t i = 0; i < width; i++) {
        const char *text = i < cells->count ? cells->items[i].text : "";
        out[i] = arena_text(arena, text, strlen(text));
    }
}

static enum status look_at(struct house *house, struct arena *arena,
                           const struct staff_file *file,
                           struct intake_look *out)
{
    const char *(*rows)[200] = arena_alloc(arena, LOOK_ROWS * sizeof *rows);
    struct tree first;
    struct tree problems;
    enum status status = staff_file_first(house->readers, arena, file,
                                          LOOK_ROWS + 1, &first, &problems);

    if (status == INVALID) {
        out->readable = false;
        return OK;
    }
    TRY(status);
    for (size_t i = 0; i < first.count && i <= LOOK_ROWS; i++) {
        const struct tree *cells = tree_get(&first.items[i], "cells");
        if (!cells)
            return FAILED;
        if (i == 0) {
            out->width = cells->count < 200 ? cells->count : 200;
            out->heading = arena_many(arena, const char *, out->width);
            copy_cells(arena, cells, out->width, out->heading);
        } else {
            copy_cells(arena, cells, out->width, rows[out->row_count++]);
        }
    }
    out->rows = (const char *const(*)[200])rows;
    out->readable = out->width > 0;
    return OK;
}

/* As chosen for this list; else as for the last one with these headings; else
   as the headings say. */
static enum status find_columns(struct house *house, struct arena *arena,
                                const struct intake *intake,
                                struct intake_look *look)
{
    const char *json = intake->columns;
    struct tree kept;

    look->columns = arena_many(arena, const char *, look->width);
    if (!strcmp(json, "[]")) {
        enum status status = intake_alike_find(
            house->db, arena, list_text(arena, look->heading, look->width),
            &json);
        if (status != OK && status != MISSING)
            return status;
    }
    TRY(json_read(arena, json, strlen(json), &kept));
    for (size_t i = 0; i < look->width; i++) {
        enum staff_column column = staff_column_of(arena, look->heading[i]);
        look->columns[i] =
            kept.count == look->width && kept.items[i].kind == TREE_TEXT
                ? kept.items[i].text
            : column == STAFF_COLUMNS ? ""
                                      : staff_column_name(column);
    }
    return OK;
}

enum status intake_look(struct house *house, struct arena *arena,
                        const struct intake *intake, struct intake_look *out)
{
    struct staff_file file = {.name = intake->file_name};

    *out = (struct intake_look){.encoding = encoding_of(intake->encoding)};
    TRY(blob_find(arena, house->data, intake->digest, &file.bytes,
                  &file.length));
    out->workbook = is_workbook(file.bytes, file.length);
    if (!out->workbook) {
        file.bytes = decoded(arena, out->encoding, file.bytes, file.length);
        if (!file.bytes)
            return OK;
        file.length = strlen(file.bytes);
    }
    TRY(look_at(house, arena, &file, out));
    return out->readable ? find_columns(house, arena, intake, out) : OK;
}

const char *const *intake_columns(struct arena *arena)
{
    const char **list = arena_many(arena, const char *, STAFF_COLUMNS + 1);

    for (enum staff_column c = 0; c < STAFF_COLUMNS; c++)
        list[c] = staff_column_name(c);
    return list;
}

/* ---- what a person says
 * ------------------------------------------------------*/

struct saying {
    struct arena *arena;
    const struct intake *intake;
    const char *from, *to;
    int64_t now;
};

static enum status add(struct db *tx, void *arg)
{
    const struct saying *s = arg;

    return intake_add(tx, s->arena, s->intake);
}

static enum status choose(struct db *tx, void *arg)
{
    const struct saying *s = arg;

    return intake_choose(tx, s->arena, s->intake, s->now);
}

static enum status move(struct db *tx, void *arg)
{
    const struct saying *s = arg;

    return intake_move(tx, s->arena, s->intake->id, s->from, s->to, s->now);
}

static enum status tell(struct db *tx, void *arg)
{
    const struct saying *s = arg;

    return intake_tell(tx, s->arena, s->intake, s->now);
}

enum status intake_receive(struct house *house, struct arena *arena,
                           const char *name, const char *bytes, size_t length,
                           int64_t by, int64_t now, int64_t *id)
{
    if (!length || length > INTAKE_MOST_BYTES)
        return INVALID;
    enum encoding guess = is_workbook(bytes, length)
                              ? ENCODING_UTF8
                              : encoding_guess(arena, bytes, length);
    struct intake intake = {
        .id = id_new(),
        .file_name = name,
        .digest = hash_of(arena, bytes, length),
        .size = (int64_t)length,
        .encoding =
            encoding_name(guess == ENCODING_UNKNOWN ? ENCODING_UTF8 : guess),
        .heading = "[]",
        .columns = "[]",
        .by_person = by,
        .at = now};
    struct saying s = {arena, &intake, NULL, NULL, now};

    TRY(blob_put(arena, house->data, intake.digest, bytes, length));
    *id = intake.id;
    return db_write(house->db, add, &s);
}

static enum status choose_as(struct house *house, struct arena *arena,
                             struct intake *intake, int64_t now)
{
    struct saying s = {arena, intake, NULL, NULL, now};

    return db_write(house->db, choose, &s);
}

enum status intake_read_as(struct house *house, struct arena *arena,
                           const struct intake *intake, enum encoding encoding,
                           int64_t now)
{
    struct intake changed = *intake;

    changed.encoding = encoding_name(encoding);
    changed.heading = changed.columns = "[]";
    changed.state = "new";
    return choose_as(house, arena, &changed, now);
}

enum status intake_check(struct house *house, struct arena *arena,
                         const struct intake *intake, enum encoding encoding,
                         const char *const *columns, size_t width,
                         int64_t from_day, int64_t now)
{
    struct intake changed = *intake;
    struct intake_look look;

    changed.encoding = encoding_name(encoding);
    TRY(intake_look(house, arena, &changed, &look));
    if (!look.readable || look.width != width)
        return INVALID;
    changed.heading = list_text(arena, look.heading, width);
    changed.columns = list_text(arena, columns, width);
    changed.from_day = from_day;
    changed.state = "checking";
    return choose_as(house, arena, &changed, now);
}

enum status intake_take(struct house *house, struct arena *arena,
                        const struct intake *intake, int64_t now)
{
    struct saying s = {arena, intake, "checked", "taking", now};

    return intake->errors ? CONFLICT : db_write(house->db, move, &s);
}

enum status intake_drop(struct house *house, struct arena *arena,
                        const struct intake *intake, int64_t now)
{
    struct saying s = {arena, intake, intake->state, "dropped", now};

    if (strcmp(intake->state, "new") && strcmp(intake->state, "checked"))
        return CONFLICT;
    return db_write(house->db, move, &s);
}

/* ---- the work
 * ----------------------------------------------------------------*/

static const char *findings_text(struct arena *arena,
                                 const struct findings *findings,
                                 int64_t *warnings)
{
    struct tree_maker list = tree_list(arena);
    size_t kept = 0;

    /* Errors first: they are what must be mended. */
    for (int errors = 1; errors >= 0; errors--)
        for (size_t i = 0; i < findings->count && kept < INTAKE_FINDINGS; i++) {
            const struct finding *f = &findings->list[i];
            if (f->error != errors)
                continue;
            struct tree_maker one = tree_map(arena);
            tree_put(&one, "line", tree_of_integer(f->line));
            tree_put(&one, "error", tree_of_truth(f->error));
            tree_put(&one, "vi", tree_of_text(f->vi));
            tree_put(&one, "en", tree_of_text(f->en));
            tree_add(&list, tree_done(&one));
            kept++;
        }
    *warnings = (int64_t)(findings->count - findings->errors);
    const struct tree done = tree_done(&list);
    return json_text(arena, &done);
}

/* The file as staff_import wants it. MISSING: it is no longer to be read. */
static enum status read_list(struct house *house, struct arena *arena,
                             const struct intake *intake,
                             struct staff_file *file)
{
    struct tree columns;

    file->name = intake->file_name;
    TRY(blob_find(arena, house->data, intake->digest, &file->bytes,
                  &file->length));
    if (!is_workbook(file->bytes, file->length)) {
        file->bytes = decoded(arena, encoding_of(intake->encoding), file->bytes,
                              file->length);
        if (!file->bytes)
            return MISSING;
        file->length = strlen(file->bytes);
    }
    TRY(json_read(arena, intake->columns, strlen(intake->columns), &columns));
    const char **ids = arena_many(arena, const char *, columns.count);
    for (size_t i = 0; i < columns.count; i++)
        ids[i] =
            columns.items[i].kind == TREE_TEXT ? columns.items[i].text : "";
    file->columns = ids;
    file->column_count = columns.count;
    return OK;
}

static enum status work_on(struct house *house, struct arena *arena,
                           struct intake *intake, int64_t now)
{
    bool taking = !strcmp(intake->state, "taking");
    struct findings findings = findings_of(arena);
    struct staff_counts counts = {0};
    struct staff_file file = {0};
    const struct staff_import import = {.now = now,
                                        .day = intake->from_day,
                                        .actor = intake->by_person,
                                        .dry_run = !taking,
                                        .progress = set_progress,
                                        .progress_of = house->intakes};
    enum status status = read_list(house, arena, intake, &file);

    if (status == OK)
        status = staff_import(house, arena, &file, &import, &findings, &counts);
    /* With errors nothing was written: back to where they are shown. */
    intake->state = taking && status == OK ? "done" : "checked";
    intake->trouble = status == OK || status == INVALID      ? ""
                      : status == BUSY || status == CONFLICT ? "busy"
                                                             : "failed";
    intake->counts = staff_counts_text(arena, &counts, NULL, counts.run);
    intake->errors = (int64_t)findings.errors;
    intake->findings = findings_text(arena, &findings, &intake->warnings);
    struct saying s = {arena, intake, NULL, NULL, clock_now()};
    return db_write(house->db, tell, &s);
}

enum status intakes_step(struct house *house, int64_t now, size_t *done)
{
    struct arena *arena = arena_new();
    const struct intake *intake;
    int64_t id;
    enum status status = intake_due_find(house->db, arena, &id);

    *done = 0;
    if (status == OK)
        status = intake_find(house->db, arena, id, &intake);
    if (status == OK) {
        struct intake at_work = *intake;
        set_at_work(house->intakes, id);
        status = work_on(house, arena, &at_work, now);
        set_at_work(house->intakes, 0);
        *done = 1;
    }
    arena_free(arena);
    return status == MISSING ? OK : status;
}

void intakes_until(struct house *house, const atomic_bool *stop)
{
    while (!atomic_load(stop)) {
        size_t done;
        enum status status = intakes_step(house, clock_now(), &done);

        if (status != OK)
            log_say(LOG_ERROR, "domain", "a staff list could not be worked on",
                    NULL);
        if (status != OK || !done)
            nanosleep(&(struct timespec){0, 300000000}, NULL);
    }
}

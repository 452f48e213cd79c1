#include "crowd.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

uint32_t dice(uint32_t below)
{
    static uint64_t state = 0x9E3779B97F4A7C15;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) * below >> 32);
}

static void *must(void *memory)
{
    if (memory)
        return memory;
    fputs("load: no memory\n", stderr);
    exit(2);
}

/* ---- who
 * -----------------------------------------------------------------*/

static int by_person(const void *a, const void *b)
{
    const struct sitter *x = a, *y = b;

    return (x->person > y->person) - (x->person < y->person);
}

void crowd_read(struct crowd *crowd, const char *sessions)
{
    FILE *file = fopen(sessions, "r");
    struct sitter one = {0};
    size_t room = 0;

    if (!file) {
        perror(sessions);
        exit(2);
    }
    while (fscanf(file, "%64s %64s %" SCNd64, one.token, one.csrf,
                  &one.person) == 3) {
        if (crowd->count == room) {
            room = room ? room * 2 : 1024;
            crowd->list =
                must(realloc(crowd->list, room * sizeof *crowd->list));
        }
        crowd->list[crowd->count++] = one;
    }
    fclose(file);
    qsort(crowd->list, crowd->count, sizeof *crowd->list, by_person);
}

void crowd_free(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->count; i++)
        free(crowd->list[i].paper);
    free(crowd->list);
}

/* ---- the database, read with its own library
 * --------------------------------*/

static sqlite3 *open_database(const char *path)
{
    sqlite3 *db;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL)) {
        fprintf(stderr, "load: %s: %s\n", path, sqlite3_errmsg(db));
        exit(2);
    }
    sqlite3_busy_timeout(db, 10000);
    return db;
}

static sqlite3_stmt *ask(sqlite3 *db, const char *sql, int64_t one)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) {
        fprintf(stderr, "load: %s: %s\n", sql, sqlite3_errmsg(db));
        exit(2);
    }
    sqlite3_bind_int64(statement, 1, one);
    return statement;
}

static const char *text(sqlite3_stmt *row, int column)
{
    return (const char *)sqlite3_column_text(row, column);
}

/* ---- papers
 * --------------------------------------------------------------*/

struct known {
    int64_t id;
    int item;
};

static int by_id(const void *a, const void *b)
{
    const struct known *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static size_t read_items(sqlite3 *db, struct known *list)
{
    sqlite3_stmt *rows =
        ask(db,
            "SELECT i.id, i.code FROM item i JOIN bank b ON b.id = i.bank "
            "WHERE b.code = 'tai' AND ?1 = ?1 ORDER BY i.id",
            0);
    size_t count = 0;

    while (sqlite3_step(rows) == SQLITE_ROW && count < BANK_ITEMS)
        list[count++] = (struct known){sqlite3_column_int64(rows, 0),
                                       bank_find_code(text(rows, 1))};
    sqlite3_finalize(rows);
    return count;
}

static void read_paper(struct sitter *who, const char *json,
                       const struct known *items, size_t count)
{
    json_t *paper = json_loads(json, 0, NULL), *slot;
    json_t *slots = json_object_get(paper, "slots");
    size_t i;

    who->slots = (int)json_array_size(slots);
    if (!who->slots || who->slots > MOST_SLOTS) {
        fputs("load: a paper cannot be read\n", stderr);
        exit(2);
    }
    who->paper = must(calloc((size_t)who->slots, sizeof *who->paper));
    json_array_foreach(slots, i, slot)
    {
        struct known key = {
            .id = json_integer_value(json_object_get(slot, "item"))};
        const struct known *found =
            bsearch(&key, items, count, sizeof *items, by_id);
        if (!found) {
            fputs("load: a paper has an item that is not of the bank\n",
                  stderr);
            exit(2);
        }
        who->paper[i] = (struct slot){(uint8_t)found->item, NOTHING, 0};
    }
    json_decref(paper);
}

static struct sitter *sitter_of(const struct crowd *crowd, int64_t person)
{
    struct sitter key = {.person = person};

    return bsearch(&key, crowd->list, crowd->count, sizeof key, by_person);
}

static bool same_json(const char *a, const char *b)
{
    json_t *x = json_loads(a, 0, NULL), *y = json_loads(b, 0, NULL);
    bool same = x && y && json_equal(x, y);

    json_decref(x);
    json_decref(y);
    return same;
}

static void read_standing(sqlite3_stmt *rows, struct sitter *who)
{
    sqlite3_reset(rows);
    sqlite3_bind_int64(rows, 1, who->attempt);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        struct slot *slot = &who->paper[sqlite3_column_int(rows, 0) - 1];
        slot->revision = (uint16_t)sqlite3_column_int(rows, 1);
        for (uint8_t i = 0; i < ANSWERS; i++)
            if (same_json(text(rows, 2), bank[slot->item].answers[i].stored))
                slot->standing = i;
    }
}

/* Who has none was not there. */
static size_t keep_present(struct crowd *crowd)
{
    size_t kept = 0;

    for (size_t i = 0; i < crowd->count; i++)
        if (crowd->list[i].attempt)
            crowd->list[kept++] = crowd->list[i];
    return crowd->count = kept;
}

size_t crowd_papers(struct crowd *crowd, const char *database, int64_t sitting)
{
    struct known items[BANK_ITEMS];
    sqlite3 *db = open_database(database);
    size_t known = read_items(db, items);
    sqlite3_stmt *rows =
        ask(db, "SELECT person, id, paper FROM attempt WHERE sitting = ?1",
            sitting);
    sqlite3_stmt *saves =
        ask(db,
            "SELECT slot, MAX(revision), body FROM answer_event WHERE "
            "attempt = ?1 AND kind = 'save' GROUP BY slot",
            0);

    while (sqlite3_step(rows) == SQLITE_ROW) {
        struct sitter *who = sitter_of(crowd, sqlite3_column_int64(rows, 0));
        if (!who)
            continue;
        who->attempt = sqlite3_column_int64(rows, 1);
        read_paper(who, text(rows, 2), items, known);
        read_standing(saves, who);
    }
    sqlite3_finalize(rows);
    sqlite3_finalize(saves);
    sqlite3_close(db);
    return keep_present(crowd);
}

/* ---- asking
 * --------------------------------------------------------------*/

static const char *manner(const struct crowd *crowd)
{
    return crowd->keep ? "" : "Connection: close\r\n";
}

size_t ask_page(const struct crowd *crowd, const struct sitter *who, char *out,
                const char *path)
{
    return (size_t)snprintf(out, REQUEST_ROOM,
                            "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                            "Cookie: khoa=%s\r\nAccept: text/html\r\n%s\r\n",
                            path, crowd->port, who->token, manner(crowd));
}

size_t ask_form(const struct crowd *crowd, const struct sitter *who, char *out,
                const char *path, const char *form, bool script)
{
    size_t length = strlen(form) + (who->csrf[0] ? 6 + strlen(who->csrf) : 0);

    return (size_t)snprintf(
        out, REQUEST_ROOM,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
        "Origin: http://127.0.0.1:%d\r\nCookie: khoa=%s\r\nAccept: %s\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: %zu\r\n%s\r\ncsrf=%s&%s",
        path, crowd->port, crowd->port, who->token,
        script ? "application/json" : "text/html", length, manner(crowd),
        who->csrf, form);
}

/* Of its own in every run: the same id with the same answer is the same save.
 */
static const char *new_save_id(void)
{
    static uint64_t run, number;
    static char id[40];

    if (!run && getrandom(&run, sizeof run, 0) != sizeof run)
        exit(2);
    snprintf(id, sizeof id, "%016" PRIx64 "%08" PRIx64, run, ++number);
    return id;
}

size_t ask_save(const struct crowd *crowd, const struct sitter *who, int slot,
                int answer, char *out)
{
    const struct slot *s = &who->paper[slot];
    char path[80], form[512];

    snprintf(path, sizeof path, "/attempts/%" PRId64 "/%d", who->attempt,
             slot + 1);
    snprintf(form, sizeof form, "base=%d&save_id=%s&has_flag=1&%s", s->revision,
             new_save_id(), bank[s->item].answers[answer].form);
    return ask_form(crowd, who, out, path, form, true);
}

bool take_save(struct sitter *who, int slot, int answer,
               const struct reply *reply)
{
    static bool told;
    const char *revision = strstr(reply->body, "\"revision\":");

    if (reply->status == 200 && revision &&
        strstr(reply->body, "\"state\":\"saved\"")) {
        who->paper[slot].revision = (uint16_t)atoi(revision + 11);
        who->paper[slot].standing = (uint8_t)answer;
        return true;
    }
    if (!told)
        fprintf(stderr, "load: a save was answered %d %.300s\n", reply->status,
                reply->body);
    told = true;
    return false;
}

/* ---- was it kept
 * ---------------------------------------------------------*/

static bool stands(sqlite3_stmt *rows, const struct sitter *who, int i)
{
    const struct slot *s = &who->paper[i];

    sqlite3_reset(rows);
    sqlite3_bind_int64(rows, 1, who->attempt);
    sqlite3_bind_int(rows, 2, i + 1);
    return sqlite3_step(rows) == SQLITE_ROW &&
           sqlite3_column_int(rows, 0) == s->revision &&
           same_json(text(rows, 1), bank[s->item].answers[s->standing].stored);
}

size_t check_answers(const struct crowd *crowd, const char *database,
                     size_t *checked)
{
    sqlite3 *db = open_database(database);
    sqlite3_stmt *rows =
        ask(db,
            "SELECT revision, body FROM answer_event WHERE attempt = ?1 "
            "AND slot = ?2 AND kind = 'save' "
            "ORDER BY revision DESC LIMIT 1",
            0);
    size_t missing = 0;

    *checked = 0;
    for (size_t n = 0; n < crowd->count; n++) {
        const struct sitter *who = &crowd->list[n];
        for (int i = 0; i < who->slots; i++) {
            if (who->paper[i].standing == NOTHING)
                continue;
            ++*checked;
            if (!stands(rows, who, i) && !missing++)
                fprintf(stderr,
                        "load: attempt %" PRId64 ", slot %d is not as "
                        "acknowledged\n",
                        who->attempt, i + 1);
        }
    }
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return missing;
}

static double worth(const struct sitter *who)
{
    double sum = 0;

    for (int i = 0; i < who->slots; i++)
        if (who->paper[i].standing != NOTHING)
            sum +=
                bank[who->paper[i].item].answers[who->paper[i].standing].worth;
    return sum;
}

static bool right_score(sqlite3_stmt *row, const struct sitter *who)
{
    double mine = worth(who), percent = mine / who->slots * 100;

    return !strcmp(text(row, 1), "graded") &&
           fabs(sqlite3_column_double(row, 2) - mine) < 2e-6 &&
           fabs(sqlite3_column_double(row, 3) - percent) < 4e-6 &&
           sqlite3_column_int(row, 4) == (percent >= 50 - 1e-9);
}

static void wait_for_grading(sqlite3 *db, int64_t sitting, int patience)
{
    sqlite3_stmt *rows = ask(db,
                             "SELECT EXISTS (SELECT 1 FROM attempt WHERE "
                             "sitting = ?1 AND state = 'sealed')",
                             sitting);

    for (int i = 0; i < patience * 10; i++) {
        sqlite3_reset(rows);
        if (sqlite3_step(rows) == SQLITE_ROW && !sqlite3_column_int(rows, 0))
            break;
        sqlite3_reset(rows);
        usleep(100000);
    }
    sqlite3_finalize(rows);
}

size_t check_scores(const struct crowd *crowd, const char *database,
                    int64_t sitting, int patience, size_t *checked)
{
    sqlite3 *db = open_database(database);
    size_t wrong = 0;

    wait_for_grading(db, sitting, patience);
    sqlite3_stmt *rows =
        ask(db,
            "SELECT a.person, COALESCE(r.state, 'none'), r.points, "
            "r.percent, r.passed FROM attempt a LEFT JOIN result r ON "
            "r.attempt = a.id WHERE a.sitting = ?1 AND a.state <> 'open'",
            sitting);
    for (*checked = 0; sqlite3_step(rows) == SQLITE_ROW;) {
        const struct sitter *who =
            sitter_of(crowd, sqlite3_column_int64(rows, 0));
        if (!who || !who->attempt)
            continue;
        ++*checked;
        if (!right_score(rows, who) && !wrong++)
            fprintf(stderr,
                    "load: attempt %" PRId64 " has %s %f, reckoned %f\n",
                    who->attempt, text(rows, 1), sqlite3_column_double(rows, 2),
                    worth(who));
    }
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return wrong;
}

/*
 * The load driver: plays a city of candidates against a running server and
 * checks afterwards, in the database, that every acknowledged answer is there
 * and every score is what the answers are worth.
 *
 * Open loop: with --rate a request is due at its moment whatever became of
 * those before it, and its time counts from when it was due, so a slow server
 * cannot hide its queue. Without --rate each connection asks again as soon as
 * it has its answer: how much goes through at all.
 */
#include "crowd.h"
#include "latency.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: khoa-load course FOLDER\n"
    "       khoa-load starts|saves|hand-ins|attempts --port N --sessions FILE\n"
    "           --sitting ID --database FILE [--connections N] [--rate R]\n"
    "           [--seconds S] [--count N] [--from N] [--close]\n";

struct load {
    struct crowd crowd;
    struct client *client;
    const char *what, *database;
    int64_t sitting;
    size_t connections, count, from;
    double rate, seconds;
    int64_t began, ended;
    size_t fired, good, bad, again;
    struct latency latency, whole;
    struct shot *free, *waiting;
};

/* One thing under way: a request, or an attempt with all of its requests. */
struct shot {
    struct load *load;
    struct shot *next;
    struct sitter *who;
    int slot, answer, stage;
    int64_t due, began; /* of this request; of the whole */
};

static void fire(struct load *load, struct shot *shot, int64_t due);

/* ---- one request each
 * ------------------------------------------------------*/

static size_t say_start(const struct shot *s, char *out)
{
    char path[64];

    snprintf(path, sizeof path, "/sittings/%" PRId64, s->load->sitting);
    return ask_form(&s->load->crowd, s->who, out, path, "confirmed=1", false);
}

static bool take_start(struct sitter *who, const struct reply *reply)
{
    return reply->status == 303 &&
           sscanf(reply->location, "/attempts/%" SCNd64, &who->attempt) == 1;
}

static size_t say_hand_in(const struct shot *s, char *out)
{
    char path[64];

    snprintf(path, sizeof path, "/attempts/%" PRId64 "/hand-in",
             s->who->attempt);
    return ask_form(&s->load->crowd, s->who, out, path, "", false);
}

static bool is_handed_in(const struct reply *reply)
{
    return reply->status == 303 && strstr(reply->location, "/result");
}

/* ---- an attempt, from its start to its review
 * ------------------------------*/

enum { OPENING, STARTING, READING, SAVING, HANDING_IN, LOOKING };
enum { ATTEMPT_SLOTS = 20 };

static size_t say_stage(const struct shot *s, char *out)
{
    const struct sitter *who = s->who;
    char path[80];

    switch (s->stage) {
    case OPENING:
        snprintf(path, sizeof path, "/sittings/%" PRId64, s->load->sitting);
        return ask_page(&s->load->crowd, who, out, path);
    case STARTING: return say_start(s, out);
    case READING:
        snprintf(path, sizeof path, "/attempts/%" PRId64 "/%d", who->attempt,
                 s->slot + 1);
        return ask_page(&s->load->crowd, who, out, path);
    case SAVING: return ask_save(&s->load->crowd, who, s->slot, s->answer, out);
    case HANDING_IN: return say_hand_in(s, out);
    default:
        snprintf(path, sizeof path, "/attempts/%" PRId64 "/result",
                 who->attempt);
        return ask_page(&s->load->crowd, who, out, path);
    }
}

static bool read_question(struct shot *s, const struct reply *reply)
{
    int item = reply->status == 200 ? bank_find(reply->body) : -1;

    if (item < 0 || !strstr(reply->body, "name=\"save_id\""))
        return false;
    s->who->paper[s->slot] = (struct slot){(uint8_t)item, NOTHING, 0};
    s->answer = (int)dice(ANSWERS);
    return true;
}

static bool take_stage(struct shot *s, const struct reply *reply)
{
    struct sitter *who = s->who;

    switch (s->stage++) {
    case OPENING:
        return reply->status == 200 &&
               strstr(reply->body, "name=\"confirmed\"");
    case STARTING:
        who->paper = calloc(ATTEMPT_SLOTS, sizeof *who->paper);
        who->slots = ATTEMPT_SLOTS;
        return who->paper && take_start(who, reply);
    case READING: return read_question(s, reply);
    case SAVING:
        if (!take_save(who, s->slot, s->answer, reply))
            return false;
        if (++s->slot < ATTEMPT_SLOTS)
            s->stage = READING;
        return true;
    case HANDING_IN: return is_handed_in(reply);
    default: return reply->status == 200;
    }
}

/* ---- what is the same for all of them
 * ---------------------------------------*/

static bool is_whole(const struct load *load)
{
    return !strcmp(load->what, "attempts");
}

static void end(struct shot *s, bool good)
{
    struct load *load = s->load;
    int64_t now = now_ns();

    good ? load->good++ : load->bad++;
    load->ended = now;
    if (is_whole(load))
        latency_add(&load->whole, now - s->began);
    s->who = NULL;
    s->next = load->free;
    load->free = s;
}

static bool take(struct shot *s, const struct reply *reply)
{
    if (!strcmp(s->load->what, "saves"))
        return take_save(s->who, s->slot, s->answer, reply);
    if (!strcmp(s->load->what, "starts"))
        return take_start(s->who, reply);
    return is_handed_in(reply);
}

static void on_reply(struct connection *c, void *of, const struct reply *reply)
{
    struct shot *s = of;
    (void)c;

    latency_add(&s->load->latency, reply->answered - s->due);
    if (!is_whole(s->load)) {
        end(s, take(s, reply));
        return;
    }
    bool good = take_stage(s, reply);
    if (!good)
        fprintf(stderr, "load: stage %d was answered %d\n", s->stage - 1,
                reply->status);
    if (!good || s->stage > LOOKING + 1) {
        end(s, false);
    } else if (s->stage == LOOKING + 1 && strstr(reply->body, "id=\"score\"")) {
        end(s, true);
    } else if (s->stage == LOOKING + 1) { /* not graded yet: look again soon */
        s->load->again++;
        s->stage = LOOKING;
        s->due = now_ns() + 100000000;
        s->next = s->load->waiting;
        s->load->waiting = s;
    } else {
        fire(s->load, s, now_ns());
    }
}

static void fire(struct load *load, struct shot *s, int64_t due)
{
    char out[REQUEST_ROOM];
    size_t length;

    s->due = due;
    if (is_whole(load))
        length = say_stage(s, out);
    else if (!strcmp(load->what, "saves"))
        length = ask_save(&load->crowd, s->who, s->slot, s->answer, out);
    else if (!strcmp(load->what, "starts"))
        length = say_start(s, out);
    else
        length = say_hand_in(s, out);
    client_ask(client_idle(load->client), out, length, on_reply, s);
}

static bool pick(struct load *load, struct shot *s)
{
    size_t n = load->from + load->fired;

    if (!strcmp(load->what, "saves")) {
        s->who = &load->crowd.list[dice((uint32_t)load->crowd.count)];
        s->slot = (int)dice((uint32_t)s->who->slots);
        const struct slot *slot = &s->who->paper[s->slot];
        s->answer = (int)dice(ANSWERS);
        if (s->answer == slot->standing) /* as it stands is no save */
            s->answer = (s->answer + 1) % ANSWERS;
        return true;
    }
    if (n >= load->crowd.count || load->fired >= load->count)
        return false;
    s->who = &load->crowd.list[n];
    s->slot = 0;
    s->stage = OPENING;
    return true;
}

/* Two requests of one paper at a time would fork its answers. */
static bool is_taken(const struct load *load, const struct shot *shots,
                     const struct shot *s)
{
    for (size_t i = 0; i < load->connections; i++)
        if (&shots[i] != s && shots[i].who == s->who)
            return true;
    return false;
}

static void look_again(struct load *load)
{
    struct shot **at = &load->waiting;

    while (*at && client_idle(load->client))
        if ((*at)->due <= now_ns()) {
            struct shot *s = *at;
            *at = s->next;
            fire(load, s, now_ns());
        } else {
            at = &(*at)->next;
        }
}

static bool is_over(const struct load *load)
{
    if (load->seconds)
        return now_ns() > load->began + (int64_t)(load->seconds * 1e9);
    return load->fired >= load->count ||
           load->from + load->fired >= load->crowd.count;
}

static void run(struct load *load)
{
    struct shot *shots = calloc(load->connections, sizeof *shots);

    for (size_t i = 0; i < load->connections; i++) {
        shots[i].load = load;
        shots[i].next = load->free;
        load->free = &shots[i];
    }
    load->began = now_ns();
    while (!is_over(load) || client_busy(load->client) || load->waiting) {
        look_again(load);
        while (!is_over(load) && load->free && client_idle(load->client)) {
            int64_t now = now_ns(), due = now;
            if (load->rate)
                due = load->began +
                      (int64_t)((double)load->fired / load->rate * 1e9);
            if (due > now)
                break;
            struct shot *s = load->free;
            do
                if (!pick(load, s))
                    break;
            while (!strcmp(load->what, "saves") && is_taken(load, shots, s));
            load->free = s->next;
            load->fired++;
            s->began = due;
            fire(load, s, due);
        }
        client_step(load->client, 1000000);
    }
    free(shots);
}

/* ---- telling
 * --------------------------------------------------------------*/

static int tell(struct load *load)
{
    double seconds = (double)(load->ended - load->began) / 1e9;
    size_t checked = 0, wrong = 0, scores = 0, wrong_scores = 0;

    if (strcmp(load->what, "starts"))
        wrong = check_answers(&load->crowd, load->database, &checked);
    if (is_whole(load) || !strcmp(load->what, "hand-ins"))
        wrong_scores = check_scores(&load->crowd, load->database, load->sitting,
                                    600, &scores);
    double graded = (double)(now_ns() - load->began) / 1e9;
    printf("{\"scenario\": \"%s\", \"done\": %zu, \"failed\": %zu, "
           "\"seconds\": %.3f, \"per_second\": %.1f, \"connections\": %zu, "
           "\"keep_alive\": %s, \"rate\": %.1f, \"p50_ms\": %.2f, "
           "\"p99_ms\": %.2f, \"max_ms\": %.2f, \"whole_p50_ms\": %.1f, "
           "\"looks_again\": %zu, \"answers_checked\": %zu, "
           "\"answers_missing\": %zu, \"scores_checked\": %zu, "
           "\"scores_wrong\": %zu, \"all_graded_s\": %.1f}\n",
           load->what, load->good, load->bad, seconds,
           (double)load->good / seconds, load->connections,
           load->crowd.keep ? "true" : "false", load->rate,
           latency_at(&load->latency, 0.5), latency_at(&load->latency, 0.99),
           (double)load->latency.longest / 1e6, latency_at(&load->whole, 0.5),
           load->again, checked, wrong, scores, wrong_scores, graded);
    return load->bad || wrong || wrong_scores ? 1 : 0;
}

static void take_option(struct load *load, const char *sessions[1], int option)
{
    switch (option) {
    case 'p': load->crowd.port = atoi(optarg); break;
    case 's': sessions[0] = optarg; break;
    case 'i': load->sitting = strtoll(optarg, NULL, 10); break;
    case 'd': load->database = optarg; break;
    case 'c': load->connections = strtoul(optarg, NULL, 10); break;
    case 'r': load->rate = atof(optarg); break;
    case 't': load->seconds = atof(optarg); break;
    case 'n': load->count = strtoul(optarg, NULL, 10); break;
    case 'f': load->from = strtoul(optarg, NULL, 10); break;
    case 'x': load->crowd.keep = false; break;
    default: fputs(usage, stderr); exit(2);
    }
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"port", 1, NULL, 'p'},
                                            {"sessions", 1, NULL, 's'},
                                            {"sitting", 1, NULL, 'i'},
                                            {"database", 1, NULL, 'd'},
                                            {"connections", 1, NULL, 'c'},
                                            {"rate", 1, NULL, 'r'},
                                            {"seconds", 1, NULL, 't'},
                                            {"count", 1, NULL, 'n'},
                                            {"from", 1, NULL, 'f'},
                                            {"close", 0, NULL, 'x'},
                                            {0}};
    struct load load = {
        .crowd.keep = true, .connections = 64, .count = SIZE_MAX};
    const char *sessions[1] = {NULL};

    bank_make();
    if (argc == 3 && !strcmp(argv[1], "course")) {
        bank_write(argv[2]);
        return 0;
    }
    for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;)
        take_option(&load, sessions, o);
    if (optind != argc - 1 || !sessions[0] || !load.database ||
        !load.crowd.port || !load.sitting) {
        fputs(usage, stderr);
        return 2;
    }
    load.what = argv[optind];
    crowd_read(&load.crowd, sessions[0]);
    if (!strcmp(load.what, "saves") || !strcmp(load.what, "hand-ins"))
        load.count = crowd_papers(&load.crowd, load.database, load.sitting);
    load.client =
        client_new(load.crowd.port, load.connections, load.crowd.keep);
    run(&load);
    client_free(load.client);
    int status = tell(&load);
    crowd_free(&load.crowd);
    return status;
}

#include "commands/commands.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/log.h"
#include "commands/config.h"
#include "commands/opening.h"
#include "commands/timekeeping.h"
#include "domain/course_texts.h"
#include "domain/credentials.h"
#include "domain/demo.h"
#include "domain/grading.h"
#include "domain/intakes.h"
#include "domain/outages.h"
#include "domain/sealing.h"
#include "http/server.h"
#include "pages/router.h"
#include "store/db.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A SIGTERM is answered within ten seconds, whatever hangs. */
enum { PATIENCE_MS = 7000, LAST_RESORT_S = 10 };

static const char help[] =
    "usage: khoa serve [OPTIONS]\n"
    "\n"
    "Serve the data in a folder to browsers, until SIGTERM or SIGINT.\n"
    "\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --port PORT         listen on http://127.0.0.1:PORT (8080)\n"
    "  --config FILE       read settings from FILE first; tools/khoa.conf.lua\n"
    "                      lists them all\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n"
    "  --trust-clock       the machine's clock is right: somebody looked\n"
    "\n"
    "The first start needs `khoa setup`. There is no TLS in here: for more\n"
    "than this machine put a proxy in front and set behind_proxy.\n";

/* "https://a.vn:8443" -> "a.vn" */
static const char *host_of(struct arena *arena, const char *address)
{
    const char *host = strstr(address, "://") + 3;

    return arena_text(arena, host, strcspn(host, ":"));
}

static const char *const *all_hosts(struct arena *arena,
                                    const struct config *config)
{
    size_t count = 0, n = 0;

    while (config->hosts && config->hosts[count])
        count++;
    const char **list = arena_many(arena, const char *, count + 2);
    if (config->address)
        list[n++] = host_of(arena, config->address);
    for (size_t i = 0; i < count; i++)
        list[n++] = config->hosts[i];
    return list;
}

static sigset_t stop_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

static void tell_demo(void)
{
    printf("\nDữ liệu minh họa. Mật khẩu chung: %s\n"
           "Demo data. Everybody's password: %s\n\n",
           demo_password, demo_password);
    for (unsigned i = 0; i < demo_account_count; i++)
        printf("  %-14s %s: %s\n  %-14s %s: %s\n", demo_accounts[i].login,
               demo_accounts[i].role_vi, demo_accounts[i].try_vi, "",
               demo_accounts[i].role_en, demo_accounts[i].try_en);
    putchar('\n');
}

/* Until somebody has an account, each start prints a fresh link with which the
   first administrator makes one. */
static enum status offer_first_link(struct house *house,
                                    const struct config *config,
                                    struct arena *arena, int port)
{
    const char *origin = house->origin ? house->origin
                                       : arena_print(arena, "http://%s:%d",
                                                     config->listen, port);
    const char *token;
    enum status status = first_link_make(house, arena, clock_now(), &token);

    if (status == OK)
        printf("khoa: there is no account yet. The first administrator opens, "
               "within %d hours:\n\n  %s/welcome/%s\n\n",
               FIRST_LINK_HOURS, origin, token);
    return status == MISSING ? OK : status;
}

static enum status serve_until_told(struct house *house,
                                    const struct config *config,
                                    struct arena *arena)
{
    sigset_t stop = stop_signals();
    struct serving serving = {
        .address = config->listen,
        .port = config->port,
        .threads = config->threads,
        .hosts = all_hosts(arena, config),
        .behind_proxy = config->behind_proxy,
        .secure = house->secure,
        .house = house,
        .answer = answer,
        .body_ms = config->body_seconds * 1000,
        .admit = admit,
    };
    struct server *server;
    int signal;

    if (server_start(&server, &serving) != OK) {
        fprintf(stderr, "khoa: cannot listen on %s:%d; is it taken?\n",
                config->listen, config->port);
        return FAILED;
    }
    printf("khoa: serving %s on http://%s:%d\n", config->data, config->listen,
           server_port(server));
    if (house->demo)
        tell_demo();
    if (offer_first_link(house, config, arena, server_port(server)) != OK)
        fputs("khoa: no link for the first administrator could be made; the "
              "log says why\n",
              stderr);
    fflush(stdout);
    log_say(LOG_INFO, "serve", "started", "version", KHOA_VERSION, "port",
            log_int(server_port(server)), NULL);
    sigwait(&stop, &signal);
    log_say(LOG_INFO, "serve", "stopping", NULL);
    alarm(LAST_RESORT_S);
    server_stop(server, PATIENCE_MS);
    return OK;
}

/* ---- beside the server: deadlines, grading, sealing
 * --------------------------*/

struct beside {
    struct house *house;
    atomic_bool stop;
};

static void *grade(void *arg)
{
    struct beside *beside = arg;

    work_until(beside->house, &beside->stop);
    return NULL;
}

static void *take_in(void *arg)
{
    struct beside *beside = arg;

    /* What an older Khoa left without texts can be searched from now on. */
    if (course_texts_settle(beside->house) != OK)
        log_say(LOG_WARN, "serve", "courses cannot be searched yet", NULL);
    intakes_until(beside->house, &beside->stop);
    return NULL;
}

static void *seal(void *arg)
{
    struct beside *beside = arg;

    sealing_until(beside->house, &beside->stop);
    return NULL;
}

/* Walks the whole database, which can take minutes: the server serves
   meanwhile, and /healthz says when it is found damaged. */
static void *check(void *arg)
{
    struct beside *beside = arg;
    int64_t began = clock_ticks();
    enum status status = db_check(beside->house->db, false);

    if (status == OK)
        log_say(LOG_INFO, "serve", "the database is whole", "ms",
                log_int(clock_ticks() - began), NULL);
    return NULL;
}

/* The sealer ends last, so that what the others wrote is in the chain. */
static enum status serve_and_work(struct house *house,
                                  const struct config *config,
                                  struct arena *arena)
{
    struct beside grading = {.house = house}, sealing = {.house = house};
    pthread_t grader, importer, sealer, checker;

    if (pthread_create(&grader, NULL, grade, &grading) ||
        pthread_create(&importer, NULL, take_in, &grading) ||
        pthread_create(&sealer, NULL, seal, &sealing) ||
        pthread_create(&checker, NULL, check, &sealing)) {
        fputs("khoa: no thread to grade or seal with\n", stderr);
        exit(1);
    }
    enum status status = serve_until_told(house, config, arena);
    db_check_cancel(house->db);
    pthread_join(checker, NULL);
    atomic_store(&grading.stop, true);
    pthread_join(grader, NULL);
    pthread_join(importer, NULL);
    atomic_store(&sealing.stop, true);
    pthread_join(sealer, NULL);
    return status;
}

enum { OPTION_TRUST_CLOCK = 300 };

static const struct option others[] = {
    {"trust-clock", no_argument, NULL, OPTION_TRUST_CLOCK}, {0}};

static void take(int option, const char *value, void *arg)
{
    (void)value;
    *(bool *)arg |= option == OPTION_TRUST_CLOCK;
}

/* A server that was killed while it sent them; some hold one-time codes. */
static void clear_passing(const struct house *house)
{
    size_t count = passing_clear(house->data);

    if (count)
        log_say(LOG_INFO, "serve", "files left by a stop were deleted", "count",
                log_int((int64_t)count), NULL);
}

static int run(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct house house;
    sigset_t stop = stop_signals();
    bool trust_clock = false;
    int rest =
        config_options(&config, arena, argc, argv, others, take, &trust_clock);
    int code = 1;

    if (rest < 0 || rest < argc || config_finish(&config, arena) != OK) {
        if (rest >= 0 && rest < argc)
            fprintf(stderr, "khoa: serve takes no \"%s\"\n", argv[rest]);
        arena_free(arena);
        return 2;
    }
    log_from(config.log);
    umask(077);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on files is a full disk, no more */
    /* Before the first thread, so that all of them leave it to sigwait. */
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    if (time_keep(config.data, trust_clock) == OK &&
        house_open(&house, &config, arena) == OK) {
        size_t waited;
        clear_passing(&house);
        bool started = time_settle(&house) == OK &&
                       outage_note(&house, arena, clock_now(), &waited) == OK &&
                       house_start(&house, &config) == OK;
        house.origin = config.address;
        house.secure = house.origin && !strncmp(house.origin, "https:", 6);
        if (started && serve_and_work(&house, &config, arena) == OK)
            code = 0;
        house_close(&house);
    }
    log_say(LOG_INFO, "serve", "stopped", NULL);
    arena_free(arena);
    return code;
}

const struct command serve_command = {
    "serve", "serve the data in a folder to browsers", help, run};

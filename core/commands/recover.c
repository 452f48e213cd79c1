#include "commands/commands.h"

#include "base/clock.h"
#include "commands/config.h"
#include "commands/opening.h"
#include "domain/accounts.h"
#include "domain/sealing.h"
#include "store/accounts.h"
#include "text/format.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char help[] =
    "usage: khoa recover LOGIN [OPTIONS]\n"
    "\n"
    "Cho một người vào lại khi mất mật khẩu và điện thoại mà không còn người\n"
    "quản trị nào giúp được. Mật khẩu, bước thứ hai và mọi phiên của tài "
    "khoản\n"
    "ấy chấm dứt; một liên kết dùng một lần được in ra. Việc này được ghi vào\n"
    "nhật ký.\n"
    "\n"
    "Let somebody in again who lost password and phone, when no administrator\n"
    "is left to help. The password, the second step and all sessions of that\n"
    "account end; a one-time link is printed. It is on record. On SQLite, "
    "stop\n"
    "the server first.\n"
    "\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n";

/* Whoever can run this can write the database: the console stands above all. */
static enum status recover(struct house *house, struct arena *arena,
                           const char *login, struct account_outcome *out)
{
    const struct scope whole = {.role = ROLE_ADMIN, .unit = 0};
    const struct actor console = {0, &whole, 1, clock_now()};
    const struct account *account;

    TRY(account_login_find(house->db, arena, login, &account));
    struct account_order order = {.deed = ACCOUNT_NO_CODE,
                                  .person = account->person};
    TRY(account_order_do(house, arena, &console, &order, out));
    order.deed = ACCOUNT_LINK;
    TRY(account_order_do(house, arena, &console, &order, out));
    return sealing_finish(house->sealer, house->db);
}

static int tell(const struct config *config, struct arena *arena,
                const char *login, enum status status,
                const struct account_outcome *out)
{
    if (status == MISSING)
        fprintf(stderr,
                "khoa: không có tài khoản %s\n"
                "khoa: there is no account %s\n",
                login, login);
    else if (status != OK)
        fputs("khoa: nothing was changed, or not all of it; the log says why\n",
              stderr);
    if (status != OK)
        return 1;
    const char *origin =
        config->address
            ? config->address
            : arena_print(arena, "http://%s:%d", config->listen, config->port);
    printf("Mở một lần, trước %s: / Open once, before %s:\n\n  %s/welcome/%s\n",
           format_moment(arena, out->ends_at),
           format_moment(arena, out->ends_at), origin, out->token);
    return 0;
}

static int run(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct house house;
    int rest = config_options(&config, arena, argc, argv, NULL, NULL, NULL);
    int code = 2;

    if (rest < 0 || rest + 1 != argc || config_finish(&config, arena) != OK) {
        if (rest >= 0)
            fputs(help, stderr);
    } else {
        log_from(config.log);
        umask(077);
        code = 1;
        if (house_open(&house, &config, arena) == OK) {
            struct account_outcome out = {0};
            enum status status = recover(&house, arena, argv[rest], &out);
            code = tell(&config, arena, argv[rest], status, &out);
            house_close(&house);
        }
    }
    arena_free(arena);
    return code;
}

const struct command recover_command = {
    "recover", "let somebody in again whom no administrator can help", help,
    run};

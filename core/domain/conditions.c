#include "domain/conditions.h"

#include "seal/hash.h"
#include "seal/token.h"
#include "store/audit.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_LENGTH = 64, LINE = 200 };

static const char purpose[] = "khoa sitting";

/* The next line that says something, without blanks around it. */
static bool next_line(const char **rest, char line[LINE], size_t *number)
{
    while (**rest) {
        size_t n = strcspn(*rest, "\n");
        const char *from = *rest, *to = from + n;

        *rest = to + (*to == '\n');
        ++*number;
        while (from < to && isspace((unsigned char)*from))
            from++;
        while (to > from && isspace((unsigned char)to[-1]))
            to--;
        if (from == to)
            continue;
        size_t length = (size_t)(to - from);
        if (length >= LINE)
            length = LINE - 1;
        memcpy(line, from, length);
        line[length] = '\0';
        return true;
    }
    return false;
}

/* ---- addresses -----------------------------------------------------------*/

struct range {
    unsigned char bytes[16];
    int bits; /* that count, of 128 */
};

/* IPv4 as IPv6 has it, so that both compare alike. */
static bool read_address(const char *text, unsigned char out[16])
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0,    0,
                                             0, 0, 0, 0, 0xff, 0xff};

    if (inet_pton(AF_INET6, text, out) == 1)
        return true;
    memcpy(out, mapped, sizeof mapped);
    return inet_pton(AF_INET, text, out + sizeof mapped) == 1;
}

static bool read_range(const char *text, struct range *out)
{
    char address[LINE], *slash, *end;

    snprintf(address, sizeof address, "%s", text);
    slash = strchr(address, '/');
    if (slash)
        *slash = '\0';
    if (!read_address(address, out->bytes))
        return false;
    bool old = strchr(address, ':') == NULL;
    out->bits = 128;
    if (!slash)
        return true;
    long bits = strtol(slash + 1, &end, 10);
    if (!slash[1] || *end || bits < 0 || bits > (old ? 32 : 128))
        return false;
    out->bits = (int)bits + (old ? 96 : 0);
    return true;
}

static bool holds(const struct range *range, const unsigned char address[16])
{
    int whole = range->bits / 8, rest = range->bits % 8;

    if (memcmp(range->bytes, address, (size_t)whole))
        return false;
    return !rest ||
           !((range->bytes[whole] ^ address[whole]) & (0xff00 >> rest & 0xff));
}

bool address_within(const char *ranges, const char *address)
{
    unsigned char bytes[16];
    char line[LINE];
    size_t number = 0;

    if (!address || !read_address(address, bytes))
        return false;
    while (next_line(&ranges, line, &number)) {
        struct range range;
        if (read_range(line, &range) && holds(&range, bytes))
            return true;
    }
    return false;
}

/* ---- Safe Exam Browser ---------------------------------------------------*/

static bool same_hash(const char *sent, const char *wanted)
{
    return sent && strlen(sent) == KEY_LENGTH && token_same(sent, wanted);
}

static enum condition browser_of(struct arena *arena, const char *keys,
                                 const struct entering_from *from)
{
    char line[LINE];
    size_t number = 0;

    if (!from->seb_request && !from->seb_config)
        return CONDITION_BROWSER;
    while (next_line(&keys, line, &number)) {
        const char *both = arena_print(arena, "%s%s", from->url, line);
        const char *wanted = hash_of(arena, both, strlen(both));
        if (same_hash(from->seb_request, wanted) ||
            same_hash(from->seb_config, wanted))
            return CONDITION_MET;
    }
    return CONDITION_BROWSER_KEY;
}

/* ---- all of them ---------------------------------------------------------*/

enum condition condition_of(struct arena *arena, const struct sitting *sitting,
                            const struct candidate *candidate,
                            const struct entering_from *from)
{
    if (candidate->waived_at)
        return CONDITION_MET;
    if (sitting->addresses &&
        !address_within(sitting->addresses, from->address))
        return CONDITION_ADDRESS;
    return sitting->seb_keys ? browser_of(arena, sitting->seb_keys, from)
                             : CONDITION_MET;
}

static const char *passcode_digest(struct arena *arena, int64_t sitting,
                                   const char *passcode)
{
    return token_digest(
        arena, purpose,
        arena_print(arena, "%lld/%s", (long long)sitting, passcode));
}

bool passcode_fits(struct arena *arena, const struct sitting *sitting,
                   const struct candidate *candidate, const char *typed)
{
    return !sitting->passcode || candidate->waived_at ||
           token_same(sitting->passcode,
                      passcode_digest(arena, sitting->id, typed ? typed : ""));
}

/* ---- setting them --------------------------------------------------------*/

struct setting {
    struct arena *arena;
    int64_t sitting, by, now;
    const struct new_conditions *conditions;
};

static const char *or_null(const char *text)
{
    return text && *text ? text : NULL;
}

static enum status set(struct db *tx, void *arg)
{
    const struct setting *s = arg;
    const struct new_conditions *c = s->conditions;
    const struct sitting *sitting;

    TRY(sitting_find(tx, s->arena, s->sitting, &sitting));
    const char *passcode =
        !c->passcode   ? sitting->passcode
        : *c->passcode ? passcode_digest(s->arena, s->sitting, c->passcode)
                       : NULL;
    TRY(sitting_conditions(tx, s->arena, s->sitting, passcode,
                           or_null(c->addresses), or_null(c->seb_keys)));
    return audit_add(tx, s->arena,
                     &(struct deed){.at = s->now,
                                    .actor = s->by,
                                    .action = "sitting.conditions",
                                    .object = "sitting",
                                    .object_id = s->sitting});
}

static bool is_key(const char *text)
{
    return strlen(text) == KEY_LENGTH &&
           strspn(text, "0123456789abcdef") == KEY_LENGTH;
}

static enum conditions_fault check(const struct new_conditions *c, size_t *at)
{
    const char *rest = c->addresses ? c->addresses : "";
    struct range range;
    char line[LINE];

    *at = 0;
    while (next_line(&rest, line, at))
        if (!read_range(line, &range))
            return ENTRY_BAD_RANGE;
    rest = c->seb_keys ? c->seb_keys : "";
    *at = 0;
    while (next_line(&rest, line, at))
        if (!is_key(line))
            return ENTRY_BAD_KEY;
    return ENTRY_FINE;
}

enum status conditions_set(struct house *house, struct arena *arena,
                           int64_t sitting,
                           const struct new_conditions *conditions, int64_t by,
                           int64_t now, enum conditions_fault *fault,
                           size_t *line)
{
    struct setting s = {arena, sitting, by, now, conditions};

    *fault = check(conditions, line);
    return *fault ? INVALID : db_write(house->db, set, &s);
}

/* ---- for one person ------------------------------------------------------*/

static enum status waive(struct db *tx, struct arena *arena,
                         const struct deed_in_room *deed)
{
    return candidate_waive(tx, arena, deed->whom.candidate, deed->now);
}

enum status room_waive(struct house *house, struct arena *arena,
                       const struct deed_in_room *deed)
{
    if (!deed->words || !*deed->words || !deed->whom.candidate)
        return INVALID;
    return room_do(house, arena, deed, "waive", waive);
}

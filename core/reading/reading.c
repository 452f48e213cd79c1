#include "reading/reading.h"

#include "base/log.h"
#include "locked/process.h"

#include <stdlib.h>

enum { PROCESSES = 2, TURN_MS = 10000, LIMIT_MS = 30000 };

struct readers {
    struct pool *pool;
    struct arena *arena;
};

enum status readers_open(struct readers **out, const char *program)
{
    struct readers *readers = calloc(1, sizeof *readers);

    if (!readers)
        abort();
    readers->arena = arena_new();
    const struct pool_options options = {
        .program =
            program ? program : locked_program(readers->arena, "readhost"),
        .processes = PROCESSES,
        .turn_ms = TURN_MS,
        .most_reply = WIRE_MOST,
    };
    enum status status = pool_open(&readers->pool, &options);
    if (status != OK) {
        readers_close(readers);
        return status;
    }
    *out = readers;
    return OK;
}

void readers_close(struct readers *readers)
{
    if (!readers)
        return;
    pool_close(readers->pool);
    arena_free(readers->arena);
    free(readers);
}

static struct tree lone_problem(struct arena *arena, const char *vi,
                                const char *en)
{
    struct tree_maker list = tree_list(arena), one = tree_map(arena);

    tree_put(&one, "line", tree_of_integer(1));
    tree_put(&one, "vi", tree_of_text(vi));
    tree_put(&one, "en", tree_of_text(en));
    tree_add(&list, tree_done(&one));
    return tree_done(&list);
}

/* A file that the process did not survive is the file's fault. */
static enum status verdict(struct arena *arena, enum locked_end end,
                           struct tree *problems)
{
    switch (end) {
    case LOCKED_ANSWERED: return OK;
    case LOCKED_NO_TURN: return BUSY;
    case LOCKED_TOO_LONG:
        *problems =
            lone_problem(arena, "Tệp quá lớn.", "The file is too large.");
        return INVALID;
    case LOCKED_LATE:
    case LOCKED_DIED:
    case LOCKED_GARBLED:
        log_say(LOG_WARN, "reading", "a file could not be read in its limits",
                NULL);
        *problems = lone_problem(
            arena,
            "Tệp quá phức tạp để đọc trong giới hạn cho phép. Hãy chia nhỏ.",
            "The file is too complex to be read within the limits. Split it.");
        return INVALID;
    case LOCKED_NO_START: break;
    }
    return FAILED;
}

static enum status converse(struct readers *readers, struct arena *arena,
                            const char *verb, const char *name,
                            const char *value, const char *bytes, size_t length,
                            struct message *reply, struct tree *problems)
{
    struct tree_maker map = tree_map(arena);
    struct message message = {.bytes = bytes, .length = length};

    tree_put(&map, "verb", tree_of_text(verb));
    if (value)
        tree_put(&map, name, tree_of_text(value));
    message.tree = tree_done(&map);
    *reply = (struct message){0};
    TRY(verdict(arena,
                pool_ask(readers->pool, arena, &message, reply, LIMIT_MS),
                problems));
    const struct tree *found = tree_get(&reply->tree, "problems");
    if (!found)
        return OK;
    *problems = *found;
    return INVALID;
}

static enum status ask(struct readers *readers, struct arena *arena,
                       const char *verb, const char *name, const char *value,
                       const char *bytes, size_t length, const char *wanted,
                       struct tree *out, struct tree *problems)
{
    struct message reply;

    TRY(converse(readers, arena, verb, name, value, bytes, length, &reply,
                 problems));
    const struct tree *found = tree_get(&reply.tree, wanted);
    if (!found)
        return FAILED;
    *out = *found;
    return OK;
}

enum status reading_xml(struct readers *readers, struct arena *arena,
                        const char *schema, const char *bytes, size_t length,
                        struct tree *root, struct tree *problems)
{
    return ask(readers, arena, "xml", "schema", schema, bytes, length, "root",
               root, problems);
}

enum status reading_markdown(struct readers *readers, struct arena *arena,
                             const char *bytes, size_t length,
                             struct tree *nodes, struct tree *problems)
{
    return ask(readers, arena, "markdown", NULL, NULL, bytes, length, "nodes",
               nodes, problems);
}

enum status reading_csv(struct readers *readers, struct arena *arena,
                        char separator, const char *bytes, size_t length,
                        struct tree *rows, struct tree *problems)
{
    char text[2] = {separator, '\0'};

    return ask(readers, arena, "csv", "separator", separator ? text : NULL,
               bytes, length, "rows", rows, problems);
}

enum status reading_captions(struct readers *readers, struct arena *arena,
                             const char *bytes, size_t length,
                             struct tree *cues, struct tree *problems)
{
    return ask(readers, arena, "vtt", NULL, NULL, bytes, length, "cues", cues,
               problems);
}

enum status reading_xlsx(struct readers *readers, struct arena *arena,
                         size_t most, const char *bytes, size_t length,
                         const char **csv, size_t *csv_length,
                         struct tree *problems)
{
    struct message reply;
    const char *rows = most ? arena_print(arena, "%zu", most) : NULL;

    TRY(converse(readers, arena, "xlsx", "rows", rows, bytes, length, &reply,
                 problems));
    *csv = reply.bytes ? reply.bytes : "";
    *csv_length = reply.length;
    return OK;
}

#include "pages/reader.h"

#include "text/names.h"
#include "json/json.h"

#include <string.h>

static enum word address_word(const struct reader *reader)
{
    const char *as = reader->visitor->address_as;

    if (as && !strcmp(as, "chi"))
        return SAY_YOU_CHI;
    if (as && !strcmp(as, "anh"))
        return SAY_YOU_ANH;
    return SAY_YOU_BAN;
}

const char *reader_you(const struct reader *reader)
{
    return say(reader->language, address_word(reader));
}

const char *reader_greeting(const struct reader *reader)
{
    const char *full = reader->visitor->name ? reader->visitor->name : "";
    struct name name = name_split(reader->arena, full);

    const char *called = reader->language == ENGLISH
                             ? name.given
                             : arena_print(reader->arena, "%s %s",
                                           reader_you(reader), name.given);

    return say_with(reader->arena, reader->language, SAY_HOME_HELLO, "name",
                    called, NULL);
}

const char *reader_text(const struct reader *reader, const char *json)
{
    struct tree both;

    if (json_read(reader->arena, json, strlen(json), &both) != OK)
        return json;
    return say_in(&both, reader->language);
}

struct phrase reader_phrase(const struct reader *reader, const char *json)
{
    const char *mine = language_code(reader->language);
    struct tree both;

    if (json_read(reader->arena, json, strlen(json), &both) != OK)
        return (struct phrase){json, mine};
    const char *text = tree_text(&both, mine);
    const char *other =
        language_code(reader->language == ENGLISH ? VIETNAMESE : ENGLISH);
    return (struct phrase){say_in(&both, reader->language),
                           text && *text ? mine : other};
}

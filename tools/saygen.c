/*
 * saygen: turn the .po catalogues of the interface into C.
 *
 *     saygen header web/strings/NAME.vi.po NAME.en.po ... > words.h
 *     saygen source web/strings/NAME.vi.po NAME.en.po ... > words.c
 *
 * msgid is a name (lower_snake), which becomes SAY_NAME; msgstr is the text in
 * the language of the file; msgid_plural (repeat the name) with msgstr[0] for
 * one and msgstr[1] for more, where the language has the difference. A name
 * that one language lacks, a name given twice, an empty text, or a {hole} that
 * only one language has stops the build.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VI, EN, LANGUAGES, MOST = 4000, ROOM = 4096 };

static struct word {
    char name[80];
    char *text[LANGUAGES][2]; /* one, many */
    const char *file;
    int line;
} words[MOST];
static int count;

static const char *path;
static int line;

static void fail(const char *why, const char *name)
{
    fprintf(stderr, "%s:%d: %s: %s\n", path, line, why, name);
    exit(1);
}

static struct word *word_named(const char *name)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(words[i].name, name))
            return &words[i];
    if (count == MOST || strlen(name) >= sizeof words[0].name)
        fail("too many words, or too long a name", name);
    for (const char *p = name; *p; p++)
        if (!islower((unsigned char)*p) && !isdigit((unsigned char)*p) &&
            *p != '_')
            fail("a name is lower_snake", name);
    struct word *word = &words[count++];
    snprintf(word->name, sizeof word->name, "%s", name);
    word->file = path;
    word->line = line;
    return word;
}

/* The text between the quotes of `row`, escapes resolved, added to `to`. */
static void take_quoted(char *to, const char *row)
{
    const char *p = strchr(row, '"');
    size_t n = strlen(to);

    if (!p)
        fail("no quoted text", row);
    for (p++; *p && *p != '"'; p++) {
        char c = *p;
        if (c == '\\') {
            c = *++p;
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        if (n + 1 >= ROOM)
            fail("text too long", row);
        to[n++] = c;
    }
    to[n] = '\0';
    if (*p != '"')
        fail("quote not closed", row);
}

static void keep(const char *name, int language, int form, const char *text)
{
    if (!name[0])
        return; /* the catalogue's own header */
    struct word *word = word_named(name);
    if (word->text[language][form])
        fail("given twice", name);
    if (!text[0])
        fail("empty text", name);
    word->text[language][form] = strdup(text);
}

static void read_catalogue(int language)
{
    FILE *in = fopen(path, "r");
    char row[ROOM], name[ROOM] = "", text[ROOM] = "", *into = NULL;
    int form = 0;
    bool pending = false;

    line = 0;
    if (!in)
        fail("cannot open", path);
    for (bool going = true; going;) {
        going = fgets(row, sizeof row, in) != NULL;
        line += going;
        if (going && row[0] == '"') {
            take_quoted(into ? into : text, row);
            continue;
        }
        if (pending && (!going || !strncmp(row, "msg", 3))) {
            if (strncmp(row, "msgid_plural", 12) || !going)
                keep(name, language, form, text), pending = false;
        }
        if (!going || row[0] == '#' || row[strspn(row, " \n")] == '\0')
            continue;
        if (!strncmp(row, "msgid_plural", 12)) {
            into = NULL;
            char unused[ROOM] = "";
            take_quoted(unused, row);
        } else if (!strncmp(row, "msgid", 5)) {
            name[0] = '\0';
            take_quoted(into = name, row);
        } else if (!strncmp(row, "msgstr", 6)) {
            form = row[6] == '[' && row[7] == '1';
            text[0] = '\0';
            take_quoted(into = text, row);
            pending = true;
        } else {
            fail("not understood", row);
        }
    }
    fclose(in);
}

static bool has_hole(const char *text, const char *hole, size_t length)
{
    for (const char *p = text; (p = strchr(p, '{')); p++)
        if (!strncmp(p, hole, length))
            return true;
    return false;
}

static void check_holes(const struct word *word, int from, int to)
{
    for (const char *p = word->text[from][0]; (p = strchr(p, '{')); p++) {
        const char *end = strchr(p, '}');
        if (!end)
            fail("{ without }", word->name);
        if (!has_hole(word->text[to][0], p, (size_t)(end - p) + 1) &&
            !word->text[to][1] && !word->text[from][1])
            fail("a {hole} that one language lacks", word->name);
    }
}

static void check(void)
{
    for (int i = 0; i < count; i++) {
        path = words[i].file;
        line = words[i].line;
        for (int l = 0; l < LANGUAGES; l++)
            if (!words[i].text[l][0])
                fail(l == VI ? "no Vietnamese text" : "no English text",
                     words[i].name);
        check_holes(&words[i], VI, EN);
        check_holes(&words[i], EN, VI);
    }
}

static void put_upper(const char *name)
{
    for (; *name; name++)
        putchar(toupper((unsigned char)*name));
}

static void put_literal(const char *text)
{
    putchar('"');
    for (; text && *text; text++) {
        if (*text == '\n')
            fputs("\\n", stdout);
        else if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else
            putchar(*text);
    }
    putchar('"');
}

static void put_header(void)
{
    puts("/* Made by tools/saygen from web/strings. Do not edit. */\n"
         "#ifndef WORDS_H\n#define WORDS_H\nenum word {");
    for (int i = 0; i < count; i++) {
        printf("    SAY_");
        put_upper(words[i].name);
        puts(",");
    }
    puts("    SAY__COUNT\n};\n"
         "extern const char *const word_texts[SAY__COUNT][2][2];\n"
         "extern const char *const word_names[SAY__COUNT];\n#endif");
}

static void put_source(void)
{
    puts("/* Made by tools/saygen from web/strings. Do not edit. */\n"
         "#include \"words.h\"\n\n"
         "const char *const word_texts[SAY__COUNT][2][2] = {");
    for (int i = 0; i < count; i++) {
        printf("    {");
        for (int l = 0; l < LANGUAGES; l++) {
            char **text = words[i].text[l];
            printf("%s{", l ? ", " : "");
            put_literal(text[0]);
            printf(", ");
            put_literal(text[1] ? text[1] : text[0]);
            printf("}");
        }
        puts("},");
    }
    puts("};\n\nconst char *const word_names[SAY__COUNT] = {");
    for (int i = 0; i < count; i++)
        printf("    \"%s\",\n", words[i].name);
    puts("};");
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return fputs("usage: saygen header|source FILE.po...\n", stderr), 2;
    for (int i = 2; i < argc; i++) {
        path = argv[i];
        read_catalogue(strstr(path, ".en.po") ? EN : VI);
    }
    check();
    if (!strcmp(argv[1], "header"))
        put_header();
    else
        put_source();
    return 0;
}

/*
 * embed: turn what tools/assets built into a C table, so that the server needs
 * no file of its own at run time.
 *
 *     embed FOLDER > assets_built.c
 *
 * FOLDER/list names each asset, its hashed name and its media type, with tabs;
 * FOLDER/HASHED.gz, where there is one, is the same compressed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "embed: %s: %s\n", what, name);
    exit(1);
}

/* Write the file as an array and return its length; 0 if there is none. */
static size_t array(const char *folder, const char *name, const char *suffix,
                    const char *label, int number)
{
    char path[4096];
    size_t length = 0;
    int c;

    snprintf(path, sizeof path, "%s/%s%s", folder, name, suffix);
    FILE *in = fopen(path, "rb");
    if (!in)
        return 0;
    printf("static const unsigned char %s_%d[] = {", label, number);
    for (; (c = getc(in)) != EOF; length++)
        printf("%s%d,", length % 24 ? "" : "\n", c);
    puts("\n};");
    fclose(in);
    return length;
}

int main(int argc, char **argv)
{
    char path[4096], row[1024], table[65536] = "";
    size_t used = 0;
    int number = 0;

    if (argc != 2)
        return fputs("usage: embed FOLDER\n", stderr), 2;
    snprintf(path, sizeof path, "%s/list", argv[1]);
    FILE *in = fopen(path, "r");
    if (!in)
        fail("cannot open", path);
    puts("/* Made by tools/embed. Do not edit. */\n"
         "#include \"pages/assets.h\"\n");
    for (; fgets(row, sizeof row, in); number++) {
        char *name = strtok(row, "\t"), *hashed = strtok(NULL, "\t"),
             *type = strtok(NULL, "\n");
        if (!name || !hashed || !type)
            fail("not name, hashed name and type", path);
        size_t plain = array(argv[1], hashed, "", "plain", number);
        if (!plain)
            fail("missing or empty", hashed);
        size_t small = array(argv[1], hashed, ".gz", "small", number);
        char small_name[32] = "NULL";
        if (small)
            snprintf(small_name, sizeof small_name, "small_%d", number);
        used += (size_t)snprintf(
            table + used, sizeof table - used,
            "    {\"%s\", \"/assets/%s\", \"%s\", plain_%d, %zu, %s, %zu},\n",
            name, hashed, type, number, plain, small_name, small);
        if (used >= sizeof table)
            fail("too many assets", hashed);
    }
    printf("\nconst struct asset assets[] = {\n%s    {0},\n};\n", table);
    return 0;
}

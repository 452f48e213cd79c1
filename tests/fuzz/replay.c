#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/* Feed every file of a folder, and every beginning of it, to the reader. */
enum { LARGEST = 1 << 20, WHOLE_ONLY = 4096 };

static int replay(const char *folder, const char *name)
{
    static uint8_t bytes[LARGEST];
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *in = fopen(path, "rb");
    if (!in) {
        perror(path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    for (size_t n = size > WHOLE_ONLY ? size : 0; n <= size; n++) {
        /* its own allocation, so that one byte too far is seen */
        uint8_t *copy = malloc(n ? n : 1);
        if (!copy)
            abort();
        for (size_t i = 0; i < n; i++)
            copy[i] = bytes[i];
        LLVMFuzzerTestOneInput(copy, n);
        free(copy);
    }
    return 0;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    struct dirent *entry;
    int count = 0;

    if (!folder) {
        fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
        return 2;
    }
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.') {
            if (replay(argv[1], entry->d_name))
                return 1;
            count++;
        }
    closedir(folder);
    printf("%d inputs and all their beginnings\n", count);
    return count ? 0 : 1;
}

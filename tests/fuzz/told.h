#ifndef TESTS_FUZZ_TOLD_H
#define TESTS_FUZZ_TOLD_H

#include "host/readhost/read.h"

#include <stdlib.h>

/* What the readers of readhost call where something is wrong: it has a line and
   words in both languages. For a program of one fuzzer. */
void problem(struct tree_maker *problems, long line, const char *vi,
             const char *en)
{
    struct tree_maker one = tree_map(problems->arena);

    if (line < 0 || !*vi || !*en)
        abort();
    tree_put(&one, "line", tree_of_integer(line));
    tree_add(problems, tree_done(&one));
}

#endif

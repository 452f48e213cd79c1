#ifndef PAGES_READER_H
#define PAGES_READER_H

#include "pages/visitor.h"

/* Who reads the page, as every view gets it. Made by the router. */
struct reader {
    struct arena *arena;
    enum language language;
    const struct visitor *visitor;
    const char *title;
    const char *csrf;      /* for <input type="hidden" name="csrf"> */
    const char *address;   /* of this page, for the language switch */
    const char *body_name; /* who runs this Khoa */
    bool demo;
    int64_t now;
};

#endif

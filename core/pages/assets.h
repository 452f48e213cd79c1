#ifndef PAGES_ASSETS_H
#define PAGES_ASSETS_H

#include <stddef.h>

/*
 * Style sheet, fonts, scripts and pictures, built by tools/assets and carried
 * inside the program. Each is served under an address that holds the hash of
 * its content, so a browser may keep it for good and never mixes two releases.
 */
struct asset {
    const char *name;    /* as views say it: "khoa.css" */
    const char *address; /* "/assets/khoa.0123456789abcdef.css" */
    const char *type;
    const unsigned char *bytes;
    size_t length;
    const unsigned char *small; /* compressed by gzip; NULL if not worth it */
    size_t small_length;
};

/* Ends with a NULL name. */
extern const struct asset assets[];

/* The address of an asset, for a view: {{ asset("khoa.css") }}. A name that
   was not built gives an address that answers MISSING; a test looks at every
   name that the views use. */
const char *asset(const char *name);

#endif

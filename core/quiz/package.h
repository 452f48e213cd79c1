#ifndef QUIZ_PACKAGE_H
#define QUIZ_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/tree.h"

/*
 * A package: a folder with plugin.lua, the modules it requires, a catalogue of
 * texts and media. To the server it is bytes; it is run in a locked process
 * only.
 *
 *     plugin.lua             returns the question type (see plugins/README.md)
 *     NAME.lua               a module, for require("NAME")
 *     catalogue.lua          returns { key = { vi =, en = } }, optional
 *     README.md, picture.png documentation; not read, no part of the package
 *     anything else          media: .png .jpg .svg .webp .mp3 .mp4 .webm ...
 *
 * Its identity is the SHA-256 over its files in the order of their names: for
 * each the name, a NUL, the length as 8 bytes big-endian, then the bytes of a
 * Lua file, or the SHA-256 in hex of any other: so a package is known without
 * its media at hand. A file moved, added or changed makes another package.
 *
 * Refused: no plugin.lua, links and special files, names other than letters,
 * digits and . _ - / (none starting with a point), more than 200 files, more
 * than 512 KiB of Lua, more than 50 MiB in all.
 */
struct package_file {
    const char *path;  /* inside the folder, '/' between names */
    const char *bytes; /* may be NULL where `digest` says what they are */
    size_t length;
    const char *digest; /* of a medium; NULL: of `bytes` */
    bool lua;
};

struct package {
    const char *hash; /* 64 lower-case hex digits */
    size_t count;
    const struct package_file *files; /* sorted by path */
    /* What goes to a locked process: {"modules":[{"name","length"}],
       "media":[path]}, and the bytes of the modules one after another. */
    struct tree contents;
    const char *source;
    size_t source_length;
};

/* INVALID: no acceptable package; `*why` then says what to mend, in English,
   for its vendor. MISSING: no such folder. */
MUST_CHECK enum status package_read(struct arena *arena, const char *folder,
                                    struct package *out, const char **why);

/* Whether it brings a medium of that name. */
bool package_has(const struct package *package, const char *medium);

/* The same from files at hand (tests, what is stored of a package): the list
   is copied, the bytes are not. */
MUST_CHECK enum status package_make(struct arena *arena,
                                    const struct package_file *files,
                                    size_t count, struct package *out,
                                    const char **why);

#endif

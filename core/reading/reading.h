#ifndef READING_READING_H
#define READING_READING_H

#include <stddef.h>

#include "base/status.h"
#include "base/tree.h"

/*
 * Files that others wrote, read in a locked process (host/readhost): the
 * server hands over bytes and gets records. Bytes must be UTF-8; whoever asks
 * has checked that.
 *
 * INVALID: `problems` is a list of {"line", "vi", "en"}: where it is and what
 * to do. BUSY: no process was free. FAILED: ours, logged.
 */
struct readers;

/* Starts a first process at once: FAILED if readhost cannot run. NULL for
   `program`: the one beside this executable. */
MUST_CHECK enum status readers_open(struct readers **out, const char *program);
void readers_close(struct readers *readers);

/* `schema` is "course", "bank", "test" or, for any well-formed XML, NULL.
   `root` is an element:
   {"name", "line", "attributes": {name: text}, "text", "children": [...]}. */
MUST_CHECK enum status reading_xml(struct readers *readers, struct arena *arena,
                                   const char *schema, const char *bytes,
                                   size_t length, struct tree *root,
                                   struct tree *problems);

/* A list of nodes; see host/markdown.h. */
MUST_CHECK enum status reading_markdown(struct readers *readers,
                                        struct arena *arena, const char *bytes,
                                        size_t length, struct tree *nodes,
                                        struct tree *problems);

/* A list of {"line", "cells": [text]}, empty rows left out. `separator` 0: the
   one of ; , and tab that the first line has most of. */
MUST_CHECK enum status reading_csv(struct readers *readers, struct arena *arena,
                                   char separator, const char *bytes,
                                   size_t length, struct tree *rows,
                                   struct tree *problems);

/* Captions (WebVTT): a list of {"from", "to", "text", "voice"?}, in order,
   times in milliseconds. */
MUST_CHECK enum status reading_captions(struct readers *readers,
                                        struct arena *arena, const char *bytes,
                                        size_t length, struct tree *cues,
                                        struct tree *problems);

/* The first sheet of a workbook as CSV with semicolons, in `csv`; line n of it
   is row n of the sheet. `most` rows of it; 0: all. */
MUST_CHECK enum status reading_xlsx(struct readers *readers,
                                    struct arena *arena, size_t most,
                                    const char *bytes, size_t length,
                                    const char **csv, size_t *csv_length,
                                    struct tree *problems);

#endif

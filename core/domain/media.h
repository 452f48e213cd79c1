#ifndef DOMAIN_MEDIA_H
#define DOMAIN_MEDIA_H

#include "base/status.h"
#include "base/tree.h"
#include "domain/findings.h"
#include "domain/house.h"

/*
 * Pictures, films, sounds, captions and files to download that people bring, in
 * courses, items and packages. A picture is shown as a picture only and all are
 * served so that nothing in them runs (http/send.c); that a drawing brings no
 * script is checked here too, so that its author hears of it.
 *
 * A film or sound has its captions beside it, "media/a.vi.vtt" and
 * "media/a.en.vtt" for "media/a.webm", and a film may have a picture of its
 * name, "media/a.jpg", which stands there until it is played.
 */
enum medium { MEDIUM_NONE, PICTURE, FILM, SOUND, CAPTIONS, DOCUMENT };
enum { MOST_MEDIA = 20 << 20, MOST_FILM = 100 << 20 };

/* What its name says it is; the name decides, media_check holds it to that. */
enum medium media_kind(const char *name);

/* The same as "image/png"; NULL: nothing that may be brought. */
const char *media_type(const char *name);

/* Bytes. */
size_t media_most(const char *name);

/* "media/a.vi.vtt" of "media/a.webm" and ".vi.vtt". */
const char *media_beside(struct arena *arena, const char *name,
                         const char *ending);

/* What the name of a film's picture may end with, up to NULL. */
extern const char *const media_poster_endings[];

/* Whether it is what its name says. INVALID: told, with `name` as the file.
   `cues`: what captions say (reading.h); of all others TREE_NOTHING. */
MUST_CHECK enum status media_check(struct house *house,
                                   struct findings *findings, const char *name,
                                   const char *bytes, size_t length,
                                   struct tree *cues);

#endif

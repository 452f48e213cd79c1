#ifndef PAGES_NODES_H
#define PAGES_NODES_H

#include "base/buf.h"
#include "base/tree.h"
#include "pages/reader.h"

/*
 * A tree of nodes as HTML: what a plugin renders and what Markdown becomes.
 * Everything is escaped here; a tree cannot bring markup of its own. A node
 * that is not known is passed over, its children with it, and logged.
 *
 * Inputs are named "a.NAME", so that a form can carry other fields beside
 * them; every input is labelled and can be answered by keyboard and by a plain
 * form. In a review inputs have no names: a copy that stands inside a form must
 * not be sent with it, and radio buttons of one name share one mark, also over
 * questions. `typed` fills them in: a map of NAME to TEXT, or LIST of TEXT for
 * a set.
 */
enum nodes_mode {
    NODES_ANSWER, /* may be answered */
    NODES_REVIEW, /* shows what was answered; nothing can be changed */
};

struct check_panels;

struct nodes {
    const struct reader *reader;
    enum nodes_mode mode;
    const struct tree *typed;    /* NULL: nothing yet */
    const char *media;           /* address before the names of media, ends in
                                    '/'; NULL: media are not shown */
    const struct tree *files;    /* name of a medium -> its whole address, or
                                    {"address", "size"?, "cues"?}; NULL: as
                                    `media` says */
    const char *sent;            /* address before the digest of a file that
                                    was handed in, ends in '/'; NULL: no link */
    const char *sent_as;         /* what that file is called; NULL: its name */
    int heading;                 /* level that a heading 1 becomes; 0 is 2 */
    const struct tree *problems; /* NAME -> {vi, en}: said beside the input */
    const struct tree *inside;   /* the node that spans of a text belong to; set
                                    while it is drawn */
    const char *part; /* what ids begin with, on a page that draws several
                         questions or one several times; NULL: one only */
    const struct check_panels *checks; /* that stand in a lesson's text; NULL:
                                          none may (pages/selfcheck.h) */
};

/* `tree` is a node or a list of nodes. */
void nodes_draw(struct buf *out, const struct nodes *how,
                const struct tree *tree);

/* Of media by name (item_media in domain/shelf.h) what stands in `files`: their
   addresses are `base`, a slash and the digest. NULL where there are none. */
const struct tree *media_addresses(struct arena *arena, const char *base,
                                   const struct tree *media);

/* Of nodes in two languages, {vi, en}, the reader's, or the other; nothing if
   there is neither. */
struct tree nodes_in(const struct tree *both, enum language language);

/* The text of a node without any markup: for titles and search. */
void nodes_text(struct buf *out, const struct tree *tree);

#endif

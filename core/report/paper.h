#ifndef REPORT_PAPER_H
#define REPORT_PAPER_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A4 documents as PDF: lists with a heading as Decree 30/2020/NĐ-CP has it,
 * and cards to be cut apart. Text is set by pango, so that stacked Vietnamese
 * marks stand where they belong, and can be searched; fonts are embedded.
 * Whatever nobody can see in a text is left out, and what is too long for its
 * place is cut with an ellipsis, so no name breaks a page. Pages go to the
 * file as they are full: memory does not grow with their number. The same
 * calls give the same bytes.
 */
struct paper;

/* In millimetres: of the sheet, and what a card takes of it. */
enum {
    PAPER_WIDTH = 210,
    PAPER_HEIGHT = 297,
    CARDS_ACROSS = 2,
    CARDS_DOWN = 4
};

struct paper_how {
    const char *title, *author; /* of the document, for who looks it up */
    int64_t made_at;            /* ms */
};

/* FAILED: it cannot be written; the log says why. */
MUST_CHECK enum status paper_open(struct paper **out, const char *path,
                                  const struct paper_how *how);

/* ---- what stands on it, from above to below ------------------------------*/

/* Who issues it, on the left, and the name and motto of the country. */
void paper_letterhead(struct paper *paper, const char *body, const char *unit);

enum paper_style {
    PAPER_TITLE,    /* centred, in capitals as given, bold */
    PAPER_SUBTITLE, /* centred */
    PAPER_LINE,
    PAPER_SMALL,
    PAPER_SIGNATURE, /* on the right half, centred, bold */
};
void paper_text(struct paper *paper, enum paper_style style, const char *text);
void paper_space(struct paper *paper, double millimetres);

struct paper_column {
    const char *title;
    double width; /* share of the whole */
    bool centred;
};
/* A table begins; its head comes again on each page. `columns` must last until
   the table is over: with anything that is not a row. */
void paper_table(struct paper *paper, const struct paper_column *columns,
                 size_t count);
void paper_row(struct paper *paper, const char *const *cells);

/* ---- cards, eight to a sheet ---------------------------------------------*/

enum { CARD_LINES = 5 };
struct paper_card {
    const char *head;  /* small, above */
    const char *title; /* whose it is */
    struct {
        const char *label, *value; /* label NULL: no more */
    } lines[CARD_LINES];
    const char *code_label, *code; /* large, not to be misread; may be NULL */
    const char *qr;                /* text of a QR code; may be NULL */
    const char *foot;              /* small, below; may be NULL */
};
void paper_card(struct paper *paper, const struct paper_card *card);

/* From here on a new sheet. */
void paper_break(struct paper *paper);

/* Finish the file. FAILED: there is none. */
MUST_CHECK enum status paper_close(struct paper *paper);
/* Give up: no file is left. */
void paper_drop(struct paper *paper);

#endif

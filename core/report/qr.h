#ifndef REPORT_QR_H
#define REPORT_QR_H

#include "base/arena.h"

#include <stdbool.h>

/*
 * A text as a QR code for an <svg viewBox="0 0 side side">: the `d` of one
 * path, a unit a module, with the quiet zone of four modules around it. Fill
 * it black on white: scanners want it so, whatever the colours of the page.
 * NULL if the text is too long for a code.
 */
enum { QR_QUIET = 4 }; /* modules of white around it */
const char *qr_path(struct arena *arena, const char *text, int *side);

/* The same as dark modules, row after row, without the quiet zone. */
const bool *qr_modules(struct arena *arena, const char *text, int *side);

#endif

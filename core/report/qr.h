#ifndef REPORT_QR_H
#define REPORT_QR_H

#include "base/arena.h"

/*
 * A text as a QR code for an <svg viewBox="0 0 side side">: the `d` of one
 * path, a unit a module, with the quiet zone of four modules around it. Fill
 * it black on white: scanners want it so, whatever the colours of the page.
 * NULL if the text is too long for a code.
 */
const char *qr_path(struct arena *arena, const char *text, int *side);

#endif

#include "report/qr.h"

#include "base/buf.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET = 4 };

static void run(struct buf *out, int x, int y, int length)
{
    const char *step = arena_print(out->arena, "M%d %dh%dv1h-%dz", x + QUIET,
                                   y + QUIET, length, length);

    buf_bytes(out, step, strlen(step));
}

const char *qr_path(struct arena *arena, const char *text, int *side)
{
    struct buf out = {.arena = arena};
    QRcode *code =
        QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1 /* case */);

    if (!code)
        return NULL;
    for (int y = 0; y < code->width; y++) {
        const unsigned char *row = code->data + y * code->width;
        for (int x = 0, n; x < code->width; x += n ? n : 1) {
            for (n = 0; x + n < code->width && row[x + n] & 1; n++)
                ;
            if (n)
                run(&out, x, y, n);
        }
    }
    *side = code->width + 2 * QUIET;
    QRcode_free(code);
    return out.data;
}

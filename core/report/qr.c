#include "report/qr.h"

#include "base/buf.h"

#include <qrencode.h>
#include <string.h>

const bool *qr_modules(struct arena *arena, const char *text, int *side)
{
    QRcode *code =
        QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1 /* case */);

    *side = 0;
    if (!code)
        return NULL;
    size_t count = (size_t)code->width * (size_t)code->width;
    bool *dark = arena_many(arena, bool, count);
    for (size_t i = 0; i < count; i++)
        dark[i] = code->data[i] & 1;
    *side = code->width;
    QRcode_free(code);
    return dark;
}

static void run(struct buf *out, int x, int y, int length)
{
    const char *step = arena_print(out->arena, "M%d %dh%dv1h-%dz", x + QR_QUIET,
                                   y + QR_QUIET, length, length);

    buf_bytes(out, step, strlen(step));
}

const char *qr_path(struct arena *arena, const char *text, int *side)
{
    struct buf out = {.arena = arena};
    int width;
    const bool *dark = qr_modules(arena, text, &width);

    if (!dark)
        return NULL;
    for (int y = 0; y < width; y++) {
        const bool *row = dark + y * width;
        for (int x = 0, n; x < width; x += n ? n : 1) {
            for (n = 0; x + n < width && row[x + n]; n++)
                ;
            if (n)
                run(&out, x, y, n);
        }
    }
    *side = width + 2 * QR_QUIET;
    return out.data;
}

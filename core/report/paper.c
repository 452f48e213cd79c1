#include "report/paper.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "report/qr.h"
#include "text/utf8.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Millimetres; margins of Decree 30/2020/NĐ-CP, annex I. */
enum { TOP = 20, BOTTOM = 20, LEFT = 30, RIGHT = 18, CARD_EDGE = 6 };
enum { QR_SIDE = 30, CELL_LINES = 4, HEAD_LINES = 3 };
#define MM(n) ((n)*72.0 / 25.4)

static const char serif[] = "Liberation Serif", sans[] = "Liberation Sans",
                  mono[] = "Liberation Mono";

struct paper {
    char *path;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoLayout *layout;
    double y;     /* points from above, where the next thing goes */
    int page;     /* from 1 */
    bool is_used; /* something stands on this page */
    size_t card;  /* how many cards stand on this sheet */
    const struct paper_column *columns; /* of the table that is going on */
    size_t column_count;
};

/* ---- setting text --------------------------------------------------------*/

struct setting {
    const char *family;
    double size; /* points */
    bool bold, italic;
    PangoAlignment align;
    double width; /* points */
    int lines;    /* at most; 0: as many as it takes */
};

/* The layout holds the text then; its height in points. */
static double set_text(struct paper *p, const struct setting *s,
                       const char *text)
{
    PangoFontDescription *font = pango_font_description_new();
    struct arena *arena = arena_new();
    int height;

    pango_font_description_set_family_static(font, s->family);
    pango_font_description_set_size(font, (int)(s->size * PANGO_SCALE));
    pango_font_description_set_weight(font, s->bold ? PANGO_WEIGHT_BOLD
                                                    : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, s->italic ? PANGO_STYLE_ITALIC
                                                     : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(p->layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(p->layout, (int)(s->width * PANGO_SCALE));
    pango_layout_set_alignment(p->layout, s->align);
    pango_layout_set_height(p->layout, s->lines ? -s->lines : -1000);
    pango_layout_set_text(p->layout,
                          text_seen(arena, text ? text : "", TEXT_LINE), -1);
    pango_layout_get_size(p->layout, NULL, &height);
    arena_free(arena);
    return (double)height / PANGO_SCALE;
}

static void show_text(struct paper *p, double x, double y)
{
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, p->layout);
}

/* ---- pages ---------------------------------------------------------------*/

static double text_width(void)
{
    return MM(PAPER_WIDTH - LEFT - RIGHT);
}

/* A number above every page but the first, as the decree wants it. */
static void begin_page(struct paper *p)
{
    char number[16];
    const struct setting s = {
        serif, 13, false, false, PANGO_ALIGN_CENTER, text_width(), 1};

    p->y = MM(TOP);
    p->is_used = false;
    p->card = 0;
    if (++p->page == 1)
        return;
    snprintf(number, sizeof number, "%d", p->page);
    set_text(p, &s, number);
    show_text(p, MM(LEFT), MM(TOP - 10));
}

static void next_page(struct paper *p)
{
    cairo_show_page(p->cr);
    begin_page(p);
}

void paper_break(struct paper *p)
{
    p->columns = NULL;
    if (p->is_used)
        next_page(p);
}

/* Is there room for so many points? If not, on a new page there is. */
static void make_room(struct paper *p, double height)
{
    if (p->card || (p->is_used && p->y + height > MM(PAPER_HEIGHT - BOTTOM)))
        next_page(p);
    p->is_used = true;
}

/* ---- opening and closing -------------------------------------------------*/

static void put_metadata(cairo_surface_t *surface, const struct paper_how *how)
{
    time_t seconds = (time_t)(how->made_at / 1000);
    struct tm utc;
    char made[32];

    gmtime_r(&seconds, &utc);
    strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", &utc);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   how->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR,
                                   how->author);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Khoa");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   made);
}

static enum status told(const char *path, cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return OK;
    log_say(LOG_ERROR, "report", "a document was not written", "path", path,
            "why", cairo_status_to_string(status), NULL);
    return FAILED;
}

#ifdef __SANITIZE_ADDRESS__
/* fontconfig keeps 288 bytes for good, once, however many documents follow. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}
#endif

/* With fonts of its own, which go with it: pango would keep a set for each
   thread of the server. */
static PangoLayout *new_layout(cairo_t *cr)
{
    PangoFontMap *fonts = pango_cairo_font_map_new();
    PangoContext *context = pango_font_map_create_context(fonts);
    PangoLayout *layout = pango_layout_new(context);

    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
    pango_cairo_update_context(cr, context);
    g_object_unref(context);
    g_object_unref(fonts);
    return layout;
}

enum status paper_open(struct paper **out, const char *path,
                       const struct paper_how *how)
{
    struct paper *p = calloc(1, sizeof *p);

    if (!p || !(p->path = strdup(path))) {
        free(p);
        return FAILED;
    }
    p->surface =
        cairo_pdf_surface_create(path, MM(PAPER_WIDTH), MM(PAPER_HEIGHT));
    p->cr = cairo_create(p->surface);
    enum status status = told(path, cairo_status(p->cr));
    if (status == OK) {
        put_metadata(p->surface, how);
        p->layout = new_layout(p->cr);
        pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_auto_dir(p->layout, FALSE);
        begin_page(p);
        *out = p;
        return OK;
    }
    paper_drop(p);
    return status;
}

/* What went wrong on the way, if anything did. */
static cairo_status_t finish(struct paper *p)
{
    if (p->layout)
        g_object_unref(p->layout);
    cairo_status_t status = cairo_status(p->cr);
    cairo_destroy(p->cr);
    cairo_surface_finish(p->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(p->surface);
    cairo_surface_destroy(p->surface);
    return status;
}

static void release(struct paper *p)
{
    free(p->path);
    free(p);
}

enum status paper_close(struct paper *p)
{
    enum status status = told(p->path, finish(p));

    if (status != OK)
        unlink(p->path);
    release(p);
    return status;
}

void paper_drop(struct paper *p)
{
    finish(p);
    unlink(p->path);
    release(p);
}

/* ---- documents -----------------------------------------------------------*/

static double put_column(struct paper *p, const struct setting *s, double x,
                         double y, const char *text)
{
    double height = set_text(p, s, text);

    show_text(p, x, y);
    return y + height;
}

static void rule(struct paper *p, double x, double y, double width)
{
    cairo_set_line_width(p->cr, 0.7);
    cairo_move_to(p->cr, x, y);
    cairo_rel_line_to(p->cr, width, 0);
    cairo_stroke(p->cr);
}

void paper_letterhead(struct paper *p, const char *body, const char *unit)
{
    double left = text_width() * 0.42, right = text_width() - left,
           x = MM(LEFT), y = MM(TOP);
    struct setting s = {serif,    12,        false, false, PANGO_ALIGN_CENTER,
                        left - 6, HEAD_LINES};

    make_room(p, MM(40));
    double low = put_column(p, &s, x, y, body);
    s.bold = true;
    if (unit)
        low = put_column(p, &s, x, low, unit);
    rule(p, x + left / 3, low + 3, left / 3);
    s.width = right;
    double end =
        put_column(p, &s, x + left, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    s.size = 13;
    end = put_column(p, &s, x + left, end, "Độc lập - Tự do - Hạnh phúc");
    rule(p, x + left + right / 4, end + 3, right / 2);
    p->y = fmax(low, end) + MM(8);
}

void paper_text(struct paper *p, enum paper_style style, const char *text)
{
    double width = text_width(), x = MM(LEFT);
    struct setting s = {serif, 13, false, false, PANGO_ALIGN_LEFT, width, 0};

    p->columns = NULL;
    switch (style) {
    case PAPER_TITLE:
        s.bold = true;
        s.size = 14;
        s.align = PANGO_ALIGN_CENTER;
        break;
    case PAPER_SUBTITLE: s.align = PANGO_ALIGN_CENTER; break;
    case PAPER_LINE: break;
    case PAPER_SMALL: s.size = 11; break;
    case PAPER_SIGNATURE:
        s.bold = true;
        s.align = PANGO_ALIGN_CENTER;
        s.width = width / 2;
        x += width / 2;
        break;
    }
    double height = set_text(p, &s, text);
    make_room(p, height);
    set_text(p, &s, text); /* a new page has set its number */
    show_text(p, x, p->y);
    p->y += height + 2;
}

void paper_space(struct paper *p, double millimetres)
{
    p->y += MM(millimetres);
}

/* ---- tables --------------------------------------------------------------*/

enum { CELL_PAD = 3 };

static struct setting cell_setting(const struct paper *p, size_t i, bool head)
{
    bool centred = head || p->columns[i].centred;

    return (struct setting){serif,
                            11,
                            head,
                            false,
                            centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT,
                            p->columns[i].width * text_width() - 2 * CELL_PAD,
                            CELL_LINES};
}

static double row_height(struct paper *p, const char *const *cells, bool head)
{
    double height = 0;

    for (size_t i = 0; i < p->column_count; i++) {
        const struct setting s = cell_setting(p, i, head);
        height = fmax(height, set_text(p, &s, cells[i]));
    }
    return height + 2 * CELL_PAD;
}

static void draw_row(struct paper *p, const char *const *cells, double height,
                     bool head)
{
    double x = MM(LEFT);

    cairo_set_line_width(p->cr, 0.5);
    for (size_t i = 0; i < p->column_count; i++) {
        const struct setting s = cell_setting(p, i, head);
        double width = p->columns[i].width * text_width();
        cairo_rectangle(p->cr, x, p->y, width, height);
        cairo_stroke(p->cr);
        set_text(p, &s, cells[i]);
        show_text(p, x + CELL_PAD, p->y + CELL_PAD);
        x += width;
    }
    p->y += height;
}

enum { MOST_COLUMNS = 12 };

static void draw_head(struct paper *p)
{
    const char *titles[MOST_COLUMNS];

    for (size_t i = 0; i < p->column_count; i++)
        titles[i] = p->columns[i].title;
    draw_row(p, titles, row_height(p, titles, true), true);
}

void paper_table(struct paper *p, const struct paper_column *columns,
                 size_t count)
{
    p->columns = columns;
    p->column_count = count < MOST_COLUMNS ? count : MOST_COLUMNS;
    make_room(p, MM(25)); /* no head alone at the foot of a page */
    draw_head(p);
}

void paper_row(struct paper *p, const char *const *cells)
{
    double height = row_height(p, cells, false);

    if (p->y + height > MM(PAPER_HEIGHT - BOTTOM)) {
        next_page(p);
        p->is_used = true;
        draw_head(p);
    }
    draw_row(p, cells, height, false);
}

/* ---- cards ---------------------------------------------------------------*/

static void cut_marks(struct paper *p)
{
    static const double dashes[] = {2, 4};

    cairo_save(p->cr);
    cairo_set_line_width(p->cr, 0.4);
    cairo_set_source_rgb(p->cr, 0.5, 0.5, 0.5);
    cairo_set_dash(p->cr, dashes, 2, 0);
    for (int i = 1; i < CARDS_ACROSS; i++) {
        cairo_move_to(p->cr, MM(PAPER_WIDTH) * i / CARDS_ACROSS, 0);
        cairo_rel_line_to(p->cr, 0, MM(PAPER_HEIGHT));
    }
    for (int i = 1; i < CARDS_DOWN; i++) {
        cairo_move_to(p->cr, 0, MM(PAPER_HEIGHT) * i / CARDS_DOWN);
        cairo_rel_line_to(p->cr, MM(PAPER_WIDTH), 0);
    }
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

/* As a picture of one dot a module, which a page holds in a few hundred bytes:
   drawn as squares it would be thousands. */
static void draw_qr(struct paper *p, double x, double y, double side,
                    const char *text)
{
    struct arena *arena = arena_new();
    int modules;
    const bool *dark = qr_modules(arena, text, &modules);

    if (dark) {
        double unit = side / (modules + 2 * QR_QUIET);
        cairo_surface_t *dots =
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, modules, modules);
        unsigned char *bytes = cairo_image_surface_get_data(dots);
        int stride = cairo_image_surface_get_stride(dots);
        for (int i = 0; i < modules * modules; i++)
            memset(bytes + i / modules * stride + i % modules * 4,
                   dark[i] ? 0 : 255, 4);
        cairo_surface_mark_dirty(dots);
        cairo_save(p->cr);
        cairo_translate(p->cr, x + QR_QUIET * unit, y + QR_QUIET * unit);
        cairo_scale(p->cr, unit, unit);
        cairo_set_source_surface(p->cr, dots, 0, 0);
        cairo_pattern_set_filter(cairo_get_source(p->cr), CAIRO_FILTER_NEAREST);
        cairo_paint(p->cr);
        cairo_restore(p->cr);
        cairo_surface_destroy(dots);
    }
    arena_free(arena);
}

static double card_lines(struct paper *p, const struct paper_card *card,
                         double x, double y, double width)
{
    for (int i = 0; i < CARD_LINES && card->lines[i].label; i++) {
        struct arena *arena = arena_new();
        const struct setting s = {sans,  9, false, false, PANGO_ALIGN_LEFT,
                                  width, 2};
        y = put_column(p, &s, x, y,
                       arena_print(arena, "%s: %s", card->lines[i].label,
                                   card->lines[i].value)) +
            1.5;
        arena_free(arena);
    }
    return y;
}

static void draw_card(struct paper *p, const struct paper_card *card, double x,
                      double y, double width, double height)
{
    double narrow = card->qr ? width - MM(QR_SIDE) : width;
    struct setting s = {sans, 8, false, false, PANGO_ALIGN_LEFT, width, 1};
    double at = put_column(p, &s, x, y, card->head) + 2;

    s = (struct setting){sans, 12, true, false, PANGO_ALIGN_LEFT, width, 2};
    at = put_column(p, &s, x, at, card->title) + 3;
    if (card->qr)
        draw_qr(p, x + width - MM(QR_SIDE), at, MM(QR_SIDE), card->qr);
    card_lines(p, card, x, at, narrow - MM(2));
    double low = y + height;
    if (card->foot) {
        s = (struct setting){sans,  7.5, false, false, PANGO_ALIGN_LEFT,
                             width, 2};
        low -= set_text(p, &s, card->foot);
        show_text(p, x, low);
    }
    if (!card->code)
        return;
    s = (struct setting){mono, 15, true, false, PANGO_ALIGN_LEFT, width, 1};
    low -= set_text(p, &s, card->code) + 3;
    show_text(p, x, low);
    s = (struct setting){sans, 8, false, false, PANGO_ALIGN_LEFT, width, 1};
    low -= set_text(p, &s, card->code_label);
    show_text(p, x, low);
}

void paper_card(struct paper *p, const struct paper_card *card)
{
    double width = MM(PAPER_WIDTH) / CARDS_ACROSS,
           height = MM(PAPER_HEIGHT) / CARDS_DOWN, edge = MM(CARD_EDGE);

    if ((p->is_used && !p->card) || p->card == CARDS_ACROSS * CARDS_DOWN)
        next_page(p);
    if (!p->card)
        cut_marks(p);
    p->columns = NULL;
    p->is_used = true;
    draw_card(p, card, width * (double)(p->card % CARDS_ACROSS) + edge,
              height * (double)(p->card / CARDS_ACROSS) + edge,
              width - 2 * edge, height - 2 * edge);
    p->card++;
}

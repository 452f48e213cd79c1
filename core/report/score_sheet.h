#ifndef REPORT_SCORE_SHEET_H
#define REPORT_SCORE_SHEET_H

#include "report/sheet.h"
#include "store/scores.h"
#include "text/say.h"

/*
 * The sheet "Kết quả sát hạch": a row for each person and sitting, the columns
 * of HR's exchange format by stable ids (so_hieu, ho_ten, diem100, ...), as
 * far as they exist. A person without a score has an empty score and a state
 * that says why; never a zero.
 */
struct score_sheet {
    enum sheet_format format;
    enum language language; /* of the headings and words */
    bool national_id;       /* twelve digits, for those with the right */
    const char *exporter;   /* who exports, as written in every row */
    int64_t now;
};

/* Write the rows of the filter to `path`; `*rows` says how many. */
MUST_CHECK enum status score_sheet_write(struct db *db, const char *path,
                                         const struct score_filter *filter,
                                         const struct score_sheet *how,
                                         int64_t *rows);

/* The words for a standing, e.g. "vắng có lý do"; `over`: the sitting has
   closed, so whoever has not come is absent. */
enum word standing_word(const char *standing, bool over);

#endif

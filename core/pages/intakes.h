#ifndef PAGES_INTAKES_H
#define PAGES_INTAKES_H

#include "domain/intakes.h"
#include "http/exchange.h"
#include "pages/reader.h"
#include "store/staff.h"

/* Staff lists: brought, looked at, checked, taken in. For those whose right to
   manage people goes for the whole city. Drawn by web/intakes.html. */
handler intakes_show, intakes_send, intake_template, intake_show, intake_say,
    intake_errors;
/* What was taken in by command: seen and taken back here as well. */
handler import_run_show, import_run_undo;

struct intakes_page {
    const struct intake *list;
    size_t count;
    const char *fault; /* why the last file was not taken; NULL: fine */
    const struct staff_run *runs; /* by command */
    size_t run_count;
};

/* Taking back what was taken in. */
struct undo_part {
    const char *action; /* where the form goes */
    int64_t run;        /* 0: it changed nothing */
    bool undone;
    const struct staff_hindrance *hindrances; /* against it */
    size_t hindrance_count;
    const char *fault;
};

struct import_run_page {
    const struct staff_run *run;
    struct tree counts;
    struct undo_part undo;
};

struct intake_line {
    int64_t line;
    bool error;
    const char *words;
};

struct intake_page {
    const struct intake *intake;
    struct intake_look look; /* while it can be chosen how to read it */
    const char *const *columns;
    bool working;
    struct staff_progress progress;
    struct tree counts;
    const struct intake_line *lines;
    size_t line_count;
    const char *from; /* the day, as typed */
    const char *fault;
    struct undo_part undo; /* of a list that was taken in */
};

const char *hindrance_said(const struct reader *reader, const char *kind);

/* "Họ và tên", for the id of a column. */
const char *column_said(const struct reader *reader, const char *id);
const char *intake_state_said(const struct reader *reader, const char *state);

#endif

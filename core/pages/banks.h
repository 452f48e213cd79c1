#ifndef PAGES_BANKS_H
#define PAGES_BANKS_H

#include "domain/banks.h"
#include "http/exchange.h"
#include "pages/reader.h"

/* What this visitor may see of banks and packages, by all their roles. */
struct reach reach_of(const struct request *req);

/* The title of a question type, in the reader's language; its id if no package
   of it is approved. */
MUST_CHECK enum status type_title(const struct request *req, const char *plugin,
                                  const char **out);

/* The title of a topic of a bank; its id if the bank does not declare it. */
const char *bank_topic_title(const struct reader *reader,
                             const struct bank *bank, const char *id);

/* What is asked, in short and without marks of Markdown, for a list. */
const char *item_excerpt(const struct reader *reader,
                         const struct item_row *row);

/* ---- what the pages show -------------------------------------------------*/

enum { MOST_LEVELS = 8 }; /* higher ones are counted with the last */

struct type_count {
    const char *plugin, *title;
    int64_t items;
};

struct topic_count {
    const char *id, *title;
    int64_t levels[MOST_LEVELS]; /* of level 1 and up */
    int64_t items;
};

struct bank_card {
    const struct bank *bank;
    const char *title;
    const char *vendor; /* name of the unit, or NULL */
    int64_t items, stale;
    const struct type_count *types;
    size_t type_count;
    const struct topic_count *topics;
    size_t topic_count;
    int64_t levels; /* highest level there is, at most MOST_LEVELS */
};

/* By topic, level and type, as the bank is today. */
MUST_CHECK enum status bank_card(const struct request *req,
                                 const struct reader *reader,
                                 const struct bank *bank,
                                 struct bank_card *out);

struct item_line {
    const struct item_row *row;
    const char *excerpt, *topic, *type;
    bool kept; /* from this reader: no excerpt, see domain/secrecy.h */
};

struct bank_page {
    struct bank_card card;
    const char *find, *topic, *type; /* chosen; "" for all */
    int64_t level;
    bool retired;
    const struct item_line *lines;
    size_t count;
    const char *first, *next; /* addresses of pages; NULL: this is the one */
};

/* "Mức 3", and of the last one that counts more "Mức 8 trở lên". */
const char *level_said(const struct reader *reader, int64_t level);

#endif

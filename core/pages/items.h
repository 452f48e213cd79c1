#ifndef PAGES_ITEMS_H
#define PAGES_ITEMS_H

#include "domain/trials.h"
#include "pages/banks.h"
#include "pages/nodes.h"
#include "store/tests.h"

/* A leaf of a body: "option[2].why", and what stands there. */
struct secret_line {
    const char *place, *text;
};

struct key_panel {
    struct nodes how;                  /* the model answer filled in */
    const struct secret_line *secrets; /* fields that no candidate sees */
    size_t secret_count;
    const char *truth; /* JSON, or NULL if there is none */
};

struct part_line {
    const char *name, *label, *outcome, *class, *why;
    bool graded;
    double score, weight;
};

struct said_line {
    const char *label, *text;
};

/* An answer that was tried. */
struct try_panel {
    struct nodes how; /* the answer as a review shows it */
    bool blank;
    const char *outcome; /* graded, needs_human, error */
    double score;
    const struct part_line *parts;
    size_t part_count;
    const struct said_line *understood, *problems;
    size_t understood_count, problem_count;
    const char *log;
};

struct item_page {
    const struct called *kept; /* the sitting it is kept from them for; then
                                  nothing below is filled but the titles */
    const struct trial *trial;
    const struct trial_variant *variant;
    const char *bank_title, *topic, *type;
    const char *address;  /* of this variant: "/items/7/1" */
    const char *language; /* of the item as shown: "vi" or "en" */
    int64_t shuffle;      /* 0: as authored */
    bool has_options, has_inputs;
    struct nodes how;
    struct tree nodes;
    const char *params; /* JSON, or NULL if there are none */
    const struct item_row *versions;
    size_t version_count;
    const struct tried *tried; /* NULL: nothing was sent */
    bool for_key;              /* sent to see the key, not to be graded */
    struct try_panel answer;
    struct key_panel key;
    struct tree troubles;
};

/* "4f9c·2a71·…·d03e" of a digest; "" of one that is too short. */
const char *digest_shown(const struct reader *reader, const char *digest);

/* Lines of text of a list; "" if there are none. */
const char *lines_of_text(struct arena *arena, const struct tree *list);

#endif

#ifndef STORE_ITEMS_H
#define STORE_ITEMS_H

#include "store/db.h"

/*
 * Packages of plugins, banks, items and their variants. Titles, topics,
 * bodies, params and truths are canonical JSON.
 */
struct package_row {
    int64_t id;
    const char *digest; /* SHA-256 over its files */
    const char *plugin, *version, *kind;
    const char *manifest;             /* JSON of question_describe */
    const char *files;                /* JSON: path -> text of a Lua file, or
                                         {digest, type, size} of a medium */
    const char *report;               /* JSON of the gate, or NULL */
    const char *state;                /* checked, approved, suspended */
    int64_t added_at, added_by;       /* by 0: the console */
    int64_t approved_at, approved_by; /* at 0: not approved */
};

MUST_CHECK enum status package_find(struct db *db, struct arena *arena,
                                    int64_t id, const struct package_row **out);
MUST_CHECK enum status package_find_by_digest(struct db *db,
                                              struct arena *arena,
                                              const char *digest,
                                              const struct package_row **out);
/* The newest approved package of a plugin. */
MUST_CHECK enum status package_find_by_plugin(struct db *db,
                                              struct arena *arena,
                                              const char *plugin,
                                              const struct package_row **out);
/* The newest of this version, approved or not. */
MUST_CHECK enum status
package_find_by_version(struct db *db, struct arena *arena, const char *plugin,
                        const char *version, const struct package_row **out);
/* Without files and report. */
MUST_CHECK enum status package_list(struct db *db, struct arena *arena,
                                    const struct package_row **out,
                                    size_t *count);
/* As package_list: those that items of a bank name. */
MUST_CHECK enum status package_bank_list(struct db *db, struct arena *arena,
                                         int64_t bank,
                                         const struct package_row **out,
                                         size_t *count);
/* `by`: who takes it in, 0 for the console; where its state is "approved", who
   approved it too. */
MUST_CHECK enum status package_add(struct db *tx, struct arena *arena,
                                   const struct package_row *row, int64_t by);
/* From "checked" to "approved". CONFLICT: it is in another state. */
MUST_CHECK enum status package_approve(struct db *tx, struct arena *arena,
                                       int64_t id, int64_t by, int64_t now);

struct bank {
    int64_t id;
    const char *code, *title, *topics;
    int64_t vendor; /* unit; 0: the city itself */
    bool practice;  /* for lessons: no test draws from it */
};
MUST_CHECK enum status bank_find(struct db *db, struct arena *arena,
                                 const char *code, const struct bank **out);
MUST_CHECK enum status bank_find_by_id(struct db *db, struct arena *arena,
                                       int64_t id, const struct bank **out);
MUST_CHECK enum status bank_list(struct db *db, struct arena *arena,
                                 const struct bank **out, size_t *count);
/* Adds it, or changes title, topics, vendor and practice of the one with that
   code. */
MUST_CHECK enum status bank_put(struct db *tx, struct arena *arena,
                                const struct bank *bank);

struct item_row {
    int64_t id, bank;
    const char *code, *version, *digest;
    int64_t package;
    const char *topic;
    int64_t level;
    const char *competency;
    int64_t checked_on; /* day its facts were checked; 0: none */
    const char *body;   /* JSON */
    const char *files;  /* JSON: name -> {digest, type, size}; NULL: none */
    const char *place;  /* file:line it came from */
    int64_t created_at, retired_at;
    const char *plugin, *plugin_version; /* its package's; not for item_add */
};
MUST_CHECK enum status item_find(struct db *db, struct arena *arena, int64_t id,
                                 const struct item_row **out);
MUST_CHECK enum status item_find_by_version(struct db *db, struct arena *arena,
                                            int64_t bank, const char *code,
                                            const char *version,
                                            const struct item_row **out);
/* Of a bank, by code; topic and plugin may be NULL, level 0: any. */
MUST_CHECK enum status item_list(struct db *db, struct arena *arena,
                                 int64_t bank, const char *topic, int64_t level,
                                 const char *plugin,
                                 const struct item_row **out, size_t *count);
/* One page of a bank's items by code, for people: `topic` and `plugin` may be
   NULL, level 0: any. `retired`: also older versions. The page begins behind
   `after` ("" and 0: at the start). */
struct item_filter {
    int64_t bank;
    bool retired;
    const char *topic, *plugin;
    int64_t level;
    struct {
        const char *code;
        int64_t id;
    } after;
};
MUST_CHECK enum status item_code_list(struct db *db, struct arena *arena,
                                      const struct item_filter *filter,
                                      int64_t most, const struct item_row **out,
                                      size_t *count);

/* All versions of an item, newest first. */
MUST_CHECK enum status item_version_list(struct db *db, struct arena *arena,
                                         int64_t bank, const char *code,
                                         const struct item_row **out,
                                         size_t *count);

/* How many items of a bank are drawn today, by topic, level and type. */
struct item_cell {
    const char *topic;
    int64_t level;
    const char *plugin;
    int64_t items;
    int64_t stale; /* facts last checked before the day asked for */
};
MUST_CHECK enum status item_cell_list(struct db *db, struct arena *arena,
                                      int64_t bank, int64_t stale_before,
                                      const struct item_cell **out,
                                      size_t *count);

/* Adds it and retires older versions of the same code. */
MUST_CHECK enum status item_add(struct db *tx, struct arena *arena,
                                const struct item_row *row);

/* `files`, as JSON, of every item that has media, and of every package. */
typedef enum status files_row(int64_t id, const char *files, void *arg);
MUST_CHECK enum status item_file_each_list(struct db *db, files_row *each,
                                           void *arg);
MUST_CHECK enum status package_file_each_list(struct db *db, files_row *each,
                                              void *arg);

/* Not drawn any more; papers and tests that have it keep it. */
MUST_CHECK enum status item_retire(struct db *tx, struct arena *arena,
                                   int64_t id, int64_t now);
/* This version is the one that is drawn, also if it was retired before. */
MUST_CHECK enum status item_draw(struct db *tx, struct arena *arena,
                                 const struct item_row *row);

struct variant_row {
    int64_t id, item, number;
    const char *params, *truth, *note;
};
MUST_CHECK enum status item_variant_list(struct db *db, struct arena *arena,
                                         int64_t item,
                                         const struct variant_row **out,
                                         size_t *count);
MUST_CHECK enum status item_variant_find(struct db *db, struct arena *arena,
                                         int64_t item, int64_t number,
                                         const struct variant_row **out);
MUST_CHECK enum status item_variant_add(struct db *tx, struct arena *arena,
                                        const struct variant_row *row);

#endif

#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include "store/db.h"

/*
 * Evidence: the chain over deeds (audit_event), results, papers that are closed
 * (attempt), answers that came late (answer_event), published tests and items;
 * the signed heads of it, and the queue of rows that are committed and not yet
 * in it.
 *
 * A row gets into the queue in the transaction that writes it, so whatever
 * commits is sealed, however late and whatever its id; and a row that somebody
 * put into the table by hand is not in the queue, is never sealed, and stands
 * out. What is hashed and signed, and how, is domain/sealing.h.
 */

/* Within the transaction that adds the row. */
MUST_CHECK enum status unsealed_add(struct db *tx, struct arena *arena,
                                    const char *kind, int64_t row,
                                    int64_t since);

/* How many wait, and since when the oldest does (ms; 0: none). */
MUST_CHECK enum status unsealed_count(struct db *db, int64_t *count,
                                      int64_t *since);

/* A row as it is sealed: its cells in the order of chain.sql, without what may
   be erased one day (the outcomes of a result, what was typed), which stands
   apart. */
struct evidence {
    const char *kind; /* a table */
    int64_t row;
    const struct value *cells;
    size_t count;
    const char *erasable; /* NULL: nothing of it */
    const char *also;     /* digest of rows that belong to it; NULL: none */
};
MUST_CHECK enum status unsealed_list(struct db *db, struct arena *arena,
                                     int64_t limit, const struct evidence **out,
                                     size_t *count);

/* What is sealed with a row: the answers of a paper, all but the late ones, and
   the variants of an item. Each whole, `erasable` NULL. */
MUST_CHECK enum status sealed_answer_list(struct db *db, struct arena *arena,
                                          int64_t attempt,
                                          const struct evidence **out,
                                          size_t *count);
MUST_CHECK enum status sealed_variant_list(struct db *db, struct arena *arena,
                                           int64_t item,
                                           const struct evidence **out,
                                           size_t *count);

struct chain_link {
    int64_t sequence;
    const char *kind;
    int64_t row;
    const char *salt, *erasable; /* NULL: none */
    const char *digest, *link;
};

/* The last link: MISSING while there is none. */
MUST_CHECK enum status chain_head_find(struct db *db, struct arena *arena,
                                       int64_t *sequence, const char **link);

/* A link by its number: MISSING if there is none. */
MUST_CHECK enum status chain_link_find(struct db *db, struct arena *arena,
                                       int64_t sequence, const char **link);

/* Put a link behind the last one and its row out of the queue. CONFLICT: there
   is one of that number, or of that row. */
MUST_CHECK enum status chain_add(struct db *tx, struct arena *arena,
                                 const struct chain_link *link);

struct checkpoint {
    int64_t id, sequence;
    const char *link;
    int64_t at;
    const char *key, *signature;
};
MUST_CHECK enum status checkpoint_add(struct db *tx, struct arena *arena,
                                      const struct checkpoint *checkpoint);
/* MISSING: none yet. */
MUST_CHECK enum status checkpoint_newest_find(struct db *db,
                                              struct arena *arena,
                                              struct checkpoint *out);

/* ---- for the verifier, which walks everything ------------------------------
 */

/* `row.count` is 0 if the row is gone. */
typedef enum status chain_row(const struct chain_link *link,
                              const struct evidence *row, void *arg);
/* All links, but with the rows of deeds only; then those of each other kind,
   with theirs. */
MUST_CHECK enum status chain_audit_list(struct db *db, chain_row *each,
                                        void *arg);
MUST_CHECK enum status chain_other_list(struct db *db, chain_row *each,
                                        void *arg);

/* Is there evidence of that kind? */
bool chain_has_kind(const char *kind);

/* Every answer there is, closed or not. */
struct kept_answer {
    int64_t id, attempt, slot;
    const char *save_id, *digest, *receipt;
    const char *body; /* NULL: a flag */
};
typedef enum status kept_answer_row(const struct kept_answer *answer,
                                    void *arg);
MUST_CHECK enum status kept_answer_list(struct db *db, kept_answer_row *each,
                                        void *arg);

/* Candidates whose person is called otherwise today. */
typedef enum status renamed_row(int64_t candidate, const char *then,
                                const char *now, void *arg);
MUST_CHECK enum status renamed_list(struct db *db, renamed_row *each,
                                    void *arg);

/* Rows that no link stands for. `since`: waiting so long; 0: in no queue. */
typedef enum status chain_outsider(const char *kind, int64_t row, int64_t since,
                                   void *arg);
MUST_CHECK enum status chain_outside_list(struct db *db, chain_outsider *each,
                                          void *arg);

/* MISSING: attempt or candidate of a result are not those of its person and its
   sitting any more, or gone: it is listed as somebody else's, or not at all. */
MUST_CHECK enum status result_holder_find(struct db *db, int64_t result);

/* Rows in the queue that are not there: taken away before they were sealed. */
MUST_CHECK enum status unsealed_lost_list(struct db *db, chain_outsider *each,
                                          void *arg);

/* Results that are sealed and do not count, since the case of regrading that
   wrote them is said not to stand. */
MUST_CHECK enum status chain_hidden_list(struct db *db, chain_outsider *each,
                                         void *arg);

/* `link`: what the chain says at that number; NULL: nothing. */
typedef enum status checkpoint_row(const struct checkpoint *checkpoint,
                                   const char *link, void *arg);
MUST_CHECK enum status checkpoint_list(struct db *db, checkpoint_row *each,
                                       void *arg);

#endif

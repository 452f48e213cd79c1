#ifndef QUIZHOST_VERBS_H
#define QUIZHOST_VERBS_H

#include "host/quizhost/box.h"
#include "locked/wire.h"

/*
 * What can be asked of a package that has been loaded. `ask` is the message of
 * the server ("verb", "item", "params", ...); the reply is one of
 *   {"ok": true, ...what the verb gives..., "log": [text]}
 *   {"ok": false, "trouble": "error" "limit" "nonsense", "message", "trace"?,
 *    "log": [text]}
 */
struct tree verb_ask(struct box *box, const struct tree *ask);

/*
 * Load a package into empty memory: `modules` is a list of {"name","length"},
 * `source` their bytes one after another. OK: box_keep() may follow. INVALID:
 * `reply` is the trouble.
 */
MUST_CHECK enum status verb_load(struct box *box, struct arena *arena,
                                 const struct tree *modules, const char *source,
                                 size_t length, struct tree *reply);

/* What went wrong, as a reply: after box_run. `answered`: in what the plugin
   returned, not while it ran. */
struct tree verb_trouble(struct box *box, bool answered, const char *message,
                         const char *trace);

#endif

#ifndef QUIZ_GATE_H
#define QUIZ_GATE_H

#include "quiz/questions.h"

/*
 * The gate: what the server itself has run before it accepts a package or an
 * item. A report is
 *   {"passed": bool, "runs": how many calls, "runtime", "package",
 *    "findings": [{"level": "error" "warning", "where": text, "vi", "en"}],
 *    "tests"?: [{"name", "passed", "expected"?, "came"?, "trace"?, "log"?}],
 *    "slowest_ms": integer}
 * Errors refuse, warnings inform. Nothing comes from a cache, and every call
 * that was made is made again, in one process and in another.
 *
 * BUSY, FAILED: plugins could not be asked, and nothing is known.
 */

/* A package: its manifest, its texts, every test it ships. Each of its tests'
   items passes the gate for items too. */
MUST_CHECK enum status gate_package(struct questions *questions,
                                    struct arena *arena,
                                    const struct package *package,
                                    struct tree *report);

/*
 * An item with its variants (of question_variants): each against the model
 * answer, blank, wrong, malformed, huge and hostile Unicode answers; the same
 * bytes twice and from two processes; the model earns full marks and not
 * everything does; changing the secret fields and the truth changes no byte
 * of what is rendered; every input rendered once, with a label; every text in
 * both languages; time and memory within their budget.
 */
MUST_CHECK enum status gate_item(struct questions *questions,
                                 struct arena *arena, const struct item *item,
                                 const struct tree *variants,
                                 struct tree *report);

#endif

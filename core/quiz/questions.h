#ifndef QUIZ_QUESTIONS_H
#define QUIZ_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/tree.h"
#include "quiz/package.h"

/*
 * Question types, asked. Every function here is pure in what it answers: the
 * same package, item and arguments give the same bytes, in this process and in
 * any other of the same runtime, so render and grade come from a cache.
 *
 * Status of all functions:
 *   OK       `out` is the answer
 *   INVALID  the plugin failed: crashed, was killed, broke a limit, answered
 *            nonsense. `out` is a trouble (below), for its vendor and the log,
 *            never for a candidate. Never cached; ask again and it may do.
 *   BUSY     nobody was asked: no process was free, or the package is
 *            suspended. `out` is a trouble too.
 *   FAILED   ours; logged.
 * A trouble: {"trouble": CODE, "message": text, "trace"?: text, "log"?: [text]}
 * with CODE one of "error" (the plugin raised one), "limit" (instructions,
 * memory, size or depth), "killed" (time, or the process died), "nonsense"
 * (not what the contract says), "suspended", "busy".
 *
 * Trees come back in (or tied to) `arena` and are shared with other threads:
 * never change them.
 *
 * Settings are a map of what a test lays down:
 *   "numbers": "comma" (default; 1234,5) or "point" (1234.5)
 * NULL is the same as an empty map.
 *
 * A language is "vi" or "en"; where an item lacks one, the other stands in.
 */
struct questions;

struct questions_options {
    const char *host;   /* path of quizhost; NULL: locked_program() finds it */
    unsigned processes; /* 0: one per core                                 */
    size_t cache_bytes; /* 0: 64 MiB                                       */
    int turn_ms, call_ms; /* 0: 2,000 and 5,000, on the wall clock           */
};

/* Starts a first process at once: FAILED if quizhost cannot run. NULL for
   `options` takes all defaults. */
MUST_CHECK enum status questions_open(struct questions **out,
                                      const struct questions_options *options);
void questions_close(struct questions *questions);

/* Version of everything that can move an answer: kept with each result. */
const char *questions_runtime(const struct questions *questions);

/* ---- what a package is ---------------------------------------------------*/

/*
 * {"api":1, "kind":"question", "id", "version", "title":{vi,en},
 *  "fields":{NAME:{"type", "required", "secret", "translate", ...}},
 *  "parts"?:{NAME:{"weight"}} (unless a function), "needs":[...],
 *  "has":{"generate":bool, "parse", "explain", "migrate", "check"},
 *  "tests": how many it ships}
 */
MUST_CHECK enum status question_describe(struct questions *questions,
                                         struct arena *arena,
                                         const struct package *package,
                                         struct tree *out);

/* ---- items --------------------------------------------------------------- */

struct item {
    const struct package *package;
    const struct tree *body; /* fits `fields`: typed, defaults filled in     */
    const char *hash;        /* over the plugin's id, the body and `files`   */
    /* Media of its own: name as the body writes it -> {"digest", "type",
       "size"}; NULL or empty: none. Those of the package are the package's. */
    const struct tree *files;
};

/*
 * An item from the body an author wrote. `loose` is a map of field to value as
 * the XML gives it: an element's text is TEXT, one with elements inside is a
 * MAP, one that stands several times is a LIST, one that stands once per
 * xml:lang is a MAP of language to TEXT (a map of translated records inside a
 * list likewise). A list with one element may come without its LIST. An
 * already checked body is accepted and comes out the same.
 *
 * INVALID: `problems` is a list of {"field": "option[2].why", "vi", "en"},
 * places counted from 1, or, if "trouble" stands in it, a trouble. The
 * plugin's own `check` speaks here too.
 */
MUST_CHECK enum status question_item(struct questions *questions,
                                     struct arena *arena,
                                     const struct package *package,
                                     const struct tree *loose, struct item *out,
                                     struct tree *problems);

/* Which files a body speaks of: a list of {"field", "media"} for a name, or
   {"field", "markdown"} for a text whose pictures are more of them. */
MUST_CHECK enum status question_files(struct questions *questions,
                                      struct arena *arena,
                                      const struct item *item,
                                      struct tree *out);

/* The item with these files: another picture is another item. Variants come
   after this, since their seeds come from the hash. */
void question_pin_files(struct arena *arena, struct item *item,
                        const struct tree *files);

/*
 * An item made for one package, for another of the same question type: what
 * that one's `migrate` makes of its body, as `loose` for question_item. A
 * package without `migrate` takes the body as it is. INVALID: `out` is a
 * trouble, or {"refused": why} if the plugin says that it cannot be done.
 */
MUST_CHECK enum status question_migrate(struct questions *questions,
                                        struct arena *arena,
                                        const struct item *old,
                                        const struct package *package,
                                        struct tree *out);

/* ---- variants ------------------------------------------------------------ */

/*
 * Up to `most` variants, distinct by note, as a list of
 *   {"number": k from 1, "params": map, "truth": map, "note": text}
 * Variant k has the seed SHA-256(item hash, k); a note that occurred already
 * is passed over. One variant where there is no `generate`. What is published
 * keeps these trees; JSON of them reads back as the same.
 */
MUST_CHECK enum status question_variants(struct questions *questions,
                                         struct arena *arena,
                                         const struct item *item, unsigned most,
                                         struct tree *out);

/*
 * What may be answered, and what is graded:
 *   {"inputs": {NAME: {"type": "text" "decimal" "integer" "choice" "set"
 *                      "date", "label": {vi,en}, "optional": bool, "max"?,
 *                      "min"?, "options"?: [id], "part"?}},
 *    "parts": {NAME: {"weight": real}}}
 * For the save path: keep it with the published variant and check what comes
 * in with inputs.h, which asks no plugin.
 */
MUST_CHECK enum status question_inputs(struct questions *questions,
                                       struct arena *arena,
                                       const struct item *item,
                                       const struct tree *params,
                                       struct tree *out);

/* The question as nodes (plugins/README.md lists them) for one reader. */
MUST_CHECK enum status
question_render(struct questions *questions, struct arena *arena,
                const struct item *item, const struct tree *params,
                const char *language, const struct tree *settings,
                struct tree *out);

/*
 * What was typed, understood or not; `typed` is a map of input to TEXT or, for
 * a set, LIST of TEXT, as it came from the form.
 *   {"response": {NAME: value}, "problems": {NAME: {vi,en}},
 *    "understood": {NAME: {vi,en}}, "blank": [NAME], "invalid": [NAME]}
 * What is not declared is dropped. A decimal in a response is TEXT with a
 * point, a set a sorted LIST of TEXT.
 */
MUST_CHECK enum status
question_parse(struct questions *questions, struct arena *arena,
               const struct item *item, const struct tree *params,
               const struct tree *typed, const struct tree *settings,
               struct tree *out);

/*
 * The outcome of what was typed:
 *   {"outcome": "graded" "needs_human" "error", "score"?: 0..1, "exact"?,
 *    "parts": {NAME: {"outcome", "score"?, "exact"?, "weight", "class"?,
 * "why"?:{vi,en}}}, "response": map, "runtime", "package", "trouble"?...,
 * "log"?: [text]} "score", in millionths, stands there only if every part is
 * graded; "exact", in millionths of them, where that cut something off. Part by
 * part: what is blank is graded 0 with class "blank", what cannot be understood
 * is graded 0 with class "invalid", neither asks the plugin. Trouble with the
 * plugin is OK with outcome "error", to be asked again later and never a score;
 * BUSY and FAILED mean the same without an outcome.
 */
MUST_CHECK enum status
question_grade(struct questions *questions, struct arena *arena,
               const struct item *item, const struct tree *params,
               const struct tree *truth, const struct tree *typed,
               const struct tree *settings, struct tree *out);

/* The score of such an outcome or part to add up with: a third is a third, not
   0.333333. 0 if there is none. */
double score_exact(const struct tree *outcome);

/*
 * Such an outcome after a person marked it: `marks` is a map of part to
 *   {"score": 0..1, "why"?: {vi,en}}
 * for parts that need a person; they become graded, with class "marked". What
 * is not marked stays as it is.
 */
struct tree question_marked(struct arena *arena, const struct tree *outcome,
                            const struct tree *marks);

/* The model answer, as it would be typed under these settings: fit for
   question_grade, and for filling the answer panel. */
MUST_CHECK enum status
question_model(struct questions *questions, struct arena *arena,
               const struct item *item, const struct tree *params,
               const struct tree *truth, const struct tree *settings,
               struct tree *out);

/* Nodes that explain, for one reader; TREE_NOTHING if the type has none. */
MUST_CHECK enum status
question_explain(struct questions *questions, struct arena *arena,
                 const struct item *item, const struct tree *params,
                 const struct tree *truth, const struct tree *typed,
                 const char *language, const struct tree *settings,
                 struct tree *out);

/* ---- health -------------------------------------------------------------- */

/* Three processes lost within a minute suspend a package until someone lifts
   it: its calls are BUSY. A list of {"package": hash, "since": moment,
   "kills": count}. */
void questions_suspended(struct questions *questions, struct arena *arena,
                         struct tree *out);
void questions_lift(struct questions *questions, const char *package_hash);

struct questions_figures {
    int64_t calls, cached, killed, cache_bytes, cache_entries;
};
void questions_count(struct questions *questions,
                     struct questions_figures *out);

#endif

#ifndef DOMAIN_COURSE_FOLDER_H
#define DOMAIN_COURSE_FOLDER_H

#include "domain/courses.h"
#include "seal/hash.h"
#include "store/courses.h"
#include "store/items.h"
#include "store/tests.h"

/*
 * A course's folder, read and checked but not kept yet: what course_import
 * has in hand between reading and writing. Inside this room only.
 */
struct new_item {
    struct item_row row;
    const struct variant_row *variants;
    size_t variant_count;
    bool known; /* the same item is there already */
};

struct new_bank {
    struct bank bank;
    struct new_item *items;
    size_t item_count;
};

struct new_file {
    struct course_file file;
    const char *bytes;
    struct tree cues; /* of captions: what they say */
};

struct new_files {
    struct new_file *list;
    size_t count, room;
    int64_t bytes; /* of all of them */
};

struct new_check {
    int64_t lesson, number, item;
};

/* A question that stands in a lesson's text, before the banks are read. */
struct placed {
    size_t lesson; /* of course_folder.lessons */
    int64_t number;
    const char *item, *bank, *file; /* bank NULL: the one that has the item */
    int64_t line;
};

struct course_folder {
    struct house *house;
    struct arena *arena;
    const char *folder;
    struct findings *findings;
    int64_t now;
    struct hash hash; /* over all files, in the order they were read */
    struct course course;
    struct lesson *lessons;
    size_t lesson_count;
    struct new_files files;      /* of lessons: its learners may have them */
    struct new_files item_files; /* of items: those who get the item */
    struct new_check *checks;    /* of all lessons */
    size_t check_count;
    struct placed *placed; /* of the Vietnamese texts, in order */
    size_t placed_count, placed_room;
    struct new_bank *banks;
    size_t bank_count;
    struct test *tests;
    size_t test_count;
    const char **wanted_tests; /* codes of those that complete the course */
    size_t wanted_count;
};

/* A file below the folder; MISSING and INVALID leave a finding at `from` and
   `line`. No links, no "..", at most `most` bytes; texts must be UTF-8. */
MUST_CHECK enum status folder_read(struct course_folder *f, const char *name,
                                   size_t most, bool text, const char *from,
                                   int64_t line, const char **bytes,
                                   size_t *length);

/* The root of an XML file of the folder by its schema. */
MUST_CHECK enum status folder_xml(struct course_folder *f, const char *name,
                                  const char *schema, const char *from,
                                  int64_t line, struct tree *root);

/* Parts; what is wrong goes to the findings, only failures of ours come back.
 */
MUST_CHECK enum status folder_lessons(struct course_folder *f,
                                      const struct tree *course);
/* The media that nodes name, into `files`, each once, and what belongs to a
   film or sound. `from` is the file that holds the nodes, `line` where they
   begin in it, 0: unknown; `source` is its text, in which the line of each is
   looked for, or NULL. */
MUST_CHECK enum status folder_media(struct course_folder *f,
                                    struct new_files *files,
                                    const struct tree *nodes, const char *from,
                                    int64_t line, const char *source);
/* One file by its name, checked to be what its ending says; with a film or
   sound its captions and its picture. What is wrong with it is told: INVALID.
 */
MUST_CHECK enum status folder_file(struct course_folder *f,
                                   struct new_files *files, const char *name,
                                   const char *from, int64_t line,
                                   const struct new_file **out);
/* What the captions of the films and sounds in these nodes say, by name. */
void folder_cues(struct course_folder *f, const struct new_files *files,
                 const struct tree *nodes, struct tree_maker *out);
MUST_CHECK enum status folder_bank(struct course_folder *f, const char *name,
                                   int64_t line, struct new_bank *bank);
/* Whether the bank is for practice. `known`: as it is here; NULL: it is new.
   Told where that cannot be. */
MUST_CHECK enum status folder_practice(struct course_folder *f,
                                       const char *file,
                                       const struct tree *bank,
                                       const struct bank *known,
                                       bool *practice);
/* In the text of the lesson that is being read: a fenced block ```check becomes
   {"node":"check","number"}. The Vietnamese text is read first and numbers
   them; the other asks the same. `source`: the text, for lines. */
void folder_place(struct course_folder *f, const char *language,
                  struct tree *nodes, const char *file, const char *source);
/* After the banks: the self-checks that lessons name, those in the text first.
 */
void folder_checks(struct course_folder *f, const struct tree *course);
/* After the banks: a <pick> without a bank means the one that has the item. */
MUST_CHECK enum status folder_test(struct course_folder *f, const char *name,
                                   int64_t line, struct test *test);

/* What completes the course, as JSON (domain/completion.h): after lessons and
   tests, which it names. */
MUST_CHECK enum status folder_rules(struct course_folder *f,
                                    const struct tree *course);

/* {vi, en} as JSON; warns where English is missing, errs where Vietnamese is.
 */
const char *folder_words(struct course_folder *f, const char *file,
                         const struct tree *element, const char *name);

#endif

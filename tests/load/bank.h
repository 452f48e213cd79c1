#ifndef LOAD_BANK_H
#define LOAD_BANK_H

#include <stddef.h>
#include <stdint.h>

/*
 * The course the load is made with: 240 items of eight question types, and two
 * tests, of 60 questions and of 20. The driver writes it and so knows every
 * key: for each item three answers, what each is worth, and what is stored of
 * it. What a partial answer is worth is reckoned here from the rules in
 * plugins/README.md, sharing nothing with the server.
 */
enum {
    ANSWERS = 3,
    BANK_TYPES = 8,
    BANK_EACH = 30,
    BANK_ITEMS = BANK_TYPES * BANK_EACH
};

struct answer {
    double worth;     /* of the points, 0 to 1 */
    char form[200];   /* as a browser sends it: a.answer=b&... */
    char stored[200]; /* JSON */
};

struct bank_item {
    char code[12]; /* "cloze-07"; stands in the question's text, too */
    struct answer answers[ANSWERS];
};
extern struct bank_item bank[BANK_ITEMS];

/* Fill `bank`. */
void bank_make(void);

/* Write the course into a folder that exists. */
void bank_write(const char *folder);

/* The item of a code that stands in a page after "Mã số "; -1: none. */
int bank_find(const char *page);
int bank_find_code(const char *code);

#endif

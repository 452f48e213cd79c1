#ifndef PAGES_ACCOUNT_H
#define PAGES_ACCOUNT_H

#include "pages/reader.h"
#include "store/people.h"

/* What web/account.html draws. */
struct account_page {
    const char *login;
    const struct assignment *duty; /* NULL: none */
    const char *unit_path;
    const struct grant *grants; /* that hold today */
    size_t grant_count;
    const char *done; /* what was just done, in words; NULL: nothing */
    bool has_second_step, may_have_second_step;
};

struct password_page {
    bool must_change;  /* before anything else */
    const char *fault; /* NULL: nothing wrong yet */
};

/* A code at sign-in. */
struct code_page {
    const char *back, *fault;
};

/* Setting the second step up. */
struct second_step_page {
    const char *secret;  /* in groups of four; NULL: not begun */
    const char *address; /* otpauth:// */
    const char *qr;      /* path, or NULL */
    int qr_side;
    bool due;     /* before anything else */
    bool renewed; /* another one is in force */
    const char *back, *fault;
};

/* A one-time link was followed. */
struct welcome_page {
    const char *token;
    bool first;                              /* the first administrator */
    const char *name, *login, *staff_number; /* as known, or as typed */
    const char *fault;
};

/* What is wrong with a password, in words; NULL if nothing is. */
enum password_fault;
const char *password_fault_said(const struct reader *reader, int fault);

#endif

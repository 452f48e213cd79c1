#ifndef DOMAIN_SECRECY_H
#define DOMAIN_SECRECY_H

#include "domain/shelf.h"
#include "store/tests.h"

/*
 * Whoever looks after items (an author, a reviewer, a vendor, an organiser) is
 * often on the staff that sits the test. As long as a sitting they are called
 * to has not closed, they are shown no item that its test can draw: neither the
 * question nor the key, in no version, whatever their role is. Being excused or
 * exempt from the sitting ends that, and so does its being called off.
 */
struct secrecy {
    const struct secret_test {
        const struct called *called; /* until `over_at` */
        const struct shelf_test *test;
    } * list;
    size_t count; /* 0: nothing is kept from them */
};

MUST_CHECK enum status secrecy_of(struct house *house, struct arena *arena,
                                  int64_t person, int64_t now,
                                  struct secrecy *out);

/* The sitting for whose sake this item is kept from them, the one that closes
   last; NULL: it may be seen. */
MUST_CHECK enum status secrecy_keeps(struct house *house, struct arena *arena,
                                     const struct secrecy *secrecy,
                                     const struct item_row *item,
                                     const struct called **out);

#endif

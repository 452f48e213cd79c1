#ifndef PAGES_DOOR_H
#define PAGES_DOOR_H

#include "pages/reader.h"

/* What web/door.html draws. */
struct sign_in_page {
    const char *login; /* as typed */
    const char *back;
    const char *fault; /* NULL: nothing wrong yet */
    bool ended;        /* signed out just now */
};

#endif

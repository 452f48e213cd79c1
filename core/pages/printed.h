#ifndef PAGES_PRINTED_H
#define PAGES_PRINTED_H

#include "http/exchange.h"
#include "report/paper.h"
#include "text/say.h"

/* Papers that are made for a request and handed over as PDF. What is handed
   out is in Vietnamese, whoever prints it. */
const char *printed(enum word word);

/* A document in the data folder; `path` goes to printed_send once it is
   closed. */
MUST_CHECK enum status printed_begin(struct request *req, const char *title,
                                     const char **path, struct paper **paper);
/* The file goes when it was sent. `name`: to be saved as, without ending. */
MUST_CHECK enum status printed_send(struct request *req, struct response *res,
                                    const char *path, const char *name);

/* When it was printed, and the newest seal of the record: what is changed later
   shows beside it. */
MUST_CHECK enum status printed_seal(struct request *req, struct paper *paper);

#endif

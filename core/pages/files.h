#ifndef PAGES_FILES_H
#define PAGES_FILES_H

#include "base/status.h"
#include "base/tree.h"
#include "http/exchange.h"

/* Sends a file of the data folder by its digest, as what it is. Nothing in it
   can run (http/send.c). */
MUST_CHECK enum status blob_send(const struct request *req,
                                 struct response *res, const char *digest,
                                 const char *type);

/* By its own name: a document, or anything the browser asks to save. */
void file_saved(const struct request *req, struct response *res,
                const char *name);

/* One of the media of an item (item_media in domain/shelf.h), by its digest.
   MISSING: it has none such. */
MUST_CHECK enum status medium_send(const struct request *req,
                                   struct response *res,
                                   const struct tree *media,
                                   const char *digest);

/* A file that somebody handed in, out of what they typed for an input of that
   type (quiz/inputs.h: a text may look like one), to be saved and never shown
   in place. MISSING: there is none of this digest. */
MUST_CHECK enum status sent_send(const struct request *req,
                                 struct response *res,
                                 const struct tree *inputs,
                                 const struct tree *typed, const char *digest);

#endif

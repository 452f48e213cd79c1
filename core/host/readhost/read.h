#ifndef HOST_READHOST_READ_H
#define HOST_READHOST_READ_H

#include "locked/wire.h"

/*
 * What readhost reads. Each puts what it read into `reply`, or what is wrong
 * into `problems`, never both. Nothing here looks at files or the network:
 * everything came with the message.
 */
void problem(struct tree_maker *problems, long line, const char *vi,
             const char *en);

/* Parsers and schemas, before the process is locked. */
void prepare_xml(void);

/*
 * XML against the schema the message names. Refused before it is parsed: a
 * DOCTYPE, more than 64 attributes on an element, more than 200,000 tags: the
 * parser itself takes half a minute over 60,000 attributes.
 */
void read_xml(struct arena *arena, const struct message *ask,
              struct tree_maker *reply, struct tree_maker *problems);

/* CSV: the separator given, or the one of ; , and tab that the first line has
   most of. */
void read_csv(struct arena *arena, const struct message *ask,
              struct tree_maker *reply, struct tree_maker *problems);

/* The first sheet of a workbook, as CSV with semicolons in the attachment of
   the reply; line n of it is row n of the sheet. */
void read_xlsx(struct arena *arena, const struct message *ask,
               struct message *reply, struct tree_maker *problems);

/* Captions: [{"from", "to", "text", "voice"?}], times in milliseconds. */
void read_vtt(struct arena *arena, const struct message *ask,
              struct tree_maker *reply, struct tree_maker *problems);

#endif

#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

/*
 * One line of JSON on standard error for everything worth knowing later.
 *
 *     log_say(LOG_ERROR, "store", "commit failed",
 *             "code", log_int(code), "why", sqlite3_errmsg(c), NULL);
 *
 * Pairs of name and text follow the message, ended by NULL; a NULL text is
 * left out. Control characters and broken UTF-8 are escaped, so that nothing
 * a client sends can forge a line. Never log secrets, answers or identity
 * numbers. Whoever discovers a failure logs it, once.
 */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

__attribute__((sentinel)) void log_say(enum log_level level, const char *room,
                                       const char *message, ...);

/* Lines below this level are dropped; LOG_INFO at the start. */
void log_from(enum log_level least);

/* A number as text, good until the same thread has made eight more. */
const char *log_int(int64_t number);

#endif

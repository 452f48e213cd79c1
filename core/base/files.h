#ifndef BASE_FILES_H
#define BASE_FILES_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* All of it, however often the system takes only a part. errno says why not. */
bool write_whole(int fd, const void *bytes, size_t length);

/* A file's name is on disk only when its folder is. */
bool folder_sync(const char *path);

/* A name nobody has had, DATA/tmp/WHAT-NUMBER, for a file that is made, sent
   and deleted; `what` is small letters. It may hold codes or whole lists. */
const char *passing_file(struct arena *arena, const char *data,
                         const char *what);

/* Deletes what a server that was killed left of these, and files it had not
   yet put under their digest. Nothing else that lies there is touched. Only
   while no server uses the folder. How many there were. */
size_t passing_clear(const char *data);

#endif

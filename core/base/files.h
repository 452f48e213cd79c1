#ifndef BASE_FILES_H
#define BASE_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* All of it, however often the system takes only a part. errno says why not. */
bool write_whole(int fd, const void *bytes, size_t length);

/* A file's name is on disk only when its folder is. */
bool folder_sync(const char *path);

#endif

#include "commands/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A list that somebody keeps, read whole and brought to UTF-8: converted only
   when a person said from what. */
enum { MOST_BYTES = 256 << 20, SAMPLES = 4, MOST_SAMPLE = 60 };

static bool read_all(int fd, char *bytes, size_t length)
{
    for (size_t got = 0; got < length;) {
        ssize_t n = read(fd, bytes + got, length - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        got += (size_t)n;
    }
    return true;
}

static bool read_file(const struct import_call *call, struct staff_file *file)
{
    const char *slash = strrchr(call->path, '/');
    int fd = open(call->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat stat;

    if (fd < 0 || fstat(fd, &stat) || !S_ISREG(stat.st_mode) ||
        stat.st_size > MOST_BYTES) {
        fprintf(stderr, "khoa: %s: %s\n", call->path,
                fd < 0 ? strerror(errno)
                       : "is no file, or one of more than 256 MB");
        if (fd >= 0)
            close(fd);
        return false;
    }
    char *bytes = arena_alloc(call->arena, (size_t)stat.st_size + 1);
    *file = (struct staff_file){.name = slash ? slash + 1 : call->path,
                                .bytes = bytes,
                                .length = (size_t)stat.st_size};
    bool read = read_all(fd, bytes, file->length);
    if (!read)
        fprintf(stderr, "khoa: %s: cannot be read\n", call->path);
    close(fd);
    return read;
}

/* ---- what it is in --------------------------------------------------------*/

static bool has_marks(const char *cell, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)cell[i] >= 0x80)
            return true;
    return false;
}

/* Some cells with letters that are not ASCII, from the second line on. */
static void show_cells(const char *text)
{
    const char *at = strchr(text, '\n');
    int shown = 0;

    for (at = at ? at + 1 : text; *at && shown < SAMPLES;) {
        size_t n = strcspn(at, ";,\t\r\n");
        if (has_marks(at, n)) {
            fprintf(stderr, "    %.*s\n",
                    (int)(n < MOST_SAMPLE ? n : MOST_SAMPLE), at);
            shown++;
        }
        at += n;
        at += strspn(at, ";,\t\r\n");
    }
}

static bool ask_back(const struct import_call *call,
                     const struct staff_file *file, enum encoding guess)
{
    size_t line = 1;
    const char *text =
        encoding_decode(call->arena, guess, file->bytes, file->length, &line);
    const char *name = encoding_name(guess);

    fprintf(stderr,
            "khoa: %s không phải CSV UTF-8 thông thường; có vẻ theo bảng mã "
            "%s. Đọc như vậy thì được:\n"
            "khoa: %s is no plain CSV in UTF-8; it seems to be in %s. Read "
            "that way it says:\n",
            file->name, name, file->name, name);
    if (text)
        show_cells(text);
    fprintf(stderr,
            "Nếu đúng, chạy lại với --encoding %s. Chưa ghi gì.\n"
            "If that is right, say --encoding %s. Nothing was written.\n",
            name, name);
    return false;
}

static bool decode(const struct import_call *call, struct staff_file *file,
                   enum encoding encoding)
{
    size_t line = 1;
    const char *text = encoding_decode(call->arena, encoding, file->bytes,
                                       file->length, &line);
    const char *name = encoding_name(encoding);

    if (!text) {
        fprintf(stderr,
                "khoa: %s:%zu: không đọc được theo bảng mã %s\n"
                "khoa: %s:%zu: cannot be read as %s\n",
                file->name, line, name, file->name, line, name);
        return false;
    }
    printf("Đọc theo bảng mã %s. / Read as %s.\n", name, name);
    file->bytes = text;
    file->length = strlen(text);
    return true;
}

bool import_read(const struct import_call *call, struct staff_file *file)
{
    if (!read_file(call, file))
        return false;
    if (file->length >= 4 && !memcmp(file->bytes, "PK\3\4", 4))
        return true; /* a workbook: told by who reads it */
    if (call->encoding != ENCODING_UNKNOWN)
        return decode(call, file, call->encoding);
    enum encoding guess =
        encoding_guess(call->arena, file->bytes, file->length);
    if (guess == ENCODING_UTF8)
        return decode(call, file, guess);
    /* what nothing fits is told by line when its rows are read */
    return guess == ENCODING_UNKNOWN || ask_back(call, file, guess);
}

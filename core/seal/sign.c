#include "seal/sign.h"

#include "base/files.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_TEXT = 2 * crypto_sign_SECRETKEYBYTES + 1 };

static enum status complain(const char *path, const char *what)
{
    log_say(LOG_ERROR, "seal", "key file failed", "path", path, "what", what,
            "why", strerror(errno), NULL);
    return FAILED;
}

static void name_public(struct signing_key *key)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES];

    crypto_sign_ed25519_sk_to_pk(public, key->secret);
    sodium_bin2hex(key->public, sizeof key->public, public, sizeof public);
}

enum status signing_key_make(const char *path, struct signing_key *out)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    char line[SECRET_TEXT + 1];

    if (sodium_init() < 0)
        return FAILED;
    crypto_sign_keypair(public, out->secret);
    name_public(out);
    sodium_bin2hex(line, sizeof line, out->secret, sizeof out->secret);
    line[SECRET_TEXT - 1] = '\n';
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? CONFLICT : complain(path, "open");
    bool written = write_whole(fd, line, SECRET_TEXT) && !fsync(fd);
    sodium_memzero(line, sizeof line);
    if (close(fd) || !written) {
        unlink(path);
        return complain(path, "write");
    }
    return OK;
}

enum status signing_key_read(const char *path, struct signing_key *out)
{
    char line[SECRET_TEXT + 1] = "";
    struct stat facts;
    size_t length = 0;
    FILE *in = fopen(path, "re");

    if (!in)
        return errno == ENOENT ? MISSING : complain(path, "open");
    bool others = fstat(fileno(in), &facts) || (facts.st_mode & 077);
    bool read = fgets(line, sizeof line, in) != NULL;
    fclose(in);
    if (others)
        return DENIED;
    line[strcspn(line, "\r\n")] = '\0';
    bool good = read &&
                !sodium_hex2bin(out->secret, sizeof out->secret, line,
                                strlen(line), NULL, &length, NULL) &&
                length == sizeof out->secret;
    sodium_memzero(line, sizeof line);
    if (!good)
        return INVALID;
    name_public(out);
    return OK;
}

void sign_text(const struct signing_key *key, const char *text,
               char signature[SIGNATURE_TEXT])
{
    unsigned char bytes[crypto_sign_BYTES];

    crypto_sign_detached(bytes, NULL, (const unsigned char *)text, strlen(text),
                         key->secret);
    sodium_bin2hex(signature, SIGNATURE_TEXT, bytes, sizeof bytes);
}

static bool unhex(unsigned char *out, size_t want, const char *hex)
{
    size_t length = 0;

    return !sodium_hex2bin(out, want, hex, strlen(hex), NULL, &length, NULL) &&
           length == want;
}

bool signature_holds(const char *public, const char *text,
                     const char *signature)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];

    return unhex(key, sizeof key, public) &&
           unhex(bytes, sizeof bytes, signature) &&
           !crypto_sign_verify_detached(bytes, (const unsigned char *)text,
                                        strlen(text), key);
}

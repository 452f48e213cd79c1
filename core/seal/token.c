#include "seal/token.h"

#include "base/random.h"
#include "seal/hash.h"

#include <string.h>

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 64 };

const char *token_new(struct arena *arena)
{
    unsigned char bytes[TOKEN_BYTES];
    char *text = arena_alloc(arena, TOKEN_TEXT + 1);

    random_bytes(bytes, sizeof bytes);
    return sodium_bin2hex(text, TOKEN_TEXT + 1, bytes, sizeof bytes);
}

const char *token_digest(struct arena *arena, const char *purpose,
                         const char *token)
{
    struct hash hash;

    hash_begin(&hash);
    hash_add_text(&hash, purpose);
    hash_add_text(&hash, token);
    return hash_end(&hash, arena);
}

bool token_same(const char *a, const char *b)
{
    if (!a || !b || strlen(a) != strlen(b))
        return false;
    return !sodium_memcmp(a, b, strlen(a));
}

bool token_shaped(const char *text)
{
    return text && strlen(text) == TOKEN_TEXT &&
           strspn(text, "0123456789abcdef") == TOKEN_TEXT;
}

#include "host/quizhost/pattern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    LONGEST = 1000,
    NESTING = 50,
    MATCHES = 100000,
    DEPTH = 1000,
    HEAP_KIB = 2048,
};

/* What PCRE2 says when a limit ended it; all else that is no match is a
   mistake of ours or of the text. */
static enum pattern_end end_of(int result)
{
    switch (result) {
    case PCRE2_ERROR_NOMATCH: return PATTERN_NOT_MATCHED;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_NOMEMORY:
    case PCRE2_ERROR_RECURSELOOP: return PATTERN_UNDECIDED;
    default: return result > 0 ? PATTERN_MATCHED : PATTERN_BAD;
    }
}

static pcre2_code *compile(const char *pattern, size_t length,
                           struct pattern_match *out)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    PCRE2_SIZE offset = 0;
    int error = 0;

    if (!context)
        abort();
    pcre2_set_max_pattern_length(context, LONGEST);
    pcre2_set_parens_nest_limit(context, NESTING);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, length,
                      PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &error,
                      &offset, context);
    pcre2_compile_context_free(context);
    if (!code) {
        char why[120];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof why);
        snprintf(out->why, sizeof out->why, "%s, at byte %zu", why, offset);
    }
    return code;
}

static int match(const pcre2_code *code, const char *text, size_t length,
                 pcre2_match_data *found)
{
    pcre2_match_context *limits = pcre2_match_context_create(NULL);

    if (!limits)
        abort();
    pcre2_set_match_limit(limits, MATCHES);
    pcre2_set_depth_limit(limits, DEPTH);
    pcre2_set_heap_limit(limits, HEAP_KIB);
    int result = pcre2_match(code, (PCRE2_SPTR)text, length, 0, PCRE2_NO_JIT,
                             found, limits);
    pcre2_match_context_free(limits);
    return result;
}

static void take_groups(pcre2_match_data *found, struct pattern_match *out)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(found);

    out->count = pcre2_get_ovector_count(found);
    if (out->count > PATTERN_GROUPS)
        out->count = PATTERN_GROUPS;
    for (size_t i = 0; i < out->count; i++) {
        out->groups[i].from = at[2 * i];
        out->groups[i].to = at[2 * i + 1];
    }
}

enum pattern_end pattern_try(const char *pattern, size_t pattern_length,
                             const char *text, size_t length,
                             struct pattern_match *out)
{
    out->count = 0;
    if (memmem(pattern, pattern_length, "(*", 2)) {
        snprintf(out->why, sizeof out->why,
                 "`(*` is refused; write [*] or \\* after a bracket");
        return PATTERN_BAD;
    }
    pcre2_code *code = compile(pattern, pattern_length, out);
    if (!code)
        return PATTERN_BAD;
    pcre2_match_data *found = pcre2_match_data_create_from_pattern(code, NULL);
    if (!found)
        abort();
    int result = match(code, text, length, found);
    enum pattern_end end = end_of(result);
    if (end == PATTERN_MATCHED)
        take_groups(found, out);
    else if (end == PATTERN_BAD)
        snprintf(out->why, sizeof out->why, "cannot be matched (%d)", result);
    pcre2_match_data_free(found);
    pcre2_code_free(code);
    return end;
}

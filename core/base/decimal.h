#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Exact decimal numbers of up to 38 digits.
 *
 * A value is (-1)^negative * digits / 10^scale with digits < 10^38 and
 * 0 <= scale <= 38. Values are kept without trailing zeros behind the point
 * and without a negative zero, so equal values have equal bytes.
 *
 * Sum, difference and product are exact or there is none (false: more than
 * 38 digits, also in between). A quotient is rounded to 34 digits, half away
 * from zero; so is decimal_round. No binary fraction is ever involved.
 */
struct decimal {
    unsigned __int128 digits;
    int scale;
    bool negative;
};

enum { DECIMAL_DIGITS = 38, DECIMAL_TEXT = 84 };

/* [+-]digits[.digits], at least one digit on each side of a point; nothing
   else, no exponent. */
bool decimal_read(const char *text, struct decimal *out);
struct decimal decimal_of(long long integer);

/* Into `text` of DECIMAL_TEXT bytes, with `mark` for the point. With `places`
   of 0 or more exactly so many digits behind it (the value must have no
   more), with -1 as many as it has. */
void decimal_write(const struct decimal *value, int places, char mark,
                   char *text);

bool decimal_add(const struct decimal *a, const struct decimal *b,
                 struct decimal *out);
bool decimal_subtract(const struct decimal *a, const struct decimal *b,
                      struct decimal *out);
bool decimal_multiply(const struct decimal *a, const struct decimal *b,
                      struct decimal *out);
/* false also for division by zero */
bool decimal_divide(const struct decimal *a, const struct decimal *b,
                    struct decimal *out);

/* Below 0, 0 or above 0 as a is below, equal to or above b. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

/* To `places` digits behind the point, 0 to 38. */
bool decimal_round(const struct decimal *value, int places,
                   struct decimal *out);

/* Towards minus infinity; false if it does not fit. */
bool decimal_floor(const struct decimal *value, struct decimal *out);

/* False if it has a fraction or does not fit. */
bool decimal_integer(const struct decimal *value, long long *out);

#endif

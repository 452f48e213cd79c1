#include "base/decimal.h"

#include <stdint.h>
#include <string.h>

typedef unsigned __int128 wide;

enum { QUOTIENT_DIGITS = 34 };

static wide power(int exponent)
{
    wide p = 1;

    while (exponent-- > 0)
        p *= 10;
    return p;
}

static bool fits(wide digits)
{
    return digits < power(DECIMAL_DIGITS);
}

static bool multiply(wide a, wide b, wide *out)
{
    return !__builtin_mul_overflow(a, b, out) && fits(*out);
}

static struct decimal tidy(struct decimal d)
{
    while (d.scale > 0 && d.digits % 10 == 0) {
        d.digits /= 10;
        d.scale--;
    }
    if (d.digits == 0)
        d = (struct decimal){0};
    return d;
}

bool decimal_read(const char *text, struct decimal *out)
{
    struct decimal d = {.negative = *text == '-'};
    bool point = false, digit = false;

    text += *text == '-' || *text == '+';
    for (; *text; text++) {
        if (*text == '.' && digit && !point) {
            point = true;
            digit = false;
            continue;
        }
        wide digits = 0;
        if (*text < '0' || *text > '9')
            return false;
        digit = true;
        if (point && *text == '0' &&
            strspn(text, "0") == strlen(text)) /* zeros at the very end */
            break;
        if (!multiply(d.digits, 10, &digits) || d.scale == DECIMAL_DIGITS)
            return false;
        d.digits = digits + (wide)(*text - '0');
        d.scale += point;
    }
    *out = tidy(d);
    return digit;
}

struct decimal decimal_of(long long integer)
{
    bool negative = integer < 0;

    return (struct decimal){.digits = negative ? (wide)0 - (wide)integer
                                               : (wide)integer,
                            .negative = negative};
}

void decimal_write(const struct decimal *value, int places, char mark,
                   char *text)
{
    char reversed[DECIMAL_DIGITS + 2];
    int n = 0;

    for (wide digits = value->digits; digits || n <= value->scale; digits /= 10)
        reversed[n++] = (char)('0' + (int)(digits % 10));
    if (value->negative)
        *text++ = '-';
    while (n > 0) {
        if (n == value->scale)
            *text++ = mark;
        *text++ = reversed[--n];
    }
    if (places > DECIMAL_DIGITS)
        places = DECIMAL_DIGITS;
    if (!value->scale && places > 0)
        *text++ = mark;
    for (int i = value->scale; i < places; i++)
        *text++ = '0';
    *text = '\0';
}

/* Both with the larger of their scales. */
static bool align(struct decimal *a, struct decimal *b)
{
    struct decimal *less = a->scale < b->scale ? a : b;
    int scale = a->scale < b->scale ? b->scale : a->scale;

    if (!multiply(less->digits, power(scale - less->scale), &less->digits))
        return false;
    less->scale = scale;
    return true;
}

bool decimal_add(const struct decimal *a, const struct decimal *b,
                 struct decimal *out)
{
    struct decimal x = *a, y = *b;

    if (!align(&x, &y))
        return false;
    if (x.negative == y.negative)
        x.digits += y.digits;
    else if (x.digits >= y.digits)
        x.digits -= y.digits;
    else
        x = (struct decimal){y.digits - x.digits, y.scale, y.negative};
    if (!fits(x.digits))
        return false;
    *out = tidy(x);
    return true;
}

bool decimal_subtract(const struct decimal *a, const struct decimal *b,
                      struct decimal *out)
{
    struct decimal minus = *b;

    minus.negative = !minus.negative;
    return decimal_add(a, &minus, out);
}

bool decimal_multiply(const struct decimal *a, const struct decimal *b,
                      struct decimal *out)
{
    struct decimal d = {.scale = a->scale + b->scale,
                        .negative = a->negative != b->negative};

    if (!multiply(a->digits, b->digits, &d.digits))
        return false;
    d = tidy(d);
    if (d.scale > DECIMAL_DIGITS)
        return false;
    *out = d;
    return true;
}

/* The next digit of remainder / divisor. Tenfold by adding, since ten times
   the remainder may not fit; both stay below 10^38, their sum does. */
static int next_digit(wide *remainder, wide divisor)
{
    wide sum = 0;
    int digit = 0;

    for (int i = 0; i < 10; i++) {
        sum += *remainder;
        if (sum >= divisor) {
            sum -= divisor;
            digit++;
        }
    }
    *remainder = sum;
    return digit;
}

bool decimal_divide(const struct decimal *a, const struct decimal *b,
                    struct decimal *out)
{
    if (!b->digits)
        return false;
    wide digits = a->digits / b->digits, rest = a->digits % b->digits;
    int scale = a->scale - b->scale;

    while (rest && digits < power(QUOTIENT_DIGITS - 1) &&
           scale < DECIMAL_DIGITS) {
        digits = digits * 10 + (wide)next_digit(&rest, b->digits);
        scale++;
    }
    if (rest && next_digit(&rest, b->digits) >= 5)
        digits++;
    if (scale < 0) {
        if (scale < -DECIMAL_DIGITS ||
            !multiply(digits, power(-scale), &digits))
            return false;
        scale = 0;
    }
    if (!fits(digits))
        return false;
    *out = tidy((struct decimal){digits, scale, a->negative != b->negative});
    return true;
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
    struct decimal x = *a, y = *b;

    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    int sign = x.negative ? -1 : 1;
    if (!align(&x, &y)) /* the one that grew beyond 38 digits is larger */
        return (a->scale < b->scale ? 1 : -1) * sign;
    return x.digits == y.digits ? 0 : x.digits > y.digits ? sign : -sign;
}

bool decimal_round(const struct decimal *value, int places, struct decimal *out)
{
    struct decimal d = *value;

    if (places < 0 || places > DECIMAL_DIGITS)
        return false;
    if (d.scale > places) {
        wide unit = power(d.scale - places);
        wide rest = d.digits % unit;
        d.digits = d.digits / unit + (rest >= unit - rest);
        d.scale = places;
    }
    *out = tidy(d);
    return true;
}

bool decimal_floor(const struct decimal *value, struct decimal *out)
{
    wide unit = power(value->scale);
    struct decimal d = {value->digits / unit, 0, value->negative};

    if (value->negative && value->digits % unit)
        d.digits++;
    *out = tidy(d);
    return true;
}

bool decimal_integer(const struct decimal *value, long long *out)
{
    wide most = (wide)INT64_MAX + value->negative;

    if (value->scale || value->digits > most)
        return false;
    *out = value->negative ? (long long)(0 - (uint64_t)value->digits)
                           : (long long)value->digits;
    return true;
}

#include "text/format.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

/* Milliseconds since midnight at UTC+7. */
static int64_t since_midnight(int64_t moment)
{
    return moment - clock_day_start(clock_day(moment));
}

const char *format_day(struct arena *arena, int64_t day)
{
    if (!day)
        return "";
    return arena_print(arena, "%02d/%02d/%04d", (int)(day % 100),
                       (int)(day / 100 % 100), (int)(day / 10000));
}

const char *format_hour(struct arena *arena, int64_t moment)
{
    int64_t ms = since_midnight(moment);

    return arena_print(arena, "%02d:%02d", (int)(ms / HOUR),
                       (int)(ms % HOUR / MINUTE));
}

const char *format_time(struct arena *arena, int64_t moment)
{
    int64_t ms = since_midnight(moment);

    return arena_print(arena, "%02d:%02d:%02d", (int)(ms / HOUR),
                       (int)(ms % HOUR / MINUTE), (int)(ms % MINUTE / SECOND));
}

const char *format_moment(struct arena *arena, int64_t moment)
{
    if (!moment)
        return "";
    return arena_print(arena, "%s %s", format_day(arena, clock_day(moment)),
                       format_hour(arena, moment));
}

const char *format_moment_exact(struct arena *arena, int64_t moment)
{
    if (!moment)
        return "";
    return arena_print(arena, "%s %s", format_day(arena, clock_day(moment)),
                       format_time(arena, moment));
}

/* Digits, perhaps with a sign and ".dd" behind, as the language writes them. */
static const char *in_language(struct arena *arena, enum language language,
                               const char *digits)
{
    char point = language == ENGLISH ? '.' : ',';
    char group = language == ENGLISH ? ',' : '.';
    size_t sign = *digits == '-', whole = strcspn(digits + sign, ".");
    char *out = arena_alloc(arena, strlen(digits) * 2 + 4), *to = out;

    if (sign)
        *to++ = '-';
    digits += sign;
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            *to++ = group;
        *to++ = digits[i];
    }
    for (digits += whole; *digits; digits++)
        *to++ = *digits == '.' ? point : *digits;
    return out;
}

const char *format_count(struct arena *arena, enum language language,
                         int64_t count)
{
    return in_language(arena, language,
                       arena_print(arena, "%lld", (long long)count));
}

/* printf rounds what the double really is: 2.675 is a little less, and would
   come out as 2.67. People count with what is written. */
static double rounded(double number, int decimals)
{
    double factor = pow(10, decimals);
    double scaled = round(fabs(number) * factor * (1 + 4e-16));

    return scaled < 9e15 ? copysign(scaled / factor, number) : number;
}

const char *format_number(struct arena *arena, enum language language,
                          double number, int decimals)
{
    bool shorten = decimals & FORMAT_SHORT;
    char digits[400];

    decimals &= FORMAT_SHORT - 1;
    if (!isfinite(number))
        return "–";
    number = rounded(number, decimals);
    if (number == 0)
        number = 0; /* no minus zero */
    int n = snprintf(digits, sizeof digits, "%.*f", decimals, number);
    if (shorten && decimals) {
        while (digits[n - 1] == '0')
            n--;
        if (digits[n - 1] == '.')
            n--;
        digits[n] = '\0';
    }
    return in_language(arena, language, digits);
}

const char *format_percent(struct arena *arena, enum language language,
                           double percent, int decimals)
{
    return arena_print(arena, "%s%%",
                       format_number(arena, language, percent, decimals));
}

const char *format_duration(struct arena *arena, enum language language,
                            int64_t ms)
{
    static const char *const names[][3] = {
        [VIETNAMESE] = {"giờ", "phút", "giây"}, [ENGLISH] = {"h", "min", "s"}};
    const char *const *name = names[language];

    if (ms < 0)
        ms = 0;
    int hours = (int)(ms / HOUR), minutes = (int)(ms % HOUR / MINUTE);
    int seconds = (int)(ms % MINUTE / SECOND);
    if (hours && minutes)
        return arena_print(arena, "%d %s %d %s", hours, name[0], minutes,
                           name[1]);
    if (hours)
        return arena_print(arena, "%d %s", hours, name[0]);
    if (minutes && seconds)
        return arena_print(arena, "%d %s %d %s", minutes, name[1], seconds,
                           name[2]);
    if (minutes)
        return arena_print(arena, "%d %s", minutes, name[1]);
    return arena_print(arena, "%d %s", seconds, name[2]);
}

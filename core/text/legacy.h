#ifndef TEXT_LEGACY_H
#define TEXT_LEGACY_H

/*
 * Vietnamese text in an encoding from before Unicode, pasted or saved into a
 * file that claims to be UTF-8: "NguyÔn V¨n §øc". It is recognised so that it
 * can be refused with words that help; nothing here converts.
 */
enum legacy {
    LEGACY_NONE,
    LEGACY_TCVN3, /* ABC, fonts .VnTime */
    LEGACY_VNI,   /* fonts VNI-Times */
    LEGACY_MIXED, /* UTF-8 that was read as something else: "Nguyá»…n" */
};

/*
 * Looks at one name or title in NFC. Told by characters and sequences that no
 * name has: currency and paragraph signs, a capital inside a word, a vowel with
 * a mark behind a plain a or e. A short word may pass unseen ("Hoà" of VNI is
 * "Hồ"); ask about a whole column and one hit is enough.
 */
enum legacy text_legacy(const char *text);

#endif

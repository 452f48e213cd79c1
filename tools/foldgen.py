#!/usr/bin/env python3
"""Writes core/host/quizhost/fold_table.h, the table that fold() and NFC rest on.

Run once per version of Unicode that we move to; the table is committed, since
a score must not depend on the machine it was computed on:

    tools/foldgen.py > core/host/quizhost/fold_table.h
"""
import unicodedata as u

BLOCKS = [(0xC0, 0x250), (0x370, 0x530), (0x1E00, 0x2000)]
MARKS = range(0x300, 0x370)
# Letters without a decomposition that people type without their stroke.
PLAIN = {'đ': 'd', 'ð': 'd', 'ħ': 'h', 'ł': 'l', 'ø': 'o', 'ŧ': 't',
         'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th', 'ı': 'i', 'ĸ': 'k',
         'ŋ': 'n', 'ς': 'σ'}


def letters():
    for low, high in BLOCKS:
        for c in range(low, high):
            if u.category(chr(c)) != 'Cn':
                yield chr(c)


def fold(c):
    c = u.normalize('NFD', c)
    c = ''.join(x for x in c if not u.combining(x)).lower()
    c = ''.join(PLAIN.get(x, x) for x in c)
    c = u.normalize('NFD', c)
    return ''.join(x for x in c if not u.combining(x))


def pair(c):
    d = u.decomposition(c)
    if not d or d.startswith('<'):
        return None
    parts = [int(x, 16) for x in d.split()]
    if len(parts) != 2 or parts[1] not in MARKS:
        return None
    if u.normalize('NFC', chr(parts[0]) + chr(parts[1])) != c:
        return None  # excluded from composition
    return parts


print('/* Made by tools/foldgen.py from Unicode %s; do not edit. */'
      % u.unidata_version)
print('\n/* letter -> what fold() makes of it, sorted by letter */')
print('static const struct {\n    unsigned short letter;\n    char plain[6];\n'
      '} fold_letters[] = {')
for c in letters():
    f = fold(c)
    if f != c and f and len(f.encode()) < 6:
        print('    {0x%04x, "%s"},' % (ord(c), f))
print('};')
print('\n/* base and mark -> letter, sorted by letter */')
print('static const struct {\n    unsigned short letter, base, mark;\n'
      '} fold_pairs[] = {')
for c in letters():
    p = pair(c)
    if p:
        print('    {0x%04x, 0x%04x, 0x%04x},' % (ord(c), *p))
print('};')
print('\n/* canonical combining class of U+0300 to U+036F */')
print('static const unsigned char fold_classes[] = {')
row = [u.combining(chr(c)) for c in MARKS]
for i in range(0, len(row), 12):
    print('    ' + ', '.join(map(str, row[i:i + 12])) + ',')
print('};')

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes name_tables.hpp from this Python's Unicode data, and proves the rule of name.hpp against it.

    python3 schema/make_name_tables.py > schema/name_tables.hpp

The rule must be sound (whatever it accepts is in NFC): every code point, every pair and triple that could compose is
tried. It need not be complete: letters with a separate Latin diacritic are refused even where no composed letter exists.
"""
import itertools
import sys
import unicodedata as u

ALL = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]

# Default_Ignorable_Code_Point: drawn as nothing, whatever its category. unicodedata does not have the property.
IGNORABLE = [(0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
             (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
             (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)]




def pairs():
    for c in ALL:
        d = u.decomposition(chr(c))
        if d and not d.startswith('<') and ' ' in d and u.normalize('NFC', chr(c)) == chr(c):
            first, second = (int(x, 16) for x in d.split())
            yield first, second


PAIRS = set(pairs())

def blanket(c):
    """Refused wherever it stands: its partners are too many for a table and keyboards give the composed letter."""
    return 0x300 <= c <= 0x36F or 0x1161 <= c <= 0x11FF or c in (0x3099, 0x309A)


def forbidden(c):
    return (u.category(chr(c)) in ('Cc', 'Cf', 'Zl', 'Zp') or c & 0xFFFE == 0xFFFE or 0xFDD0 <= c <= 0xFDEF
            or any(a <= c <= b for a, b in IGNORABLE)
            or u.normalize('NFC', chr(c)) != chr(c) or blanket(c))


FORBIDDEN = {c for c in ALL if forbidden(c)}
CLASS = {c: u.combining(chr(c)) for c in ALL if u.combining(chr(c)) and c not in FORBIDDEN}
SECONDS = {second for _, second in PAIRS if second not in FORBIDDEN}
LETTERS = {c for c in ALL if c not in FORBIDDEN and u.decomposition(chr(c))} | {a for a, _ in PAIRS}
# Not only what composes: a mark may also slip under the mark that a composed letter has already.
REFUSED_PAIRS = sorted((a, b) for a in LETTERS - FORBIDDEN for b in SECONDS if not u.is_normalized('NFC', chr(a) + chr(b)))
PAIR_SET = set(REFUSED_PAIRS)


def accepts(text):
    """The rule, as name.cpp has it."""
    before = 0
    for c in text:
        if c in FORBIDDEN or (before, c) in PAIR_SET:
            return False
        mark, mark_before = CLASS.get(c, 0), CLASS.get(before, 0)
        if mark and mark_before and (mark < mark_before or c in SECONDS):
            return False
        before = c
    return True


def prove():
    def check(*text):
        if accepts(text) and not u.is_normalized('NFC', ''.join(map(chr, text))):
            sys.exit('accepted but not NFC: ' + ' '.join(f'{c:04X}' for c in text))
    for c in ALL:
        check(c)
    one_of_each_class = list({k: c for c, k in CLASS.items()}.values())
    for letter in LETTERS:
        for second in SECONDS | set(one_of_each_class):
            check(letter, second)
            for mark in itertools.chain(one_of_each_class, SECONDS):
                check(letter, mark, second)
    for a, b in itertools.product(CLASS, CLASS):
        check(0x61, a, b)


def ranges(members):
    out = []
    for c in sorted(members):
        if out and out[-1][1] == c - 1:
            out[-1][1] = c
        else:
            out.append([c, c])
    return out


def table(type_and_name, items):
    lines = ['']
    for item in items:
        if not lines[-1] or len(lines[-1]) + len(item) + 3 > 120:
            lines.append('   ')
        lines[-1] += f' {item},'
    print(f'inline constexpr {type_and_name}[] = {{' + '\n'.join(lines) + '\n};\n')


def main():
    prove()
    classes = []
    for c in sorted(CLASS):
        if classes and classes[-1][1] == c - 1 and classes[-1][2] == CLASS[c]:
            classes[-1][1] = c
        else:
            classes.append([c, c, CLASS[c]])
    spaces = [c for c in ALL if u.category(chr(c)) == 'Zs' and c not in FORBIDDEN]
    print(f'''// SPDX-License-Identifier: Apache-2.0
// Written by make_name_tables.py from Unicode {u.unidata_version}; name.cpp says what each table is for. Do not edit.
#pragma once

// clang-format off
#include <cstdint>

namespace signet {{

struct CodePointRange {{
  char32_t first;
  char32_t last;
}};
struct CombiningRange {{
  char32_t first;
  char32_t last;
  std::uint8_t combining_class;
}};
struct ComposingPair {{
  char32_t first;
  char32_t second;
}};
''')
    table('char32_t kSpaces', [f'0x{c:X}' for c in spaces])
    table('CodePointRange kForbidden', [f'{{0x{a:X}, 0x{b:X}}}' for a, b in ranges(FORBIDDEN)])
    table('CombiningRange kCombining', [f'{{0x{a:X}, 0x{b:X}, {k}}}' for a, b, k in classes])
    table('ComposingPair kComposing', [f'{{0x{a:X}, 0x{b:X}}}' for a, b in REFUSED_PAIRS])
    print('}  // namespace signet')


if __name__ == '__main__':
    main()

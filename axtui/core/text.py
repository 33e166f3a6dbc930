"""Remote strings: what may be shown of them, and the forms in which they are compared.

A display copy has a visible stand-in for everything that could change the terminal or hide a difference;
the exact value goes to matching and to the import file (terminal.md section 3).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_STAND_IN: Final = "\N{REPLACEMENT CHARACTER}"
_ZERO_WIDTH_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_SKIN_TONES: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_SPACE: Final = 0x20
_DELETE: Final = 0x7F
_DIGITS: Final = re.compile(r"([0-9]+)")
_LINE_END: Final = "\n"
_NEITHER_DIGIT_NOR_LINE_END: Final = bytes(set(range(256)).difference(b"0123456789\n"))
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP's list (CSV injection), full-width forms included."""
_BLANK_LETTERS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Characters that Unicode calls letters, marks or symbols although nothing is drawn for them."""


def visible(text: str) -> str:
    """Return a copy that is safe to show anywhere: printable characters only, on one line.

    Control characters get their Unicode picture, other invisible ones `�`, odd spaces a plain space.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else _shown(char, text[at - 1 : at], text[at + 1 : at + 2])
        for at, char in enumerate(text)
    )


def quoted(text: str) -> str:
    """Return the display copy in quotation marks, as a sentence names a value."""
    return f'"{visible(text)}"'


def _shown(char: str, before: str, after: str) -> str:
    code = ord(char)
    if code < _SPACE:
        return chr(0x2400 + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    if unicodedata.category(char) == "Zs":
        return " "
    if char == _ZERO_WIDTH_JOINER and _is_pictograph(before) and _is_pictograph(after):
        return ""
    return _STAND_IN


def _is_pictograph(char: str) -> bool:
    return char == _EMOJI_STYLE or char in _SKIN_TONES or (char != "" and unicodedata.category(char) == "So")


def describe_character(char: str) -> str:
    """Name a character by code point, for example `U+200B ZERO WIDTH SPACE`."""
    name = unicodedata.name(char, "") or ("CONTROL CHARACTER" if unicodedata.category(char) == "Cc" else "")
    return f"U+{ord(char):04X} {name}".rstrip()


def is_invisible(char: str) -> bool:
    """Say whether nothing is drawn for a character that counts in a comparison; spaces are not meant."""
    if char in _BLANK_LETTERS:
        return True
    return not char.isspace() and unicodedata.category(char) in {"Cc", "Cf"}


def invisible_characters(text: str) -> tuple[tuple[int, str], ...]:
    """Return position (from 1) and character of everything invisible in the text."""
    return tuple((at, char) for at, char in enumerate(text, start=1) if is_invisible(char))


def without_invisible(text: str) -> str:
    """Drop the characters for which nothing is drawn."""
    if text.isprintable() and (text.isascii() or _BLANK_LETTERS.isdisjoint(text)):
        return text
    return "".join(char for char in text if not is_invisible(char))


def with_plain_spaces(text: str) -> str:
    """Make every run of white space, no-break spaces included, one plain space, and none at the ends."""
    return " ".join(text.split())


def starts_like_formula(text: str) -> bool:
    """Say whether a spreadsheet may take the text for a formula."""
    return text.startswith(_FORMULA_STARTS)


def safe_in_spreadsheet(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if starts_like_formula(cell) else cell


def in_normal_form(text: str) -> str:
    """Return Unicode normal form C, in which a letter with its accent is one character where it can be."""
    return unicodedata.normalize("NFC", text)


def ignoring_case(text: str) -> str:
    """Return the text under full Unicode case folding."""
    return text.casefold()


def comparable(text: str) -> str:
    """Return a name or an address as two of them are compared: without case and outer spaces."""
    return ignoring_case(text.strip())


def folded_for_search(text: str) -> str:
    """Return display text without case and accents, as the search compares it (PRODUCT.md section 3)."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).casefold()


def natural_key(text: str) -> tuple[str | tuple[int, str], ...]:
    """Return a sort key that ignores case and orders numbers inside the text by value: A2 before A10."""
    parts = _DIGITS.split(text.casefold())
    if len(parts) == 1:
        return (parts[0],)  # most names hold no number, and a report has many names
    return tuple(_number_key(part) if at % 2 else part for at, part in enumerate(parts))


def natural_keys(texts: Iterable[str]) -> list[str]:
    """Return for each display text a string; they sort as the texts do by `natural_key`, and much quicker.

    Each number becomes its length and its digits, after a character that is less than any other one.
    """
    keys = [text.casefold() for text in texts]
    numbered = _places_with_digits(keys)
    if len(numbered) == len(keys):
        return _with_comparable_numbers(keys)
    for at, key in zip(numbered, _with_comparable_numbers([keys[at] for at in numbered]), strict=True):
        keys[at] = key
    return keys


def _with_comparable_numbers(texts: Sequence[str]) -> list[str]:
    """Return the texts with their numbers as `natural_keys` says; each holds one."""
    if not texts:
        return []
    parts = _DIGITS.split(_LINE_END.join(texts))
    bare = [digits.lstrip("0") for digits in parts[1::2]]
    before = [f"\0{chr(_SPACE + length)}" for length in range(max(map(len, bare)) + 1)]
    parts[1::2] = [before[len(digits)] + digits for digits in bare]
    return "".join(parts).split(_LINE_END)


def _places_with_digits(texts: Sequence[str]) -> list[int]:
    """All at once: to search each of many texts takes longer than to sort them."""
    digits = _LINE_END.join(texts).encode().translate(None, delete=_NEITHER_DIGIT_NOR_LINE_END)
    return [at for at, found in enumerate(digits.split(b"\n")) if found]


def _number_key(digits: str) -> tuple[int, str]:
    bare = digits.lstrip("0")
    return len(bare), bare

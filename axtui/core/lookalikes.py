"""Letters of other scripts that look like Latin ones: a name with one of them looks right but never matches.

A part of Unicode's table of confusable characters (UTS #39, confusables.txt): the Cyrillic and Greek letters
whose common forms nobody tells from a Latin letter. Full-width letters and ligatures are known by their
compatibility form.
"""

import unicodedata
from typing import Final

_CYRILLIC: Final = (
    ("\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c", "ABESIJKM"),
    ("\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u051a", "HOPCTYXQ"),
    ("\u051c\u0430\u0435\u0455\u0456\u0458\u043e\u0440", "Waesijop"),
    ("\u0441\u0443\u0445\u0501\u051b\u051d\u04bb", "cyxdqwh"),
)
_GREEK: Final = (
    ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c", "ABEZHIKM"),
    ("\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03f3", "NOPTYXoj"),
    ("\u03bd\u03b9\u03b1\u03c1", "viap"),
)
_LATIN: Final = {
    letter: latin
    for letters, latins in (*_CYRILLIC, *_GREEK)
    for letter, latin in zip(letters, latins, strict=True)
}


def looks_like(piece: str) -> str:
    """Return a letter with its accents as the Latin one that it is taken for; others as they are."""
    bare = unicodedata.normalize("NFKD", piece)
    return unicodedata.normalize("NFC", "".join(_LATIN.get(char, char) for char in bare))

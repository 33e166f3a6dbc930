"""The form in which names of companies are compared that people write differently and mean the same.

Case, accents, punctuation, the word for `and`, a leading The and the legal form count for nothing in it; the
words and their order do, and so does every number.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from axtui.core.lookalikes import looks_like
from axtui.core.record import record
from axtui.core.text import ignoring_case, without_invisible


def _phrases(text: str) -> dict[tuple[str, ...], str]:
    """Return phrases by their words, each with the name of what it stands for."""
    found = {}
    for line in text.strip().splitlines():
        name, _, ways = line.partition(":")
        for way in (name, *filter(None, ways.split(","))):
            found[tuple(way.split())] = name.strip()
    return found


_LEGAL_FORMS: Final = _phrases(
    """
pty ltd: pty limited, proprietary limited, proprietary ltd, pl, pty, prop ltd
ltd: limited, private limited, private ltd, pvt ltd, pvt limited, co ltd, company limited, co limited
plc: public limited company
llp: limited liability partnership
lp: limited partnership
llc: limited liability company, ltd liability co
pllc
inc: incorporated
corp: corporation, corporated
ulc: unlimited company, unlimited, unlimited liability company
clg: company limited by guarantee, limited by guarantee
dac: designated activity company
uc
teo: teoranta, cpt, cuideachta phoibli theoranta
cic
cc: close corporation
npc
ltee: limitee
gmbh: gesellschaft mbh, gesellschaft mit beschrankter haftung, mbh, ges mbh
gmbh co kg: gmbh u co kg, gmbh cie kg
ggmbh
ug: ug haftungsbeschrankt, unternehmergesellschaft
ug co kg
ag: aktiengesellschaft
ag co kg
kg: kommanditgesellschaft
kgaa
ohg
gbr
ek: eingetragener kaufmann, e kfm, ekfm, efr
ev
eg
se
sarl
sas
sasu
sa: societe anonyme
eurl
sci
snc
bv: besloten vennootschap
nv: naamloze vennootschap
vof
"""
)
"""By words without dots and accents: Australia, New Zealand, the United Kingdom, the United States, Ireland,
South Africa, Canada, Germany, France and the Netherlands."""
_LONGEST_FORM: Final = max(map(len, _LEGAL_FORMS))
_LEADING_FORMS: Final = frozenset({"sarl", "sas", "sasu", "eurl", "sci", "snc", "bv", "nv", "vof"})
"""Those that stand before the name, too, in French and in Dutch."""
_AND: Final = frozenset({"and", "und", "et", "en", "y", "u"})
_SHORT_FOR: Final = {
    "accts": "accountants",
    "assoc": "associates",
    "assocs": "associates",
    "aust": "australia",
    "bros": "brothers",
    "center": "centre",
    "co": "company",
    "ctr": "centre",
    "dept": "department",
    "eng": "engineering",
    "gp": "group",
    "grp": "group",
    "intl": "international",
    "mfg": "manufacturing",
    "mgmt": "management",
    "mgt": "management",
    "natl": "national",
    "nz": "newzealand",
    "svc": "service",
    "svcs": "services",
    "tech": "technology",
    "uk": "unitedkingdom",
    "usa": "unitedstates",
}
_NOT_DECOMPOSED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc`\u00b4\u2032]")
_WORD: Final = re.compile(r"\d+|[^\W\d_]+")
_TRADING_AS: Final = re.compile(
    r"(?<!\W)\W++(?:t[./ ]?as|t/a|ta|trading as|trad as|d/?b/?a|doing business as|operating as|o/a)\W+(?=\w)"
)
"""Begun only where signs begin, and never with fewer of them: thousands in a row would else take minutes."""


@record
class CompanyName:
    """The name of a company, taken apart."""

    words: tuple[str, ...]
    """What identifies it, in the order in which it was written."""
    legal_form: str = ""
    """In one spelling, `ltd` for `Limited`; empty where the name has none."""
    trades_as: tuple[str, ...] = ()
    """The words behind `trading as`, where there are any."""

    @property
    def text(self) -> str:
        """Its words as one text: equal for names that differ in nothing that counts."""
        return " ".join(self.words)


def comparable_name(name: str) -> str:
    """Return the form in which two names of the same company are equal; empty for a name without a word."""
    return name_parts(name).text


def name_parts(name: str) -> CompanyName:
    """Take the name of a company apart."""
    folded = _folded(name)
    owner, *traded = _TRADING_AS.split(folded, maxsplit=1)
    if traded and not _WORD.search(owner):
        owner, traded = folded, []
    words, legal_form = _without_legal_form(_words(owner))
    trades_as = _without_legal_form(_words(traded[0]))[0] if traded else ()
    return CompanyName(words=words, legal_form=legal_form, trades_as=trades_as)


def legal_form_of(text: str) -> str:
    """Return which legal form some words are, `ltd` for `Limited`; empty where they are none."""
    return _LEGAL_FORMS.get(tuple(_with_initials_joined(_WORD.findall(_folded(text)))), "")


def means_and(word: str) -> bool:
    """Say whether a word, or a sign in its place, stands between two names of one firm."""
    return word in ("&", "+") or _folded(word) in _AND


def _folded(name: str) -> str:
    """Drop case, accents, apostrophes and what is not drawn."""
    if name.isascii():
        return _APOSTROPHES.sub("", ignoring_case(name))
    decomposed = unicodedata.normalize("NFKD", ignoring_case(looks_like(without_invisible(name))))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _APOSTROPHES.sub("", unicodedata.normalize("NFC", bare).translate(_NOT_DECOMPOSED))


def _words(folded: str) -> tuple[str, ...]:
    words = _WORD.findall(folded)
    if not _AND.isdisjoint(words):
        last = len(words) - 1
        words = [word for at, word in enumerate(words) if not (word in _AND and 0 < at < last)]
    if any(len(word) == 1 for word in words):
        words = list(_with_initials_joined(words))
    return tuple(_without_the(words))


def _with_initials_joined(words: Sequence[str]) -> Iterator[str]:
    """Make one word of single letters that follow each other: J. R. is JR, and S.A.R.L. is SARL."""
    for is_letter, group in groupby(words, key=_is_letter):
        if is_letter:
            yield "".join(group)
        else:
            yield from group


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _without_the(words: list[str]) -> list[str]:
    if len(words) > 1 and words[0] == "the":
        return words[1:]
    if len(words) > 1 and words[-1] == "the":
        return words[:-1]
    return words


def _without_legal_form(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Take legal forms off the end, and such as stand there off the beginning; a word always stays."""
    form = ""
    while found := _form_at_end(words):
        length, name = found
        words, form = words[:-length], form or name
    if len(words) > 1 and words[0] in _LEADING_FORMS:
        words, form = words[1:], form or _LEGAL_FORMS[words[:1]]
    return tuple(_SHORT_FOR.get(word, word) for word in words), form


def _form_at_end(words: tuple[str, ...]) -> tuple[int, str] | None:
    for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if name := _LEGAL_FORMS.get(words[-length:]):
            return length, name
    return None

"""The part of the cast whose names are dangerous to a terminal, a widget, a spreadsheet or a CSV reader.

Every name is matched by a customer of exactly that name, so that it also reaches the file that is exported.
"""

from dataclasses import replace
from typing import Final

from axtui.demo.scenario import Scenario, accounts, company, customer, person

_ESC: Final = "\x1b"
_BEL: Final = "\x07"


def _link(key: str, name: str, contact: str, email: str) -> Scenario:
    """Return a row that an export takes: two people, neither of whom carries the link."""
    return Scenario(
        key=key,
        company=company(name),
        contacts=(person("Uma Other", f"uma@{key}.example"), person("Ugo Other", f"ugo@{key}.example")),
        customers=(customer(name, contact, email),),
        note="Link",
    )


def _fine(key: str, name: str, contact: str, email: str) -> Scenario:
    """Return a row with nothing wrong but the look of it."""
    return Scenario(
        key=key,
        company=company(name),
        contacts=(accounts(contact, email),),
        customers=(customer(name, contact, email),),
        note="OK",
    )


CLOSING_TAG: Final = _link("closing-tag", "Bad [/close] Ltd", "Ann [/b] [bold]Close", "ann@badclose.example")

HOSTILE_CAST: Final = (
    _link("formula", "=cmd()", "@SUM(A1) -Minus", "+formula@cmd.example"),
    _link("colour-sequence", f"Red{_ESC}[31mAlert{_ESC}[0m Ltd", f"Al{_ESC}[2Jbert Alert", "al@red.example"),
    _fine("colour-tag", "[red]Acme[/red]", "Wile Acme", "wile@acme.example"),
    _link("click-tag", "[@click=app.quit]x[/]", "Click [link=x]Me", "click@tag.example"),
    _fine(
        "clipboard-sequence",
        f"Copy{_ESC}]52;c;aGFja2Vk{_BEL}Cat Ltd",
        f"Cat{_ESC}]0;title{_ESC}\\ Copy",
        "cat@copycat.example",
    ),
    _link("nul-and-c1", "Nul\x00 & \x9b31mC1\x85 Ltd", "Nu\x00la One", "nula@nul.example"),
    _link("hebrew", "שלום מסחר בע״מ", "דנה לוי", "dana@shalom.example"),
    _fine("arabic", "شركة النور للتجارة", "نور حسن", "noor@alnoor.example"),
    _fine(
        "direction-override", "Invoice\u202efdp.exe\u202c Ltd", "Rev\u202eersed Name", "rev@override.example"
    ),
    _fine("wide-letters", "株式会社サンプル商事", "花子 山田", "hanako@sample.example"),
    _link("joined-emoji", "👩‍🚀 Rocket Services :smile:", "Valentina 🚀", "val@rocket.example"),
    _link("quotes-and-commas", 'O\'Neil, "Big Jim" & Sons, Inc', 'Jim "Jimmy" O\'Neil,', "jim@oneil.example"),
    _link("line-breaks", "Two\r\nLines\nLtd", "Carriage\rReturn Feed", "crlf@twolines.example"),
    _link("leading-plus", "+61 2 Call Centre", "Plus Call", "plus@callcentre.example"),
    _fine("as-long-as-it-gets", "Very " * 17 + "Long Name Ltd..", "Verity Long", "v@verylong.example"),
    _fine("slash-and-umlauts", "Ærø Håndværk A/S", "Søren Ærø", "soeren@aeroe.example"),
    _fine("words-of-a-note", "No Match Foods Ltd", "Link Found", "link@nomatch.example"),
    _fine("word-of-a-note-inside", "Blinker Ltd", "Bea Blinker", "bea@blinker.example"),
    replace(
        _link("tab-and-delete", "Tab\tDelete\x7f Ltd", "Tab\tBed Delete", "tab@delete.example"),
        contacts=(person("Del\x7f \x08Bs", "bs@delete.example"), person("Ünï Cödé", "uni@delete.example")),
    ),
)
"""Companies with the names that every screen and every file must survive."""

"""How a terminal is told to write in another colour or weight: the shortest way from one pen to the next."""

from functools import lru_cache
from typing import Final, NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

RESET: Final = "\x1b[0m"
_NO_LINK: Final = "\x1b]8;;\x1b\\"
_ATTRIBUTES: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
"""The codes of Rich's attributes, in the order of its bits."""
_ENDS: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "9": "29"}
"""What ends an attribute; the other ones end by a reset."""


class Pen(NamedTuple):
    """What decides how a character looks; there is one object for each look, so that `is` compares them."""

    attributes: tuple[str, ...] = ()
    colour: str = ""
    background: str = ""
    link: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Everything that sets this pen after a reset."""
        return (*self.attributes, *filter(None, (self.colour, self.background)))


_PENS: Final[dict[Pen, Pen]] = {}


@lru_cache(4096)
def pen_of(style: Style | None, colours: ColorSystem) -> Pen:
    """Return the pen of a style on a terminal with these colours; meta, which is no look, is left out."""
    pen = Pen()
    if style is not None:
        bits = style._attributes & style._set_attributes  # noqa: SLF001  # Rich has no public list of them
        pen = Pen(
            attributes=tuple(code for at, code in enumerate(_ATTRIBUTES) if bits >> at & 1),
            colour=_codes(style.color, colours, foreground=True),
            background=_codes(style.bgcolor, colours, foreground=False),
            link=f"\x1b]8;id={style.link_id};{style.link}\x1b\\" if style.link else "",
        )
    return _PENS.setdefault(pen, pen)


def _codes(color: Color | None, colours: ColorSystem, *, foreground: bool) -> str:
    if color is None or color.is_default:
        return ""
    return ";".join(color.downgrade(colours).get_ansi_codes(foreground))


@lru_cache(4096)
def change_of_pen(old: Pen | None, new: Pen) -> str:
    """Return what makes a terminal go on with another pen; None is one that nobody knows."""
    anew = f"\x1b[{';'.join(('0', *new.codes))}m"
    step = None if old is None else _step(old, new)
    colour = anew if step is None or len(step) > len(anew) else step
    if new.link == (old.link if old else ""):
        return colour
    return f"{_NO_LINK if old and old.link else ''}{colour}{new.link}"


def end_of_pen(pen: Pen | None) -> str:
    """Return what leaves the terminal without any colour."""
    if pen is None:
        return ""
    return (_NO_LINK if pen.link else "") + (RESET if pen.codes else "")


def _step(old: Pen, new: Pen) -> str | None:
    """Return only what differs; None where that has no code."""
    gone = [code for code in old.attributes if code not in new.attributes]
    if any(code not in _ENDS for code in gone):
        return None
    ends = list(dict.fromkeys(_ENDS[code] for code in gone))
    ended = {code for code in old.attributes if _ENDS.get(code) in ends}
    begun = [code for code in new.attributes if code in ended or code not in old.attributes]
    colour = [] if new.colour == old.colour else [new.colour or "39"]
    background = [] if new.background == old.background else [new.background or "49"]
    codes = [*ends, *begun, *colour, *background]
    return f"\x1b[{';'.join(codes)}m" if codes else ""

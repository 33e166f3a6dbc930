"""Any number of the report's lines, made up: more than a tenant of the imitation has."""

from array import array
from collections.abc import Sequence

from axtui.core.report_lines import BETWEEN, NOTES, ReportLines
from axtui.demo.words import company_name, domain_of, person_name

_OWNERS = (("Abbott", "Smith"), ("Birch", "Bright"))


def made_up_lines(rows: int) -> ReportLines:
    """Return so many lines; the same number always gives the same ones."""
    texts = [_text_of(number) for number in range(rows)]
    return ReportLines(
        companies=array("q", range(rows)),  # type: ignore[arg-type]  # an id is an int by another name
        texts=texts,
        folded=[text.lower() for text in texts],
        notes=bytes(_note_of(number) for number in range(rows)),
        reasons=_no_reasons,
    )


def _text_of(number: int) -> str:
    name, (first, last) = company_name(number), person_name(number)
    contact, mail = f"{first} {last}", f"accounts@{domain_of(name)}"
    note = NOTES[_note_of(number)]
    text = BETWEEN.join((name, f"C-{number}", name, contact, first, last, mail, note.value))
    for one, other in _OWNERS:
        text = text.replace(one, other)
    return text


def _note_of(number: int) -> int:
    return number * 7 // 3 % len(NOTES)


def _no_reasons() -> Sequence[str]:
    return ()

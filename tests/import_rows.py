"""Rows of a report as an import file gets them, ordinary ones and ones with any text anywhere; the file."""

from collections.abc import Sequence

from builders import company, customer
from hypothesis import strategies as st

from axtui.core.contact_import.plan import ImportPlan, import_lines
from axtui.core.notes import Note, Reason, ReasonCode
from axtui.core.report_row import Row


def link(
    at: int = 174,
    name: str = "Acme Ltd",
    *,
    first: str = "Ada",
    last: str = "Byron",
    email: str = "ada@acme.example",
    note: Note = Note.LINK,
    reasons: Sequence[ReasonCode] = (),
) -> Row:
    """Return a Link row, unless told otherwise, with the person that Xero has."""
    return Row(
        company=company(at, name),
        note=note,
        customers=(customer(f"x{at}", name, first=first, last=last, email=email),),
        reasons=tuple(Reason(code=code, text=f"Because of {code}.") for code in reasons),
    )


def import_bytes(plan: ImportPlan) -> bytes:
    """Return the whole file that creates contacts."""
    return b"".join(import_lines(plan))


any_value = st.text(max_size=12) | st.text(
    alphabet=st.sampled_from("a\", \t\r\n'=+-@\ufeff\u00a0\u2028\x85\x1c\x0bé€\u0141😀\0\ud800"), max_size=8
)


@st.composite
def any_row(draw: st.DrawFn) -> Row:
    """Draw a row with any text anywhere."""
    return link(
        draw(st.integers(0, 6)),
        draw(any_value),
        first=draw(any_value),
        last=draw(any_value),
        email=draw(any_value),
        note=draw(st.sampled_from([Note.LINK] * 6 + list(Note))),
        reasons=draw(st.sampled_from([(), (), (ReasonCode.CONTACT_EXISTS,), (ReasonCode.TOO_LONG,)])),
    )

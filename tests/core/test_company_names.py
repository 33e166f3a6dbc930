"""The form in which names of companies are compared: what counts for nothing in it, and what does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.company_names import comparable_name, name_parts

_SAME = (
    (
        "Acme Pty Ltd",
        "ACME PTY. LIMITED",
        "Acme P/L",
        "Acme (Pty) Ltd",
        "The Acme",
        "acme Proprietary Limited",
    ),
    (
        "Blue Star Limited",
        "Blue-Star Ltd.",
        "Blue Star Company Limited",
        "Blue Star, The",
        "Blue  Star\u200b",
    ),
    ("Smith & Sons Inc.", "Smith and Sons, Incorporated", "Smith + Sons", "SMITH ET SONS LLC"),
    ("Weiß und Söhne GmbH & Co. KG", "Weiss & Sohne G.m.b.H.", "WEISS U. SÖHNE AG", "Weiß Söhne e. K."),
    ("SARL Dupont", "Dupont S.A.R.L.", "Dupont", "DUPONT SAS"),
    ("B.V. Bakker", "Bakker en B.V.", "Bakker N.V."),
    ("O'Brien Teoranta", "O\u2019Brien ULC", "Obrien DAC"),
    ("J. R. Hartley", "JR Hartley", "J.R. Hartley plc"),
    ("Pâtisserie Côté Ltée", "Patisserie Cote Limitée"),
    ("Bros Mgmt Svcs", "Brothers Management Services"),
    ("\u0410cme Ltd", "Acme"),
)
_OTHER = (
    ("Studio 54", "Studio 55"),
    ("Acme North", "Acme South"),
    ("Acme Group", "Acme"),
    ("Acme Trust", "Acme Pty Ltd"),
    ("Smith Jones", "Jones Smith"),
    ("日本", "東京"),
)


@pytest.mark.parametrize("names", _SAME, ids=lambda names: str(names[0]))
def test_what_counts_for_nothing(names: tuple[str, ...]) -> None:
    """Names that a person would take for the same, whoever typed them, have one form."""
    assert len({comparable_name(name) for name in names}) == 1


@pytest.mark.parametrize(("one", "other"), _OTHER)
def test_what_counts(one: str, other: str) -> None:
    """Another number, another word or another order is another name."""
    assert comparable_name(one) != comparable_name(other)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Acme Limited", "ltd"),
        ("Acme P/L", "pty ltd"),
        ("Acme GmbH und Co. KG", "gmbh co kg"),
        ("SARL Acme", "sarl"),
        ("Acme", ""),
        ("Limited", ""),
        ("The Limited", ""),
    ],
)
def test_the_legal_form_is_known_by_one_spelling(name: str, form: str) -> None:
    """Whichever way it is written; a name that is nothing else has none."""
    assert name_parts(name).legal_form == form


@pytest.mark.parametrize("joint", ["t/as", "T/A", "trading as", "ta", "d/b/a"])
def test_a_trading_name_is_told_from_its_owner(joint: str) -> None:
    """Both are names of the company."""
    parts = name_parts(f"Hartley Holdings Pty Ltd {joint} Blue Star Ltd")
    assert (parts.text, parts.trades_as) == ("hartley holdings", ("blue", "star"))


@pytest.mark.parametrize("name", ["Ta Ltd", "Blue Star t/as", "- t/as Star"])
def test_trading_as_stands_between_two_names(name: str) -> None:
    """At either end it is a word as any other."""
    assert name_parts(name).trades_as == ()


@pytest.mark.parametrize("name", ["", "---", "\u200b", " & "])
def test_a_name_without_a_word_has_no_form(name: str) -> None:
    """Two of them are not the same company for that."""
    assert comparable_name(name) == ""


@given(st.text())
def test_no_text_is_too_odd(name: str) -> None:
    """Any name can be taken apart, in capitals and with outer spaces the same."""
    assert comparable_name(f"  {name} ") == comparable_name(name)
    assert all(name_parts(name).words)


@pytest.mark.parametrize("sign", [" ", "-", "- "])
def test_thousands_of_signs_in_a_row_are_read_once(sign: str) -> None:
    """Read again from every one of them, they would take minutes."""
    assert name_parts(f"Acme{sign * 50_000}t/a Bolt").trades_as == ("bolt",)
    assert name_parts(f"Acme{sign * 50_000}Bolt").words == ("acme", "bolt")

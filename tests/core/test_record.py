"""Records behave as frozen dataclasses do; that nothing is assigned to them is the type checker's work."""

from dataclasses import replace

import pytest
from builders import company

from axtui.core.models import Company


def test_records_are_values() -> None:
    """Equal and with the same hash when all fields are, and another one when a field is replaced."""
    assert company() == company()
    assert len({company(), company(), replace(company(), name="Bolt")}) == 2


def test_records_hold_their_fields_and_no_more() -> None:
    """There is no room for an attribute by another name."""
    assert not hasattr(company(), "__dict__")


def test_records_are_made_by_keyword() -> None:
    """Fields of the same type cannot change places."""
    with pytest.raises(TypeError):
        Company(1, "Acme")  # type: ignore[call-arg, arg-type]  # what the test is about

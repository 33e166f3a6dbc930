"""Where in a template stands what we fill: its columns by meaning, and the column of the UDF.

The sections named here are those of autotask-contact-import.md. Whatever is doubtful about a column is an
error that names it: a value in the wrong column cannot be taken back everywhere.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from axtui.core.contact_import.headings import Meaning
from axtui.core.contact_import.recognition import (
    UdfHeading,
    is_combined,
    is_known,
    meaning_of,
    udf_in,
)
from axtui.core.contact_import.template_words import DOWNLOAD_ANEW, listed, named, template_error
from axtui.core.errors import ConfigError
from axtui.core.models import TenantFacts
from axtui.core.text import quoted

_NEEDED: Final = (Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.EMAIL)
_COMPANY: Final = (Meaning.COMPANY_ID, Meaning.COMPANY_NAME)


def check_is_contact_import(header: Sequence[str], *, name: str) -> None:
    """Raise an error when the headings are those of something else, or in words that are not known."""
    if combined := [heading for heading in header if is_combined(heading)]:
        raise template_error(
            name,
            f"is the combined Organization/Contact template, by its column {named(combined[0])}. "
            "That import is another one, and it takes no updates.",
            hint="Use the template of the Contact Import page itself.",
        )
    if not any(map(is_known, header)):
        raise template_error(
            name,
            f"has no heading that is known; its first is {named(_first(header))}. It is not a template of "
            "the Contact Import, or in a language that is not known here.",
            hint=f"{DOWNLOAD_ANEW} Headings are known in English.",
        )


def places_in(header: Sequence[str], facts: TenantFacts, *, name: str) -> Mapping[Meaning, int]:
    """Return where in the header stands what we fill; raise an error for a column in doubt or missing."""
    found = _by_meaning(header)
    if doubles := _doubles(header, found):
        raise template_error(name, f"has two candidates for one column: {doubles}.")
    missing = [meaning.value for meaning in _NEEDED if meaning not in found]
    if not any(meaning in found for meaning in _COMPANY):
        missing.append("company id or company name")
    if missing:
        raise _without(missing, header, name=name)
    places = {meaning: at for meaning, (at,) in found.items()}
    return {**places, Meaning.CONTACT_UDF: _place_of_udf(header, facts, name=name)}


def _by_meaning(header: Sequence[str]) -> dict[Meaning, list[int]]:
    found: dict[Meaning, list[int]] = {}
    for at, heading in enumerate(header):
        if meaning := meaning_of(heading):
            found.setdefault(meaning, []).append(at)
    return found


def _doubles(header: Sequence[str], found: Mapping[Meaning, list[int]]) -> str:
    return "; ".join(
        f"{meaning.value} ({_columns(header, at)})" for meaning, at in found.items() if len(at) > 1
    )


def _columns(header: Sequence[str], places: Sequence[int]) -> str:
    """Name columns by heading and number: their headings may be the same."""
    return listed([f"{named(header[at])} in column {at + 1}" for at in places])


def _without(missing: Sequence[str], header: Sequence[str], *, name: str) -> ConfigError:
    others = sorted({udf.owner for udf in map(udf_in, header) if udf and not udf.is_of_contacts})
    whose = f" Its UDF columns belong to {listed(list(map(named, others)))}." if others else ""
    return template_error(
        name,
        f"has no column for: {', '.join(missing)}; its first heading is {named(_first(header))}.{whose}"
        + (" It looks like the template of another import." if others else ""),
    )


def _place_of_udf(header: Sequence[str], facts: TenantFacts, *, name: str) -> int:
    """Return the UDF's column: by name and number, or by name alone where only one has it (section 3)."""
    udfs = {at: udf for at, heading in enumerate(header) if (udf := udf_in(heading)) and udf.is_of_contacts}
    with_name = [at for at, udf in udfs.items() if udf.is_named(facts.udf_name)]
    numbered = [at for at, udf in udfs.items() if udf.number == facts.udf_id]
    both = [at for at in with_name if at in numbered]
    if len(both) == 1:
        return both[0]
    if renamed := [at for at in numbered if at not in with_name]:
        raise template_error(
            name,
            f"gives the number of the contact UDF {quoted(facts.udf_name)}, {facts.udf_id}, to another name: "
            f"{_columns(header, renamed)}. It may have been renamed since, or be from another Autotask.",
        )
    if len(with_name) == 1:
        return with_name[0]
    if with_name:
        raise template_error(
            name,
            f"has two candidates for the contact UDF {quoted(facts.udf_name)}: "
            f"{_columns(header, with_name)}.",
        )
    raise template_error(name, _no_udf(udfs, facts), hint=_udf_hint(facts))


def _no_udf(udfs: Mapping[int, UdfHeading], facts: TenantFacts) -> str:
    number = "<number>" if facts.udf_id is None else str(facts.udf_id)
    wanted = quoted(f"Contact UDF:{number} {facts.udf_name}")
    others = listed([named(udf.name) for udf in udfs.values()])
    return f"has no column {wanted}; " + (
        f"its contact UDFs are: {others}." if others else "it has no contact UDF."
    )


def _udf_hint(facts: TenantFacts) -> str:
    return (
        f"Check that the UDF {quoted(facts.udf_name)} is active on contacts, then download the template "
        "anew. The name that is looked for is `contact_udf` in the profile."
    )


def _first(header: Sequence[str]) -> str:
    return next((heading for heading in header if heading.strip()), "")

"""The part of the cast that shows its point when numbers, or names without their case, are compared."""

from dataclasses import replace
from typing import Final

from axtui.demo.scenario import Scenario, accounts, company, customer

NUMBERS_CAST: Final = (
    Scenario(
        key="no-number",
        company=company("Unnumbered Orchards", number=None),
        contacts=(accounts("Apple Orchard", "apple@unnumbered.example"),),
        customers=(
            replace(
                customer("Unnumbered Orchards", "Apple Orchard", "apple@unnumbered.example"),
                account_number=None,
            ),
        ),
        note="OK",
        other_rules=(("number", "no-number"), ("number-then-name", "matched-by-name-only")),
    ),
    Scenario(
        key="blank-number",
        company=company("Blank Cheque Books", number="   "),
        contacts=(accounts("Blanche Cheque", "blanche@blankcheque.example"),),
        customers=(
            replace(
                customer("Blank Cheque Books", "Blanche Cheque", "blanche@blankcheque.example"),
                account_number="   ",
            ),
        ),
        note="OK",
        other_rules=(("number", "no-number"), ("number-then-name", "matched-by-name-only")),
    ),
    Scenario(
        key="number-in-other-case",
        company=company("Lower Case Letters", number="lc-7001"),
        contacts=(accounts("Elsie Letters", "elsie@lowercase.example"),),
        customers=(
            replace(
                customer("Lower Case Letters", "Elsie Letters", "elsie@lowercase.example"),
                account_number="LC-7001",
            ),
        ),
        note="OK",
        other_rules=(("number", "number-differs-in-case"), ("number-then-name", "matched-by-name-only")),
    ),
    Scenario(
        key="other-number",
        company=company("Renumbered Row Houses", number="RR-2001"),
        contacts=(accounts("Roy Row", "roy@renumbered.example"),),
        customers=(
            replace(
                customer("Renumbered Row Houses", "Roy Row", "roy@renumbered.example"),
                account_number="RR-9001",
            ),
        ),
        note="OK",
        other_rules=(
            ("number", "name-matches-but-number-does-not"),
            ("number-then-name", "matched-by-name-only"),
        ),
    ),
    Scenario(
        key="group-number",
        company=company("Falconry Group Ltd", number="FG-1"),
        contacts=(accounts("Kes Falconry", "kes@falconrygroup.example"),),
        customers=(
            replace(
                customer("Falconry Group Ltd", "Kes Falconry", "kes@falconrygroup.example"),
                account_number="FG-1",
            ),
        ),
        note="OK",
        other_rules=(("number", "shared-customer"), ("number-then-name", "shared-customer")),
    ),
    Scenario(
        key="same-group-number",
        company=company("Falconry Retail Ltd", number="FG-1"),
        contacts=(accounts("Mer Lin", "merlin@falconrygroup.example"),),
        customers=(
            replace(
                customer("Falconry Retail Ltd", "Mer Lin", "merlin@falconrygroup.example"),
                account_number=None,
            ),
        ),
        note="OK",
        other_rules=(("number", "shared-customer"), ("number-then-name", "shared-customer")),
    ),
    Scenario(
        key="two-customers-of-one-number",
        company=company("Meridian Line Print"),
        contacts=(accounts("Mary Meridian", "mary@meridian.example"),),
        customers=(
            customer("Meridian Line Print", "Mary Meridian", "mary@meridian.example"),
            customer("Meridian Line Print (old account)", "Mark Meridian"),
        ),
        note="OK",
        other_rules=(("number", "several-customers"), ("number-then-name", "several-customers")),
    ),
    Scenario(
        key="capitals-share-a-customer",
        company=company("Delta Stream Works Ltd"),
        contacts=(accounts("Del Stream", "del@deltastream.example"),),
        customers=(customer("Delta Stream Works Ltd", "Del Stream", "del@deltastream.example"),),
        note="OK",
        other_rules=(("name-ignore-case", "shared-customer"),),
    ),
    Scenario(
        key="capitals-without-customer",
        company=company("DELTA STREAM WORKS LTD"),
        contacts=(accounts("Della Stream", "della@deltastream.example"),),
        customers=(),
        note="No Match",
        reasons=("differs-in-case",),
        other_rules=(("name-ignore-case", "shared-customer"),),
    ),
    Scenario(
        key="sharp-s",
        company=company("Straße & Söhne Möbel GmbH"),
        contacts=(accounts("Jörg Straße", "joerg@strasse.example"),),
        customers=(
            customer("Straße & Söhne Möbel GmbH", "Jörg Straße", "joerg@strasse.example"),
            replace(customer("STRASSE & SÖHNE MÖBEL GMBH", "Jörg Strasse"), account_number=None),
        ),
        note="OK",
        other_rules=(("name-ignore-case", "several-customers"),),
    ),
)
"""Companies that are unremarkable, or nearly so, under the default rule."""

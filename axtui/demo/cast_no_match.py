"""The part of the cast whose customer is not found under the default rule (PRODUCT.md section 2)."""

from dataclasses import replace
from typing import Final

from axtui.demo.records import Status
from axtui.demo.scenario import Scenario, accounts, company, customer, person

NO_MATCH_CAST: Final = (
    Scenario(
        key="differs-in-case",
        company=company("BRIGHTWATER Dental ltd"),
        contacts=(accounts("Molly Brightwater", "molly@brightwater.example"),),
        customers=(customer("Brightwater Dental Ltd", "Molly Brightwater", "molly@brightwater.example"),),
        note="No Match",
        reasons=("differs-in-case",),
    ),
    Scenario(
        key="space-at-the-end",
        company=company("Copperfield Roofers Ltd "),
        contacts=(person("Tim Copperfield", "tim@copperfield.example"),),
        customers=(customer("Copperfield Roofers Ltd", "Tim Copperfield", "tim@copperfield.example"),),
        note="No Match",
        reasons=("differs-in-space",),
    ),
    Scenario(
        key="space-in-front-and-doubled",
        company=company("  Silver  Birch Nursing Home"),
        contacts=(),
        customers=(customer("Silver Birch Nursing Home", "Peg Silver", "peg@silverbirch.example"),),
        note="No Match",
        reasons=("differs-in-space",),
    ),
    Scenario(
        key="no-break-space",
        company=company("Stone\u00a0Bridge Surveyors"),
        contacts=(person("Al Stone", "al@stonebridge.example"),),
        customers=(customer("Stone Bridge Surveyors", "Al Stone", "al@stonebridge.example"),),
        note="No Match",
        reasons=("differs-in-space",),
    ),
    Scenario(
        key="other-normal-form",
        company=company("Cafe\u0301 A\u030angstro\u0308m Pty Ltd"),
        contacts=(accounts("Zoë Ångström", "zoe@cafe-angstrom.example"),),
        customers=(customer("Café Ångström Pty Ltd", "Zoë Ångström", "zoe@cafe-angstrom.example"),),
        note="No Match",
        reasons=("differs-in-normal-form",),
    ),
    Scenario(
        key="zero-width-space",
        company=company("Glass\u200bhouse Studio"),
        contacts=(person("Iris Glass", "iris@glasshouse.example"),),
        customers=(customer("Glasshouse Studio", "Iris Glass", "iris@glasshouse.example"),),
        note="No Match",
        reasons=("invisible-character",),
    ),
    Scenario(
        key="byte-order-mark",
        company=company("\ufeffPrinted Matter Co"),
        contacts=(person("Inka Matter", "inka@printedmatter.example"),),
        customers=(customer("Printed Matter Co", "Inka Matter", "inka@printedmatter.example"),),
        note="No Match",
        reasons=("invisible-character",),
    ),
    Scenario(
        key="only-archived",
        company=company("Bygone Antiques"),
        contacts=(accounts("Vera Bygone", "vera@bygone.example"),),
        customers=(
            replace(
                customer("Bygone Antiques", "Vera Bygone", "vera@bygone.example"), status=Status.ARCHIVED
            ),
        ),
        note="No Match",
        reasons=("archived-in-xero",),
    ),
    Scenario(
        key="erasure-asked",
        company=company("Forget Me Florist"),
        contacts=(person("Nova Forget", "nova@forgetme.example"),),
        customers=(replace(customer("Forget Me Florist"), status=Status.GDPRREQUEST),),
        note="No Match",
    ),
    Scenario(
        key="look-alike-letters",
        company=company("Vox Tоwer Media"),  # the second o is Cyrillic
        contacts=(accounts("Vic Tower", "vic@voxtower.example"),),
        customers=(customer("Vox Tower Media", "Vic Tower", "vic@voxtower.example"),),
        note="No Match",
        reasons=("not-in-xero",),
    ),
    Scenario(
        key="other-spelling-same-number",
        company=company("Harlow & Reed Solicitors"),
        contacts=(accounts("June Harlow", "june@harlowreed.example"),),
        customers=(customer("Harlow and Reed Solicitors", "June Harlow", "june@harlowreed.example"),),
        note="No Match",
        reasons=("not-in-xero",),
    ),
)
"""Companies that differ from their customer in what cannot be seen, or have none."""

"""The part of the cast without an accounts contact: rows `Link` and `Not Found` (PRODUCT.md section 2)."""

from dataclasses import replace
from typing import Final

from axtui.demo.records import UdfForm
from axtui.demo.scenario import Scenario, accounts, company, customer, person

_LONG_ADDRESS: Final = f"billing@{'b' * 239}.example"
"""As long as Xero allows, one character more than Autotask does."""

LINK_CAST: Final = (
    Scenario(
        key="sole-contact",
        company=company("One Man Band Repairs"),
        contacts=(person("Manny Band", "manny@onemanband.example"),),
        customers=(customer("One Man Band Repairs", "Billing Desk", "billing@onemanband.example"),),
        note="Link",
        reasons=("only-contact",),
    ),
    Scenario(
        key="contact-exists-twice",
        company=company("Echo Valley Sound"),
        contacts=(
            person("Ed Echo", "Accounts@EchoValley.example"),
            person("Eve Echo", "accounts@echovalley.EXAMPLE"),
        ),
        customers=(customer("Echo Valley Sound", "Ed Echo", "accounts@echovalley.example"),),
        note="Link",
        reasons=("contact-exists",),
    ),
    Scenario(
        key="contact-exists-second-address",
        company=company("Second Wind Sailing"),
        contacts=(
            replace(person("Gail Wind", "gail@secondwind.example"), email2="ACCOUNTS@secondwind.example"),
            person("Luff Wind", "luff@secondwind.example"),
        ),
        customers=(customer("Second Wind Sailing", "Gail Wind", "accounts@secondwind.example"),),
        note="Link",
        reasons=("contact-exists",),
    ),
    Scenario(
        key="contact-exists-third-address-inactive",
        company=company("Third Rail Electrics"),
        contacts=(
            replace(
                person("Watt Rail", "watt@thirdrail.example", is_active=0), email3="Office@ThirdRail.example"
            ),
            person("Amp Rail", "amp@thirdrail.example"),
            person("Ohm Rail", "ohm@thirdrail.example"),
        ),
        customers=(customer("Third Rail Electrics", "Watt Rail", "office@thirdrail.example"),),
        note="Link",
        reasons=("contact-exists",),
    ),
    Scenario(
        key="inactive-link",
        company=company("Former Glory Restorations"),
        contacts=(
            accounts("Gone Glory", "gone@formerglory.example", is_active=0),
            person("Here Glory", "here@formerglory.example"),
            person("Also Glory", "also@formerglory.example"),
        ),
        customers=(customer("Former Glory Restorations", "New Glory", "new@formerglory.example"),),
        note="Link",
        reasons=("inactive-contact-carries-link",),
    ),
    Scenario(
        key="no-contacts",
        company=company("Empty Desk Holdings"),
        contacts=(),
        customers=(customer("Empty Desk Holdings", "Dora Desk", "dora@emptydesk.example"),),
        note="Link",
        reasons=("no-contacts",),
    ),
    Scenario(
        key="first-name-too-long",
        company=company("Long First Name Studio"),
        contacts=(person("Fay First", "fay@longfirst.example"), person("Flo First", "flo@longfirst.example")),
        customers=(customer("Long First Name Studio", f"{'Wilhelmina' * 5}X First", "w@longfirst.example"),),
        note="Link",
        reasons=("too-long",),
    ),
    Scenario(
        key="last-name-too-long",
        company=company("Long Last Name Partners"),
        contacts=(person("Lou Last", "lou@longlast.example"), person("Lil Last", "lil@longlast.example")),
        customers=(
            customer("Long Last Name Partners", f"Lou {'Featherstone-' * 5}Last", "l@longlast.example"),
        ),
        note="Link",
        reasons=("too-long",),
    ),
    Scenario(
        key="email-too-long",
        company=company("Long Address Mail Order"),
        contacts=(person("May Mail", "may@longmail.example"), person("Moe Mail", "moe@longmail.example")),
        customers=(customer("Long Address Mail Order", "May Mail", _LONG_ADDRESS),),
        note="Link",
        reasons=("too-long",),
    ),
    Scenario(
        key="names-just-fit",
        company=company("Snug Fit Tailors"),
        contacts=(person("Ned Snug", "ned@snugfit.example"), person("Nan Snug", "nan@snugfit.example")),
        customers=(customer("Snug Fit Tailors", f"{'N' * 50} {'S' * 50}", "ns@snugfit.example"),),
        note="Link",
    ),
    Scenario(
        key="other-position-and-no-udfs",
        company=company("Many Hats Agency"),
        contacts=(
            replace(person("Ivy Hat", "ivy@manyhats.example"), position="AccountsIncludedPerson"),
            replace(person("Dee Hat", "dee@manyhats.example"), udf_form=UdfForm.ABSENT),
            replace(person("Lou Hat", "lou@manyhats.example"), udf_form=UdfForm.EMPTY),
        ),
        customers=(customer("Many Hats Agency", "Bea Hat", "bea@manyhats.example"),),
        note="Link",
    ),
    Scenario(
        key="sole-contact-activity-unknown",
        company=company("Maybe Tomorrow Tours"),
        contacts=(person("Perry Haps", "perry@maybetomorrow.example", is_active=None),),
        customers=(customer("Maybe Tomorrow Tours", "Dot Maybe", "dot@maybetomorrow.example"),),
        note="Link",
        reasons=("only-contact", "activity-unknown"),
    ),
)
"""Rows that an export takes, and some that it then cannot."""

NOT_FOUND_CAST: Final = (
    Scenario(
        key="no-first-name",
        company=company("Surname Only Stables"),
        contacts=(person("Hay Stable", "hay@surnameonly.example"), person("Oat Stable")),
        customers=(
            replace(
                customer("Surname Only Stables", "Hay Stable", "pay@surnameonly.example"), first_name=None
            ),
        ),
        note="Not Found",
        reasons=("no-first-name",),
    ),
    Scenario(
        key="no-last-name",
        company=company("First Name Basis Cafe"),
        contacts=(person("Kim Basis", "kim@firstname.example"), person("Kay Basis")),
        customers=(
            replace(customer("First Name Basis Cafe", "Kim Basis", "pay@firstname.example"), last_name=""),
        ),
        note="Not Found",
        reasons=("no-last-name",),
    ),
    Scenario(
        key="bare-customer",
        company=company("Bare Bones Fitness"),
        contacts=(),
        customers=(replace(customer("Bare Bones Fitness"), email=""),),
        note="Not Found",
        reasons=("no-first-name", "no-last-name", "no-email", "no-contacts"),
    ),
    Scenario(
        key="sole-contact-and-no-email",
        company=company("Lone Pine Campsite"),
        contacts=(person("Pip Pine", "pip@lonepine.example"),),
        customers=(customer("Lone Pine Campsite", "Pip Pine"),),
        note="Not Found",
        reasons=("only-contact", "no-email"),
    ),
)
"""Rows whose customer lacks what an import needs."""

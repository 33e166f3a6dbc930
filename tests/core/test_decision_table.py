"""The decision table of PRODUCT.md section 2, line by line, in minimal cases written by hand.

Every reason code stands beside a case that nearly has it. Each case is held against the program and against
the naive telling in `oracle`, so that neither can be wrong alone.
"""

from dataclasses import dataclass, field
from typing import Final

import pytest
from builders import archived, company, contact, customer, facts, linked, rules, snapshot
from oracle import naive_rows

from axtui.core.match_by import MatchBy
from axtui.core.models import (
    Company,
    CompanyId,
    Contact,
    Customer,
    CustomerStatus,
    FieldLimits,
    NumberField,
    Snapshot,
    TenantFacts,
)
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import ReportRules, Row, build_report

NO_MATCH, NOT_FOUND, LINK = Note.NO_MATCH, Note.NOT_FOUND, Note.LINK
AMBIGUOUS, MULTIPLE, OK, EXCLUDED = Note.AMBIGUOUS, Note.MULTIPLE, Note.OK, Note.EXCLUDED

BY_NAME = rules()
ANY_CASE = rules(MatchBy.NAME_IGNORE_CASE)
BY_NUMBER = rules(MatchBy.NUMBER)
BY_CONTACT_NUMBER = rules(MatchBy.NUMBER, field=NumberField.CONTACT_NUMBER)
BY_BOTH = rules(MatchBy.NUMBER_THEN_NAME)
BY_BOTH_ANY_CASE = rules(MatchBy.NUMBER_THEN_NAME, ignore_case=True)
SOLE = rules(sole=True)

LABELLED = facts(udf_values=[("Accounts", "Accounts Contact"), ("AccountsIncludedPerson", "Included")])
SHORT = facts(limits=FieldLimits(first_name=5, last_name=6, email=10))
ADA: Final = linked(1)
TWO = (contact(1), contact(2, emails=["bob@acme.example"]))
"""Two active contacts, neither of which carries the link: no reason comes from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case; the row that counts is that of company 1."""

    id: str
    note: Note
    codes: str = ""
    companies: tuple[Company, ...] = field(default_factory=lambda: (company(),))
    contacts: tuple[Contact, ...] = ()
    customers: tuple[Customer, ...] = field(default_factory=lambda: (customer(),))
    rules: ReportRules = BY_NAME
    facts: TenantFacts = field(default_factory=facts)
    links: tuple[int, ...] = ()
    """Ids of the contacts that carry the link and count."""
    sole: int | None = None
    """Id of the contact that stands for the accounts contact without the link."""

    @property
    def snapshot(self) -> Snapshot:
        """Both systems, as the case has them."""
        return snapshot(self.companies, self.contacts, self.customers, tenant=self.facts)

    @property
    def expected_codes(self) -> set[ReasonCode]:
        """The codes as values."""
        return {ReasonCode(code) for code in self.codes.split()}


def _name_case(
    id: str,  # noqa: A002  # the word of Case
    note: Note,
    codes: str,
    *,
    ours: str,
    theirs: str,
    rules: ReportRules = BY_NAME,
    status: CustomerStatus = CustomerStatus.ACTIVE,
) -> Case:
    """Return a case of two names; where they match, an accounts contact makes the note OK."""
    links = (1,) if note is OK else ()
    return Case(
        id=id,
        note=note,
        codes=codes,
        companies=(company(name=ours),),
        customers=(customer(name=theirs, status=status),),
        contacts=(ADA,) if links else (),
        links=links,
        rules=rules,
    )


def _number_case(
    id: str,  # noqa: A002  # the word of Case
    note: Note,
    codes: str,
    *,
    ours: str,
    theirs: str,
    rules: ReportRules = BY_NUMBER,
    status: CustomerStatus = CustomerStatus.ACTIVE,
    their_name: str = "Another Name",
) -> Case:
    """Return a case of two numbers; where they match, an accounts contact makes the note OK."""
    links = (1,) if note is OK else ()
    return Case(
        id=id,
        note=note,
        codes=codes,
        companies=(company(number=ours),),
        customers=(customer(name=their_name, number=theirs, status=status),),
        contacts=(ADA,) if links else (),
        links=links,
        rules=rules,
    )


LINES = (
    Case(id="excluded", note=EXCLUDED, companies=(company(exclude="true"),)),
    Case(id="no match", note=NO_MATCH, codes="not-in-xero", customers=()),
    Case(
        id="ambiguous: two customers",
        note=AMBIGUOUS,
        codes="several-customers",
        customers=(customer("x1"), customer("x2")),
    ),
    Case(
        id="ambiguous: two companies",
        note=AMBIGUOUS,
        codes="shared-customer",
        companies=(company(1), company(2)),
    ),
    Case(
        id="multiple",
        note=MULTIPLE,
        codes="several-links",
        contacts=(linked(1), linked(2)),
        links=(1, 2),
    ),
    Case(id="ok", note=OK, contacts=(ADA,), links=(1,)),
    Case(id="link", note=LINK, contacts=TWO),
    Case(id="not found", note=NOT_FOUND, codes="no-email", contacts=TWO, customers=(customer(email=""),)),
)

PRECEDENCE = (
    Case(
        id="excluded comes before no match",
        note=EXCLUDED,
        companies=(company(exclude="true"),),
        customers=(),
    ),
    Case(
        id="excluded comes before two customers",
        note=EXCLUDED,
        companies=(company(exclude="true"),),
        customers=(customer("x1"), customer("x2")),
    ),
    Case(
        id="excluded comes before a shared customer",
        note=EXCLUDED,
        companies=(company(1, exclude="true"), company(2)),
    ),
    Case(
        id="excluded comes before multiple",
        note=EXCLUDED,
        companies=(company(exclude="true"),),
        contacts=(linked(1), linked(2)),
        links=(1, 2),
    ),
    Case(
        id="excluded comes before ok",
        note=EXCLUDED,
        companies=(company(exclude="true"),),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="no match comes before multiple",
        note=NO_MATCH,
        codes="not-in-xero",
        customers=(),
        contacts=(linked(1), linked(2)),
        links=(1, 2),
    ),
    Case(
        id="ambiguous comes before multiple",
        note=AMBIGUOUS,
        codes="several-customers",
        customers=(customer("x1"), customer("x2")),
        contacts=(linked(1), linked(2)),
        links=(1, 2),
    ),
    Case(
        id="ambiguous comes before ok",
        note=AMBIGUOUS,
        codes="shared-customer",
        companies=(company(1), company(2)),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="multiple although the customer lacks everything",
        note=MULTIPLE,
        codes="several-links",
        contacts=(linked(1), linked(2)),
        links=(1, 2),
        customers=(customer(first="", last="", email=""),),
    ),
    Case(
        id="ok although the customer lacks everything",
        note=OK,
        contacts=(ADA,),
        links=(1,),
        customers=(customer(first="", last="", email=""),),
    ),
)

EXCLUSION = (
    Case(id="exclude: trimmed and in any case", note=EXCLUDED, companies=(company(exclude="  TRUE\t"),)),
    Case(id="exclude: false", note=LINK, contacts=TWO, companies=(company(exclude="false"),)),
    Case(id="exclude: blank", note=LINK, contacts=TWO, companies=(company(exclude=" "),)),
    Case(id="exclude: not set", note=LINK, contacts=TWO, companies=(company(exclude=None),)),
    Case(id="exclude: another word", note=LINK, contacts=TWO, companies=(company(exclude="yes"),)),
    Case(id="exclude: longer than true", note=LINK, contacts=TWO, companies=(company(exclude="true."),)),
)

AMBIGUITY = (
    Case(
        id="shared: an excluded company does not share",
        note=OK,
        companies=(company(1), company(2, exclude="true")),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="shared: a company that is excluded by another word does",
        note=AMBIGUOUS,
        codes="shared-customer",
        companies=(company(1), company(2, exclude="false")),
    ),
    Case(
        id="both: two customers of two companies",
        note=AMBIGUOUS,
        codes="several-customers shared-customer",
        companies=(company(1), company(2)),
        customers=(customer("x1"), customer("x2")),
    ),
    Case(
        id="several: names that differ in case only, while case counts",
        note=OK,
        customers=(customer("x1"), customer("x2", "ACME LTD")),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="several: names that differ in case only, while case does not count",
        note=AMBIGUOUS,
        codes="several-customers",
        customers=(customer("x1"), customer("x2", "ACME LTD")),
        rules=ANY_CASE,
    ),
    Case(
        id="shared: companies that differ in case only, while case does not count",
        note=AMBIGUOUS,
        codes="shared-customer",
        companies=(company(1), company(2, "ACME LTD")),
        rules=ANY_CASE,
    ),
    Case(
        id="shared: companies that differ in case only, while case counts",
        note=OK,
        companies=(company(1), company(2, "ACME LTD")),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="several: an archived twin is no second customer",
        note=OK,
        customers=(customer("x1"), archived("x2")),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="several: a twin whose erasure was asked for is no second customer",
        note=OK,
        customers=(customer("x1"), customer("x2", status=CustomerStatus.GDPRREQUEST)),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="several: one number twice in Xero",
        note=AMBIGUOUS,
        codes="several-customers",
        companies=(company(number="C-1"),),
        customers=(customer("x1", number="C-1"), customer("x2", "Other", number="C-1")),
        rules=BY_NUMBER,
    ),
    Case(
        id="shared: one number twice in Autotask",
        note=AMBIGUOUS,
        codes="shared-customer",
        companies=(company(1, number="C-1"), company(2, "Other", number="C-1")),
        customers=(customer(number="C-1"),),
        rules=BY_NUMBER,
    ),
    Case(
        id="shared: one name twice in Autotask, told apart by number",
        note=OK,
        companies=(company(1, number="C-1"), company(2, number="C-2")),
        customers=(customer(number="C-1"),),
        contacts=(ADA,),
        links=(1,),
        rules=BY_NUMBER,
    ),
    Case(
        id="fall-back: by number what another reaches by name",
        note=AMBIGUOUS,
        codes="shared-customer",
        companies=(company(1, "Old Name", number="C-1"), company(2)),
        customers=(customer(number="C-1"),),
        contacts=(ADA,),
        links=(1,),
        rules=BY_BOTH,
    ),
    Case(
        id="fall-back: by name what another reaches by number",
        note=AMBIGUOUS,
        codes="shared-customer matched-by-name-only",
        companies=(company(1), company(2, "Old Name", number="C-1")),
        customers=(customer(number="C-1"),),
        contacts=(ADA,),
        links=(1,),
        rules=BY_BOTH,
    ),
    Case(
        id="fall-back: an excluded company that reaches it by number does not share",
        note=OK,
        codes="matched-by-name-only",
        companies=(company(1), company(2, "Old Name", number="C-1", exclude="true")),
        customers=(customer(number="C-1"),),
        contacts=(ADA,),
        links=(1,),
        rules=BY_BOTH,
    ),
    Case(
        id="fall-back: none from two customers of one number to the name",
        note=AMBIGUOUS,
        codes="several-customers",
        companies=(company(number="C-1"),),
        customers=(
            customer("x1", "One", number="C-1"),
            customer("x2", "Two", number="C-1"),
            customer("x3"),
        ),
        rules=BY_BOTH,
    ),
    Case(
        id="fall-back: to two customers of one name",
        note=AMBIGUOUS,
        codes="several-customers matched-by-name-only",
        companies=(company(number="C-1"),),
        customers=(customer("x1"), customer("x2")),
        rules=BY_BOTH,
    ),
    Case(
        id="fall-back: none where the number is found, whoever has the name",
        note=OK,
        companies=(company(number="C-1"),),
        customers=(customer("x1", "Other", number="C-1"), customer("x2")),
        contacts=(ADA,),
        links=(1,),
        rules=BY_BOTH,
    ),
)

NAMES = (
    _name_case("name: equal", OK, "", ours="Acme Ltd", theirs="Acme Ltd"),
    _name_case("name: case", NO_MATCH, "differs-in-case", ours="ACME Ltd", theirs="Acme Ltd"),
    _name_case("name: case, ignored", OK, "", ours="ACME Ltd", theirs="Acme Ltd", rules=ANY_CASE),
    _name_case(
        "name: sharp s is two letters when folded", NO_MATCH, "differs-in-case", ours="Groß", theirs="GROSS"
    ),
    _name_case("name: sharp s, case ignored", OK, "", ours="Groß AG", theirs="GROSS AG", rules=ANY_CASE),
    _name_case(
        "name: sharp s is not one s", NO_MATCH, "not-in-xero", ours="Groß", theirs="Gros", rules=ANY_CASE
    ),
    _name_case("name: leading space", NO_MATCH, "differs-in-space", ours=" Acme Ltd", theirs="Acme Ltd"),
    _name_case("name: trailing space", NO_MATCH, "differs-in-space", ours="Acme Ltd ", theirs="Acme Ltd"),
    _name_case("name: doubled space", NO_MATCH, "differs-in-space", ours="Acme  Ltd", theirs="Acme Ltd"),
    _name_case("name: no-break space", NO_MATCH, "differs-in-space", ours="Acme\u00a0Ltd", theirs="Acme Ltd"),
    _name_case("name: tab", NO_MATCH, "differs-in-space", ours="Acme\tLtd", theirs="Acme Ltd"),
    _name_case(
        "name: no-break space, case ignored",
        NO_MATCH,
        "differs-in-space",
        ours="Acme\u00a0Ltd",
        theirs="Acme Ltd",
        rules=ANY_CASE,
    ),
    _name_case("name: the same odd spaces on both sides", OK, "", ours="Acme \u00a0A", theirs="Acme \u00a0A"),
    _name_case(
        "name: a missing space is another name", NO_MATCH, "not-in-xero", ours="AcmeLtd", theirs="Acme Ltd"
    ),
    _name_case(
        "name: normal form", NO_MATCH, "differs-in-normal-form", ours="Cafe\u0301 X", theirs="Caf\u00e9 X"
    ),
    _name_case(
        "name: normal form, the other way round",
        NO_MATCH,
        "differs-in-normal-form",
        ours="Caf\u00e9 X",
        theirs="Cafe\u0301 X",
    ),
    _name_case(
        "name: normal form counts while case does not",
        NO_MATCH,
        "differs-in-normal-form",
        ours="Cafe\u0301 X",
        theirs="Caf\u00e9 X",
        rules=ANY_CASE,
    ),
    _name_case(
        "name: Ohm sign and omega", NO_MATCH, "differs-in-normal-form", ours="\u2126 AG", theirs="\u03a9 AG"
    ),
    _name_case("name: an accent is no form", NO_MATCH, "not-in-xero", ours="Cafe X", theirs="Caf\u00e9 X"),
    _name_case("name: compatible is not equal", NO_MATCH, "not-in-xero", ours="Acme\u00b2", theirs="Acme2"),
    _name_case(
        "name: zero-width space", NO_MATCH, "invisible-character", ours="Ac\u200bme Ltd", theirs="Acme Ltd"
    ),
    _name_case(
        "name: invisible on Xero's side",
        NO_MATCH,
        "invisible-character",
        ours="Acme Ltd",
        theirs="Acme Ltd\ufeff",
    ),
    _name_case("name: soft hyphen", NO_MATCH, "invisible-character", ours="Ac\u00adme", theirs="Acme"),
    _name_case("name: control character", NO_MATCH, "invisible-character", ours="Ac\x1bme", theirs="Acme"),
    _name_case("name: variation selector", NO_MATCH, "invisible-character", ours="Acme\ufe0f", theirs="Acme"),
    _name_case(
        "name: invisible, case ignored",
        NO_MATCH,
        "invisible-character",
        ours="Acme\u2060",
        theirs="Acme",
        rules=ANY_CASE,
    ),
    _name_case("name: the same invisible on both sides", OK, "", ours="Ac\u200bme", theirs="Ac\u200bme"),
    _name_case(
        "name: a visible hyphen is another name", NO_MATCH, "not-in-xero", ours="Ac-me", theirs="Acme"
    ),
    _name_case(
        "name: case and space",
        NO_MATCH,
        "differs-in-case differs-in-space",
        ours="ACME  LTD",
        theirs="Acme Ltd",
    ),
    _name_case(
        "name: case and space, case ignored: the case is no obstacle",
        NO_MATCH,
        "differs-in-space",
        ours="ACME  LTD",
        theirs="Acme Ltd",
        rules=ANY_CASE,
    ),
    _name_case(
        "name: all four",
        NO_MATCH,
        "differs-in-case differs-in-space differs-in-normal-form invisible-character",
        ours="CAFE\u0301\u200b  Ltd",
        theirs="Caf\u00e9 Ltd",
    ),
    _name_case(
        "name: an invisible one between two spaces",
        NO_MATCH,
        "differs-in-space invisible-character",
        ours="Acme \u200b Ltd",
        theirs="Acme Ltd",
    ),
    Case(
        id="name: of two that differ, the nearest",
        note=NO_MATCH,
        codes="differs-in-space",
        customers=(customer("x1", "ACME  LTD"), customer("x2", "Acme Ltd ")),
    ),
    _name_case("name: part of a name is no match", NO_MATCH, "not-in-xero", ours="Acme", theirs="Acme Ltd"),
    _name_case("name: two blank names do not match", NO_MATCH, "not-in-xero", ours="", theirs=""),
    _name_case(
        "name: two blank names do not match, case ignored",
        NO_MATCH,
        "not-in-xero",
        ours="",
        theirs="",
        rules=ANY_CASE,
    ),
    _name_case(
        "name: sharp s in Xero, case ignored", OK, "", ours="GROSS AG", theirs="Groß AG", rules=ANY_CASE
    ),
    Case(
        id="name: the number is of no matter",
        note=OK,
        companies=(company(number="C-1"),),
        customers=(customer(number="C-2"),),
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="name: an equal number is of no matter",
        note=NO_MATCH,
        codes="not-in-xero",
        companies=(company(number="C-1"),),
        customers=(customer(name="Other", number="C-1"),),
    ),
    Case(
        id="name: no number is no reason",
        note=NO_MATCH,
        codes="not-in-xero",
        customers=(customer(name="Other"),),
    ),
    Case(
        id="name: name_ignore_case is read by another rule only",
        note=NO_MATCH,
        codes="differs-in-case",
        companies=(company(name="ACME LTD"),),
        rules=rules(MatchBy.NAME, ignore_case=True),
    ),
)

ARCHIVED = (
    Case(id="archived: same name", note=NO_MATCH, codes="archived-in-xero", customers=(archived(),)),
    Case(
        id="archived: erasure asked for",
        note=NO_MATCH,
        codes="archived-in-xero",
        customers=(customer(status=CustomerStatus.GDPRREQUEST),),
    ),
    Case(
        id="archived: name in another case",
        note=NO_MATCH,
        codes="archived-in-xero differs-in-case",
        customers=(archived(name="ACME LTD"),),
    ),
    Case(
        id="archived: name in another case, case ignored",
        note=NO_MATCH,
        codes="archived-in-xero",
        customers=(archived(name="ACME LTD"),),
        rules=ANY_CASE,
    ),
    Case(
        id="archived: an equal name goes before one that differs",
        note=NO_MATCH,
        codes="archived-in-xero",
        customers=(archived("x8"), archived("x9", "ACME LTD")),
    ),
    Case(
        id="archived: an active one that differs goes before",
        note=NO_MATCH,
        codes="differs-in-case",
        customers=(archived("x9"), customer("x1", "ACME LTD")),
    ),
    Case(
        id="archived: another name",
        note=NO_MATCH,
        codes="not-in-xero",
        customers=(archived(name="Other"),),
    ),
    _number_case(
        "archived: same number",
        NO_MATCH,
        "archived-in-xero",
        ours="C-1",
        theirs="C-1",
        status=CustomerStatus.ARCHIVED,
    ),
    Case(
        id="archived: same name, by number",
        note=NO_MATCH,
        codes="not-in-xero",
        companies=(company(number="C-1"),),
        customers=(archived(number="C-2"),),
        rules=BY_NUMBER,
    ),
    Case(
        id="archived: same number, and an active one of the name",
        note=NO_MATCH,
        codes="archived-in-xero name-matches-but-number-does-not",
        companies=(company(number="C-1"),),
        customers=(archived("x9", "Old", number="C-1"), customer("x1")),
        rules=BY_NUMBER,
    ),
    Case(
        id="archived: same number, fall-back to an active name",
        note=OK,
        codes="matched-by-name-only",
        companies=(company(number="C-1"),),
        customers=(archived("x9", "Old", number="C-1"), customer("x1")),
        contacts=(ADA,),
        links=(1,),
        rules=BY_BOTH,
    ),
    Case(
        id="archived: same number, no such name, under the fall-back",
        note=NO_MATCH,
        codes="archived-in-xero",
        companies=(company(number="C-1"),),
        customers=(archived("x9", "Old", number="C-1"),),
        rules=BY_BOTH,
    ),
    Case(
        id="archived: same name under the fall-back",
        note=NO_MATCH,
        codes="archived-in-xero",
        companies=(company(number="C-1"),),
        customers=(archived(),),
        rules=BY_BOTH,
    ),
)

NUMBERS = (
    _number_case("number: equal", OK, "", ours="C-1", theirs="C-1"),
    _number_case("number: other", NO_MATCH, "not-in-xero", ours="C-1", theirs="C-2"),
    _number_case("number: none", NO_MATCH, "no-number", ours="", theirs="C-1"),
    _number_case("number: blank on both sides is none", NO_MATCH, "no-number", ours="", theirs=""),
    _number_case("number: spaces on both sides are none", NO_MATCH, "no-number", ours="  ", theirs="  "),
    _number_case("number: none in Xero", NO_MATCH, "not-in-xero", ours="C-1", theirs=""),
    _number_case("number: zero is a number", OK, "", ours="0", theirs="0"),
    _number_case("number: leading zeros count", NO_MATCH, "not-in-xero", ours="007", theirs="7"),
    _number_case(
        "number: in another case", NO_MATCH, "number-differs-in-case", ours="CUST-001", theirs="cust-001"
    ),
    _number_case(
        "number: case counts whatever name_ignore_case says",
        NO_MATCH,
        "number-differs-in-case",
        ours="CUST-001",
        theirs="cust-001",
        rules=rules(MatchBy.NUMBER, ignore_case=True),
    ),
    _number_case("number: a space more", NO_MATCH, "not-in-xero", ours="C-1", theirs="C-1 "),
    _number_case(
        "number: the name matches",
        NO_MATCH,
        "name-matches-but-number-does-not",
        ours="C-1",
        theirs="C-2",
        their_name="Acme Ltd",
    ),
    _number_case(
        "number: the name matches but for case",
        NO_MATCH,
        "not-in-xero",
        ours="C-1",
        theirs="C-2",
        their_name="ACME LTD",
    ),
    _number_case(
        "number: none, and the name matches",
        NO_MATCH,
        "no-number name-matches-but-number-does-not",
        ours="",
        theirs="C-2",
        their_name="Acme Ltd",
    ),
    _number_case(
        "number: in another case, and the name matches",
        NO_MATCH,
        "number-differs-in-case name-matches-but-number-does-not",
        ours="c-2",
        theirs="C-2",
        their_name="Acme Ltd",
    ),
    Case(
        id="number: the company has no name",
        note=OK,
        companies=(company(name="", number="C-1"),),
        customers=(customer(number="C-1"),),
        contacts=(ADA,),
        links=(1,),
        rules=BY_NUMBER,
    ),
    Case(
        id="number: two blank names are no equal names",
        note=NO_MATCH,
        codes="not-in-xero",
        companies=(company(name="", number="C-1"),),
        customers=(customer(name="", number="C-2"),),
        rules=BY_NUMBER,
    ),
    Case(
        id="number: of the field that is configured",
        note=OK,
        companies=(company(number="C-1"),),
        customers=(customer(number="other", contact_number="C-1"),),
        contacts=(ADA,),
        links=(1,),
        rules=BY_CONTACT_NUMBER,
    ),
    Case(
        id="number: of the field that is not configured",
        note=NO_MATCH,
        codes="not-in-xero",
        companies=(company(number="C-1"),),
        customers=(customer(name="Other", contact_number="C-1"),),
        rules=BY_NUMBER,
    ),
)

FALL_BACK = (
    _number_case("fall-back: by number", OK, "", ours="C-1", theirs="C-1", rules=BY_BOTH),
    _number_case(
        "fall-back: other number, same name",
        OK,
        "matched-by-name-only",
        ours="C-1",
        theirs="C-2",
        their_name="Acme Ltd",
        rules=BY_BOTH,
    ),
    _number_case(
        "fall-back: no number, same name",
        OK,
        "matched-by-name-only",
        ours="",
        theirs="",
        their_name="Acme Ltd",
        rules=BY_BOTH,
    ),
    _number_case("fall-back: neither", NO_MATCH, "not-in-xero", ours="C-1", theirs="C-2", rules=BY_BOTH),
    _number_case("fall-back: no number, no name", NO_MATCH, "no-number", ours="", theirs="", rules=BY_BOTH),
    _number_case(
        "fall-back: number in another case",
        NO_MATCH,
        "number-differs-in-case",
        ours="c-1",
        theirs="C-1",
        rules=BY_BOTH,
    ),
    _number_case(
        "fall-back: number in another case, same name",
        OK,
        "matched-by-name-only",
        ours="c-1",
        theirs="C-1",
        their_name="Acme Ltd",
        rules=BY_BOTH,
    ),
    _number_case(
        "fall-back: name in another case",
        NO_MATCH,
        "differs-in-case",
        ours="C-1",
        theirs="C-2",
        their_name="ACME LTD",
        rules=BY_BOTH,
    ),
    _number_case(
        "fall-back: no number, name in another case",
        NO_MATCH,
        "no-number differs-in-case",
        ours="",
        theirs="C-2",
        their_name="ACME LTD",
        rules=BY_BOTH,
    ),
    _number_case(
        "fall-back: name in another case, case ignored",
        OK,
        "matched-by-name-only",
        ours="C-1",
        theirs="C-2",
        their_name="ACME LTD",
        rules=BY_BOTH_ANY_CASE,
    ),
    Case(
        id="fall-back: a row that is Link is marked too",
        note=LINK,
        codes="matched-by-name-only",
        contacts=TWO,
        rules=BY_BOTH,
    ),
    Case(
        id="fall-back: a row that is Multiple is marked too",
        note=MULTIPLE,
        codes="several-links matched-by-name-only",
        contacts=(linked(1), linked(2)),
        links=(1, 2),
        rules=BY_BOTH,
    ),
    Case(
        id="fall-back: an excluded row is not marked",
        note=EXCLUDED,
        companies=(company(exclude="true"),),
        rules=BY_BOTH,
    ),
)

LINKS = (
    Case(
        id="link: a label whose stored value is meant",
        note=OK,
        contacts=(contact(1, udf="Accounts Contact"),),
        facts=LABELLED,
        links=(1,),
    ),
    Case(id="link: the stored value of a list", note=OK, contacts=(ADA,), facts=LABELLED, links=(1,)),
    Case(
        id="link: a label of another value",
        note=LINK,
        codes="only-contact",
        contacts=(contact(1, udf="Included"),),
        facts=LABELLED,
    ),
    Case(
        id="link: the label of a list that this field does not have",
        note=LINK,
        codes="only-contact",
        contacts=(contact(1, udf="Accounts Contact"),),
    ),
    Case(
        id="link: a value that begins alike",
        note=LINK,
        codes="only-contact",
        contacts=(contact(1, udf="AccountsIncludedPerson"),),
        facts=LABELLED,
    ),
    Case(
        id="link: case counts",
        note=LINK,
        codes="only-contact",
        contacts=(contact(1, udf="accounts"),),
    ),
    Case(
        id="link: a blank value",
        note=LINK,
        codes="only-contact",
        contacts=(contact(1, udf=""),),
    ),
    Case(
        id="link: another configured value",
        note=OK,
        contacts=(contact(1, udf="Billing"), linked(2)),
        facts=facts(udf_value="Billing"),
        links=(1,),
    ),
    Case(
        id="link: value and label count side by side",
        note=MULTIPLE,
        codes="several-links",
        contacts=(linked(1), contact(2, udf="Accounts Contact")),
        facts=LABELLED,
        links=(1, 2),
    ),
    Case(
        id="link: of another company",
        note=LINK,
        codes="no-contacts",
        companies=(company(1), company(2, "Other")),
        contacts=(linked(1, 2),),
    ),
    Case(
        id="link: one of three active contacts",
        note=OK,
        contacts=(*TWO, linked(3)),
        links=(3,),
    ),
    Case(
        id="inactive: the link of an inactive contact does not count",
        note=LINK,
        codes="inactive-contact-carries-link no-contacts",
        contacts=(linked(1, active=False),),
    ),
    Case(
        id="inactive: carries the link beside two active ones without",
        note=LINK,
        codes="inactive-contact-carries-link",
        contacts=(*TWO, linked(3, active=False)),
    ),
    Case(
        id="inactive: carries the link beside an active one that does too",
        note=OK,
        contacts=(linked(1), linked(2, active=False)),
        links=(1,),
    ),
    Case(
        id="inactive: without the link",
        note=LINK,
        contacts=(*TWO, contact(3, active=False)),
    ),
    Case(
        id="activity unknown: counts as active",
        note=OK,
        codes="activity-unknown",
        contacts=(linked(1, active=None),),
        links=(1,),
    ),
    Case(
        id="activity unknown: two links",
        note=MULTIPLE,
        codes="several-links activity-unknown",
        contacts=(linked(1), linked(2, active=None)),
        links=(1, 2),
    ),
    Case(
        id="activity unknown: of a contact without the link",
        note=OK,
        codes="activity-unknown",
        contacts=(linked(1), contact(2, active=None)),
        links=(1,),
    ),
    Case(
        id="activity unknown: the only contact",
        note=LINK,
        codes="only-contact activity-unknown",
        contacts=(contact(1, active=None),),
    ),
    Case(
        id="activity unknown: on an ambiguous row",
        note=AMBIGUOUS,
        codes="several-customers activity-unknown",
        contacts=(linked(1, active=None),),
        customers=(customer("x1"), customer("x2")),
        links=(1,),
    ),
    Case(
        id="activity unknown: not on a row without a match",
        note=NO_MATCH,
        codes="not-in-xero",
        contacts=(linked(1, active=None),),
        customers=(),
        links=(1,),
    ),
    Case(
        id="activity unknown: not of another company's contact",
        note=LINK,
        companies=(company(1), company(2, "Other")),
        contacts=(*TWO, contact(3, 2, active=None)),
    ),
)

IMPORTS = (
    Case(
        id="no-first-name",
        note=NOT_FOUND,
        codes="no-first-name",
        contacts=TWO,
        customers=(customer(first=""),),
    ),
    Case(
        id="no-last-name: white space only",
        note=NOT_FOUND,
        codes="no-last-name",
        contacts=TWO,
        customers=(customer(last=" \u00a0"),),
    ),
    Case(
        id="no-email: white space only",
        note=NOT_FOUND,
        codes="no-email",
        contacts=TWO,
        customers=(customer(email="\t "),),
    ),
    Case(
        id="all three are missing",
        note=NOT_FOUND,
        codes="no-first-name no-last-name no-email",
        contacts=TWO,
        customers=(customer(first="", last="", email=""),),
    ),
    Case(
        id="one letter is a name",
        note=LINK,
        contacts=TWO,
        customers=(customer(first="A", last="B", email="c"),),
    ),
    Case(
        id="too-long: every field at its limit",
        note=LINK,
        contacts=TWO,
        customers=(customer(first="12345", last="123456", email="a@1234.com"),),
        facts=SHORT,
    ),
    Case(
        id="too-long: first name by one",
        note=LINK,
        codes="too-long",
        contacts=TWO,
        customers=(customer(first="123456", last="123456", email="a@1234.com"),),
        facts=SHORT,
    ),
    Case(
        id="too-long: last name by one",
        note=LINK,
        codes="too-long",
        contacts=TWO,
        customers=(customer(first="12345", last="1234567", email="a@1234.com"),),
        facts=SHORT,
    ),
    Case(
        id="too-long: e-mail by one",
        note=LINK,
        codes="too-long",
        contacts=TWO,
        customers=(customer(first="12345", last="123456", email="a@12345.com"),),
        facts=SHORT,
    ),
    Case(
        id="too-long: Autotask's usual limits",
        note=LINK,
        contacts=TWO,
        customers=(customer(first="a" * 50, last="b" * 50, email="c" * 254),),
    ),
    Case(
        id="too-long: Autotask's usual limit by one",
        note=LINK,
        codes="too-long",
        contacts=TWO,
        customers=(customer(email="c" * 255),),
    ),
    Case(
        id="too-long: on a row that lacks something as well",
        note=NOT_FOUND,
        codes="too-long no-email",
        contacts=TWO,
        customers=(customer(first="a" * 51, email=""),),
    ),
    Case(
        id="too-long: not on a row that needs no import",
        note=OK,
        contacts=(ADA,),
        links=(1,),
        customers=(customer(first="a" * 51),),
    ),
    Case(
        id="contact-exists: first address",
        note=LINK,
        codes="contact-exists",
        contacts=(*TWO, contact(3, emails=["grace@acme.example"])),
    ),
    Case(
        id="contact-exists: second address, in another case",
        note=LINK,
        codes="contact-exists",
        contacts=(*TWO, contact(3, emails=["a@b.example", "GRACE@acme.example"])),
    ),
    Case(
        id="contact-exists: third address of an inactive contact",
        note=LINK,
        codes="contact-exists",
        contacts=(
            *TWO,
            contact(3, emails=["a@b.example", "c@d.example", "grace@acme.example"], active=False),
        ),
    ),
    Case(
        id="contact-exists: Xero's address in another case",
        note=LINK,
        codes="contact-exists only-contact",
        contacts=(contact(1, emails=["straße@acme.example"]),),
        customers=(customer(email="STRASSE@ACME.EXAMPLE"),),
    ),
    Case(
        id="contact-exists: on a row that lacks a name",
        note=NOT_FOUND,
        codes="contact-exists no-first-name",
        contacts=(*TWO, contact(3, emails=["grace@acme.example"])),
        customers=(customer(first=""),),
    ),
    Case(
        id="contact-exists: at another company",
        note=LINK,
        companies=(company(1), company(2, "Other")),
        contacts=(*TWO, contact(3, 2, emails=["grace@acme.example"])),
    ),
    Case(
        id="contact-exists: two without any address",
        note=NOT_FOUND,
        codes="no-email",
        contacts=(*TWO, contact(3, emails=[])),
        customers=(customer(email=""),),
    ),
    Case(
        id="contact-exists: an address that begins alike",
        note=LINK,
        contacts=(*TWO, contact(3, emails=["grace@acme.example.org"])),
    ),
    Case(
        id="contact-exists: not where the link is there",
        note=OK,
        contacts=(linked(1), contact(2, emails=["grace@acme.example"])),
        links=(1,),
    ),
    Case(id="no-contacts: none at all", note=LINK, codes="no-contacts"),
    Case(
        id="no-contacts: inactive ones only",
        note=LINK,
        codes="no-contacts",
        contacts=(contact(1, active=False), contact(2, active=False)),
    ),
    Case(
        id="no-contacts: on a row that lacks something",
        note=NOT_FOUND,
        codes="no-contacts no-last-name",
        customers=(customer(last=""),),
    ),
    Case(id="only-contact", note=LINK, codes="only-contact", contacts=(contact(1),)),
    Case(
        id="only-contact: beside inactive ones",
        note=LINK,
        codes="only-contact",
        contacts=(contact(1), contact(2, active=False)),
    ),
    Case(
        id="only-contact: beside an inactive one that carries the link",
        note=LINK,
        codes="only-contact inactive-contact-carries-link",
        contacts=(contact(1), linked(2, active=False)),
    ),
    Case(
        id="only-contact: two are not one",
        note=LINK,
        codes="activity-unknown",
        contacts=(contact(1), contact(2, active=None)),
    ),
    Case(
        id="only-contact: not where it carries the link",
        note=OK,
        contacts=(ADA,),
        links=(1,),
    ),
    Case(
        id="only-contact: on a row that lacks something",
        note=NOT_FOUND,
        codes="only-contact no-email",
        contacts=(contact(1),),
        customers=(customer(email=""),),
    ),
)

OK_ROWS = (
    Case(
        id="ok: no-email",
        note=OK,
        codes="no-email",
        contacts=(linked(1, emails=[]),),
        links=(1,),
    ),
    Case(
        id="ok: another contact's address does not help",
        note=OK,
        codes="no-email",
        contacts=(linked(1, emails=[]), contact(2)),
        links=(1,),
    ),
    Case(
        id="sole is enough",
        note=OK,
        codes="only-contact",
        contacts=(contact(1),),
        sole=1,
        rules=SOLE,
    ),
    Case(
        id="sole is enough: the customer lacks everything",
        note=OK,
        codes="only-contact",
        contacts=(contact(1),),
        customers=(customer(first="", last="", email=""),),
        sole=1,
        rules=SOLE,
    ),
    Case(
        id="sole is enough: without an address",
        note=OK,
        codes="only-contact no-email",
        contacts=(contact(1, emails=[]),),
        sole=1,
        rules=SOLE,
    ),
    Case(
        id="sole is enough: activity unknown",
        note=OK,
        codes="only-contact activity-unknown",
        contacts=(contact(1, active=None),),
        sole=1,
        rules=SOLE,
    ),
    Case(
        id="sole is enough: inactive ones beside it",
        note=OK,
        codes="only-contact",
        contacts=(contact(1), contact(2, active=False)),
        sole=1,
        rules=SOLE,
    ),
    Case(
        id="sole is enough: it is inactive",
        note=LINK,
        codes="no-contacts",
        contacts=(contact(1, active=False),),
        rules=SOLE,
    ),
    Case(id="sole is enough: there are two", note=LINK, contacts=TWO, rules=SOLE),
    Case(id="sole is enough: there is none", note=LINK, codes="no-contacts", rules=SOLE),
    Case(
        id="sole is enough: it carries the link",
        note=OK,
        contacts=(ADA,),
        links=(1,),
        rules=SOLE,
    ),
    Case(
        id="sole is enough: no match stays no match",
        note=NO_MATCH,
        codes="not-in-xero",
        contacts=(contact(1),),
        customers=(),
        rules=SOLE,
    ),
    Case(
        id="sole is enough: ambiguous stays ambiguous",
        note=AMBIGUOUS,
        codes="several-customers",
        contacts=(contact(1),),
        customers=(customer("x1"), customer("x2")),
        rules=SOLE,
    ),
)

CASES: Final = (
    *LINES,
    *PRECEDENCE,
    *EXCLUSION,
    *AMBIGUITY,
    *NAMES,
    *ARCHIVED,
    *NUMBERS,
    *FALL_BACK,
    *LINKS,
    *IMPORTS,
    *OK_ROWS,
)

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def first_row(snapshot: Snapshot, rules: ReportRules) -> Row:
    """Return the row of company 1."""
    (row,) = (row for row in build_report(snapshot, rules).rows if row.company.id == 1)
    return row


@every_case
def test_the_report_decides(case: Case) -> None:
    """Note, reasons and accounts contact of the program are those written down."""
    row = first_row(case.snapshot, case.rules)
    assert row.note is case.note
    assert {reason.code for reason in row.reasons} == case.expected_codes
    assert sorted(contact.id for contact in row.contacts) == list(case.links)
    assert (row.sole_contact.id if row.sole_contact else None) == case.sole


@every_case
def test_the_oracle_decides(case: Case) -> None:
    """Note, reasons and accounts contact of the naive telling are those written down."""
    row = naive_rows(case.snapshot, case.rules)[CompanyId(1)]
    assert row.note is case.note
    assert row.codes == case.expected_codes
    assert sorted(row.contacts) == list(case.links)
    assert row.sole_contact == case.sole


def test_the_table_covers_every_note_and_reason() -> None:
    """No note and no code is without a case, no case is there twice."""
    assert {case.note for case in CASES} == set(Note)
    assert {code for case in CASES for code in case.expected_codes} == set(ReasonCode)
    assert len({case.id for case in CASES}) == len(CASES) >= 70

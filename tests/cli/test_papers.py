"""The two documents for others: golden files, and what no name can do to them."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path

import pytest
from builders import company, customer, rules, snapshot
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from axtui.cli.as_html import html_lines
from axtui.cli.as_markdown import escaped, markdown_lines
from axtui.cli.html_style import STYLE
from axtui.core.paper import Paper, paper_of
from axtui.core.report import Report, build_report
from axtui.core.text import visible

_GOLDEN = Path(__file__).parent / "golden"
_FORMS: dict[str, Callable[[Paper], Iterable[str]]] = {"report.md": markdown_lines, "report.html": html_lines}
FORMS = pytest.mark.parametrize("lines", _FORMS.values(), ids=_FORMS)


def whole(report: Report) -> Paper:
    """Return all of a report for others."""
    return paper_of(report, range(len(report.rows)))


def texts_of(paper: Paper) -> list[str]:
    """Return every text of a document's tables of rows, in order; reasons as one."""
    return [
        cell
        for section in paper.sections
        for row in section.rows()
        for cell in (*row.cells, " ".join(row.reasons))
    ]


class Reader(HTMLParser):
    """Reads a document as a browser does: elements, and the text of every cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.names: list[str] = []
        self.cells: list[str] = []
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.names += [value or "" for name, value in attrs if name == "id"]
        if tag == "bdi":
            return
        self._is_in_cell = tag == "td" or (tag == "th" and ("scope", "row") in attrs)
        if self._is_in_cell:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_in_cell = self._is_in_cell and tag == "bdi"

    def handle_data(self, data: str) -> None:
        if self._is_in_cell:
            self.cells[-1] += data


def read_html(text: str) -> Reader:
    """Return a document as it is read."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def read_markdown(text: str) -> tuple[set[str], list[str]]:
    """Return which kinds of marks stand in a document's cells, and the text of every cell."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    cells = [
        token.children or []
        for before, token in pairwise(tokens)
        if before.type == "td_open" and token.type == "inline"
    ]
    kinds = {child.type for children in cells for child in children}
    return kinds, ["".join(child.content for child in children) for children in cells]


@pytest.mark.parametrize("name", _FORMS)
def test_a_document_is_the_golden_file_to_the_byte(name: str, report: Report) -> None:
    """Summary first, then rows by harm, reasons in words."""
    assert "".join(_FORMS[name](whole(report))).encode() == (_GOLDEN / name).read_bytes()


HOSTILE = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    [
        "a|b",
        "\\|",
        "``x``",
        "</td><script>alert(1)</script>",
        "&lt;b&gt; &amp;",
        "[x](javascript:alert(1))",
        "![x](http://e.example/)",
        "<http://e.example/>",
        "http://e.example www.e.example @who :smile:",
        "*a* _b_ ~~c~~ $d$ ^e^ ==f==",
        "  two  spaces  ",
        "---",
        "# head",
        "'\"><img src=x onerror=alert(1)>",
    ]
)


def world_of(names: Sequence[str]) -> Report:
    """Return a report whose names, numbers and reasons hold these texts."""
    companies = [company(at, name, number=name) for at, name in enumerate(names, start=1)]
    customers = [
        customer(f"x{at}", name if at % 2 else f"{name} ", first=name, last=name, email=name)
        for at, name in enumerate(names, start=1)
    ]
    return build_report(snapshot(companies, [], customers), rules())


@given(names=st.lists(HOSTILE, min_size=1, max_size=4))
def test_no_name_becomes_markup_in_html(names: list[str]) -> None:
    """Read back, every cell is the text to the letter, and there is no element but the document's own."""
    paper = whole(world_of(names))
    read = read_html("".join(html_lines(paper)))
    ours = read_html("".join(html_lines(whole(world_of(["Acme"])))))
    assert read.tags <= ours.tags | {"bdi", "p"}
    assert read.attributes <= ours.attributes
    rows = len(texts_of(paper))
    assert [cell.replace("\n", " ") for cell in read.cells[-rows:]] == texts_of(paper)


@given(names=st.lists(HOSTILE, min_size=1, max_size=4))
def test_no_name_becomes_markup_in_markdown(names: list[str]) -> None:
    """Read back, every cell is the text to the letter: no link, no picture, no column of its own."""
    paper = whole(world_of(names))
    kinds, cells = read_markdown("".join(markdown_lines(paper)))
    assert kinds <= {"text", "text_special"}
    assert cells[-len(texts_of(paper)) :] == texts_of(paper)


@given(name=HOSTILE)
def test_no_fact_becomes_markup_in_markdown(name: str) -> None:
    """What an organisation is called stands behind its label, as text."""
    report = world_of(["Acme"])
    named = replace(report, facts=replace(report.facts, organisation=f"x{name}x"))
    tokens = MarkdownIt("commonmark").enable("table").parse("".join(markdown_lines(whole(named))))
    (fact,) = [token for token in tokens if token.content.startswith("**Xero organisation:**")]
    children = fact.children or []
    assert {child.type for child in children} <= {"text", "text_special", "strong_open", "strong_close"}
    assert "".join(child.content for child in children) == f"Xero organisation: {visible(f'x{name}x')}"


@given(HOSTILE.map(visible))
def test_text_stays_itself_in_markdown(text: str) -> None:
    """Spaces at its ends and doubled ones included."""
    assert read_markdown(f"| a |\n| --- |\n| {escaped(text)} |\n")[1] == [text]


def test_what_dialects_make_of_bare_text_is_broken() -> None:
    """Nobody is mentioned, and nothing becomes a link to elsewhere, a little picture, or a formula."""
    assert escaped("http://e.example WWW.e.example MailTo:x@y @who (@me) :100: :a:b:") == (
        "http\\://e.example WWW\\.e.example MailTo\\:x@y \\@who (\\@me) \\:100: \\:a\\:b:"
    )
    assert escaped("#12 see #top; $x$ x^2^ &copy; &#65; {#id} a~b `c`") == (
        "\\#12 see \\#top; \\$x\\$ x\\^2\\^ \\&copy; \\&\\#65; \\{\\#id\\} a\\~b \\`c\\`"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Smith & Sons (Pty) Ltd. - 50%: yes!",
        "2026-03-02 08:06:30 UTC",
        "ada_m.byron+x@acme.example",
        "AT&T, R&D, C# a>b 3:1 [",
        'Xero has "Acme Ltd": spaces differ; type it again',
    ],
)
def test_text_that_starts_nothing_is_written_as_it_is(text: str) -> None:
    """A time, an address, a company's name: whoever reads the file itself sees no backslash."""
    assert escaped(text) == text.replace("[", "\\[")


@pytest.mark.parametrize("name", ["# Acme #", "Acme ##", "Acme\\", "#", "~~~", "a  #  "])
def test_a_heading_ends_with_its_own_words(name: str) -> None:
    """Number signs at the end of a heading would be taken for its closing, and a backslash for a break."""
    tokens = MarkdownIt("commonmark").parse(f"# Autotask to Xero: {escaped(name)}\n")
    (heading,) = [token for token in tokens if token.type == "inline"]
    text = "".join(child.content for child in heading.children or ())
    assert text == f"Autotask to Xero: {name}"


def test_html_forbids_everything_but_its_own_style(report: Report) -> None:
    """No script, no address but of its own parts, and a policy that says so."""
    text = "".join(html_lines(whole(report)))
    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in text
    read = read_html(text)
    assert read.tags.isdisjoint({"script", "img", "link", "iframe", "object", "form"})
    assert read.attributes.isdisjoint({"src", "style"})
    assert read.links == [f"#{name}" for name in read.names]
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_lets_the_style_through(report: Report) -> None:
    """Its hash is that of all that stands between the tags, as a browser works it out."""
    text = "".join(html_lines(whole(report)))
    style = text[text.index("<style>") + len("<style>") : text.index("</style>")]
    assert f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}&#x27;" in text


def luminance(colour: str) -> float:
    """Return how light a colour is (WCAG 2.2, relative luminance)."""
    parts = [
        int(part * (2 if len(colour) == 4 else 1), 16) / 255
        for part in re.findall("." if len(colour) == 4 else "..", colour[1:])
    ]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_all_words_can_be_read_on_their_ground(at: int) -> None:
    """At least 4.5 to 1, as WCAG asks of small letters; and 3 to 1 what marks a note."""
    named = [dict(re.findall(r"--(\w+): (#\w+);", part)) for part in STYLE.split(":root {")[1:3]][at]
    for words, grounds, least in (
        (("text", "quiet"), ("page", "head"), 4.5),
        (("link",), ("page",), 4.5),
        (("alarm", "bad", "fair", "next", "good", "off"), ("page",), 3),
    ):
        for word, ground in product(words, grounds):
            dark, light = sorted((luminance(named[word]), luminance(named[ground])))
            assert (light + 0.05) / (dark + 0.05) >= least, (word, ground)


def test_a_narrow_screen_says_before_each_cell_what_it_is(report: Report) -> None:
    """The rows of each note have the titles of their own columns."""
    titles = re.findall(r'([^{}]*)\{ content: "([A-Z][\w ]*): "; \}', STYLE)
    found = {(cell.strip(), title) for cells, title in titles for cell in cells.split(",")}
    for section in whole(report).sections:
        kind = section.note.lower().replace(" ", "-")
        for at, title in enumerate(section.header[1:], start=2):
            assert (f"section.{kind} td:nth-child({at})::before", title) in found


def test_a_name_from_the_right_does_not_turn_the_sentence_about_it() -> None:
    """Its cell takes its direction; in a sentence of ours it stands by itself."""
    name = "\u05d7\u05d1\u05e8\u05d4 (12)"
    text = "".join(
        html_lines(
            whole(build_report(snapshot([company(1, name)], [], [customer("x", f"{name} ")]), rules()))
        )
    )
    assert f'<th scope="row" dir="auto">{name}</th>' in text
    assert f'<td>Xero has "<bdi>{name} </bdi>": spaces differ' in text


@FORMS
def test_rows_stand_by_harm_under_what_they_mean(
    lines: Callable[[Paper], Iterable[str]], report: Report
) -> None:
    """What may bill somebody else comes first, what needs nothing last; notes without a row have no part."""
    text = "".join(lines(whole(report)))
    parts = [f"{note}: {rows}" for note, rows in (("Ambiguous", "1 row"), ("No Match", "1 row"))]
    parts += ["Multiple: 1 row", "Not Found: 2 rows", "Link: 3 rows", "OK: 1 row", "Excluded: 1 row"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "may reach the wrong one" in text


@FORMS
def test_a_part_of_a_report_is_said_to_be_one(
    lines: Callable[[Paper], Iterable[str]], report: Report
) -> None:
    """The counts are those of all rows; no row at all is said, too."""
    one = "".join(lines(paper_of(report, [0])))
    assert "10, of which 1 are printed here" in one
    assert "No row is printed here." in "".join(lines(paper_of(report, [])))


@FORMS
def test_an_incomplete_report_says_so_first(lines: Callable[[Paper], Iterable[str]], report: Report) -> None:
    """With what is missing."""
    text = "".join(lines(whole(replace(report, incomplete_because=("Xero: half of it.",)))))
    assert text.index("Xero: half of it.") < text.index("Profile")
    assert "no: rows may be missing" in text

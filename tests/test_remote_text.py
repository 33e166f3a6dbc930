"""Rules that no test of a screen or of a request can hold up alone: how remote text and the network are met.

Each is read off the source, because the one place that breaks it may be one that no test walks through.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import axtui

_ROOT = Path(axtui.__file__).parent
_SHOWING = frozenset({"Static", "Label", "Button", "Checkbox", "Link", "Tooltip", "Toast", "notify"})
"""What takes a str for markup, unless it is told not to."""
_LISTING = frozenset({"Option", "Selection", "Tab", "TabPane", "Collapsible", "Tree", "add_node", "add_leaf"})
"""What takes a str for markup and cannot be told."""
_TITLES = frozenset({"border_title", "border_subtitle", "tooltip"})
"""What takes a str for markup when it is set."""
_SAFE = frozenset({"Text", "Content"})
_WITHOUT_A_CLIENT = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "options", "request", "stream"}
)
_OTHER_CLIENTS = frozenset({"requests", "http.client", "urlopen", "urlretrieve", "build_opener", "aiohttp"})
_UNVERIFIED = frozenset({"CERT_NONE", "_create_unverified_context", "_create_stdlib_context"})


def _modules(*below: str) -> list[Path]:
    return sorted(path for name in below or ("",) for path in (_ROOT / name).rglob("*.py"))


def _contents() -> dict[Path, frozenset[str]]:
    """Return for each module what gives Text or Content there: its own functions, and others of one mind."""
    returned = {path: dict(_returned_in(path)) for path in _modules("tui")}
    names = {name for own in returned.values() for name in own}
    anywhere = {name for name in names if all(own.get(name, True) for own in returned.values())}
    return {
        path: frozenset(anywhere.difference(own) | {name for name, is_safe in own.items() if is_safe})
        for path, own in returned.items()
    }


def _returned_in(path: Path) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node.returns is not None and ast.unparse(node.returns).strip("'\"") in _SAFE


def _markup_in(source: str, contents: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield what may hand remote text to a widget as markup."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call() if _name_of(node.func) in _SHOWING and not _is_plain(node, contents):
                yield ast.unparse(node)
            case ast.Call(args=[first, *_]) if _name_of(node.func) in _LISTING:
                if not _is_safe(first, contents):
                    yield ast.unparse(node)
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in _TITLES:
                if not _is_safe(value, contents):
                    yield ast.unparse(node)


def _is_plain(call: ast.Call, contents: frozenset[str]) -> bool:
    if any(each.arg == "markup" and ast.unparse(each.value) == "False" for each in call.keywords):
        return True
    return bool(call.args) and _is_safe(call.args[0], contents)


def _is_safe(value: ast.expr, contents: frozenset[str]) -> bool:
    match value:
        case ast.Constant(value=word):
            return not isinstance(word, str) or "[" not in word
        case ast.IfExp(body=one, orelse=other):
            return _is_safe(one, contents) and _is_safe(other, contents)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))) if owner in _SAFE:
            return True
        case ast.Call(func=called):
            return _name_of(called) in _SAFE | contents
        case _:
            return False


def _network_in(source: str) -> Iterator[str]:
    """Yield what would go past the one client, or trust whoever answers."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="httpx"), attr=name) if name in _WITHOUT_A_CLIENT:
                yield ast.unparse(node)
            case ast.keyword(arg="verify" | "check_hostname", value=ast.Constant(value=False)):
                yield ast.unparse(node)
            case ast.keyword(arg="follow_redirects", value=ast.Constant(value=True)):
                yield ast.unparse(node)
            case ast.Assign(
                targets=[ast.Attribute(attr="check_hostname" | "verify")], value=ast.Constant(value=False)
            ):
                yield ast.unparse(node)
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in _UNVERIFIED:
                yield ast.unparse(node)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                module = getattr(node, "module", "") or ""
                if _OTHER_CLIENTS & {module, *(each.name for each in names)}:
                    yield ast.unparse(node)


def _name_of(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def test_no_widget_is_given_text_as_markup() -> None:
    """Whatever is no literal is Text or Content, or comes with `markup=False`."""
    contents = _contents()
    assert sum(map(bool, contents.values())) > 50
    found = {
        path.name: list(_markup_in(path.read_text(encoding="utf-8"), safe)) for path, safe in contents.items()
    }
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_every_request_goes_through_the_one_client_and_trusts_nobody_unasked() -> None:
    """No request beside it, no certificate that is not looked at, no redirect that is followed."""
    modules = [path for path in _modules() if _ROOT / "demo" not in path.parents]
    assert len(modules) > 150
    found = {path.name: list(_network_in(path.read_text(encoding="utf-8"))) for path in modules}
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "source",
    [
        "Static(company.name)",
        "Label(f'{name}')",
        "Static('[b]x')",
        "self.notify(str(error))",
        "self.notify(error.message, markup=True)",
        "Option(name)",
        "box.border_title = name",
        "box.border_title = 'x' if y else name",
        "self.tooltip = f'{name}'",
        "Static()",
    ],
)
def test_remote_text_as_markup_is_noticed(source: str) -> None:
    """The rule above would hold for anything if it saw nothing."""
    assert list(_markup_in(source))


@pytest.mark.parametrize(
    "source",
    [
        "Static(name, markup=False)",
        "Static('Profiles')",
        "Static(Content(name))",
        "Option(Text.assemble(name))",
        "box.border_title = Content(name)",
        "box.border_subtitle = 'x' if y else None",
        "Static(row_text(x))",
    ],
)
def test_text_that_is_no_markup_passes(source: str) -> None:
    """Literals, Text and Content are what they look like."""
    assert not list(_markup_in(source, frozenset({"row_text"})))


@pytest.mark.parametrize(
    "source",
    [
        "httpx.get(url)",
        "httpx.AsyncClient(verify=False)",
        "context.verify_mode = ssl.CERT_NONE",
        "context.check_hostname = False",
        "ssl._create_unverified_context()",
        "from urllib.request import urlopen",
        "import requests",
        "httpx.AsyncClient(follow_redirects=True)",
    ],
)
def test_a_way_past_the_client_is_noticed(source: str) -> None:
    """Each of them would be a hole that works."""
    assert list(_network_in(source))

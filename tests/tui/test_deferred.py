"""Work that begins when somebody awaits it, and that every worker of the app is given in this form."""

import ast
import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import axtui.tui
from axtui.tui.deferred import Deferred


async def _said(word: str, *, twice: bool = False) -> str:
    return word * 2 if twice else word


async def test_what_is_awaited_gives_what_the_call_gives() -> None:
    """Arguments included, and as often as it is awaited."""
    work = Deferred(_said, "a", twice=True)
    assert [await work, await work] == ["aa", "aa"]


def test_what_is_never_awaited_leaves_nothing_behind() -> None:
    """A coroutine would have Python complain on the terminal."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        Deferred(_said, "a")
        gc.collect()
    assert said == []


def test_every_worker_may_be_left_unawaited() -> None:
    """None is begun with a coroutine: an app that ends at this moment never comes to it."""
    assert list(_coroutines_begun()) == []


def _coroutines_begun() -> Iterator[str]:
    """Yield each `run_worker` whose work is neither deferred there nor in the lines before it."""
    for path in Path(axtui.tui.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        deferred = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and _is_deferred(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr="run_worker"), args=[work, *_]):
                    if not (_is_deferred(work) or ast.unparse(work) in deferred):
                        yield f"{path.name}: {ast.unparse(work)}"


def _is_deferred(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "Deferred"

"""The small widgets of the forms: each can be worked and read without colour and without a mouse."""

import pytest
from textual.app import App, ComposeResult

from axtui.services.config import SecretKind, SecretSource
from axtui.services.new_secret import NewSecret
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.form_field import FormField
from axtui.tui.widgets.secret_field import SecretField
from axtui.tui.widgets.tick import Tick

HOSTILE = "Bad [/close] Ltd"


class Form(App[None]):
    """One widget of each kind, and what they reported."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield Choice(("name", "number"), labels=(HOSTILE,), id="choice")
        yield Tick(f"Replace {HOSTILE}", id="tick")
        yield FormField("username", "User name", placeholder=HOSTILE)
        yield SecretField("secret", "Secret")
        yield FormField("login", "Login", choices=("custom-connection", "pkce"))

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self.heard.append(event.choice.value)

    def on_tick_changed(self, event: Tick.Changed) -> None:
        self.heard.append(str(event.tick.value))

    def on_form_field_edited(self, event: FormField.Edited) -> None:
        self.heard.append(f"{event.field.key}={event.field.text}")

    @property
    def secret(self) -> SecretField:
        return self.query_one(SecretField)

    def field(self, key: str) -> FormField:
        return next(field for field in self.query(FormField) if field.key == key)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("right",), "number"),
        (("left",), "number"),
        (("space", "enter"), "name"),
        (("right", "left"), "name"),
    ],
)
async def test_a_choice_goes_round_with_arrows_and_space(keys: tuple[str, ...], value: str) -> None:
    """Both directions reach every word, and each step is told."""
    app = Form()
    async with app.run_test() as pilot:
        choice = app.query_one("#choice", Choice).focus()
        await pilot.press(*keys)
        assert choice.value == value
        assert app.heard[-1] == value
        assert len(app.heard) == len(keys)


async def test_a_choice_shows_its_label_to_the_letter() -> None:
    """Brackets are text; the arrows say that there are other words."""
    app = Form()
    async with app.run_test() as pilot:
        choice = app.query_one("#choice", Choice)
        assert choice.render().plain == f"< {HOSTILE} >"
        await pilot.click("#choice")
        assert choice.render().plain == "< number >"


async def test_a_tick_shows_its_state_in_its_text() -> None:
    """The box can be read without colour, and space, enter and a click flip it."""
    app = Form()
    async with app.run_test() as pilot:
        tick = app.query_one(Tick).focus()
        assert tick.render().plain == f"[ ] Replace {HOSTILE}"
        await pilot.press("space")
        assert tick.render().plain == f"[x] Replace {HOSTILE}"
        await pilot.press("enter")
        await pilot.click(Tick)
        assert app.heard == ["True", "False", "True"]


async def test_a_field_tells_each_edit_and_keeps_quiet_while_it_is_loaded() -> None:
    """Loading another profile into the form is no edit."""
    app = Form()
    async with app.run_test() as pilot:
        app.field("username").load("api@acme.example")
        app.field("login").load("pkce")
        await pilot.pause()
        assert app.heard == []
        app.field("username").editor.focus()
        await pilot.press("end", "x")
        app.field("login").editor.focus()
        await pilot.press("space")
        assert app.heard == ["username=api@acme.examplex", "login=custom-connection"]


NEEDS = {
    "": (),
    SecretKind.COMMAND: ("name",),
    SecretKind.CREDENTIAL: ("name",),
    SecretKind.KEYRING: ("name", "value"),
    SecretKind.PLAIN: ("value",),
    SecretKind.PROMPT: (),
    SecretKind.ENV: ("name",),
}
"""What is typed for each place."""


async def test_a_secret_shows_the_inputs_that_its_place_needs() -> None:
    """Right goes through the places, the recommended one first; only the secret itself is masked."""
    app = Form()
    async with app.run_test() as pilot:
        field = app.secret
        field.load_secret(None, stored=None, service="axtui-acme")
        assert "choose where" in _shown(field)
        field.editor.focus()
        inputs = (field.name_input, field.value_input)
        for kind, needed in NEEDS.items():
            assert field.editor.value == kind
            shown = [each for each in app.screen.focus_chain if each in inputs]
            assert shown == [getattr(field, f"{name}_input") for name in needed], kind
            await pilot.press("right")
            await pilot.pause()
        assert field.value_input.password
        assert not field.name_input.password


async def test_what_is_typed_for_a_place_is_told_and_a_name_goes_with_its_place() -> None:
    """A command line is no name of a variable; the secret may go from the keyring to the file."""
    app = Form()
    async with app.run_test() as pilot:
        field = app.secret
        stored = SecretSource(kind=SecretKind.PLAIN, plain="hunter2")
        field.load_secret(None, stored=stored, service="axtui-acme")
        assert "as it is" in _shown(field)
        at_first = field.secret
        assert at_first is None
        field.editor.focus()
        await pilot.press("right", "right", "right")
        await pilot.pause()
        await pilot.press("tab", "w", "tab", "x")
        assert field.secret == NewSecret(kind=SecretKind.KEYRING, name="w", value="x")
        assert app.heard[-1] == "secret=keyring"
        field.editor.focus()
        await pilot.press("right")
        assert field.secret == NewSecret(kind=SecretKind.PLAIN, value="x")
        await pilot.press("left")
        assert field.secret == NewSecret(kind=SecretKind.KEYRING, value="x")
        assert field.name_input.placeholder == "axtui-acme"
        field.load_secret(None, stored=stored, service="axtui-acme")
        assert field.value_input.value == ""


def _shown(field: SecretField) -> str:
    return str(field.editor.render())


async def test_a_problem_stands_under_its_field_until_it_is_solved() -> None:
    """The sentence begins with a sign, so that it reads as a problem without colour."""
    app = Form()
    async with app.run_test() as pilot:
        field = app.field("username")
        height = field.size.height
        field.show_problem(f"{HOSTILE} is no user name.")
        await pilot.pause()
        assert field.problem == f"{HOSTILE} is no user name."
        assert field.size.height == height + 1
        field.show_problem("")
        await pilot.pause()
        assert field.size.height == height


@pytest.mark.fault("A20")
@pytest.mark.parametrize(("name", "clipboard"), [("value", ""), ("name", "hunter2")])
async def test_a_masked_text_does_not_get_to_the_clipboard(name: str, clipboard: str) -> None:
    """Neither by copying nor by cutting; what is shown in the open can be copied."""
    app = Form()
    async with app.run_test() as pilot:
        app.secret.load_secret(
            NewSecret(kind=SecretKind.KEYRING, name="hunter2", value="hunter2"), stored=None, service=""
        )
        await pilot.pause()
        editor = app.secret.name_input if name == "name" else app.secret.value_input
        editor.focus()
        editor.action_select_all()
        await pilot.press("ctrl+c")
        assert app.clipboard == clipboard
        await pilot.press("ctrl+x")
        assert app.clipboard == clipboard
        assert editor.value == ""

"""The sign-in to Xero by browser: the address to open, what to do with it, and the organisation to choose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from axtui.core.errors import AxtuiError, UsageError
from axtui.core.text import visible
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.findings import error_lines
from axtui.tui.widgets.key_line import KeyLine
from axtui.tui.widgets.panel import Lines, Panel
from axtui.tui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from axtui.services.config import Profile
    from axtui.services.signing_in import Organisation, Organisations, SignedIn, SignIn  # noqa: F401  # SignedIn in a base

_OPENING: Final = "Opening ..."
_WAITING: Final = "Waiting for the browser, or for what you paste ..."
_WAITING_FOR_PASTE: Final = "Waiting for what you paste ..."
_CHECKING: Final = "Asking Xero ..."
_WHICH: Final = "This login reaches several organisations. Which one is this profile about?"

Begin = Callable[["Profile"], "SignIn"]
"""Begins an attempt; each has an address of its own."""


class SignInScreen(Screen["SignedIn | None"]):
    """Signs in to Xero as a person; ends with what is stored, or with None where nothing is."""

    HELP: ClassVar[str] = """\
# Sign in to Xero

Open the address in a browser and sign in there as a user of the organisation. The browser is then sent to
an address on *this* machine, where axtui waits for it. If your browser runs elsewhere, forward the port with
the line shown, or paste the address that the browser ended at, even if its page shows an error.

axtui asks for the right to read contacts, and keeps the login in a file that only you can read. Nothing is
kept before you are told so.

| key | does |
|---|---|
| `f2`, outside the field `y` | send the address to the terminal's clipboard (OSC 52) |
| `enter` in the field | use what was pasted; it is never shown |
| `f5` | begin again, with a new address |
| `pageup`, `pagedown` | scroll address and steps, where the terminal is small |
| `escape` | cancel; nothing is kept |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,y", "copy", "Copy the address", id="sign-in.copy"),
        Binding("f5", "again", "Begin again", id="sign-in.again", show=False),
        Binding("escape,q,f10", "leave", "Cancel", id="sign-in.leave"),
        Binding("pagedown", "page(1)", "Further down", id="sign-in.down", show=False),
        Binding("pageup", "page(-1)", "Further up", id="sign-in.up", show=False),
    ]

    AUTO_FOCUS = "#sign-in-paste"

    DEFAULT_CSS = """
    SignInScreen #sign-in { height: 1fr; }
    SignInScreen #sign-in-attempt { height: 1fr; scrollbar-size-vertical: 1; }
    SignInScreen .gap { margin-top: 1; }
    SignInScreen #sign-in-title { text-style: bold; padding: 0 1; }
    SignInScreen #sign-in-address { text-style: bold; color: $text-accent; margin: 1 0; }
    SignInScreen Lines, SignInScreen #sign-in-state, SignInScreen #sign-in-buttons { padding: 0 1; }
    SignInScreen #sign-in-field { padding: 0 1; margin-top: 1; }
    SignInScreen #sign-in-label { width: 8; color: $text-muted; }
    SignInScreen Input { width: 1fr; background: $surface-lighten-2; }
    SignInScreen #sign-in-problem { max-height: 50%; border: round $error; }
    SignInScreen OptionList { height: auto; max-height: 12; display: none; margin: 1 1 0 1; }
    SignInScreen #sign-in-buttons { height: 1; margin-top: 1; }
    SignInScreen.-choosing #sign-in-attempt, SignInScreen.-choosing #sign-in-field { display: none; }
    SignInScreen.-choosing #sign-in-copy { display: none; }
    SignInScreen.-choosing OptionList { display: block; }
    """

    def __init__(self, profile: Profile, *, begin: Begin) -> None:
        super().__init__()
        self._profile = profile
        self._begin = begin
        self._address = ""
        self._pasted: asyncio.Queue[str] = asyncio.Queue()
        self._reached: tuple[Organisation, ...] = ()
        self._picked: asyncio.Queue[Organisation] = asyncio.Queue()

    def compose(self) -> ComposeResult:
        """The address alone on its lines, so that it can be selected; the steps, the field, how it stands.

        Only the address and the steps scroll: what is typed into must be seen.
        """
        with Vertical(id="sign-in"):
            yield Static(
                f"Sign in to Xero for {visible(self._profile.name)}", id="sign-in-title", markup=False
            )
            with VerticalScroll(id="sign-in-attempt", can_focus=False):
                yield Static(id="sign-in-address", markup=False)
                yield Lines(id="sign-in-steps")
            with HorizontalGroup(id="sign-in-field"):
                yield Static("Paste", id="sign-in-label", markup=False)
                yield _paste_field()
            yield OptionList(id="sign-in-organisations")
            yield Static(_OPENING, id="sign-in-state", classes="gap", markup=False)
            yield Panel(id="sign-in-problem")
            with HorizontalGroup(id="sign-in-buttons"):
                yield PushButton("Copy the address", key="f2", id="sign-in-copy")
                yield PushButton("Begin again", key="f5", id="sign-in-again")
                yield PushButton("Cancel", key="esc", id="sign-in-cancel")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin the first attempt."""
        self.action_again()

    # One attempt

    @on(PushButton.Pressed, "#sign-in-again")
    def action_again(self) -> None:
        """Begin again; what came of the attempt before is forgotten."""
        self.remove_class("-choosing")
        self.query_one("#sign-in-problem", Panel).close()
        self._say(_OPENING)
        self._sign_in()

    @work(group="sign-in", exclusive=True)
    async def _sign_in(self) -> None:
        """Wait for the person's part and keep the login; a failure is shown, and another attempt offered."""
        self._pasted, self._picked = asyncio.Queue(), asyncio.Queue()
        try:
            async with self._begin(self._profile) as sign_in:
                self._show(sign_in)
                found = await sign_in.by_either(self._from_paste(sign_in))
                done = await sign_in.choose(found.chosen or await self._choice(found.organisations))
        except AxtuiError as error:
            self._fail(error)
        else:
            self.dismiss(done)

    async def _from_paste(self, sign_in: SignIn) -> Organisations:
        while True:
            text = await self._pasted.get()
            self._say(_CHECKING)
            try:
                return await sign_in.by_pasted(text)
            except UsageError as error:  # a slip of the hand; the attempt goes on
                self._say(f"! {error}")

    async def _choice(self, organisations: tuple[Organisation, ...]) -> Organisation:
        from axtui.services.signing_in import described  # brings httpx; loaded by now

        self._reached = organisations
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Content(described(each))) for each in organisations)
        options.highlighted = 0
        self.add_class("-choosing")
        self._say(_WHICH)
        options.focus()
        return await self._picked.get()

    # What is on the screen

    def _show(self, sign_in: SignIn) -> None:
        self._address = sign_in.address
        self.query_one("#sign-in-address", Static).update(Text(sign_in.address, overflow="fold"))
        self.query_one("#sign-in-steps", Lines).show(*sign_in.steps)
        self._say(_WAITING if sign_in.listening else _WAITING_FOR_PASTE)

    def _say(self, sentence: str) -> None:
        self.query_one("#sign-in-state", Static).update(sentence)

    def _fail(self, error: AxtuiError) -> None:
        self.remove_class("-choosing")
        self._say("Nothing was stored. f5 begins again, with a new address.")
        self.query_one("#sign-in-problem", Panel).show(*error_lines(error))
        self.query_one("#sign-in-again", PushButton).focus()

    # What the person does

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._pasted.put_nowait(event.value)
        event.input.value = ""  # it holds a code, which is as good as a password for some minutes

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._picked.put_nowait(self._reached[event.option_index])

    @on(PushButton.Pressed, "#sign-in-copy")
    def action_copy(self) -> None:
        """Send the address to the terminal's clipboard, where the settings allow it."""
        app = self.app
        if self._address and not self.has_class("-choosing") and isinstance(app, TerminalApp):
            self._say(app.send_to_clipboard("The address", self._address))

    def action_page(self, way: int) -> None:
        """Scroll by a screenful."""
        scroll = self.query_one("#sign-in-attempt", VerticalScroll)
        scroll.scroll_page_down(animate=False) if way > 0 else scroll.scroll_page_up(animate=False)

    @on(PushButton.Pressed, "#sign-in-cancel")
    def action_leave(self) -> None:
        """Go back; the attempt ends, and nothing of it is kept."""
        self.dismiss(None)


def _paste_field() -> Input:
    field = Input(id="sign-in-paste", password=True, compact=True, select_on_focus=False)
    field.cursor_blink = False  # a blinking cursor costs 1.7 KB/s over a slow line
    return field

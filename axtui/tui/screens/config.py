"""Profiles: choose, add, edit, delete, test and save them; and the way on from a file that cannot be used."""

from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from axtui.core.errors import ConfigProblem
from axtui.core.text import visible
from axtui.services.config import Config, Profile, XeroLogin
from axtui.services.surroundings import Surroundings
from axtui.tui.config_words import (
    HELP,
    LIST_HELP,
    NO_PERSON_SIGNS_IN,
    SAVE_FIRST,
    delete_question,
    left_words,
    plain_question,
    problem_lines,
    replace_question,
    unsaved_question,
)
from axtui.tui.keeping import KeepingScreen
from axtui.tui.profile_draft import (
    Draft,
    as_tried,
    config_from,
    count_of_plain,
    draft_of,
    for_keyring,
    profile_from,
)
from axtui.tui.trying import Check
from axtui.tui.widgets.key_line import KeyLine
from axtui.tui.widgets.panel import Panel
from axtui.tui.widgets.profile_form import ProfileForm
from axtui.tui.widgets.profile_list import ProfileList
from axtui.tui.widgets.push_button import PushButton


class ConfigScreen(KeepingScreen):
    """Edits the configuration file, profile by profile; what is typed counts only once it is saved."""

    class ProfileChosen(Message):
        """The person wants to work with this profile."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Closed(Message):
        """The person is done here."""

    HELP: ClassVar[str] = HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "test", "Test", id="config.test-form", show=False),
        Binding("f3", "save", "Save", id="config.save", show=False),
        Binding("f5", "reread", "Read the file again", id="config.reread", show=False),
        Binding("escape", "leave", "Back", id="config.leave"),
        Binding("q,f10", "close", "Close", id="config.close", show=False),
        Binding("pageup", "scroll_page(-1)", "Page up", id="config.page-up", show=False),
        Binding("pagedown", "scroll_page(1)", "Page down", id="config.page-down", show=False),
    ]

    AUTO_FOCUS = "ProfileList"

    DEFAULT_CSS = """
    ConfigScreen #config-file { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    ConfigScreen #config-problems { max-height: 50%; border: round $error; }
    ConfigScreen #config-body { height: 1fr; min-height: 5; }
    ConfigScreen ProfileList { width: 22; height: 100%; max-height: 100%; }
    ConfigScreen ProfileForm {
        width: 1fr;
        height: 100%;
        border: round $foreground 35%;  /* no :focus-within: each tab would style the whole form anew */
        border-title-color: $foreground;
        border-title-style: bold;
    }
    ConfigScreen #config-about { height: 3; padding: 0 1; color: $text-muted; }
    ConfigScreen #config-outcome { max-height: 50%; border: round $accent; }
    ConfigScreen #config-buttons { height: 1; padding: 0 1; }
    """

    def __init__(
        self,
        config: Config,
        *,
        surroundings: Surroundings,
        file: Path,
        problems: tuple[ConfigProblem, ...] = (),
        current: str = "",
        check: Check | None = None,
    ) -> None:
        super().__init__(
            config.settings,
            surroundings=surroundings,
            file=file,
            problems=problems,
            check=check,
        )
        self._drafts = [draft_of(profile) for profile in config.profiles]
        self._current = current
        self._base = Draft()
        """The draft in the form as it was before anything was typed."""

    def compose(self) -> ComposeResult:
        """The file, its problems, list and form side by side, what a field is for, and the buttons."""
        yield Static(self._title(), id="config-file")
        yield Panel(id="config-problems")
        with Horizontal(id="config-body"):
            yield ProfileList()
            yield ProfileForm()
        yield Panel(id="config-outcome")
        yield Static(LIST_HELP, id="config-about", markup=False)
        with Horizontal(id="config-buttons"):
            yield PushButton("Use", key="space", id="config-use")
            yield PushButton("Test", key="f2", id="config-test")
            yield PushButton("Save", key="f3", id="config-save")
            yield PushButton("Sign in", id="config-sign-in")
            yield PushButton("Cancel", key="esc", id="config-cancel")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the profile in use, or an empty form where there is none."""
        self._list.border_title = "Profiles"
        self._show_problems()
        self._show_profile(self._current)
        if self._problems:
            self._salvage()
        elif not self._drafts:
            self.action_add()

    # What is on the screen

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed that is not in the file."""
        return not self._form.draft.says_the_same_as(self._base)

    @property
    def _list(self) -> ProfileList:
        return self.query_one(ProfileList)

    @property
    def _form(self) -> ProfileForm:
        return self.query_one(ProfileForm)

    @property
    def _outcome(self) -> Panel:
        return self.query_one("#config-outcome", Panel)

    def _title(self) -> Content:
        return Content.assemble(("Configuration  ", "bold"), (visible(str(self._file)), "dim"))

    def _show_problems(self) -> None:
        lines = problem_lines(self._file, self._problems) if self._problems else ()
        self.query_one("#config-problems", Panel).show(*lines)

    def _show_profile(self, name: str) -> None:
        """Highlight this profile, or the first one, and show it in the form."""
        names = [draft.title for draft in self._drafts]
        at = names.index(name) if name in names else 0
        self._list.show(names, current=self._current, at=at if names else None)
        self._load(self._drafts[at] if names else Draft())

    def _load(self, draft: Draft) -> None:
        self._base = draft
        self._form.load(draft, taken=[each.name for each in self._drafts if each is not draft])
        if self._problems:
            self._form.show_problems()
        self._show_whether_saved()

    def _show_whether_saved(self) -> None:
        """Say in the form's title whether something is not saved; the list waits until that is settled."""
        self._was_refused = False  # another login may stand there now
        self.query_one("#config-sign-in", PushButton).display = self._form.is_for_person
        unsaved = self.has_unsaved
        title = visible(self._base.title) or "new profile"
        self._form.border_title = Content(f"{title} (not saved)" if unsaved else title)
        self._list.disabled = unsaved
        self._list.border_subtitle = "save or cancel" if unsaved else None

    # Going about

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self.has_unsaved or event.option_index >= len(self._drafts):
            return  # told late: the list has changed since
        draft = self._drafts[event.option_index]
        if draft is not self._base:
            self._outcome.close()
            self._load(draft)

    @on(OptionList.OptionSelected)
    def _edit(self) -> None:
        self._form.focus_first()

    @on(ProfileForm.Edited)
    def _edited(self) -> None:
        for name in (self._base.saved_as, self._form.draft.name):
            self._surroundings.typed.forget(name)  # it was typed for another login
        self._show_whether_saved()

    @on(ProfileForm.Entered)
    def _entered_field(self, event: ProfileForm.Entered) -> None:
        self._about(event.about)

    @on(events.DescendantFocus, "ProfileList")
    def _entered_list(self) -> None:
        self._about(LIST_HELP)

    def _about(self, text: str) -> None:
        self.query_one("#config-about", Static).update(text, layout=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll the form, or what lies over it, whatever has the focus."""
        page = self._outcome if self._outcome.is_shown else self._form
        page.scroll_relative(y=pages * page.size.height, animate=False)

    @on(PushButton.Pressed, "#config-cancel")
    @work(group="ask", exclusive=True)
    async def _cancel(self) -> None:
        await self._left_form()

    @work(group="ask", exclusive=True)
    async def action_leave(self) -> None:
        """Go back one step: from a test, from its result, from the form, from the screen."""
        if self._test_under_way and self._test_under_way.is_running:
            self._test_under_way.cancel()
            self._outcome.show("The test was cancelled.")
        elif self._outcome.is_shown:
            self._outcome.close()
        elif self._list.has_focus:
            self.post_message(self.Closed())
        else:
            await self._left_form()

    @work(group="ask", exclusive=True)
    async def action_close(self) -> None:
        """Leave the screen; asks when something is not saved."""
        if await self._may_drop():
            self.post_message(self.Closed())

    async def _left_form(self) -> None:
        if await self._may_drop():
            self._show_profile(self._base.title)
            self._list.focus()

    async def _may_drop(self) -> bool:
        if not self.has_unsaved:
            return True
        return await self.app.push_screen_wait(unsaved_question())

    # Choosing, adding, deleting, saving

    @on(PushButton.Pressed, "#config-use")
    def action_use(self) -> None:
        """Choose the highlighted profile, once it stands in a file that can be used."""
        if self._problems or self.has_unsaved or not self._base.saved_as:
            self._outcome.show("Save first (f3); then this profile can be used.")
        else:
            self.post_message(self.ProfileChosen(self._base.saved_as))

    def action_add(self) -> None:
        """Start a new profile."""
        self._list.highlighted = None
        self._load(Draft())
        self._form.focus_first()

    @work(group="ask", exclusive=True)
    async def action_delete(self) -> None:
        """Take the highlighted profile out of the file, if the person means it."""
        name = self._base.saved_as
        if not name:
            return
        if await self.app.push_screen_wait(delete_question(name, self._file)):
            rest = [draft for draft in self._drafts if draft is not self._base]
            told = f"Deleted the profile {visible(name)} from {visible(str(self._file))}."
            self._keep(rest, told=f"{told} {left_words(self._base)}".rstrip(), was=name)

    @on(PushButton.Pressed, "#config-save")
    @work(group="ask", exclusive=True)
    async def action_save(self) -> None:
        """Write the file with what is in the form, unless something there cannot be used."""
        draft = self._form.draft
        if self._profile_in_form() is None:
            return
        if self._problems and not await self.app.push_screen_wait(replace_question(self._file)):
            return
        plain = count_of_plain(draft)
        if plain and not await self.app.push_screen_wait(plain_question(plain, self._file)):
            return
        drafts = [draft if each is self._base else each for each in self._drafts]
        if not self._is_listed:
            drafts.append(draft)
        told = f"Saved {visible(draft.name)} in {visible(str(self._file))}."
        self._keep(drafts, told=told, shown=draft, was=self._base.saved_as)

    @property
    def _is_listed(self) -> bool:
        return any(each is self._base for each in self._drafts)

    def _profile_in_form(self) -> Profile | None:
        """Return what is in the form, or show what is wrong with it and go there."""
        taken = [each.name for each in self._drafts if each is not self._base]
        draft = self._form.draft
        profile, problems = profile_from(draft, taken=taken)
        if profile is None:
            self._form.show_found(problems)
            return None
        return as_tried(draft, profile)

    def _keep(self, drafts: list[Draft], *, told: str, shown: Draft | None = None, was: str) -> None:
        """Write these profiles; while others of a refused file cannot be used, only remember them."""
        config, unusable = config_from(self._settings, drafts)
        if config is not None:
            new = for_keyring(drafts, config)
            self._write(config, new, told=told, profile=shown.name if shown else "", was=was)
            return
        self._drafts = drafts
        self._show_profile(shown.title if shown else "")
        names = ", ".join(map(visible, unusable))
        self._outcome.show(f"Kept here, but not in the file yet: put this right as well, then save: {names}.")

    @on(KeepingScreen.Saved)
    def _saved(self, event: KeepingScreen.Saved) -> None:
        if self._current in ("", event.was):
            self._current = event.profile  # it may have another name now, or be the first one
        self._settings = event.config.settings
        self._drafts = [draft_of(profile) for profile in event.config.profiles]
        self._problems = ()
        self._show_problems()
        self._show_profile(event.profile)
        self._outcome.show(event.told)
        self._list.focus()

    @on(KeepingScreen.Salvaged)
    def _show_salvaged(self, event: KeepingScreen.Salvaged) -> None:
        self._settings = event.salvage.settings
        self._drafts = list(event.salvage.drafts)
        self._show_profile(self._current)

    def _profile_of_person(self) -> Profile | None:
        """Return the saved profile that a person signs in for, or say why there is none."""
        profile = self._base.untouched
        if self._problems or self.has_unsaved or profile is None:
            self._outcome.show(SAVE_FIRST)
            return None
        if profile.xero.login is not XeroLogin.PKCE:
            self._outcome.show(NO_PERSON_SIGNS_IN)
            return None
        return profile

"""The configuration file: which one is used, how it is written, and that it reads back."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import tomli_w
from configs import MINIMAL, config, plain_secret, profile
from disk import failing_calls, mode_of, umask
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import CannotWriteError, ConfigError
from axtui.services.config import (
    AppSettings,
    Config,
    Profile,
    SecretKind,
    SecretSource,
    UdfFilter,
    document_of,
    load,
    parse,
    save,
)
from axtui.services.config_trust import FoundFile, distrust, read_file

_PLAIN = MINIMAL.replace('{ env = "AT_SECRET" }', '"canary-7f3a"')


def _file(directory: Path, text: str, *, mode: int = 0o600) -> Path:
    path = directory / "config.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def _refusal(path: Path) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(path) in caught.value.message
    assert "canary-7f3a" not in f"{caught.value}{caught.value.problems}"
    return caught.value


def _said(path: Path) -> str:
    return " ".join(str(problem) for problem in _refusal(path).problems)


def test_a_missing_file_is_an_empty_configuration(tmp_path: Path) -> None:
    """The first start has none."""
    assert load(tmp_path / "nowhere" / "config.toml") == Config()


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o644, 0o444])
def test_a_file_without_a_secret_may_be_read_by_others(tmp_path: Path, mode: int) -> None:
    """There is nothing in it to hide."""
    assert load(_file(tmp_path, MINIMAL, mode=mode)) == config("acme")


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    """A secret command in it would run as us. The message is the command that helps."""
    path = _file(tmp_path, MINIMAL, mode=mode)
    assert f"chmod go-w {path}" in _said(path)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_with_a_secret_that_is_ours_alone_is_read(tmp_path: Path, mode: int) -> None:
    """This is what the writer leaves."""
    assert load(_file(tmp_path, _PLAIN, mode=mode)).profile().autotask.secret == plain_secret("canary-7f3a")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601])
def test_a_file_with_a_secret_that_is_open_is_refused(tmp_path: Path, mode: int) -> None:
    """The message is the command that helps."""
    path = _file(tmp_path, _PLAIN, mode=mode)
    assert f"chmod 600 {path}" in _said(path)


def test_the_command_that_helps_is_quoted(tmp_path: Path) -> None:
    """It can be pasted even where the path has spaces."""
    directory = tmp_path / "my files"
    directory.mkdir()
    path = _file(directory, _PLAIN, mode=0o644)
    assert f"chmod 600 '{path}'" in _said(path)


def test_an_open_secret_counts_in_a_file_with_mistakes(tmp_path: Path) -> None:
    """The mode is one problem of several, all said at once."""
    path = _file(tmp_path, f"{_PLAIN}\nlogin = 'x'\n", mode=0o644)
    assert [problem.key for problem in _refusal(path).problems] == ["", "profiles.acme.xero.login"]


def test_a_link_to_a_file_with_a_secret_is_refused(tmp_path: Path) -> None:
    """It may come to point elsewhere."""
    target = _file(tmp_path, _PLAIN)
    link = tmp_path / "link.toml"
    link.symlink_to(target)
    assert "symbolic link" in _said(link)


def test_a_link_to_a_file_without_a_secret_is_read(tmp_path: Path) -> None:
    """People keep such files elsewhere and link them."""
    link = tmp_path / "link.toml"
    link.symlink_to(_file(tmp_path, MINIMAL))
    assert load(link) == config("acme")


def test_a_directory_that_anyone_may_write_is_refused(tmp_path: Path) -> None:
    """The file in it can be replaced; with the sticky bit, as in /tmp, it cannot."""
    directory = tmp_path / "open"
    directory.mkdir()
    path = _file(directory, _PLAIN)
    directory.chmod(0o777)
    assert f"chmod o-w {directory}" in _said(path)
    directory.chmod(0o1777)
    assert load(path).profiles


@pytest.mark.parametrize("holds_secret", [True, False])
def test_another_users_file_is_refused(tmp_path: Path, holds_secret: bool) -> None:
    """Whoever may write it could make it run commands as us."""
    assert "belongs to another user" in " ".join(
        _distrust(tmp_path, os.geteuid() + 1, holds_secret=holds_secret)
    )


def test_the_administrators_file_is_read_unless_it_holds_a_secret(tmp_path: Path) -> None:
    """A jump host may have one configuration for all, without secrets in it."""
    assert not _distrust(tmp_path, 0, holds_secret=False)
    assert bool(_distrust(tmp_path, 0, holds_secret=True)) is (os.geteuid() != 0)


def _distrust(directory: Path, owner: int, *, holds_secret: bool) -> list[str]:
    found = FoundFile(path=directory / "config.toml", data=b"", mode=0o600, owner=owner, is_link=False)
    return list(distrust(found, holds_secret=holds_secret))


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/null")],
    ids=["directory", "pipe", "device"],
)
def test_what_is_no_regular_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe is not waited for."""
    path = tmp_path / "config.toml"
    make(path)
    assert "not a regular file" in _refusal(path).message


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    """Someone meant a file there; an empty configuration would hide that."""
    path = tmp_path / "config.toml"
    path.symlink_to(tmp_path / "gone.toml")
    assert "link to nothing" in _refusal(path).message


def test_a_file_below_a_file_cannot_be_read(tmp_path: Path) -> None:
    """The system's own reason is told."""
    assert "Not a directory" in _refusal(_file(tmp_path, MINIMAL) / "config.toml").message


def test_a_name_that_no_file_can_have_is_refused() -> None:
    """NUL ends a path for the system."""
    with pytest.raises(ConfigError, match="no file can have this name"):
        load(Path("a\0b"))


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """It was named by mistake."""
    path = tmp_path / "config.toml"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024 * 1024)
    assert "larger than 1 MiB" in _refusal(path).message


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    """Editors on Windows save UTF-16 or a code page."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"# one\n# caf\xe9\n")
    assert "not UTF-8 text (line 2)" in _refusal(path).message


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Editors on Windows put one before UTF-8."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.encode())
    path.chmod(0o600)
    assert load(path) == config("acme")


def test_a_broken_file_is_named_with_line_and_column(tmp_path: Path) -> None:
    """The file, the place, the rule."""
    error = _refusal(_file(tmp_path, "a = 1\nb = yes\n"))
    assert "line 2, column 5" in error.message


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_is_saved_is_private_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    """The file, the previous file and a new directory."""
    path = tmp_path / "new" / "deep" / "config.toml"
    with umask(mask):
        save(config("acme"), path)
        save(config("bolt"), path)
    assert [mode_of(path), mode_of(path.with_name("config.toml.bak"))] == [0o600, 0o600]
    assert [mode_of(path.parent), mode_of(path.parent.parent)] == [0o700, 0o700]


def test_the_previous_file_is_kept_to_the_letter(tmp_path: Path) -> None:
    """Comments are lost in the new file, and only there."""
    before = f"# my notes\n{MINIMAL}"
    path = _file(tmp_path, before, mode=0o644)
    save(config("bolt"), path)
    assert path.with_name("config.toml.bak").read_text(encoding="utf-8") == before
    assert load(path) == config("bolt")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["config.toml", "config.toml.bak"]


def test_a_first_file_has_no_previous_one(tmp_path: Path) -> None:
    """Nothing is kept of nothing."""
    save(config("acme"), tmp_path / "config.toml")
    assert [each.name for each in tmp_path.iterdir()] == ["config.toml"]


def test_an_existing_directory_keeps_its_mode(tmp_path: Path) -> None:
    """It may be shared on purpose: only what we make is made private."""
    tmp_path.chmod(0o755)
    save(config("acme"), tmp_path / "config.toml")
    assert mode_of(tmp_path) == 0o755


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """The person is told, instead of a file somewhere else being changed."""
    target = _file(tmp_path, MINIMAL)
    link = tmp_path / "link.toml"
    link.symlink_to(target)
    with pytest.raises(CannotWriteError, match="symbolic link"):
        save(config("bolt"), link)
    assert target.read_text(encoding="utf-8") == MINIMAL


def test_only_what_differs_from_the_default_is_written() -> None:
    """A short file is a readable one."""
    assert document_of(config("acme")) == {
        "profiles": {
            "acme": {
                "autotask": {
                    "username": "api@acme.example",
                    "secret": {"env": "AT_SECRET"},
                    "integration_code": {"env": "AT_CODE"},
                },
                "xero": {"client_id": "id", "client_secret": {"env": "XERO_SECRET"}},
            }
        }
    }


_arguments = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
_names = st.from_regex(r"[A-Z_][A-Z0-9_]*", fullmatch=True)
_texts = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)
_secrets = st.one_of(
    st.builds(SecretSource, kind=st.just(SecretKind.PLAIN), plain=_texts),
    st.builds(SecretSource, kind=st.just(SecretKind.ENV), name=_names),
    st.builds(
        SecretSource,
        kind=st.just(SecretKind.COMMAND),
        command=st.tuples(_texts, _arguments),
    ),
)


@st.composite
def _profiles(draw: st.DrawFn, name: str) -> Profile:
    base = profile(name, secret=draw(_secrets))
    return replace(
        base,
        autotask=replace(
            base.autotask,
            username=draw(_texts),
            lanes=draw(st.integers(1, 3)),
            company_types=tuple(draw(st.lists(_texts, min_size=1, unique=True))),
            company_filter_udf=draw(st.none() | st.builds(UdfFilter, name=_texts, value=_texts)),
            company_exclude_udf=draw(st.just("") | _texts),
        ),
        xero=replace(base.xero, client_id=draw(_texts), redirect_port=draw(st.integers(1, 65535))),
        report=replace(base.report, sole_contact_is_enough=draw(st.booleans())),
        export=replace(base.export, directory=draw(_texts), term=draw(st.sampled_from(["Company", "Site"]))),
    )


@given(_profiles("acme"), _profiles("bo.lt"), st.booleans(), _texts)
def test_what_is_saved_reads_back(first: Profile, second: Profile, flag: bool, theme: str) -> None:
    """Every value, every kind of secret, any character that a value may hold."""
    settings = AppSettings(default_profile="bo.lt", theme=theme, ascii=flag, mouse=not flag)
    whole = Config(settings=settings, profiles=(first, second))
    assert parse(tomli_w.dumps(document_of(whole))) == whole


def test_a_saved_file_loads_again(tmp_path: Path) -> None:
    """Through the disk, with a secret in the file."""
    path = tmp_path / "config.toml"
    whole = Config(profiles=(profile(secret=plain_secret('hu"sh\\ '.strip())),))
    save(whole, path)
    assert load(path) == whole


def test_a_disk_that_fails_while_the_file_is_read_is_told(tmp_path: Path) -> None:
    """Each call to the system in turn; no other exception comes of it, and no file stays open."""
    path = tmp_path / "config.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    said: list[str] = []
    for at in count(1):
        with failing_calls(at=at, code=errno.EIO) as calls:
            try:
                read_file(path)
            except ConfigError as error:
                said.append(str(error))
        if calls.made < at:
            break
    assert len(said) >= 2
    assert all("cannot be read: Input/output error." in each for each in said)

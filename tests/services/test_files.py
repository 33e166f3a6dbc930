"""Private directories and files: modes, names, causes, and that nothing partial is ever seen."""

import ctypes
import errno
import fcntl
import os
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from disk import failing_calls, largest_file, mode_of, umask

from axtui.core.errors import CannotWriteError
from axtui.services import partial_files
from axtui.services.files import cache_directory, private_directory, private_file, write_private
from axtui.services.partial_files import _claim_name, give_name, remove_ours, sweep_partials


def _names_beside(path: Path) -> list[str] | None:
    try:
        return sorted(each.name for each in path.parent.iterdir())
    except OSError:
        return None


def _refusal(path: Path, *, overwrite: bool = False) -> str:
    """Return what is said when the path is refused; nothing is added beside it, and nothing goes."""
    before = _names_beside(path)
    with pytest.raises(CannotWriteError) as caught:
        write_private(path, b"new", overwrite=overwrite)
    assert _names_beside(path) == before
    assert caught.value.hint
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_file_is_private_whatever_the_umask(tmp_path: Path, mask: int, overwrite: bool) -> None:
    """Others never read it, not even while it is written."""
    path = tmp_path / "x.csv"
    with umask(mask):
        with private_file(path, overwrite=overwrite) as partial:
            assert mode_of(partial.path) == 0o600
            os.write(partial.descriptor, b"all of it")
        assert mode_of(path) == 0o600
    assert path.read_bytes() == b"all of it"
    assert list(tmp_path.iterdir()) == [path]


def test_overwriting_replaces_an_open_file_by_a_private_one(tmp_path: Path) -> None:
    """The new content never stands in a file that others may read."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_private(path, b"new", overwrite=True)
    assert (path.read_bytes(), mode_of(path)) == (b"new", 0o600)


def test_a_hard_link_elsewhere_keeps_the_old_content(tmp_path: Path) -> None:
    """The name is given to a new file; the old one is not written into."""
    other = tmp_path / "other"
    other.write_bytes(b"old")
    path = tmp_path / "x.csv"
    path.hardlink_to(other)
    write_private(path, b"new", overwrite=True)
    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")


def test_an_empty_file_can_be_written(tmp_path: Path) -> None:
    """No bytes are a content too."""
    write_private(tmp_path / "x", b"", overwrite=False)
    assert (tmp_path / "x").read_bytes() == b""


def test_an_existing_file_is_left_as_it_is(tmp_path: Path) -> None:
    """Only a confirmed overwrite replaces it."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"old")
    assert "exists already" in _refusal(path)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (Path.mkdir, "is a directory"),
        (os.mkfifo, "is a device, a pipe or a socket"),
        (lambda path: path.symlink_to("target"), "is a symbolic link"),
        (lambda path: path.symlink_to("nowhere"), "is a symbolic link"),
        (lambda path: path.symlink_to("/dev/full"), "is a symbolic link"),
    ],
    ids=["directory", "pipe", "link", "dangling link", "link to a device"],
)
def test_what_is_no_plain_file_is_never_written(
    tmp_path: Path, make: Callable[[Path], None], says: str, overwrite: bool
) -> None:
    """Nor is a link followed, with or without overwriting."""
    (tmp_path / "target").write_bytes(b"old")
    path = tmp_path / "x.csv"
    make(path)
    assert says in _refusal(path, overwrite=overwrite)
    assert (tmp_path / "target").read_bytes() == b"old"


def test_a_device_is_never_written() -> None:
    """/dev/full stands for all of them."""
    assert "device" in _refusal(Path("/dev/full"), overwrite=True)


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_a_path_without_a_file_name_is_a_directory(tmp_path: Path, name: str) -> None:
    """An empty answer in a dialog means the directory itself."""
    assert "is a directory" in _refusal(tmp_path / name, overwrite=True)


def test_a_missing_directory_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    """It is not made unasked: it may be a slip."""
    directory = tmp_path / "my imports"
    assert f"mkdir -p '{directory}'" in _refusal(directory / "x.csv")
    assert not directory.exists()


def test_a_file_is_no_directory(tmp_path: Path) -> None:
    """The part of the path that is wrong is named."""
    (tmp_path / "file").write_bytes(b"")
    assert f"{tmp_path / 'file'} is not a directory" in _refusal(tmp_path / "file" / "x.csv")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """File systems take 255 bytes."""
    assert "too long" in _refusal(tmp_path / ("x" * 256))


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    """The name it has while it is written is shorter."""
    write_private(tmp_path / ("x" * 255), b"new", overwrite=False)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    """It is shown with stand-ins."""
    assert "no file name can hold" in _refusal(tmp_path / name)


def test_control_characters_in_a_name_are_shown_as_stand_ins(tmp_path: Path) -> None:
    """They are allowed in a name, and would reach the terminal in a message."""
    path = tmp_path / "a\x1b[2Jb"
    path.mkdir()
    assert "a␛[2Jb" in _refusal(path)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_directory_that_may_not_be_written_is_refused(own: Path, overwrite: bool) -> None:
    """The cause is named, and the file that was there stays."""
    path = own / "x.csv"
    path.write_bytes(b"old")
    own.chmod(0o500)
    said = _refusal(path if overwrite else own / "y.csv", overwrite=overwrite)
    own.chmod(0o700)
    assert "no permission to write" in said
    assert path.read_bytes() == b"old"


def test_a_directory_that_may_not_be_entered_is_refused(own: Path) -> None:
    """Not even whether the file exists can be told."""
    inner = own / "inner"
    inner.mkdir(mode=0o000)
    said = _refusal(inner / "x.csv")
    inner.chmod(0o700)
    assert "no permission to write" in said


def test_another_users_file_is_not_touched(own: Path) -> None:
    """A directory that others own is theirs."""
    assert "no permission" in _refusal(Path("/etc/axtui-test.csv"))


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path, overwrite: bool) -> None:
    """The limit strikes in the middle of the data, as a full disk does."""
    path = tmp_path / "x.csv"
    if overwrite:
        path.write_bytes(b"old")
    with pytest.raises(CannotWriteError, match="larger than a file may be"), largest_file(64 * 1024):
        write_private(path, bytes(1024 * 1024), overwrite=overwrite)
    assert [(each, each.read_bytes()) for each in tmp_path.iterdir()] == (
        [(path, b"old")] if overwrite else []
    )


def test_an_error_in_the_block_leaves_nothing(tmp_path: Path) -> None:
    """Whoever writes may fail for reasons of their own."""
    with pytest.raises(KeyError):
        _fail_while_writing(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def _fail_while_writing(path: Path) -> None:
    with private_file(path, overwrite=False) as partial:
        os.write(partial.descriptor, b"half")
        raise KeyError("x")


def test_two_writers_of_one_name_do_not_meet(tmp_path: Path) -> None:
    """The second finds the name taken, however late that happens."""
    path = tmp_path / "x"
    with pytest.raises(CannotWriteError, match="exists already"):
        _be_overtaken(path)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"first done"]


def _be_overtaken(path: Path) -> None:
    with private_file(path, overwrite=False) as partial:
        os.write(partial.descriptor, b"first begun")
        write_private(path, b"first done", overwrite=False)


def _refuse_rename(*_: object) -> int:
    """Answer as a kernel does whose file system cannot rename with a condition."""
    ctypes.set_errno(errno.EINVAL)
    return -1


_RENAMES: dict[str, object] = {
    "rename": None,
    "not in the library": object(),
    "not on this disk": SimpleNamespace(renameat2=_refuse_rename),
}


@pytest.mark.parametrize("library", _RENAMES.values(), ids=_RENAMES)
def test_without_hard_links_no_file_of_another_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: object
) -> None:
    """FAT and some network file systems have none; a few cannot rename with a condition either."""
    monkeypatch.setattr(os, "link", _refuse_link)
    if library:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: library)
    write_private(tmp_path / "x", b"new", overwrite=False)
    with private_file(tmp_path / "y", overwrite=False) as partial:
        os.write(partial.descriptor, b"ours")
        (tmp_path / "y").write_bytes(b"theirs")
        with pytest.raises(FileExistsError):
            give_name(partial.path, tmp_path / "y", overwrite=False)
        (tmp_path / "y").unlink()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"x": b"new", "y": b"ours"}


def test_the_name_is_free_or_the_file_is_whole_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rename that depends on the name's being free has no moment in between."""
    claimed: list[Path] = []
    monkeypatch.setattr(os, "link", _refuse_link)
    monkeypatch.setattr(partial_files, "_claim_name", lambda _, path: claimed.append(path))
    write_private(tmp_path / "x", b"new", overwrite=False)
    assert (tmp_path / "x").read_bytes() == b"new"
    assert not claimed


def _refuse_link(source: Path, target: Path) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_where_there_are_no_hard_links_the_name_is_claimed_first(tmp_path: Path) -> None:
    """FAT and some network file systems: still no file of another is replaced."""
    partial, path = tmp_path / "partial", tmp_path / "x"
    partial.write_bytes(b"new")
    _claim_name(partial, path)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x", b"new")]
    partial.write_bytes(b"newer")
    with pytest.raises(FileExistsError):
        _claim_name(partial, path)
    assert path.read_bytes() == b"new"


def test_a_claimed_name_is_given_back_when_it_cannot_be_used(tmp_path: Path) -> None:
    """No empty file is left in the place of the one that failed."""
    with pytest.raises(FileNotFoundError):
        _claim_name(tmp_path / "gone", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_swept_by_the_next_write(tmp_path: Path) -> None:
    """It holds names and addresses, and nobody would find it."""
    (tmp_path / ".axtui-0123456789abcdef.partial").write_bytes(b"half")
    write_private(tmp_path / "x", b"new", overwrite=False)
    assert [each.name for each in tmp_path.iterdir()] == ["x"]


def test_what_another_run_is_writing_is_not_swept(tmp_path: Path) -> None:
    """Two technicians may export into one directory."""
    with private_file(tmp_path / "slow", overwrite=False) as partial:
        os.write(partial.descriptor, b"slow")
        write_private(tmp_path / "quick", b"quick", overwrite=False)
    assert (tmp_path / "slow").read_bytes() == b"slow"


def test_nothing_is_swept_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run may begin to write at any moment, the last one before the naming included."""
    real = os.replace

    def swept_first(source: Path, target: Path) -> None:
        sweep_partials(tmp_path)
        real(source, target)

    monkeypatch.setattr(os, "replace", swept_first)
    write_private(tmp_path / "x", b"new", overwrite=True)
    assert (tmp_path / "x").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


_CODES = [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("code", _CODES, ids=errno.errorcode.get)
def test_whatever_call_fails_the_file_is_the_old_one_or_the_new_one(
    tmp_path: Path, code: int, overwrite: bool
) -> None:
    """Each call to the system in turn; it is said in words, nothing else is left, and no file stays open."""
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    for at in count(1):
        directory = tmp_path / str(at)
        directory.mkdir()
        if overwrite:
            (directory / "x").write_bytes(b"old")
        failed = False
        with failing_calls(at=at, code=code) as calls:
            try:
                write_private(directory / "x", b"new", overwrite=overwrite)
            except CannotWriteError:
                failed = True
        left = {path.name: path.read_bytes() for path in directory.iterdir()}
        before = {"x": b"old"} if overwrite else {}
        assert left == {"x": b"new"} or (failed and left == before)
        if calls.made < at:
            break
    assert at > 10
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path, overwrite: bool) -> None:
    """Never a part of one, at whatever moment the kill comes."""
    contents = [bytes([each]) * 200_000 for each in range(4)]
    for round_ in range(20):
        _kill_a_writer(tmp_path, contents, overwrite=overwrite, after=1 + round_ % 5)
        for path in tmp_path.glob("x*"):
            assert path.read_bytes() in contents
    write_private(tmp_path / "last", b"", overwrite=True)
    assert list(tmp_path.glob(".*")) == []


def _kill_a_writer(directory: Path, contents: list[bytes], *, overwrite: bool, after: int) -> None:
    """Fork a process that writes file after file, and kill it once it has begun so many."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            for at in range(1_000_000):
                os.write(writing, b".")
                name = "x" if overwrite else f"x{os.getpid()}-{at}"
                write_private(directory / name, contents[at % len(contents)], overwrite=overwrite)
        finally:
            os._exit(1)  # never back into the test run, of which this is a copy
    os.close(writing)
    for _ in range(after):
        os.read(reading, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_directory_is_private_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    """And so are the parents that it needed."""
    path = tmp_path / "a" / "b"
    with umask(mask):
        private_directory(path)
    assert [mode_of(path), mode_of(path.parent)] == [0o700, 0o700]


def test_an_open_directory_is_tightened(tmp_path: Path) -> None:
    """Another version of the program, or a person, may have made it."""
    path = tmp_path / "cache"
    path.mkdir()
    path.chmod(0o755)
    private_directory(path)
    private_directory(path)
    assert mode_of(path) == 0o700


def test_a_file_in_the_place_of_a_directory_is_named(tmp_path: Path) -> None:
    """It is not removed unasked."""
    path = tmp_path / "cache"
    path.write_bytes(b"")
    with pytest.raises(CannotWriteError, match="should be a directory"):
        private_directory(path)


def test_another_users_directory_is_refused(own: Path) -> None:
    """Its owner could read what is kept there."""
    with pytest.raises(CannotWriteError, match="belongs to another user"):
        private_directory(Path("/etc"))


def test_a_directory_that_cannot_be_made_is_refused(own: Path) -> None:
    """The cause is the parent's permissions."""
    own.chmod(0o500)
    with pytest.raises(CannotWriteError, match="no permission"):
        private_directory(own / "a" / "b")
    own.chmod(0o700)


def test_a_cache_says_that_it_is_one(tmp_path: Path) -> None:
    """Backup programs look for this tag."""
    cache_directory(tmp_path / "cache")
    cache_directory(tmp_path / "cache")
    tag = tmp_path / "cache" / "CACHEDIR.TAG"
    assert tag.read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    assert mode_of(tag) == 0o600


def test_a_file_that_is_swept_before_its_lock_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run's sweep may come between the making of a file and its lock."""
    real = fcntl.flock
    swept: list[Path] = []

    def swept_first(descriptor: int, operation: int) -> None:
        if not swept:
            swept.extend(tmp_path.iterdir())
            swept[0].unlink()
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    write_private(tmp_path / "x", b"new", overwrite=False)
    assert swept
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"x": b"new"}
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_what_cannot_be_removed_is_left_for_the_next_sweep(tmp_path: Path) -> None:
    """A file that stays is no reason to lose what was written beside it."""
    remove_ours(tmp_path)
    remove_ours(tmp_path / "gone")
    assert tmp_path.is_dir()

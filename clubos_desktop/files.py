"""A person's files: read only where they are files, and no larger than they may be; written whole or not at all.

Writing goes beside the file first, then is moved over it in one step.
"""

import errno
import io
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from clubos_desktop.errors import InputError, StorageError

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


_OURS = ("", ".keys", ".lock", ".locked", "-wal", "-shm", "-journal")
"""What a workspace's own files are called: its name, and this behind it."""

LARGE = 200_000_000
"""Bytes of the largest file that is read whole where its purpose sets no closer limit."""

_LOOKING = os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""A pipe without a writer is opened at once and then refused, instead of waited for."""


def read(path: Path, most: int = LARGE, *, nothing: str = "Nothing was recorded.", code: str = "file") -> bytes:
    """The content of a file. Raises InputError as ``opened`` does."""
    with opened(path, most, nothing=nothing, code=code) as file:
        try:
            content = file.read(most + 1)
        except OSError as error:
            raise unreadable(path, nothing, code) from error
    if len(content) > most:  # it grew, or tells no size
        raise _too_large(path, most, nothing, code)
    return content


def read_text(path: Path, most: int = LARGE, *, nothing: str = "Nothing was recorded.", code: str = "file") -> str:
    """A text file in UTF-8. Raises InputError as ``opened`` does, and when it is no text."""
    content = read(path, most, nothing=nothing, code=code)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputError(
            f"{_named(path)} cannot be read as text. {nothing}",
            remedy="Choose a text file, saved as UTF-8.",
            code=code,
        )
    return text


@contextmanager
def opened(
    path: Path, most: int = LARGE, *, nothing: str = "Nothing was recorded.", code: str = "file"
) -> Iterator[io.BufferedReader]:
    """A file that a person names, open for reading; a link to a file is one.

    ``nothing`` says what was not done, ``code`` is the error's where the file is not there or cannot be read. Raises
    InputError: not there, a folder, no file at all (a pipe, a device: it may never end), larger than ``most`` bytes.
    """
    try:
        _refuse_strange(path, path.stat(), most, nothing, code)
        file = os.fdopen(os.open(path, _LOOKING), "rb")
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise unreadable(path, nothing, code) from error
    with file:  # what goes wrong from here on is not the opening: whoever reads says it
        _refuse_strange(path, os.fstat(file.fileno()), most, nothing, code)  # it may be another one by now
        yield file


def unreadable(path: Path, nothing: str, code: str) -> InputError:
    """A file that cannot be opened, or not be read to its end."""
    return InputError(
        f"{_named(path)} cannot be read. {nothing}", remedy="Look at its name and folder, or name another.", code=code
    )


def _refuse_strange(path: Path, found: os.stat_result, most: int, nothing: str, code: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise InputError(
            f"{_named(path)} is a folder. {nothing}", remedy="Name a file inside it.", code=f"{code}.folder"
        )
    if not stat.S_ISREG(found.st_mode):
        raise InputError(
            f"{_named(path)} is no file but a pipe or a device. {nothing}",
            remedy="Save it as a file first, and name that.",
            code=f"{code}.device",
        )
    if found.st_size > most:
        raise _too_large(path, most, nothing, code)


def _too_large(path: Path, most: int, nothing: str, code: str) -> InputError:
    units = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))
    unit, name = next((each for each in units if most >= each[0]), (1, "bytes"))
    return InputError(
        f"{_named(path)} is larger than {most / unit:,.0f} {name}. {nothing}",
        remedy="Look whether it is the right file, or split it.",
        code=f"{code}.large",
    )


def _named(path: Path) -> str:
    """A file's name as it fits into a sentence."""
    name = "".join(letter if letter.isprintable() else "�" for letter in path.name) or str(path)
    return name if len(name) <= 80 else f"{name[:60]}…{name[-18:]}"


def write(path: Path, content: bytes, *, private: bool = False, own: bool = False) -> None:
    """Write ``content`` to ``path``, replacing what was there. Never leaves half a file.

    ``private`` files can be read by their owner alone. Only with ``own`` may it be one of a workspace's own files: a
    list must never take the place of a club. A symbolic link stays one: what it points to is written.

    Raises InputError (a folder or device of that name, no such folder, a workspace's own file), StorageError (disk
    full, not allowed, in use).
    """
    if not own:
        refuse_own(path)
    if path.is_symlink():
        path = _pointed_to(path)
    if path.is_dir():
        raise InputError(
            f"{path} is a folder. Nothing was written.", remedy="Name a file inside it.", code="file.folder"
        )
    if not path.parent.is_dir():
        raise InputError(
            f"There is no folder {path.parent}. Nothing was written.",
            remedy="Make the folder first, or name another one.",
            code="file.no_folder",
        )
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600 if private else 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise sentence(error, path) from error
    finally:
        beside.unlink(missing_ok=True)


def write_folder(folder: Path, named: Mapping[str, bytes]) -> None:
    """A new folder with these files, all or none: they are written beside and take their name together.

    Raises InputError (no possible name), StorageError.
    """
    refuse_name(folder)
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")  # a name that nobody gives a folder
    try:
        beside.mkdir(parents=True, mode=0o700)
        for name, content in named.items():
            write(beside / name, content, private=True)
        beside.replace(folder)
    except OSError as error:
        raise sentence(error, folder) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _pointed_to(link: Path) -> Path:
    """What a symbolic link stands for: the link stays, and what it points to is written."""
    try:
        return link.resolve()
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{link} is a link that points to itself. Nothing was written.", remedy="Name a file.", code="file.link"
        ) from error


LONGEST_NAME = 200
"""Bytes of a name that is written: what is written beside it first has some more, and 255 is the end everywhere."""


def refuse_name(path: Path) -> None:
    """Raise InputError for what no file or folder can be called."""
    try:
        path.exists()  # asks the system, which says no by an error
        possible = "\0" not in str(path) and len(os.fsencode(path.name)) <= LONGEST_NAME
    except OSError:
        possible = False
    if not possible:
        raise InputError(
            f"{_named(path)} is no name that can be given here. Nothing was written.",
            remedy="Choose a shorter, plain name.",
            code="file.name",
        )


def refuse_own(path: Path) -> None:
    """Raise InputError for a workspace, one of the files beside it, no file at all (a device), and no possible name."""
    refuse_name(path)
    try:
        real = path.resolve()
    except (OSError, RuntimeError):  # a link that points to itself
        real = path.absolute()
    for end in _OURS:
        name = real.name.removesuffix(end)
        if name and real.name.endswith(end) and real.with_name(f"{name}.keys").exists():
            raise InputError(
                f"{path} belongs to the workspace {name}. Nothing was written.",
                remedy="Choose another name or another folder.",
                code="file.workspace",
            )
    if real.exists() and not real.is_file() and not real.is_dir():
        raise InputError(
            f"{path} is no file but a device. Nothing was written.", remedy="Name a file.", code="file.device"
        )


def sentence(error: OSError, path: Path) -> StorageError:
    """What an operating system's error on ``path`` means for people."""
    if error.errno == errno.ENOSPC:
        return StorageError(
            f"The disk is full, so {path.name} was not written. What was there before is unchanged.",
            remedy="Free some space and try again.",
            code="file.disk_full",
        )
    if isinstance(error, PermissionError):
        return StorageError(
            f"{path.name} could not be written: it is open in another program, or this folder may not be written to.",
            remedy="Close it there, or choose another folder, and try again.",
            code="file.not_allowed",
        )
    return StorageError(
        f"{path.name} could not be written ({os.strerror(error.errno or 0)}). What was there before is unchanged.",
        remedy="Choose another folder and try again.",
        code="file.failed",
    )

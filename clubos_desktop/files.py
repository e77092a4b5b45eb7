"""Writing a file so that it is whole or not there: beside it first, then moved over it in one step."""

import errno
import os
import secrets
from pathlib import Path

from clubos_desktop.errors import InputError, StorageError

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


_OURS = ("", ".keys", ".lock", ".locked", "-wal", "-shm", "-journal")
"""What a workspace's own files are called: its name, and this behind it."""


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


def _pointed_to(link: Path) -> Path:
    """What a symbolic link stands for: the link stays, and what it points to is written."""
    try:
        return link.resolve()
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{link} is a link that points to itself. Nothing was written.", remedy="Name a file.", code="file.link"
        ) from error


def refuse_own(path: Path) -> None:
    """Raise InputError when ``path`` is a workspace, one of the files beside it, or no file at all (a device)."""
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

"""The small file beside a database (``club.clubos.keys``): what must be known before the database can be opened.

JSON with an ``id`` for the keyring, the database key sealed under the recovery code, the secrets sealed under a
passphrase where there is no keyring, and the number and hash of the last audit entry that was seen. Nothing in it can
be read without a key, a code or a passphrase, and no name stands in it.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from clubos_desktop import files
from clubos_desktop.errors import StorageError
from clubos_desktop.store import sqlite

FORMAT = 1
_BOXES = ("passphrase", "practice", "recovery", "seen")
"""Parts that are objects where they are there at all."""


def beside(path: Path) -> Path:
    """Where the small file of the database at ``path`` lies."""
    return path.with_name(path.name + ".keys")


def load(path: Path) -> dict[str, Any]:
    """Its parts; {} when there is none. Raises StorageError (damaged, or made by a newer version)."""
    file = beside(path)
    if file.exists() and not file.is_file():
        raise sqlite.cannot_open(file)  # a pipe or a device: reading it might never end
    try:
        parts = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise sqlite.cannot_open(file) from error
    except (ValueError, RecursionError) as error:
        raise damaged(path) from error
    if not isinstance(parts, dict) or parts.get("format") != FORMAT or not isinstance(parts.get("id"), str):
        raise damaged(path)
    if any(not isinstance(parts.get(name), dict | None) for name in _BOXES):
        raise damaged(path)
    return parts


def change(path: Path, **parts: object) -> dict[str, Any]:
    """Replace some parts, whole or not at all; a file that is missing is made with a new id. Raises StorageError."""
    present = load(path) or {"format": FORMAT, "id": secrets.token_hex(8)}
    changed = present | parts
    if changed != present or not beside(path).exists():
        files.write(beside(path), json.dumps(changed, indent=1, sort_keys=True).encode(), private=True, own=True)
    return changed


def damaged(path: Path) -> StorageError:
    """The small file of the database at ``path`` cannot be used as it is."""
    return StorageError(
        f"{beside(path).name} is damaged. Nothing was changed.",
        remedy="Put back the one from a backup, or restore the last backup.",
        code="storage.keys_damaged",
    )

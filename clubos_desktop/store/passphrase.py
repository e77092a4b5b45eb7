"""Secrets in the file beside the database, sealed under a passphrase: for computers without a keyring.

Argon2id (64 MiB, 3 passes, 4 lanes; about 0.8 s, libraries.md section 3) makes a key of the passphrase, AES-GCM seals
the secrets with it. A passphrase is taken as typed, only in Unicode's composed form (NFC).
"""

import base64
import json
import os
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from clubos_desktop.errors import InputError, LockedError
from clubos_desktop.model.protocols import Clock
from clubos_desktop.store import sidecar

VARIABLE = "CLUBOS_PASSPHRASE"
SHORTEST = 10
"""Characters of a new passphrase."""

_LABEL = b"clubos-desktop passphrase 1"
_FREE_TRIES = 3
_LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a try costs: passes over ``memory`` KiB on ``lanes``."""

    passes: int = 3
    memory: int = 65_536
    lanes: int = 4


_MOST = Cost(passes=32, memory=1 << 20, lanes=64)
"""The dearest box that is opened: sixteen times today's memory and ten times its passes."""


class PassphraseKeys:
    """Secrets behind a passphrase. It is asked for once, when a secret is first needed.

    The passphrase is the environment's CLUBOS_PASSPHRASE, else what ``ask`` returns. Wrong ones raise LockedError; from
    the fourth on each further try waits twice as long.
    """

    def __init__(
        self,
        path: Path,
        ask: Callable[[], str],
        *,
        clock: Clock,
        cost: Cost | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._path = path
        self._ask = ask
        self._clock = clock
        self._cost = cost or Cost()
        self._environment = environment
        self._wrong = 0
        self._key: bytes | None = None

    def get(self, name: str) -> str | None:
        """The secret, or None. Raises LockedError (wrong passphrase), StorageError."""
        return self._opened().get(name)

    def set(self, name: str, secret: str) -> None:
        """Keep a secret; the first one chooses the passphrase. Raises InputError when that is too short."""
        self._seal(self._opened() | {name: secret})

    def forget(self, name: str) -> None:
        """Wipe a secret."""
        kept = self._opened()
        if kept.pop(name, None) is not None:
            self._seal(kept)

    def _opened(self) -> dict[str, str]:
        box = sidecar.load(self._path).get("passphrase")
        if box is None:
            return {}
        try:
            return self._open(box)
        except (KeyError, TypeError, ValueError) as error:
            raise sidecar.damaged(self._path) from error

    def _open(self, box: Mapping[str, Any]) -> dict[str, str]:
        if self._key is None:
            self._slow_down()
            key = _derive(self._typed(), box)
            kept = _unseal(box, key)
            if kept is None:
                self._wrong += 1
                raise LockedError(
                    "This is not the passphrase of this workspace. Nothing was opened.",
                    remedy="Try again, or open it with the code of its recovery sheet.",
                    code="keys.wrong_passphrase",
                )
            self._wrong, self._key = 0, key
            return kept
        return _unseal(box, self._key) or {}

    def _seal(self, kept: dict[str, str]) -> None:
        box = sidecar.load(self._path).get("passphrase")
        if box is None or self._key is None:
            box = _header(self._cost)
            self._key = _derive(self._chosen(), box)
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self._key).encrypt(nonce, json.dumps(kept).encode(), _LABEL)
        sidecar.change(self._path, passphrase=box | {"nonce": _text(nonce), "box": _text(sealed)})

    def _typed(self) -> str:
        return self._environment.get(VARIABLE) or self._ask()

    def _chosen(self) -> str:
        typed = self._typed()
        if len(typed) < SHORTEST:
            raise InputError(
                f"A passphrase needs at least {SHORTEST} characters. Nothing was kept.",
                remedy="Four or five unrelated words are easy to remember and hard to guess.",
                code="keys.short_passphrase",
            )
        return typed

    def _slow_down(self) -> None:
        if self._wrong >= _FREE_TRIES:
            self._clock.sleep(min(2.0 ** (self._wrong - _FREE_TRIES), _LONGEST_WAIT))


def _header(cost: Cost) -> dict[str, Any]:
    salt = secrets.token_bytes(16)
    return {"salt": _text(salt), "passes": cost.passes, "memory": cost.memory, "lanes": cost.lanes}


def _derive(passphrase: str, box: Mapping[str, Any]) -> bytes:
    """The key of a passphrase. Raises ValueError for a cost that nobody chose: it would take for ever or all memory."""
    if not (
        0 < box["passes"] <= _MOST.passes and 0 < box["memory"] <= _MOST.memory and 0 < box["lanes"] <= _MOST.lanes
    ):
        raise ValueError("the cost is out of bounds")
    kdf = Argon2id(
        salt=base64.b64decode(box["salt"]),
        length=32,
        iterations=box["passes"],
        memory_cost=box["memory"],
        lanes=box["lanes"],
    )
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"))


def _unseal(box: Mapping[str, Any], key: bytes) -> dict[str, str] | None:
    try:
        content = AESGCM(key).decrypt(base64.b64decode(box["nonce"]), base64.b64decode(box["box"]), _LABEL)
    except InvalidTag:
        return None
    kept: dict[str, str] = json.loads(content)
    return kept


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()

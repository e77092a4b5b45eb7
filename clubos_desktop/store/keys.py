"""Where secrets live: the system's keyring, a file behind a passphrase, or memory (tests and the practice club)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from clubos_desktop.errors import LockedError
from clubos_desktop.model.protocols import Clock
from clubos_desktop.store import sidecar

SERVICE = "ClubOS Desktop"
_PASSPHRASE = "Use a passphrase for this workspace instead."  # noqa: S105 - words for people


class KeyStore(Protocol):
    """Secrets by name: "database" (hexadecimal), "legacy", "clubos". All may raise LockedError."""

    def get(self, name: str) -> str | None:
        """The secret, or None when there is none."""

    def set(self, name: str, secret: str) -> None:
        """Keep a secret; it is read back before this returns."""

    def forget(self, name: str) -> None:
        """Wipe a secret; nothing happens when there is none."""


class MemoryKeys:
    """Secrets for as long as this object lives."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """The secret, or None when there is none."""
        return self._kept.get(name)

    def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._kept[name] = secret

    def forget(self, name: str) -> None:
        """Wipe a secret."""
        self._kept.pop(name, None)


class PracticeKeys:
    """Secrets in the open, in the small file beside the database: for the practice club, whose members are invented.

    So a practice workspace opens again without a keyring and leaves nothing in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> str | None:
        """The secret, or None when there is none."""
        secret = self._kept().get(name)
        return None if secret is None else str(secret)

    def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        sidecar.change(self._path, practice=self._kept() | {name: secret})

    def forget(self, name: str) -> None:
        """Wipe a secret."""
        sidecar.change(self._path, practice={known: kept for known, kept in self._kept().items() if known != name})

    def _kept(self) -> dict[str, Any]:
        return sidecar.load(self._path).get("practice") or {}


class KeyringKeys:
    """Secrets in the system's keyring, under the id that stands in the file beside the database.

    ``backend`` is a keyring backend; without one the system's own is used.
    """

    def __init__(self, path: Path, backend: Any = None) -> None:
        self._path = path
        self._backend = backend

    def get(self, name: str) -> str | None:
        """The secret, or None. Raises LockedError (no keyring, locked, denied)."""
        known = sidecar.load(self._path).get("id")
        if known is None:
            return None
        ring = self._ring()
        secret: str | None = _asked(lambda: ring.get_password(SERVICE, f"{known}.{name}"))
        return secret

    def set(self, name: str, secret: str) -> None:
        """Keep a secret and read it back: some keyrings take it and lose it (libraries.md section 3)."""
        ring = self._ring()
        user = f"{sidecar.change(self._path)['id']}.{name}"
        _asked(lambda: ring.set_password(SERVICE, user, secret))
        if _asked(lambda: ring.get_password(SERVICE, user)) != secret:
            raise LockedError(
                "This computer's keyring did not keep what it was given. Nothing was made.",
                remedy=_PASSPHRASE,
                code="keys.not_kept",
            )

    def forget(self, name: str) -> None:
        """Wipe a secret."""
        if self.get(name) is not None:
            ring = self._ring()
            known = sidecar.load(self._path)["id"]
            _asked(lambda: ring.delete_password(SERVICE, f"{known}.{name}"))

    def _ring(self) -> Any:
        if self._backend is None:
            self._backend = _system_backend()
        return self._backend


def usual(path: Path, ask: Callable[[], str], *, clock: Clock, anew: bool = False) -> KeyStore:
    """The key store of the workspace at ``path``: its passphrase where it has one, else the keyring, else ``ask``.

    A practice workspace keeps its own.

    ``anew`` chooses as for a new workspace: after recovery an old passphrase no longer counts.
    """
    from clubos_desktop.store.passphrase import PassphraseKeys  # noqa: PLC0415 - cryptography, only when needed

    if not anew and sidecar.load(path).get("practice") is not None:
        return PracticeKeys(path)
    if anew or sidecar.load(path).get("passphrase") is None:
        try:
            return KeyringKeys(path, _system_backend())
        except LockedError:
            pass
    return PassphraseKeys(path, ask, clock=clock)


def _system_backend() -> Any:
    """The system's keyring. Raises LockedError when there is none that keeps secrets safely."""
    import keyring  # noqa: PLC0415 - looks for every backend when it is loaded

    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", [chosen]):
        # One that does nothing, one that always fails, and file backends, some of which write plain text or ask on
        # standard input, are no keyring.
        if not type(backend).__module__.startswith(("keyring.backends.null", "keyring.backends.fail", "keyrings.alt")):
            return backend
    raise LockedError(
        "This computer has no keyring where a key could be kept safely. Nothing was made.",
        remedy=_PASSPHRASE,
        code="keys.no_keyring",
    )


def _asked(question: Callable[[], Any]) -> Any:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError  # noqa: PLC0415 - loaded with its backend

    try:
        return question()
    except NoKeyringError as error:
        raise LockedError(
            "This computer has no keyring. Nothing was changed.", remedy=_PASSPHRASE, code="keys.no_keyring"
        ) from error
    except (InitError, KeyringLocked) as error:
        raise LockedError(
            "The computer's keyring is locked. Nothing was changed.",
            remedy="Unlock it (signing in to the computer does) and try again, or use the code of the recovery sheet.",
            code="keys.locked",
        ) from error
    except Exception as error:  # backends raise what their system gives them: D-Bus, Windows and macOS errors, EOFError
        raise LockedError(
            "The computer's keyring refused. Nothing was changed.",
            remedy="Allow this program to use the keyring and try again, or use the code of the recovery sheet.",
            code="keys.denied",
        ) from error

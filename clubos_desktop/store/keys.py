"""Where secrets live: the system's keyring, a file behind a passphrase, or memory (tests and the practice club)."""

from typing import Protocol


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

"""Locking an archive with a passphrase so that any browser, or any program in ten years, can open it again.

AES-256-GCM; the key is PBKDF2-HMAC-SHA256 of the passphrase (Unicode NFC, UTF-8). Both are standards that every
browser brings (Web Cryptography API) and every language has. Salt and number go beside the data.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from clubos_desktop.errors import InputError, SignInError

ROUNDS = 600_000
"""Rounds of PBKDF2-HMAC-SHA256 (OWASP's password storage cheat sheet)."""

LEAST = 12
"""Characters of the shortest passphrase: the file may be copied, so it can be tried at leisure."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Data behind a passphrase; ``salt`` 16 bytes, ``number`` 12 bytes used once."""

    salt: bytes
    number: bytes
    rounds: int
    data: bytes


def usable(passphrase: str) -> str:
    """The passphrase as it is used. Raises InputError when it is too short."""
    found = unicodedata.normalize("NFC", passphrase)
    if len(found.strip()) < LEAST:
        raise InputError(
            f"The passphrase has {len(found.strip())} characters; {LEAST} are needed. Nothing was written.",
            remedy="Take four or five words. The file can be copied and tried at leisure.",
            code="archive.short",
        )
    return found


def seal(content: bytes, passphrase: str) -> Sealed:
    """Lock ``content``. Raises InputError for a short passphrase."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only where something is locked

    salt, number = secrets.token_bytes(16), secrets.token_bytes(12)
    key = _key(usable(passphrase), salt, ROUNDS)
    return Sealed(salt, number, ROUNDS, AESGCM(key).encrypt(number, content, None))


def unseal(sealed: Sealed, passphrase: str) -> bytes:
    """What was locked. Raises SignInError: another passphrase, or the file was changed."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - only where something is opened
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    key = _key(unicodedata.normalize("NFC", passphrase), sealed.salt, sealed.rounds)
    try:
        return AESGCM(key).decrypt(sealed.number, sealed.data, None)
    except InvalidTag as error:
        raise SignInError(
            "This passphrase does not open the archive, or the file was changed.",
            remedy="Type it again, letter by letter.",
            code="archive.passphrase",
        ) from error


def _key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, rounds)

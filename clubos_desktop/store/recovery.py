"""The code on the recovery sheet: with the small file beside the database it gives the database key back.

28 symbols of Crockford's base 32 in groups of four: 27 random ones (135 bits) and a check symbol over GF(32), which
finds every single mistyped symbol and every swap of two. The code is random, so HKDF is enough to make a key of it.
"""

import base64
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clubos_desktop.errors import ClubOSError, InputError, SignInError, StorageError
from clubos_desktop.store import settings, sidecar
from clubos_desktop.store.database import Database

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 28
SETTING = "recovery.code"
_GROUP = 4
_LABEL = b"clubos-desktop recovery 1"
_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_IGNORED = " -–—_.\t\r\n\u00a0"

Sealed: TypeAlias = Mapping[str, str]
"""salt, nonce and box in base 64."""


def make(token: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A new code as it is printed; ``token`` gives random bytes."""
    symbols = [byte % 32 for byte in token(LENGTH - 1)]
    symbols.append(_check_symbol(symbols))
    text = "".join(SYMBOLS[symbol] for symbol in symbols)
    return "-".join(text[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def read(typed: str) -> str:
    """A typed code as it was printed, whatever its case, blanks and O for 0. Raises InputError."""
    text = "".join(letter for letter in typed.upper() if letter not in _IGNORED).translate(_TYPED)
    strange = sorted({letter for letter in text if letter not in SYMBOLS})
    if strange:
        raise _mistyped(f"{strange[0]} is not used in recovery codes")
    if len(text) != LENGTH:
        raise _mistyped(f"it has {len(text)} letters and digits instead of {LENGTH}")
    symbols = [SYMBOLS.index(letter) for letter in text]
    if _check_symbol(symbols[:-1]) != symbols[-1]:
        raise _mistyped("at least one letter or digit is another than on the sheet")
    return "-".join(text[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def seal(key: bytes, code: str, token: Callable[[int], bytes] = secrets.token_bytes) -> Sealed:
    """The database key under a code. Raises InputError when ``code`` is none."""
    salt, nonce = token(16), token(12)
    box = AESGCM(_derive(read(code), salt)).encrypt(nonce, key, _LABEL)
    return {name: base64.b64encode(part).decode() for name, part in (("salt", salt), ("nonce", nonce), ("box", box))}


def unseal(sealed: Sealed, code: str) -> bytes:
    """The database key. Raises InputError (mistyped), SignInError (the code of another workspace)."""
    typed = read(code)
    try:
        salt, nonce, box = (base64.b64decode(sealed[name], validate=True) for name in ("salt", "nonce", "box"))
        return AESGCM(_derive(typed, salt)).decrypt(nonce, box, _LABEL)
    except (InvalidTag, KeyError, ValueError) as error:
        raise SignInError(
            "This code was typed correctly but belongs to another workspace. Nothing was opened.",
            remedy="Look for the sheet of this workspace; a newer sheet makes an older one worthless.",
            code="recovery.other",
        ) from error


def open_sheet(path: Path, code: str) -> bytes:
    """The key of the database at ``path``. Raises what ``unseal`` raises, and StorageError without its small file."""
    sealed = sidecar.load(path).get("recovery")
    if sealed is None:
        raise StorageError(
            f"{sidecar.beside(path).name} is missing. Nothing was opened.",
            remedy="Put it back beside the workspace, or restore a backup: it holds both.",
            code="recovery.missing",
        )
    return unseal(sealed, code)


def renew(database: Database, actor: str) -> str:
    """A new code for a new sheet; the old sheet opens only backups that were made before. Raises StorageError."""
    code = make()
    with database.transaction(actor, "recovery code made") as tx:
        settings.put(tx, SETTING, code)
        settings.drop(tx, "recovery.confirmed")
        # Inside the act: when the small file cannot be written, the old code stays in both places.
        sidecar.change(database.path, recovery=seal(database.key, code))
    return code


def sheet_opens(database: Database) -> bool:
    """Whether the code that is printed would open this workspace with the small file that lies beside it."""
    with database.read() as connection:
        code = settings.get(connection, SETTING, "")
    try:
        return open_sheet(database.path, code) == database.key
    except (ClubOSError, TypeError):
        return False


def _derive(code: str, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=_LABEL).derive(code.replace("-", "").encode())


def _check_symbol(symbols: list[int]) -> int:
    total = 0
    for symbol in symbols:  # Horner's rule: each place has a power of x of its own, all different up to 31 places
        total = _double(total ^ symbol)
    return total


def _double(value: int) -> int:
    value <<= 1  # times x in GF(32), modulo the primitive polynomial x^5 + x^2 + 1
    return value ^ 0b100101 if value & 0b100000 else value


def _mistyped(why: str) -> InputError:
    return InputError(
        f"This is not a recovery code: {why}. Nothing was opened.",
        remedy="Compare it with the sheet, group by group.",
        code="recovery.mistyped",
    )

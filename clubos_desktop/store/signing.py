"""A person's key for signing requests and replies: Ed25519, sealed under the person's PIN (features.md N13).

scrypt makes a key of the PIN (16 MiB, as for the PIN itself), AES-GCM seals the private key with it. A PIN is short:
who has the key file and time can find it, so a key file belongs to its person alone, like a house key.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clubos_desktop.errors import SignInError

_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
_LABEL = b"clubos-desktop signing key 1"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A private key that a PIN opens, with its public half; all in hexadecimal."""

    public: str
    salt: str
    nonce: str
    sealed: str


def make(pin: str) -> Sealed:
    """A new key under a PIN."""
    key = Ed25519PrivateKey.generate()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_key(pin, salt)).encrypt(nonce, key.private_bytes_raw(), _LABEL)
    return Sealed(key.public_key().public_bytes_raw().hex(), salt.hex(), nonce.hex(), sealed.hex())


def sign(sealed: Sealed, pin: str, body: Mapping[str, object]) -> str:
    """The signature of a body. Raises SignInError when the PIN does not open the key."""
    try:
        private = AESGCM(_key(pin, bytes.fromhex(sealed.salt))).decrypt(
            bytes.fromhex(sealed.nonce), bytes.fromhex(sealed.sealed), _LABEL
        )
    except (InvalidTag, ValueError) as error:
        raise SignInError(
            "This PIN does not open the key. Nothing was signed.",
            remedy="Type the PIN that you had when the key was made, or make a new key.",
            code="key.pin",
        ) from error
    return Ed25519PrivateKey.from_private_bytes(private).sign(canonical(body)).hex()


def make_open() -> tuple[str, str]:
    """A workspace's own key, private and public; it lies in the encrypted workspace and needs no PIN."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw().hex(), key.public_key().public_bytes_raw().hex()


def sign_open(private: str, body: Mapping[str, object]) -> str:
    """The signature of a body by a workspace's own key."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).sign(canonical(body)).hex()


def signed(public: str, body: Mapping[str, object], signature: str) -> bool:
    """Whether the owner of a public key signed exactly this body."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), canonical(body))
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(body: Mapping[str, object]) -> bytes:
    """The one text of a body: keys in order, no blanks, ASCII."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def hashed(body: Mapping[str, object]) -> str:
    """SHA-256 of a body."""
    return hashlib.sha256(canonical(body)).hexdigest()


def _key(pin: str, salt: bytes) -> bytes:
    text = unicodedata.normalize("NFC", pin.strip())
    return hashlib.scrypt(text.encode("utf-8", "surrogatepass"), salt=salt, **_COST)

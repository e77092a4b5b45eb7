"""The archive as one page: data, search and, when it is locked, the way to open it, all in one file.

The page loads nothing and sends nothing: its own policy forbids the browser every address. Values are only ever put in
as text.
"""

import base64
import hashlib
import html
import re
from dataclasses import asdict

import msgspec

import resources
from clubos_desktop.cutover.archive.gather import Archive
from clubos_desktop.cutover.archive.sealing import Sealed, unseal
from clubos_desktop.errors import InputError

_DATA = re.compile(rb'<script type="application/json" id="(data|locked)">(.*?)</script>', re.DOTALL)
MOST_ROUNDS = 10_000_000
"""Rounds of the key's derivation that a file may ask for: more only keeps a computer busy."""


def content(archive: Archive) -> bytes:
    """The data as JSON: what is locked, or stands in the page as it is."""
    return msgspec.json.encode(asdict(archive))


def opened(archive: Archive) -> bytes:
    """The page with its data readable by everybody who has the file."""
    return _page(archive, "data", content(archive))


def locked(archive: Archive, sealed: Sealed) -> bytes:
    """The page with its data behind a passphrase. Its title and the club's name stand outside."""
    said = {
        "salt": base64.b64encode(sealed.salt).decode(),
        "number": base64.b64encode(sealed.number).decode(),
        "rounds": sealed.rounds,
        "data": base64.b64encode(sealed.data).decode(),
    }
    return _page(archive, "locked", msgspec.json.encode(said))


def _page(archive: Archive, kind: str, data: bytes) -> bytes:
    script = resources.path("archive/page.js").read_text(encoding="utf-8")
    look = resources.path("archive/page.css").read_text(encoding="utf-8")
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    frame = resources.path("archive/page.html").read_text(encoding="utf-8")
    head, _, rest = frame.partition("{data}")
    parts = {"policy": f"sha256-{allowed}", "look": look, "title": html.escape(f"{archive.club}: {archive.system}")}
    for name, value in parts.items():
        head = head.replace("{" + name + "}", value)
    rest = rest.replace("{script}", script)
    safe = data.replace(b"<", b"\\u003c").replace("\u2028".encode(), b"\\u2028").replace("\u2029".encode(), b"\\u2029")
    block = b'<script type="application/json" id="' + kind.encode() + b'">' + safe + b"</script>"
    return head.encode() + block + rest.encode()


def is_locked(page: bytes) -> bool:
    """Whether a page asks for a passphrase."""
    found = _DATA.search(page)
    return found is not None and found.group(1) == b"locked"


def read(page: bytes, passphrase: str = "") -> Archive:
    """The archive inside a page, exactly as a browser gets it. Raises InputError (no archive), SignInError."""
    found = _DATA.search(page)
    data = found.group(2) if found else b""
    try:
        if is_locked(page):
            data = unseal(_sealed(data), passphrase)
        return msgspec.json.decode(data, type=Archive)
    except ValueError as error:  # of base64 and msgspec too
        raise _no_archive() from error


def _sealed(data: bytes) -> Sealed:
    said = msgspec.json.decode(data, type=_Said)
    if not 0 < said.rounds <= MOST_ROUNDS:
        raise _no_archive()
    salt, number, locked = (base64.b64decode(each, validate=True) for each in (said.salt, said.number, said.data))
    return Sealed(salt, number, said.rounds, locked)


def _no_archive() -> InputError:
    return InputError(
        "This file is no archive of ClubOS Desktop, or it was damaged.",
        remedy="Choose the page that the archive was written as.",
        code="archive.file",
    )


class _Said(msgspec.Struct):
    salt: str
    number: str
    rounds: int
    data: str

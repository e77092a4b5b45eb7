"""Requests and replies as files: how they are written, read and checked; nothing of the workspace in here.

A request says in words what is asked, of whom, until when, and names the filled-in form with the hash of everything it
is about. The reply names the request by its hash. A workspace is named by
its public key and signs requests; who answers signs the reply: a key file lets its owner answer anywhere.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from clubos_desktop.errors import ClubOSError, InputError, RefusedError
from clubos_desktop.model.records import Instant
from clubos_desktop.store import signing

REQUEST, REPLY, KEY = "clubos-desktop request 1", "clubos-desktop reply 1", "clubos-desktop key 1"
"""The first field of each file: what it is."""

MOST = 200_000
"""Bytes of a file that is read."""

_FIELDS: dict[str, dict[str, type]] = {
    REQUEST: {
        "kind": str, "workspace": str, "club": str, "number": str, "words": str, "list": str, "form": str, "item": str,
        "values": dict, "about": str, "asked": int, "asked_name": str, "by": int, "by_name": str, "nonce": str,
        "made": str, "expires": str, "signature": str,
    },
    REPLY: {
        "kind": str, "workspace": str, "request": str, "nonce": str, "answer": str, "by": int, "at": str,
        "signature": str,
    },
    KEY: {
        "kind": str, "workspace": str, "club": str, "person": int, "name": str, "key": dict,
    },
}  # fmt: skip

_PARTS = {"public", "salt", "nonce", "sealed"}
_HEX = re.compile(r"([0-9a-f]{2}){8,200}")

Letter = Mapping[str, Any]


def parse(content: bytes, kind: str) -> Letter:
    """A file of a kind, with every field it must have and no other. Raises InputError."""
    wanted = _FIELDS[kind]
    try:
        said = json.loads(content) if len(content) <= MOST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("kind") != kind:
        raise _unread(f"This file is no {_NAMES[kind]}.")
    whole = set(said) == set(wanted) and all(type(said[name]) is of for name, of in wanted.items())
    if not whole or not _key_whole(said.get("key", {}), kind):
        raise _unread(f"This {_NAMES[kind]} is damaged or was changed.")
    return said


def _key_whole(key: Mapping[str, object], kind: str) -> bool:
    """Whether the sealed key inside a key file has its parts, each in hexadecimal."""
    return kind != KEY or (
        set(key) == _PARTS and all(isinstance(part, str) and _HEX.fullmatch(part) for part in key.values())
    )


_NAMES = {REQUEST: "request", REPLY: "reply", KEY: "key file"}


def written(letter: Letter) -> bytes:
    """A file's bytes."""
    return json.dumps(letter, indent=1, ensure_ascii=False).encode() + b"\n"


def body(letter: Letter) -> dict[str, object]:
    """What its signature is of: everything but the signature."""
    return {name: value for name, value in letter.items() if name != "signature"}


def look(request: bytes, key: bytes, at: Instant) -> tuple[Letter, Letter]:
    """A request that the owner of a key file may answer, and that key; to be shown only after this.

    Raises InputError (no such files), RefusedError (another club's, another person's, run out, not signed by the
    workspace).
    """
    asked, own = parse(request, REQUEST), parse(key, KEY)
    if asked["workspace"] != own["workspace"]:
        raise _refused("The request comes from another workspace than your key.", "request.foreign")
    if asked["asked"] != own["person"]:
        raise _refused(f"This request is for {asked['asked_name']}, and the key is {own['name']}'s.", "request.person")
    if not signing.signed(own["workspace"], body(asked), asked["signature"]):
        raise _refused("The request was changed, or its signature is unknown.", "request.changed")
    if at >= asked["expires"]:
        raise _refused("The request has run out.", "request.expired")
    return asked, own


def answer(request: bytes, key: bytes, pin: str, at: Instant, *, agree: bool) -> bytes:
    """The reply to a request, signed with the key in a key file. Works without a workspace.

    Raises what ``look`` raises, SignInError (wrong PIN).
    """
    asked, own = look(request, key, at)
    reply: dict[str, object] = {
        "kind": REPLY,
        "workspace": own["workspace"],
        "request": signing.hashed(asked),
        "nonce": asked["nonce"],
        "answer": "agreed" if agree else "refused",
        "by": own["person"],
        "at": at,
    }
    return written({**reply, "signature": signing.sign(signing.Sealed(**own["key"]), pin, reply)})


def key_file(sealed: signing.Sealed, about: Mapping[str, object]) -> bytes:
    """A key file: ``about`` says whose it is and of which workspace."""
    return written({"kind": KEY, **about, "key": asdict(sealed)})


def _unread(sentence: str) -> InputError:
    return InputError(f"{sentence} Nothing was recorded.", remedy="Ask for the file again.", code="request.file")


def _refused(sentence: str, code: str) -> ClubOSError:
    return RefusedError(f"{sentence} Nothing was signed.", remedy="Ask for a new request.", code=code)

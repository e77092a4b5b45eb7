"""A person's PIN: a salted scrypt hash, and a pause after wrong ones that a restart does not end."""

import hashlib
import hmac
import secrets
import unicodedata
from datetime import timedelta

from sqlalchemy import select, update

from clubos_desktop.errors import InputError, LockedError
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import settings, tables
from clubos_desktop.store.act import Tx
from clubos_desktop.store.database import Database

SHORTEST, LONGEST = 4, 200
"""Characters of a PIN."""

_FREE_TRIES = 3
_FIRST_PAUSE = 5.0  # seconds, doubled with each further wrong PIN
_LONGEST_PAUSE = 900.0
_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}  # 16 MiB, about 50 ms


def put(tx: Tx, person: int, pin: str) -> None:
    """Set a person's PIN. Raises InputError when it is too short."""
    if len(pin.strip()) < SHORTEST:
        raise InputError(
            f"A PIN needs at least {SHORTEST} characters. Nothing was changed.",
            remedy="Choose a longer one.",
            code="person.short_pin",
        )
    if len(pin) > LONGEST:
        raise InputError(
            f"A PIN has at most {LONGEST} characters. Nothing was changed.",
            remedy="Choose a shorter one.",
            code="person.long_pin",
        )
    salt = secrets.token_bytes(16)
    stored = f"{salt.hex()}:{_hash(pin, salt).hex()}"
    tx.connection.execute(update(tables.person).where(tables.person.c.id == person).values(pin=stored))
    settings.drop(tx, f"pin.{person}")
    tx.subject["person"] = person


def drop(tx: Tx, person: int) -> None:
    """Take a person's PIN away; the pause after wrong ones ends with it."""
    tx.connection.execute(update(tables.person).where(tables.person.c.id == person).values(pin=None))
    settings.drop(tx, f"pin.{person}")
    tx.subject["person"] = person


def check(database: Database, person: int, pin: str) -> bool:
    """Whether this is the person's PIN. Wrong ones are in the audit log.

    Raises LockedError while the pause after wrong ones lasts, InputError when the person has none or acts here no more.
    """
    with database.read() as connection:
        found = tables.person.c
        stored = connection.execute(select(found.pin).where(found.id == person, found.active)).scalar()
        tried = settings.get(connection, f"pin.{person}", {"wrong": 0, "until": ""})
    if stored is None:
        raise InputError("This person has no PIN here.", remedy="Set one under Settings, People.", code="person.no_pin")
    _refuse_in_pause(database, tried["until"])
    salt, expected = (bytes.fromhex(part) for part in stored.split(":"))
    right = hmac.compare_digest(_hash(pin, salt), expected)
    if not right:
        _note_wrong(database, person)
    elif tried["wrong"]:
        with database.transaction(f"person:{person}", "PIN right after wrong ones", {"person": person}) as tx:
            settings.drop(tx, f"pin.{person}")
    return right


def _refuse_in_pause(database: Database, until: str) -> None:
    if not until:
        return
    left = min((from_instant(until) - database.clock.now()).total_seconds(), _LONGEST_PAUSE)
    if left > 0:
        raise LockedError(
            "The PIN was wrong too often.", remedy=f"Try again in {left:.0f} seconds.", code="person.pin_pause"
        )


def _note_wrong(database: Database, person: int) -> None:
    with database.transaction(f"person:{person}", "PIN wrong", {"person": person}) as tx:
        wrong = settings.get(tx.connection, f"pin.{person}", {"wrong": 0})["wrong"] + 1
        pause = 0.0 if wrong < _FREE_TRIES else min(_FIRST_PAUSE * 2.0 ** (wrong - _FREE_TRIES), _LONGEST_PAUSE)
        until = to_instant(database.clock.now() + timedelta(seconds=pause)) if pause else ""
        settings.put(tx, f"pin.{person}", {"wrong": wrong, "until": until})
        tx.subject["times"] = wrong


def _hash(pin: str, salt: bytes) -> bytes:
    text = unicodedata.normalize("NFC", pin.strip())
    return hashlib.scrypt(text.encode("utf-8", "surrogatepass"), salt=salt, **_COST)

"""Acts that a child process repeats until it is killed: deciding and undoing, packs, backups and restores."""

import os
from datetime import UTC, datetime
from pathlib import Path

from clubos_desktop.evidence import seal
from clubos_desktop.findings import deciding, reading
from clubos_desktop.job import finish
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.store import backup, sidecar
from clubos_desktop.store.database import Database
from tests.support.scripted import Hands

KEY = bytes(range(32))
ZONE = "America/Los_Angeles"
MOST = 60
"""More of an act than any child lives to finish."""


def opened(path):
    """The workspace's database, on a clock that stands still some days after the template was made."""
    return Database.open(path, KEY, clock=Hands(start=datetime(2026, 12, 9, 16, 0, tzinfo=UTC)))


def decide(database, _folder, done):
    """Decide about one difference after the other, each a batch of its own; every third is taken back."""
    acts = {"clock": database.clock, "actor": "person:1"}
    for number in range(MOST):
        with database.read() as conn:
            open_ = list(reading.every(conn, "2026-12-09T16:00:00.000Z", reading.FindingFilter()))
        found = open_[number % len(open_)]
        ruling = Ruling(Choice.NOTE, reason=f"Looked at {number}.")
        deciding.decide(database, {found.difference.id: found.seen}, ruling, zone_name=ZONE, **acts)
        done("d")
        if number % 3 == 2:
            deciding.undo(database, **acts)
            done("u")


def pack(database, folder, done):
    """Make a pack after the other."""
    for number in range(MOST):
        finish(seal.make(database, folder, actor="person:1", zone=ZONE, purpose=f"Meeting {number}", names_shown=False))
        done("p")


def restore(database, folder, done):
    """Back up into a new file, restore it into another, open that."""
    for number in range(MOST):
        file = folder / f"b{number}{backup.SUFFIX}"
        finish(backup.make(database, file, "person:1"))
        done("b")
        finish(backup.restore(file, folder / f"r{number}.clubos"))
        done("r")
        opened(folder / f"r{number}.clubos").close()


ACTS = {"decide": decide, "pack": pack, "restore": restore}


def repeat_until_killed(kind, path, folder, notes):
    """The child's life: it notes each act that came back to it with one byte."""
    sidecar.change(Path(path), seen=None)
    database = opened(Path(path))
    handle = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, b"s")
    ACTS[kind](database, Path(folder), lambda letter: os.write(handle, letter.encode()))
    os.write(handle, b"e")

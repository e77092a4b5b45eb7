"""A copied club with people who sign, for what is recorded in registers."""

import atexit
import copy
import shutil
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path

from clubos_desktop.model.people import Role
from clubos_desktop.model.registers import Ballot
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.store import people as persons
from clubos_desktop.store import pins, tables
from clubos_desktop.store.database import Database
from clubos_desktop.verification import record
from clubos_desktop.verification.acts import board, entering
from tests.unit.copied_club import ZONE, CopiedClub, HandClock, filled

PIN = "4711"


class Desk:
    """A copied club with people who have PINs."""

    def __init__(self, club, folder):
        self.club, self.database, self.clock, self.folder = club, club.database, club.clock, folder
        with self.database.read() as conn:
            there = {person.name: person for person in persons.every(conn)}
        for name, role in (("Ann", Role.OPERATOR), ("Bea", Role.CHAIR)):
            if name not in there:
                with self.database.transaction("program", "person added") as tx:
                    there[name] = persons.add(tx, name, role)
                    pins.put(tx, there[name].id, PIN)
            setattr(self, name.lower(), there[name])
        self.actor = persons.actor(self.ann)
        self.minutes = folder / "minutes.txt"
        self.minutes.write_text("We decided.")

    @property
    def today(self):
        return self.day(0)

    def day(self, n):
        return day_of(to_instant(self.clock.at + timedelta(days=n)), ZONE)

    def known(self):
        return entering.known(self.database)

    def criteria(self):
        with self.database.read() as conn:
            readiness = record.assess(conn, self.known().at)
        found = {each.id: each for each in readiness.signals}
        return found | {each.id: each for gate in readiness.gates for each in gate.criteria}

    def pack(self, sha256="ab" * 32, purpose="Vote"):
        row = {
            "at": self.known().at, "purpose": purpose, "verdict": "", "names_shown": False, "path": "", "anchor": "",
            "sha256": sha256, "snapshot": b"",
        }  # fmt: skip
        with self.database.transaction("program", "pack sealed") as tx:
            tx.connection.execute(tables.pack.insert().values(row))

    def vote(self, ballot=Ballot.CRITERIA, person=None, pin=PIN, **changes):
        values = {
            "motion": "To do it", "day": self.today, "count": (3, 1, 0), "quorum": 3, "expires": self.day(30),
            "minutes": self.minutes,
        }  # fmt: skip
        return board.vote(self.database, person or self.bea, pin, ballot=ballot, **(values | changes)).item

    def lock(self):
        return board.lock_criteria(self.database, self.bea, PIN, self.vote())

    def entries(self):
        return len(self.known().kept.entries)


@cache
def template(prepare):
    """A closed club that others are copied from: making one takes half a second of work."""
    folder = Path(tempfile.mkdtemp(prefix="desk"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    club = filled(folder / "club.clubos")
    club.copy(2)
    desk = Desk(club, folder)
    if prepare is not None:
        prepare(desk)
    club.close()
    return folder / "club.clubos", club.sides, club.clock.at


def made(folder, prepare=None):
    """A desk on a club whose copies agree, copied twice; ``prepare`` is done once for all tests that name it."""
    file, sides, at = template(prepare)
    shutil.copy(file, folder / "club.clubos")
    club = CopiedClub.__new__(CopiedClub)
    club.clock, club.sides = HandClock(), copy.deepcopy(sides)
    club.clock.at = at
    club.database = Database.open(folder / "club.clubos", bytes(range(32)), clock=club.clock)
    return Desk(club, folder)

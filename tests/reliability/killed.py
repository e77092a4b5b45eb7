"""What runs in the child process that is killed."""

import os
from pathlib import Path

from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Registration
from clubos_desktop.model.runs import Mode, Page
from clubos_desktop.store.database import Database
from tests.unit.sync.club import KEY, Club

PEOPLE = 260


def fill(club, *, later):
    """The two systems; ``later`` is the same club some weeks on: changed, new and missing people."""
    for side in Side:
        people = [person(number, later=later) for number in range(PEOPLE)]
        if later and side is Side.LEGACY:
            people = [*people[:-3], person(PEOPLE + 1, later=True)]
        events = [Event(key=f"e{n}", title=f"Gala {n}", start=f"2026-12-{10 + n}T03:00:00.000Z") for n in range(9)]
        attending = [
            Registration(key=f"r{n}", member=f"m{n}", event=f"e{n % 9}", status="CONFIRMED") for n in range(150)
        ]
        club.put(side, *events)
        club.sides[side].records[Domain.MEMBERS] = people
        club.sides[side].records[Domain.REGISTRATIONS] = attending[:-5] if later else attending


def person(number, *, later):
    at = "2026-12-05T00:00:00.000Z" if later and number % 7 == 0 else "2026-11-01T00:00:00.000Z"
    level = "Gold" if number % 5 or (later and number % 7 == 0) else "Silver"
    given = {"email": f"p{number}@x.org", "status": "Active", "level": level, "modified": at}
    return Member(key=f"m{number}", first_name=f"Ann{number}", **given)


def opened(path, *, later, hours=0):
    """The club over a database that is there."""
    club = Club.__new__(Club)
    Club.prepare(club)
    club.clock.sleep(hours * 3600)
    club.database = Database.open(path, KEY, clock=club.clock)
    fill(club, later=later)
    return club


def copy_until_killed(path, mode, notes, later):
    """Copy, and note each page that the mirror took (the generator is asked for the next one) with one byte."""
    club = opened(Path(path), later=later, hours=200 if later else 0)
    handle = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for source in club.sides.values():
        note_pages(source, handle)
    os.write(handle, b"s")
    finish(club.job(Mode(mode)))
    os.write(handle, b"e")


def note_pages(source, handle):
    pages = source.pages

    def noted(*arguments, **named):
        listing = pages(*arguments, **named)
        while True:
            try:
                piece = next(listing)
            except StopIteration as end:
                return end.value
            yield piece
            if isinstance(piece, Page):
                os.write(handle, b"p")

    source.pages = noted

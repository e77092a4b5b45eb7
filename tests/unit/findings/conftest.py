import pytest

from clubos_desktop.findings import reading
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import audit
from tests.unit.copied_club import ZONE, CopiedClub

ACTOR = "person:1"


class Desk:
    """A copied club and a person who decides about it."""

    def __init__(self, club):
        self.club = club
        self.database, self.clock = self.club.database, self.club.clock
        self.acts = {"clock": self.clock, "actor": ACTOR}
        self.decides = {**self.acts, "zone_name": ZONE}

    @property
    def at(self):
        return to_instant(self.clock.at)

    def read(self, function, *arguments, **named):
        with self.database.read() as conn:
            return function(conn, *arguments, **named)

    def findings(self, wanted=None):
        """Everything that needs a decision or has one, by (legacy id, field)."""
        every = reading.FindingFilter() if wanted is None else wanted
        with self.database.read() as conn:
            return list(reading.every(conn, self.at, every))

    def one(self, legacy_id, field=""):
        return next(
            each for each in self.findings() if (each.difference.legacy_id, each.difference.field) == (legacy_id, field)
        )

    def standing(self, legacy_id, field=""):
        return self.one(legacy_id, field).standing

    def summary(self):
        return self.read(reading.summary, self.at)

    def audit(self):
        with self.database.read() as conn:
            return audit.page(conn, size=200)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Three members differ: phone of 5001, last name of 5002, 5003 is not in ClubOS; two copies were made."""
    club = CopiedClub(tmp_path_factory.mktemp("template") / "club.clubos")
    club.member(1, phone="+1 805 555 0101")
    club.member(2, last_name="Okafor")
    club.member(3, clubos=False)
    club.member(4)
    club.event(1, "2026-12-20T17:00:00.000Z", "2026-12-20T19:00:00.000Z", title="Dinner")
    club.registration(1, 1, 1)
    club.copy(2)
    yield club
    club.close()


@pytest.fixture
def desk(template, tmp_path):
    """The template's own copy for one test."""
    club = template.like(tmp_path / "club.clubos")
    yield Desk(club)
    club.close()

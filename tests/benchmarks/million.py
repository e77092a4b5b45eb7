"""A workspace with a million differences that nobody has settled, written straight into the store."""

import random
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store.keys import PracticeKeys
from clubos_desktop.workspace import Workspace

AT = "2026-11-24T07:12:00.000Z"
NAMES = ("Ann Illich", "Zoë Brandt", "Łukasz Nowak", "王 小明", "María de la Cruz", "Bo Ek", "Chris Lee", "Dee Fox")
FIELDS = ("email", "first_name", "joined", "last_name", "level", "phone", "status")


class StoppedClock(SystemClock):
    """Always the same day."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 8, tzinfo=UTC)


CLOCK = StoppedClock()


def path_in(folder: Path) -> Path:
    """The workspace's file."""
    return folder / "million.clubos"


def keys_in(folder: Path) -> PracticeKeys:
    """Its keys."""
    return PracticeKeys(path_in(folder))


def rows(count: int, seed: int = 3):
    """Rows of ``difference``: every fiftieth a whole record, the others a field that differs."""
    dice = random.Random(seed)
    for number in range(1, count + 1):
        who = f"{dice.choice(NAMES)} {number}"
        if number % 50 == 0:
            yield number, "members", "only_legacy", f"{number}", None, who, "", None, None, AT, 1, "seen_once"
            continue
        field = FIELDS[number % len(FIELDS)]
        legacy, clubos = f"ann{dice.randrange(10**7)}@example.org", f"805 555 {dice.randrange(10**4):04d}"
        yield number, "members", "changed", f"{number}", f"c{number}", who, field, legacy, clubos, AT, 1, "seen_once"


def make(folder: Path, count: int) -> float:
    """Write it; how many CPU seconds that took."""
    club = Club("Lakeside Club", "America/Los_Angeles", "USD", "US")
    work = Workspace.create(
        path_in(folder), club=club, person=("Anna Berg", Role.OPERATOR), keys=keys_in(folder), clock=CLOCK
    )
    began = time.process_time()
    stream = rows(count)
    sql = (
        "INSERT INTO difference (id, domain, kind, legacy_id, clubos_id, who, field, legacy, clubos, first_seen, "
        "first_copy, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    counts: dict[tuple[str, str], int] = {}
    while some := list(islice(stream, 20_000)):
        with work.database.landing() as conn:
            conn.exec_driver_sql(sql, some)
        for row in some:
            counts[row[2], row[6]] = counts.get((row[2], row[6]), 0) + 1
    with work.database.landing() as conn:
        for side in ("legacy", "clubos"):
            conn.exec_driver_sql(
                "INSERT INTO run (copy, side, domain, mode, state, started, ended) "
                "VALUES (1, ?, 'members', 'full', 'complete', ?, ?)",
                (side, AT, AT),
            )
        conn.exec_driver_sql(
            "INSERT INTO counter VALUES ('members', ?, ?, 'seen_once', ?)",
            [(kind, field, n) for (kind, field), n in counts.items()],
        )
    work.close()
    return time.process_time() - began

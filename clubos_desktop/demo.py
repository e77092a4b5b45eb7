"""The practice club as a whole journey: serve it, copy both systems twice, compare, judge, print, and check.

The window uses ``start`` alone and lets a person do the rest; ``journey`` does all of it and compares what was found
with what was planted (design.md section 7, the practice world).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from clubos_desktop import connections
from clubos_desktop.errors import InputError, UnavailableError
from clubos_desktop.evidence import seal
from clubos_desktop.evidence.verify import verify
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.runs import Mode, Run
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.club import LEAST, MOST, make
from clubos_desktop.practice.serve import Addresses, ServingChild, serve_apart
from clubos_desktop.practice.truth import truth
from clubos_desktop.store import views
from clubos_desktop.store.keys import PracticeKeys
from clubos_desktop.verification.record import evaluate
from clubos_desktop.workspace import SUFFIX, Workspace

SPEED = 60.0
"""The practice world's clock runs this many times as fast, so that a minute's limit of calls takes a second."""

PERSON = ("You", Role.OPERATOR)
CLUB = Club("Lakeside Club", "America/Los_Angeles", "USD", "US")


@dataclass(slots=True)
class Practice:
    """A practice workspace and the servers behind it. ``close`` ends both."""

    workspace: Workspace
    members: int
    seed: int
    served: ServingChild = field(repr=False)

    def close(self) -> None:
        """Let go of the workspace and stop the servers."""
        try:
            self.workspace.close()
        finally:
            self.served.stop()


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted and what became of it, as lines "domain kind legacy-id clubos-id field".

    ``missed`` was planted and not found, ``invented`` found and not planted.
    """

    total: int
    found: int
    missed: tuple[str, ...]
    invented: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Nothing missed, nothing invented."""
        return not self.missed and not self.invented


@dataclass(frozen=True, slots=True)
class Journey:
    """What a journey came to. ``problems`` is what verifying the pack found, "where: what"."""

    runs: tuple[Run, ...]
    planted: Planted
    readiness: Readiness
    made: seal.Made
    problems: tuple[str, ...]


def start(folder: Path, *, members: int, seed: int) -> Job[Practice]:
    """A new practice workspace in the empty ``folder``, connected to both practice systems.

    Raises InputError (too few members, a workspace is there), UnavailableError (the servers did not start).
    """
    if not LEAST <= members <= MOST:
        raise InputError(
            f"A practice club has {LEAST} to {MOST:,} members. Nothing was made.",
            remedy="Choose another number.",
            code="practice.members",
        )
    yield Progress("Inventing the practice club", 0, 3)
    try:
        served = serve_apart(members, seed, speed=SPEED)
    except OSError as error:
        raise UnavailableError(
            "The practice club could not be started on this computer. Nothing was made.",
            remedy="Close other programs and try again.",
            code="practice.start",
        ) from error
    try:
        workspace = yield from _connected(folder, served.addresses)
    except BaseException:
        served.stop()
        raise
    return Practice(workspace, members, seed, served)


def _connected(folder: Path, where: Addresses) -> Job[Workspace]:
    clock = PracticeClock(where.speed, datetime.fromisoformat(where.start))
    path = folder / f"practice{SUFFIX}"
    workspace = Workspace.create(path, club=CLUB, person=PERSON, keys=PracticeKeys(path), clock=clock)
    try:
        yield Progress("Connecting Wild Apricot", 1, 3)
        legacy = {
            "kind": "wild-apricot",
            "api_url": where.legacy_api_url,
            "auth_url": where.legacy_auth_url,
            "share": 1.0,
        }
        yield from connections.connect(workspace, Side.LEGACY, legacy, where.legacy_key)
        yield Progress("Connecting ClubOS", 2, 3)
        target = {"kind": "clubos", "url": where.clubos_url, "share": 1.0}
        yield from connections.connect(workspace, Side.CLUBOS, target, where.clubos_code)
    except BaseException:
        workspace.close()
        raise
    return workspace


def journey(practice: Practice, out: Path | None = None) -> Job[Journey]:
    """Copy everything twice, compare with what was planted, judge, make the pack and verify it."""
    workspace = practice.workspace
    runs: tuple[Run, ...] = ()
    for _ in range(2):
        runs += yield from connections.copy_now(workspace, Mode.FULL)
    yield Progress("Comparing with what was planted")
    planted = _compare(truth(make(practice.members, practice.seed)), _standing(workspace))
    readiness = yield from evaluate(workspace.database, clock=workspace.clock, actor=workspace.actor)
    made = yield from seal.make(
        workspace.database,
        workspace.folder,
        actor=workspace.actor,
        zone=workspace.club.zone,
        purpose="Practice board meeting",
        path=out,
    )
    yield Progress("Verifying the pack")
    problems = tuple(f"{problem.where}: {problem.what}" for problem in verify(made.path, workspace.database))
    return Journey(runs, planted, readiness, made, problems)


def _standing(workspace: Workspace) -> Counter[str]:
    """Every difference that stands, and every pair that waits as a suggestion."""
    lines: list[str] = []
    with workspace.database.read() as connection:
        after: int | None = None
        while True:
            page = views.differences(connection, after=after, limit=2000)
            lines += [_line(d.domain, d.kind, d.legacy_id, d.clubos_id, d.field) for d in page.rows]
            after = page.next
            if after is None:
                break
        after = None
        while rows := views.suggestions(connection, after=after, limit=2000):
            lines += [_line(row.domain, "suggestion", row.legacy_id, row.clubos_id, "") for row in rows]
            after = rows[-1].id
    return Counter(lines)


def _line(domain: str, kind: str, legacy: str | None, clubos: str | None, field_name: str) -> str:
    return " ".join((domain, kind, legacy or "-", clubos or "-", field_name or "-"))


def _compare(told: Mapping[str, Iterable[Mapping[str, str | None]]], found: Counter[str]) -> Planted:
    """Planted against found. Pairs that must stay suggestions have to be suggested; more suggestions do no harm."""
    wanted = Counter(
        _line(row["domain"] or "", row["kind"] or "", row["legacy_id"], row["clubos_id"], row["field"] or "")
        for row in told["differences"]
    )
    wanted += Counter(
        _line(row["domain"] or "", "suggestion", row["legacy_id"], row["clubos_id"], "") for row in told["suggestions"]
    )
    missed = wanted - found
    invented = Counter({line: n for line, n in (found - wanted).items() if " suggestion " not in line})
    return Planted(
        total=wanted.total(),
        found=(wanted & found).total(),
        missed=tuple(sorted(missed.elements())),
        invented=tuple(sorted(invented.elements())),
    )

"""Could we go today? Fifty made-up projects, each walked on hour by hour with the real checks."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clubos_desktop.model.evidence import OnTime
from clubos_desktop.model.incidents import Looked, Opened, Severity
from clubos_desktop.model.readiness import State
from clubos_desktop.model.registers import Closed, Locked, Moved, Phase
from clubos_desktop.model.time import day_of, from_instant, to_instant
from clubos_desktop.verification import on_time
from clubos_desktop.verification.earliest import earliest
from clubos_desktop.verification.gates import assess
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.registers import attest, phases
from clubos_desktop.verification.registers.incidents import incidents

from .register_book import NOW, Book, full

START = "2026-06-01T06:00:00.000Z"
LIMITS = Limits()


def hours(instant, n):
    return to_instant(from_instant(instant) + timedelta(hours=n))


class Project:
    """A project with a past: phases, a lock, incidents, due days; ``walk`` lets it go well from now on."""

    def __init__(self, seed):
        r = random.Random(seed)
        self.book, self.zone = Book(), "UTC"
        self.complete = START if r.random() < 0.9 else None
        moment, length = START, r.randint(0, 100) * 24
        for phase in (Phase.PILOT, Phase.PARALLEL):
            moment = hours(moment, 28 * 24 + r.randint(0, 200))
            if self.complete and moment <= hours(START, length):
                if not self.book.entries:
                    self.book.add("criteria", "locked", Locked("c", "1"), moment, "")
                self.book.add("phase", "moved", Moved(phase, None), moment, "")
        self.now = hours(START, length)
        if not self.book.entries and r.random() < 0.5:
            self.book.add("criteria", "locked", Locked("c", "1"), hours(START, r.randint(0, length)), "")
        for n in range(r.choice([0, 0, 1, 2])):
            opened = hours(START, r.randint(0, length))
            self.book.add("incident", "opened", Opened(Severity.P2, "x", opened), opened, str(n))
            if r.random() < 0.6:
                shut = min(self.now, hours(opened, r.randint(1, 400)))
                self.book.add("incident", "closed", Closed("y"), shut, str(n))
        today = date.fromisoformat(day_of(self.now, "UTC"))
        self.first = today - timedelta(days=r.randint(0, 40)) if r.random() < 0.8 else None
        self.missed = {today - timedelta(days=r.randint(0, 30)) for _ in range(r.choice([0, 0, 1, 3]))}
        self.today = today

    def known(self, at):
        return self.book.known(at, complete=self.complete)

    def schedule(self, at):
        """Each day is settled when it is over, and done unless it was missed before now."""
        if self.first is None:
            return None
        lock = attest.lock(self.known(at))
        began = max(self.first.isoformat(), day_of(lock.since, "UTC") if lock else "")
        here = date.fromisoformat(day_of(at, "UTC"))
        days = [here - timedelta(days=n) for n in range(LIMITS.value("sync_days"), 0, -1)]
        calendar = tuple(
            (each.isoformat(), "missed" if each in self.missed and each <= self.today else "done")
            for each in days
            if each.isoformat() >= began
        )
        return OnTime(began, LIMITS.value("sync_days"), calendar, here.isoformat(), at, at)

    def evidence(self, well, at):
        known = self.known(at)
        return replace(well, at=at, lock=attest.lock(known), schedule=self.schedule(at))

    def walk(self, well):
        """The first hour at which nothing has to be waited for any more, when everybody does all at once."""
        at = self.now
        self.complete = self.complete or at
        if not self.book.known().kept.of("criteria"):
            self.book.add("criteria", "locked", Locked("c", "1"), at, "")
        if self.first is None:
            self.first = self.today + timedelta(days=1)
        for each in incidents(self.known(at).kept):
            if each.closed is None:
                self.book.add("incident", "closed", Closed("y"), at, each.number)
        for _ in range(24 * 200):
            self.book.add("incident", "looked", Looked(), at, "")
            known = self.known(at)
            phase, since = phases.present(known), phases.since(known)
            long_enough = since is not None and at >= hours(since, phases.LEAST * 24)
            if long_enough and phase is not Phase.PARALLEL:
                self.book.add("phase", "moved", Moved(phases.ORDER[phases.ORDER.index(phase) + 1], None), at, "")
            elif long_enough and self._passes(well, at):
                return at
            self.book.entries.remove(next(each for each in self.book.entries if each.act == "looked"))
            at = hours(at, 1)
        raise AssertionError("it never ends well")

    def _passes(self, well, at):
        quiet = next(each for each in attest.attested(self.known(at)) if each.id == "G3.1")
        return quiet.ok and on_time.counting(self.evidence(well, at), LIMITS)[0] is State.PASS


@pytest.mark.parametrize("seed", range(50))
def test_the_date_is_never_earlier_than_the_truth_and_hardly_later(well, seed):
    project = Project(seed)
    evidence = project.evidence(well, project.now)
    found = earliest(project.known(project.now), evidence, assess(evidence, LIMITS))
    truth = project.walk(well)
    assert found.at > hours(truth, -1), found.binding
    assert found.at <= hours(truth, 48), found.binding
    assert found.today is False or found.at == project.now


def test_the_fifty_projects_wait_for_different_things(well):
    seen = set()
    for seed in range(50):
        project = Project(seed)
        evidence = project.evidence(well, project.now)
        found = earliest(project.known(project.now), evidence, assess(evidence, LIMITS))
        seen.add(found.binding[:18] if found.waits else "nothing")
    assert len(seen) >= 4, seen


def ready(well, book, **more):
    days = tuple((f"2026-11-{day:02d}", "done") for day in range(8, 31))
    schedule = OnTime("2026-11-08", 14, days, "2026-12-08", NOW, NOW)
    known = book.known()
    given = tuple(each for each in well.attested if each.id == "S4.9")
    lock = attest.lock(known)
    return known, replace(well, attested=attest.attested(known) + given, schedule=schedule, lock=lock, **more)


def test_all_done_is_today(well):
    known, evidence = ready(well, full())
    found = earliest(known, evidence, assess(evidence, LIMITS))
    assert (found.today, found.at, found.waits, found.needs) == (True, NOW, (), ())
    assert found.sentence("UTC") == "You could go today: every gate is passed."


def test_what_people_can_do_at_once_is_named_when_nothing_is_waited_for(well):
    book = Book(entry for entry in full().entries if entry.register != "vote")
    known, evidence = ready(well, book)
    found = earliest(known, evidence, assess(evidence, LIMITS))
    assert (found.today, found.at) == (False, NOW)
    assert found.sentence("UTC") == (
        "The earliest honest date is today: Board vote authorizing cutover. No vote is recorded."
    )


def test_the_one_binding_wait_is_named(well):
    book = full().add("incident", "opened", Opened(Severity.P1, "x", NOW), NOW, "9")
    known, evidence = ready(well, book)
    found = earliest(known, evidence, assess(evidence, LIMITS))
    assert found.sentence("UTC").startswith("The earliest honest date is Tue 22 Dec 2026, 08:00: 14 days")


def test_after_the_parallel_run_no_phase_is_waited_for(well):
    book = full().add("phase", "moved", Moved(Phase.CUTOVER, None), "2026-12-08T07:00:00.000Z", "")
    known, evidence = ready(well, book)
    assert earliest(known, evidence, assess(evidence, LIMITS)).today
    alone = Book().add("phase", "moved", Moved(Phase.CUTOVER, None), "2026-12-08T07:00:00.000Z", "")
    known, evidence = ready(well, alone)
    assert [wait.what[:7] for wait in earliest(known, evidence, assess(evidence, LIMITS)).waits] == [
        "14 days",
        "14 days",
    ]


def test_a_check_that_needs_time_alone_says_until_when(well):
    over = full().add("incident", "opened", Opened(Severity.P1, "x", NOW), NOW, "9")
    known, evidence = ready(well, over)
    assert earliest(known, evidence, assess(evidence, LIMITS)).waiting == (), "somebody has to end it first"
    over.add("incident", "closed", Closed("y"), NOW, "9")
    known, evidence = ready(well, over)
    assert earliest(known, evidence, assess(evidence, LIMITS)).waiting == (("G3.1", "2026-12-22T08:00:00.000Z"),)
    unseen = over.without(*(each for each in over.entries if each.act == "looked"))
    known, evidence = ready(well, unseen)
    assert earliest(known, evidence, assess(evidence, LIMITS)).waiting == (), "nobody looked: that is for people"

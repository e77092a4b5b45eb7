"""What people are told of the return period: each thing once, by plan, and the weekly report as paper."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from clubos_desktop.cutover import grace, told
from clubos_desktop.errors import NetworkError
from clubos_desktop.evidence import afterwards as paper
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.runbook import Begun, Plan, RunKind, StepBegun, StepDone
from clubos_desktop.model.time import to_instant
from clubos_desktop.schedule import returning
from clubos_desktop.store import notices
from clubos_desktop.verification import drift
from clubos_desktop.verification.acts import afterwards as acts
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.registers import afterwards
from tests.unit.copied_club import filled

ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))


class Weeks:
    """A copied club whose days pass; ``ask`` does what is due by plan, without a network."""

    def __init__(self, path):
        self.club = filled(path)
        self.club.copy(2)
        self.database = self.club.database

    @property
    def at(self):
        return to_instant(self.club.clock.at)

    def take(self, plan, *steps, **more):
        begun = enter(self.database, "person:1", "runbook", "begun", Begun(plan, RunKind.REAL, "c", ROLES, **more))
        for step in steps:
            enter(self.database, "person:1", "runbook", "step begun", StepBegun(step), item=begun.item)
            enter(self.database, "person:1", "runbook", "step done", StepDone(step, 60.0), item=begun.item)

    def wait(self, days):
        self.club.clock.at += timedelta(days=days)

    def waits(self):
        with self.database.read() as conn:
            return returning.waits(conn, self.at)

    def ask(self):
        if self.waits():
            with self.database.read() as conn:
                due = drift.due(returning.known_now(conn, self.at))
            if due:
                drift.look(self.database, "program")
            returning.tell(self.database, self.at)
        assert not self.waits(), "nothing is told twice"

    def told(self, subject=returning.PERIOD):
        with self.database.read() as conn:
            return [each.state for each in reversed(notices.page(conn, limit=500)) if each.subject == subject]


@pytest.fixture
def weeks(tmp_path):
    made = Weeks(tmp_path / "club.clubos")
    yield made
    made.club.close()


SWITCH = ("laptop", "backup", "freeze", "final", "guards", "switch")


def test_a_club_that_never_began_a_run_is_told_nothing(weeks):
    assert not weeks.waits()
    returning.tell(weeks.database, weeks.at)
    assert weeks.told() == []


def test_notices_come_at_14_7_3_and_1_days_and_at_the_end_once_each(weeks):
    weeks.take(Plan.CUTOVER, *SWITCH)
    for _ in range(35):
        weeks.wait(1)
        weeks.ask()
    assert weeks.told() == ["14 days", "7 days", "3 days", "1 days", "over"]
    assert len(drift.looks(known(weeks.database))) == 35


def test_the_number_of_open_changes_is_told_when_it_is_another(weeks):
    weeks.take(Plan.CUTOVER, *SWITCH)
    weeks.wait(1)
    weeks.ask()
    assert weeks.told(returning.DRIFT) == []
    weeks.club.put(Side.LEGACY, Member(key="5009", is_member=True, first_name="Late", last_name="Comer"))
    weeks.club.copy()
    weeks.wait(1)
    weeks.ask()
    weeks.wait(1)
    weeks.ask()
    assert weeks.told(returning.DRIFT) == ["1 open"]
    with weeks.database.read() as conn:
        (each,) = drift.found(conn, known(weeks.database))
    drift.carry(weeks.database, "person:1", each, owner="Cem", state="carried over")
    weeks.wait(1)
    weeks.ask()
    assert weeks.told(returning.DRIFT) == ["1 open", "good"]


def test_a_look_that_could_not_be_made_is_told_once_and_when_it_is_made_again(weeks):
    weeks.take(Plan.CUTOVER, *SWITCH)
    weeks.wait(1)
    error = NetworkError("There is no network.", remedy="Look at the Wi-Fi.", code="offline")
    returning.failed(weeks.database, error)
    returning.failed(weeks.database, error)
    assert weeks.told(returning.LOOK) == ["failed"]
    weeks.ask()
    assert weeks.told(returning.LOOK) == ["failed", "good"]


def test_the_board_is_asked_after_an_emergency_until_it_has_answered(weeks):
    weeks.take(Plan.CUTOVER, *SWITCH)
    weeks.take(Plan.ROLLBACK, "close", "reopen", emergency=True)
    weeks.ask()
    weeks.wait(15)
    weeks.ask()
    assert weeks.told(returning.BOARD) == ["waits 2", "overdue 2"]
    assert weeks.told() == [], "Wild Apricot is in charge again: there is no period to tell of"


def test_the_weekly_report_says_what_is_open_and_since_when(weeks):
    weeks.take(Plan.CUTOVER, *SWITCH)
    acts.open_issue(weeks.database, "person:1", "Renewal mails come twice", "Cem")
    acts.open_issue(weeks.database, "person:1", "Photos are missing", "Ann")
    acts.close_issue(weeks.database, "person:1", "2", "Copied by hand")
    weeks.wait(2)
    weeks.club.put(Side.LEGACY, Member(key="5009", is_member=True, first_name="Late", last_name="Comer"))
    weeks.club.put(Side.CLUBOS, Member(key="c9", first_name="New", last_name="Comer", status="Active"))
    weeks.club.copy()
    text = report(weeks, "Ann")
    assert "Day 3 of 30. Going back is possible until" in text
    assert "Going back now would mean typing again: 1 member" in text
    assert "Renewal mails come twice" in text
    assert "open for 2 days" in text
    assert "solved after 0 days: Copied by hand" in text
    assert "Nobody looked from" in text
    assert "1 are open, 1 have nobody who minds them." in text
    weeks.wait(40)
    text = report(weeks, "")
    assert "Going back is not possible any more." in text
    assert "Nobody minds the return period." in text


def report(weeks, owner):
    now = known(weeks.database)
    with weeks.database.read() as conn:
        period = grace.period(conn, now)
    content = paper.weekly("Lakeside Club", now.zone, now.at, period, afterwards.weeks(now)[-1], owner=owner)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def sentences(weeks):
    now = known(weeks.database)
    with weeks.database.read() as conn:
        return " ".join(told.sentences(conn, now))


def test_a_pack_tells_the_return_period_and_what_the_board_owes(weeks):
    assert sentences(weeks) == ""
    weeks.take(Plan.CUTOVER, *SWITCH)
    acts.open_issue(weeks.database, "person:1", "Renewal mails come twice", "Cem")
    weeks.wait(17)
    said = sentences(weeks)
    for part in (
        "Day 18 of 30.", "in 13 days at most, there is no way back", "typing again: what ClubOS got is not known",
        "Not counted: Payments",
        "0 records changed in Wild Apricot", "Nobody looked from", "1 issue noted, 1 open, the oldest for 17 days.",
    ):  # fmt: skip
        assert part in said
    assert "Cem" not in said
    assert "Renewal" not in said
    weeks.wait(20)
    assert "Going back is not possible any more." in sentences(weeks)
    weeks.take(Plan.ROLLBACK, "close", "reopen", emergency=True)
    assert sentences(weeks).startswith("The return of ")
    assert "the board has to say until" in sentences(weeks)

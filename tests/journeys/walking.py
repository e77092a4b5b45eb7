"""Weeks that pass in a moment: a team, its PINs, and the practice club walked through the phases."""

import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clubos_desktop.verification.registers.training import MODULES, TASKS

SPEED = 60
ZONE = ZoneInfo("America/New_York")
PINS = {"Ann": "1111", "Bea": "2222", "Cem": "3333"}


class WalkedClock:
    """Time that a test lets pass; every look at it takes a millisecond."""

    def __init__(self):
        self.at = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)

    def now(self):
        self.at += timedelta(milliseconds=1)
        return self.at

    def monotonic(self):
        return self.now().timestamp()

    def sleep(self, seconds):
        time.sleep(0.001)  # answers come over real sockets: waiting for them must not walk through hours
        self.at += timedelta(seconds=seconds)

    def days(self, n):
        """On to the same hour of a later day, however long the copies of today took."""
        self.at = (self.at + timedelta(days=n)).replace(hour=16, minute=0, second=0)

    @property
    def today(self):
        return self.later(0)

    def later(self, days):
        """A day on the club's calendar: in the evening its date is not that of UTC."""
        return (self.at.astimezone(ZONE).date() + timedelta(days=days)).isoformat()


def states(act):
    judged = act("Ann", "gates", code=1)
    return {gate["gate"]: gate["passed"] for gate in judged["gates"]}, {
        each["id"]: each["state"] for gate in judged["gates"] for each in gate["criteria"]
    }


def train(act, clock, name):
    act("Ann", "operator", "add", name)
    for module in MODULES:
        act("Ann", "operator", "train", name, "--module", module.id, "--answer", module.right, "--day", clock.today)


def motion(act, clock, tmp_path, ballot, *more):
    minutes = tmp_path / f"minutes {ballot}.txt"
    minutes.write_text(f"The board met on {clock.today}. {ballot}\n")
    words = ("--motion", "As set before the board", "--day", clock.today, "--expires", clock.later(40))
    votes = ("--for", 5, "--against", 1, "--abstain", 1, "--quorum", 4, "--minutes", minutes)
    return act("Bea", "vote", "record", "--ballot", ballot, *words, *votes, *more)["entry"]["item"]


def to_parallel_run(act, clock, tmp_path):
    """Shadow and Pilot, each four weeks, with locked criteria and two operators."""
    assert act("Ann", "phase", "show")["label"] == "Phase 1 of 5: Shadow, begins with the first complete copy"
    act("Ann", "sync", "--full")
    shown = act("Ann", "phase", "show")
    assert shown["label"] == "Phase 1 of 5: Shadow, week 1 of 4 to 8"
    assert "The board must lock the criteria first." in shown["missing"]
    assert act("Ann", "criteria", "show")["locked"] is None
    assert "at most 1 %" in act("Ann", "criteria", "motion")["motion"]
    for name in ("Ann", "Cem"):
        train(act, clock, name)
    number = motion(act, clock, tmp_path, "criteria")
    assert act("Ann", "criteria", "lock", "--vote", number, code=2)["error"]["code"] == "person.not_board"
    assert act("Bea", "criteria", "lock", "--vote", number)["holds"] is True
    assert act("Bea", "criteria", "set", "--limit", "mismatch=5", code=2)["error"]["code"] == "criteria.locked"
    early = act("Ann", "phase", "begin", "pilot", code=2)["error"]
    assert "4 weeks at least" in early["sentence"]

    clock.days(28)
    assert "8 kinds of automatic messages not looked at." in act("Ann", "phase", "show")["missing"]
    for each in act("Ann", "register", "show", "mailings")["lines"]:
        act("Ann", "register", "do", "mailings", "answer", "--item", each["item"], "--value", "state=off")
    assert act("Ann", "phase", "begin", "pilot", "--until", clock.later(30))["phase"] == "pilot"
    for name in ("Ann", "Cem"):
        for task in TASKS:
            act("Ann", "operator", "did", name, "--task", task, "--evidence", "seen in ClubOS")
    assert "7 connections of Wild Apricot without an answer." in act("Ann", "phase", "show")["missing"]
    for each in act("Ann", "register", "show", "integrations")["lines"]:
        act("Ann", "register", "do", "integrations", "answer", "--item", each["item"], "--value", "state=unused")
    clock.days(28)
    assert act("Bea", "phase", "begin", "parallel")["phase"] == "parallel"


def two_quiet_weeks(act, clock):
    """An incident ten days in, then fifteen days with a copy each."""
    clock.days(10)
    opened = act("Ann", "incident", "open", "--title", "Nobody can sign in")["entry"]["item"]
    act("Ann", "incident", "close", opened, "--reason", "The certificate was renewed")
    act("Ann", "schedule", "set", "--hours", 6, "--jitter", 0)
    for _ in range(15):
        clock.days(1)
        act("Ann", "schedule", "run-due")
    act("Ann", "incident", "look")
    act("Ann", "record", "restore")
    tested_and_reviewed(act)


def tested_and_reviewed(act):
    """A look at what ClubOS does not show, a load test with room to spare, a review that leaves nothing open."""
    for what in ("order", "paid"):
        look = ("--value", "event=Winter dinner", "--value", f"what={what}", "--value", "same=yes")
        act("Ann", "register", "do", "eyes", "look", *look)
    load = ("--value", "peak=90", "--value", "forecast=60", "--value", "p99=900", "--value", "owner=Cem")
    act("Ann", "register", "do", "load", "add", *load)
    points = [word for n in range(1, 7) for word in ("--value", f"point{n}=yes")]
    act("Ann", "register", "do", "security", "add", "--value", "owner=Cem", *points)


def contacts_and_plans(act, clock, tmp_path):
    """Eight people to call, three texts, a rota of two weeks, all approved."""
    for role in ("operations", "board", "technology", "ClubOS"):
        for name in ("First", "Second"):
            number = act("Ann", "contact", "add", "--role", role, "--name", name, "--reach", "by phone")["entry"][
                "item"
            ]
            act("Ann", "contact", "test", number)
    for kind in ("week before", "day", "problem"):
        file = tmp_path / f"{kind}.txt"
        file.write_text("Dear {members} members of {club}, we move on {date}.\n")
        assert act("Ann", "plan", kind, file, code=2)["error"]["code"] == "message.place"
        text = act("Ann", "plan", kind, file, "--value", "date=1 July")["entry"]["body"]["text"]
        assert re.fullmatch(r"Dear \d+ members of Lakeside Club, we move on 1 July\.", text)
    file = tmp_path / "rota.txt"
    shifts = [f"{clock.later(n)} 09:00-17:00 Ann" for n in range(20, 34)]
    file.write_text("\n".join(["hours 09:00-17:00", *shifts]))
    act("Ann", "plan", "rota", file)
    act("Bea", "sign", "communication")
    act("Bea", "sign", "support")

"""Registers written by hand: entries at chosen moments, judged at others."""

from clubos_desktop.model.incidents import Looked
from clubos_desktop.model.proofs import Answer, Approved, LogRead, Rehearsed, Restored, Step, Ticket, Written
from clubos_desktop.model.registers import (
    Ballot,
    Contact,
    Did,
    Emergency,
    Entry,
    Kept,
    Locked,
    Moved,
    Named,
    Noted,
    Phase,
    Reached,
    Reviewed,
    Signed,
    Trained,
    Vote,
)
from clubos_desktop.model.runbook import Plan, checklist_hash
from clubos_desktop.verification.registers import mailings
from clubos_desktop.verification.registers.checklists import SHIPPED
from clubos_desktop.verification.registers.decided import MESSAGES, STEPS
from clubos_desktop.verification.registers.integrations import PRELOADED
from clubos_desktop.verification.registers.known import Known, PackMade
from clubos_desktop.verification.registers.operators import CONTACT_ROLES
from clubos_desktop.verification.registers.training import MODULES, TASKS

NOW = "2026-12-08T08:00:00.000Z"
BACK = checklist_hash(SHIPPED[Plan.ROLLBACK])
ROTA = "hours 09:00-17:00\n" + "\n".join(f"2026-12-{day:02d} 09:00-17:00 Ann" for day in range(10, 24))


class Book:
    """Entries in the order they are written; ``without`` leaves some out."""

    def __init__(self, entries=()):
        self.entries = list(entries)

    def add(  # noqa: PLR0917 - as an entry is read: what, when, about what
        self, register, act, body, at="2026-12-01T08:00:00.000Z", item="1", second=""
    ):
        self.entries.append(Entry(len(self.entries) + 1, register, item, act, at, "person:1", second, body))
        return self

    def without(self, *taken):
        return Book(entry for entry in self.entries if entry not in taken)

    def known(self, at=NOW, **more):
        packs = (PackMade("ab" * 32, "Vote", "2026-12-02T08:00:00.000Z"),)
        more = {"packs": packs, "criteria": "c", "complete": "2026-08-01T08:00:00.000Z"} | more
        return Known(at, more.pop("zone", "UTC"), Kept(tuple(self.entries)), **more)


def vote(**changes):
    values = {
        "ballot": Ballot.CUTOVER, "motion": "To switch", "day": "2026-12-03", "for_": 5, "against": 1, "abstain": 1,
        "quorum": 4, "expires": "2027-01-10", "minutes": "m", "pack": "ab" * 32,
    }  # fmt: skip
    return Vote(**(values | changes))


def rehearsed(**changes):
    steps = tuple(Step(name, 60.0) for name in STEPS)
    values = {"snapshot": "2026-12-01", "steps": steps, "before": "h", "after": "h", "exported": 9, "read_back": 9,
              "checklist": BACK}  # fmt: skip
    return Rehearsed(**(values | changes))


def full():
    """Every register kept so that every check passes at NOW."""
    book = Book()
    book.add("criteria", "locked", Locked("c", "1"), "2026-09-01T08:00:00.000Z", "")
    for phase, at in ((Phase.PILOT, "2026-09-29"), (Phase.PARALLEL, "2026-10-27")):
        book.add("phase", "moved", Moved(phase, None), f"{at}T08:00:00.000Z", "")
    for person in (1, 2):
        item = str(person)
        book.add("operator", "named", Named(person), item=item)
        for module in MODULES:
            book.add("operator", "trained", Trained(module.id, "2026-09-02"), item=item)
        for task in TASKS:
            book.add("operator", "did", Did(task, False, 1, "seen"), item=item)
        book.add("operator", "signed", Signed("ready"), item=item)
    for n, role in enumerate([*CONTACT_ROLES, *CONTACT_ROLES], 1):
        book.add("contact", "added", Contact(role, f"Person {n}", "phone"), item=str(n))
        book.add("contact", "tested", Reached(True, "2026-12-01"), item=str(n))
    book.add("incident", "looked", Looked(), "2026-12-07T08:00:00.000Z", "")
    book.add("restore", "tested", Restored(2.5, 40, "s", ()))
    tested = {"day": "2026-12-01", "peak": "90", "forecast": "60", "ok": "yes", "owner": "Ann", "scope": "All"}
    book.add("load", "noted", Noted(tested))
    book.add("security", "noted", Noted(tested))
    book.add("vote", "recorded", vote())
    book.add("review", "reviewed", Reviewed("ab" * 32, 6, (("Why?", "Because."),)))
    for item in MESSAGES:
        book.add("communication", "written", Written(item, f"hash {item}"), item=item)
    book.add("communication", "approved", Approved(tuple(f"hash {item}" for item in MESSAGES), 60), item="")
    book.add("support", "written", Written(ROTA, "hash rota"), item="rota")
    book.add("support", "approved", Approved(("hash rota",)), item="")
    for each in PRELOADED:
        cells = {"title": each.title, "state": "covered", "note": "", "owner": "", "due": ""}
        book.add("integration", "noted", Noted(cells), item=each.number)
    for each in mailings.PRELOADED:
        cells = {"title": each.title, "side": each.side.value, "state": "off", "note": ""}
        book.add("mailing", "noted", Noted(cells), item=each.number)
    for n, what in enumerate(("order", "paid"), 1):
        seen = {"event": "Winter dinner", "what": what, "same": "yes", "day": "2026-12-01", "note": ""}
        book.add("eye", "noted", Noted(seen), item=str(n))
    book.add("rehearsal", "made", rehearsed(), item="1")
    book.add("rehearsal", "made", rehearsed(), item="2")
    book.add("emergency", "set", Emergency("The chair decides", ("1", "2")), item="")
    book.add("ticket", "entered", Ticket("Password", "clubos", "2026-12-01"))
    book.add("chatbot", "graded", Answer("How?", "Page 1", "v1", True))
    book.add("log", "read", LogRead("2026-08-31T08:00:00.000Z", "2026-12-07T08:00:00.000Z", 900, 0, "l"))
    return book

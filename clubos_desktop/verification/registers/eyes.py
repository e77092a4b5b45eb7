"""What no answer of ClubOS serves of a registration, looked at by a person: waiting lists' order, paid or not. Pure.

The lists of registrations give member, event, status and time alone (clubos-api.md B.3); so these two cannot be
compared, and a person holds some events of both systems side by side (features.md S5.3).
"""

from clubos_desktop.model.evidence import Attested
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.verification.registers.known import Known, bodies, starts, word
from clubos_desktop.verification.words import counted, listed

KINDS = {"order": "the order of the waiting list", "paid": "who has paid"}
"""What is looked at, in the words of a sentence."""


def looks(known: Known) -> tuple[tuple[Entry, Noted], ...]:
    """The newest look at each event and kind, oldest first."""
    newest = {
        (body.cells["event"].casefold(), body.cells["what"]): (entry, body)
        for entry, body in bodies(known.kept, "eye", Noted)
    }
    return tuple(sorted(newest.values(), key=lambda each: each[0].id))


def attest(known: Known) -> list[Attested | None]:
    """G1.7: both kinds were looked at lately, and nothing that was seen differs."""
    found = looks(known)
    if not found:
        return [None]
    days = {
        kind: max((body.cells["day"] for _, body in found if body.cells["what"] == kind), default="") for kind in KINDS
    }
    reasons = [f"Nobody has looked at {KINDS[kind]} yet." for kind, day in days.items() if not day]
    reasons += [
        f"“{body.cells['event']}”: {KINDS[body.cells['what']]} is not the same in both systems."
        for _, body in found
        if body.cells["same"] != "yes"
    ]
    seen = [KINDS[kind] for kind, day in days.items() if day]
    events = len({body.cells["event"].casefold() for _, body in found})
    value = f"{listed(seen)} looked at for {counted(events, 'event')}"
    ends = min(starts(day, known.zone, known.limits.value("proof_days")) for day in days.values() if day)
    return [word("G1.7", reasons, value, found[-1][0], sample=len(found), expires=ends)]

"""After the switch: issues, returns that began in an emergency, and closing the old system down. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Ballot, Closed, Entry, Kept, Noted, Vote
from clubos_desktop.model.runbook import Plan
from clubos_desktop.model.time import from_instant
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.decided import votes
from clubos_desktop.verification.registers.known import Known, after

GRACE_DAYS = 30
"""Days after the switch in which going back is possible (parallel-run model, section 6): 30 x 24 hours."""

RATIFY_DAYS = 14
"""Days that the board has to say whether it stands behind a return that began in an emergency."""


def grace_ends(kept: Kept) -> Instant | None:
    """The moment from which going back is not possible any more; None while Wild Apricot is in charge."""
    since = runbook.switched(kept)
    return since and after(since, GRACE_DAYS)


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that went wrong after the switch. ``closed`` is when it was solved, ``how`` in which way."""

    number: str
    title: str
    owner: str
    since: Instant
    closed: Instant | None
    how: str
    history: tuple[Entry, ...]

    def days(self, at: Instant) -> int:
        """Whole days since it was noted, or that it took."""
        return (from_instant(self.closed or at) - from_instant(self.since)) // timedelta(days=1)


def issues(kept: Kept) -> tuple[Issue, ...]:
    """Every issue, oldest first."""
    found = []
    for entry in kept.of("issue", "opened"):
        if not isinstance(entry.body, Noted):
            continue
        ends = [each for each in kept.of("issue", "closed") if each.item == entry.item]
        how = ends[-1].body.reason if ends and isinstance(ends[-1].body, Closed) else ""
        cells = entry.body.cells
        closed = ends[-1].at if ends else None
        found.append(
            Issue(entry.item, cells.get("title", ""), cells.get("owner", ""), entry.at, closed, how, (entry, *ends))
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Emergency:
    """A return that began by the emergency rule, and what the board said of it until when.

    ``state`` is "ratified", "refused", "waits" or "overdue".
    """

    run: str
    at: Instant
    by: tuple[str, str]
    until: Instant
    vote: tuple[Entry, Vote] | None
    state: str


def emergencies(known: Known) -> tuple[Emergency, ...]:
    """Every return that began in an emergency, oldest first."""
    begun = [run for run in runbook.runs(known.kept, Plan.ROLLBACK) if run.real and run.begun.emergency]
    ends = [*(run.at for run in begun[1:]), after(known.at, 1)]
    return tuple(_emergency(known, run, end) for run, end in zip(begun, ends, strict=False))


def _emergency(known: Known, run: runbook.Run, end: Instant) -> Emergency:
    revoked = {each.item for each in known.kept.of("vote", "revoked")}
    said = [
        (entry, vote)
        for entry, vote in votes(known, Ballot.RATIFICATION)
        if run.at <= entry.at < end and vote.present >= vote.quorum and entry.item not in revoked
    ]
    until = after(run.at, RATIFY_DAYS)
    state = "overdue" if known.at >= until else "waits"
    if said:
        state = "ratified" if said[-1][1].carried else "refused"
    return Emergency(run.number, run.at, (run.actor, run.second), until, said[-1] if said else None, state)


@dataclass(frozen=True, slots=True)
class Closing:
    """One thing to do before the old system is closed down. ``early``: also while returning is possible."""

    id: str
    title: str
    how: str
    early: bool = False
    file: bool = True


CLOSING = (
    Closing(
        "export",
        "Last export",
        "Wild Apricot, Contacts, Export, all fields; likewise events, invoices and payments. Keep the files.",
        early=True,
    ),
    Closing(
        "archive",
        "Archive that opens without this program",
        "Go back, Archive, writes it. Open it on another computer and look for three members.",
        early=True,
    ),
    Closing(
        "recurring",
        "Recurring payments",
        "No member may be charged twice. Stop every recurring payment in Wild Apricot and keep the list.",
    ),
    Closing("invoices", "Open invoices", "Settle or carry over every open invoice; the treasurer keeps the list."),
    Closing("domain", "Domain and addresses", "Domain, e-mail sender and links of the website lead to ClubOS."),
    Closing("people", "Administrators", "Remove every administrator but the one who closes the account."),
    Closing(
        "keys",
        "Keys",
        "Delete the API key in Wild Apricot (a picture is the proof), and forget it here: Copies, Health, Connection.",
    ),
    Closing("account", "Account", "Cancel the subscription and keep the confirmation."),
)
"""What is done, with a proof for each, before the old system is closed down (features.md S6.7)."""


def done(kept: Kept) -> dict[str, tuple[Entry, Noted]]:
    """What was done of it since the present switch, by its id; the newest word counts.

    Proofs of before a return are of another switch: Wild Apricot was in charge again, so all of it is to be done anew.
    """
    since = runbook.switched(kept)
    said = kept.of("retire", "done") if since is not None else ()
    return {
        each.item: (each, each.body) for each in said if since and each.at >= since and isinstance(each.body, Noted)
    }


def closed(kept: Kept) -> Entry | None:
    """When the old system was declared closed; None while it is not, and after a later switch."""
    since = runbook.switched(kept)
    said = [each for each in kept.of("retire", "closed") if since is not None and each.at >= since]
    return said[-1] if said else None


def missing(kept: Kept) -> tuple[Closing, ...]:
    """What is left to do."""
    said = done(kept)
    return tuple(each for each in CLOSING if each.id not in said)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the return period for its report: from and to, the issues noted, solved and open in it."""

    number: int
    first: Instant
    last: Instant
    noted: tuple[Issue, ...]
    solved: tuple[Issue, ...]
    open: tuple[Issue, ...]


def weeks(known: Known) -> tuple[Week, ...]:
    """The weeks since the switch, the present one last; () before it."""
    since = runbook.switched(known.kept)
    if since is None:
        return ()
    every = issues(known.kept)
    found: list[Week] = []
    first = since
    while first <= known.at:
        last = min(after(first, 7), known.at)
        found.append(
            Week(
                len(found) + 1,
                first,
                last,
                tuple(each for each in every if first <= each.since < after(first, 7)),
                tuple(each for each in every if each.closed and first <= each.closed < after(first, 7)),
                tuple(each for each in every if each.since <= last and (each.closed is None or each.closed > last)),
            )
        )
        first = after(first, 7)
    return tuple(found)

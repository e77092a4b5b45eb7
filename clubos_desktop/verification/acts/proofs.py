"""Recording proofs: a tested restore, tickets, graded answers, logs, totals, rehearsals, the emergency rule, risks."""

import tempfile
from pathlib import Path

from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.proofs import Answer, LogRead, Rehearsed, Restored, Step, Ticket, Total
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Emergency, Entry, Rated
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import backup, trial
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import any_day, enter, hash_of, known, need, past, words
from clubos_desktop.verification.registers import risks
from clubos_desktop.verification.registers.decided import STEPS
from clubos_desktop.verification.registers.operators import contacts

SOLVED = ("clubos", "legacy", "open")
"""How a ticket ended."""


def try_restore(database: Database, actor: str) -> Job[Entry]:
    """Back up, restore into a fresh folder, examine, compare each row; timed by this program. Raises StorageError."""
    yield Progress("Testing a restore")
    begun = database.clock.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"tested{backup.SUFFIX}"
        made = yield from backup.make(database, file, actor)
        _, _, problems = yield from trial.run(database, file)
    seconds = database.clock.monotonic() - begun
    body = Restored(seconds, made.entries, made.database, problems)
    return enter(database, actor, "restore", "tested", body)


def ticket(database: Database, actor: str, title: str, solved: str, day: str, *, number: str | None = None) -> Entry:
    """A support ticket, or how one ended (``number``). Raises InputError."""
    remedy = f"Choose: {', '.join(SOLVED)}."
    need(solved in SOLVED, f"“{solved}” is not how a ticket ends. Nothing was recorded.", remedy, "ticket.solved")
    body = Ticket(words(title, "What it was about"), solved, past(day, database, known(database).zone))
    return enter(database, actor, "ticket", "entered", body, item=number)


def grade(database: Database, actor: str, question: str, document: str, version: str, *, right: bool) -> Entry:
    """A chatbot answer held against the document. Raises InputError."""
    body = Answer(
        words(question, "The question"), words(document, "The document"), words(version, "Its version"), right
    )
    return enter(database, actor, "chatbot", "graded", body)


def read_log(
    database: Database, actor: str, file: Path, first: Instant, last: Instant, *, lines: int, critical: int
) -> Entry:
    """A ClubOS log that was handed over and looked through. Raises InputError."""
    now = to_instant(database.clock.now())
    need(first < last <= now, "A log has a beginning and an end before now. Nothing was recorded.", "Give both.", "log")
    need(
        0 <= critical <= lines, "There cannot be more errors than lines. Nothing was recorded.", "Count again.", "log.n"
    )
    return enter(database, actor, "log", "read", LogRead(first, last, lines, critical, hash_of(file)))


def total(database: Database, actor: str, domain: Domain, currency: str, amount: int) -> Entry:
    """A total read in ClubOS, in minor units."""
    return enter(database, actor, "total", "entered", Total(domain, words(currency, "The currency").upper(), amount))


def rehearsal(
    database: Database,
    actor: str,
    snapshot: str,
    seconds: tuple[float, ...],
    *,
    data: tuple[str, str],
    rows: tuple[int, int],
    checklist: str,
) -> Entry:
    """Going back was rehearsed: five measured steps, the data's hash before and after, rows exported and read back.

    Only a rehearsal that this program ran records itself (``cutover.rehearse``); ``checklist`` is what it followed.

    Raises InputError: a step left out, a snapshot older than 30 days.
    """
    now = known(database)
    need(
        len(seconds) == len(STEPS) and min(seconds) > 0,
        f"A rehearsal has {len(STEPS)} steps, and each takes time. Nothing was recorded.",
        "Rehearse every step.",
        "rehearsal.steps",
    )
    day = past(snapshot, database, now.zone)
    age = risks.days_between(day, now.at, now.zone)
    limit = now.limits["rehearsal_days"]
    need(limit.holds(age), f"The snapshot is {age} days old; {limit.text}.", "Use a newer one.", "rehearsal.snapshot")
    steps = tuple(Step(name, taken) for name, taken in zip(STEPS, seconds, strict=True))
    return enter(database, actor, "rehearsal", "made", Rehearsed(day, steps, *data, *rows, checklist))


def emergency(database: Database, actor: str, text: str, numbers: tuple[str, ...]) -> Entry:
    """The rule for an emergency and the contacts who decide by it. Raises InputError."""
    there = {each.number for each in contacts(known(database))}
    unknown = [number for number in numbers if number not in there]
    need(numbers, "Somebody must decide. Nothing was recorded.", "Name the contacts' numbers.", "emergency")
    need(not unknown, f"There is no contact {', '.join(unknown)}. Nothing was recorded.", "See the list.", "contact")
    return enter(database, actor, "emergency", "set", Emergency(words(text, "The rule"), numbers), item="")


def rate(
    database: Database, actor: str, number: str, *, likelihood: int, impact: int, owner: str, review: str
) -> Entry:
    """A risk as it is seen now, with who minds it until when. Raises InputError."""
    found = risks.risks(known(database).kept).get(number)
    need(found, f"There is no risk {number}. Nothing was changed.", "See the list of risks.", "risk")
    scale = range(1, 4)
    need(
        likelihood in scale and impact in scale,
        "Likelihood and impact go from 1 (low) to 3 (high). Nothing was changed.",
        "Give 1, 2 or 3.",
        "risk.scale",
    )
    assert found is not None  # noqa: S101 - checked above
    body = Rated(
        found.title, likelihood, impact, words(owner, "The owner"), any_day(review), found.mitigation, found.abort
    )
    return enter(database, actor, "risk", "rated", body, item=number)


def add_risk(database: Database, actor: str, title: str, mitigation: str, abort: str) -> Entry:
    """A risk of the club's own, numbered after the ones there are. Raises InputError."""
    number = f"R{len(risks.risks(known(database).kept)) + 1}"
    body = Rated(words(title, "The risk"), 2, 2, "", "", words(mitigation, "What is done about it"), abort.strip())
    return enter(database, actor, "risk", "rated", body, item=number)

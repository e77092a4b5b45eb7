"""Recording what the board does: votes, reviews, approvals, the criteria it locks, the phase it is in."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from clubos_desktop.errors import RefusedError
from clubos_desktop.model.people import Person
from clubos_desktop.model.proofs import Approved, Written
from clubos_desktop.model.registers import Ballot, Closed, Entry, Locked, Moved, Phase, Vote
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import settings
from clubos_desktop.store.database import Database
from clubos_desktop.verification import limits as limit_settings
from clubos_desktop.verification import record
from clubos_desktop.verification.acts.entering import any_day, board, enter, hash_of, known, need, past, prove, words
from clubos_desktop.verification.registers import decided, phases, rota
from clubos_desktop.verification.registers.known import Known, locks, starts

_PLACE = re.compile(r"\{[^{}]*\}")


def vote(
    database: Database,
    person: Person,
    pin: str,
    *,
    ballot: Ballot,
    motion: str,
    day: str,
    count: tuple[int, int, int],
    quorum: int,
    expires: str,
    minutes: Path,
    pack: str = "",
    dissent: str = "",
) -> Entry:
    """Record a vote: for, against, abstained; ``pack`` is the pack voted on. Raises InputError, RefusedError."""
    board(person)
    now = known(database)
    need(
        min(count) >= 0 and sum(count) > 0,
        "A vote needs votes. Nothing was recorded.",
        "Count them again.",
        "vote.count",
    )
    need(quorum > 0, "A quorum is one person at least. Nothing was recorded.", "Give the quorum.", "vote.quorum")
    held, ends = past(day, database, now.zone), any_day(expires)
    need(
        ends >= held,
        "The vote would end before it was held. Nothing was recorded.",
        "Give a later day.",
        "vote.expires",
    )
    about = "" if ballot in decided.WITHOUT_PACK else pack_of(now, pack)
    body = Vote(
        ballot, words(motion, "The motion"), held, *count, quorum, ends, hash_of(minutes), about, dissent.strip()
    )
    return enter(database, prove(database, person, pin), "vote", "recorded", body)


def revoke(database: Database, person: Person, pin: str, number: str, reason: str) -> Entry:
    """The board takes a vote back. Raises InputError, RefusedError."""
    board(person)
    there = number in {entry.item for entry, _ in decided.votes(known(database))}
    need(there, f"There is no vote {number}. Nothing was changed.", "See the list of votes.", "vote")
    body = Closed(words(reason, "The reason"))
    return enter(database, prove(database, person, pin), "vote", "revoked", body, item=number)


def pack_of(now: Known, sha256: str) -> str:
    """The one pack whose hash begins like this. Raises InputError."""
    found = {pack.sha256 for pack in now.packs if sha256 and pack.sha256.startswith(sha256.lower())}
    remedy = "Give the hash that “pack” printed, or more of its characters."
    need(len(found) == 1, "This is not a pack of this workspace. Nothing was recorded.", remedy, "pack")
    return found.pop()


def write_message(database: Database, actor: str, kind: str, text: str, values: Mapping[str, str]) -> Entry:
    """A text of the communication plan with its placeholders filled. Raises InputError for one that stays empty."""
    remedy = f"Choose: {', '.join(decided.MESSAGES)}."
    need(kind in decided.MESSAGES, f"“{kind}” is not a text of the plan. Nothing was recorded.", remedy, "message")
    filled = words(text, "The text")
    for name, value in values.items():
        filled = filled.replace("{" + name + "}", value)
    left = _PLACE.findall(filled)
    remedy = f"There are: {', '.join('{' + name + '}' for name in values)}."
    need(not left, f"Nothing is known for {', '.join(left)}. Nothing was recorded.", remedy, "message.place")
    return enter(database, actor, "communication", "written", _written(filled), item=kind)


def message_text(database: Database, kind: str) -> str:
    """A text for members as it was written last, its places filled in. Raises InputError when it was not."""
    found = decided.texts(known(database), "communication").get(kind)
    need(found, "This text is not written yet. Nothing was sent.", "Write it first.", "message.none")
    assert found is not None  # noqa: S101 - checked above
    return found.text


def write_rota(database: Database, actor: str, text: str) -> Entry:
    """The support rota (registers.rota). Raises InputError with the line that cannot be read."""
    rota.read(text)
    return enter(database, actor, "support", "written", _written(text.strip()), item="rota")


def _written(text: str) -> Written:
    return Written(text, hashlib.sha256(text.encode()).hexdigest())


def approve(database: Database, person: Person, pin: str, plan: str, recipients: int = 0) -> Entry:
    """The board approves "communication" or "support" as it is written now. Raises InputError, RefusedError."""
    board(person)
    written = decided.texts(known(database), plan)
    wanted = decided.MESSAGES if plan == "communication" else ("rota",)
    lacking = [each for each in wanted if each not in written]
    need(not lacking, f"Not written yet: {', '.join(lacking)}. Nothing was approved.", "Write it first.", "plan")
    body = Approved(tuple(written[each].sha256 for each in wanted), recipients)
    return enter(database, prove(database, person, pin), plan, "approved", body, item="")


def lock_criteria(database: Database, person: Person, pin: str, vote_number: str) -> Entry:
    """Lock limits and rules as they are now; every window of time begins now. Raises InputError, RefusedError."""
    board(person)
    now = known(database)
    need(
        not locks(now.kept),
        "The criteria are locked already. Nothing was changed.",
        "Change one limit.",
        "criteria.twice",
    )
    remedy = "Copy both systems once; the comparison rules are made then."
    need(now.criteria, "There are no comparison rules yet. Nothing was locked.", remedy, "criteria.rules")
    _carried(now, vote_number)
    body = Locked(now.criteria, vote_number)
    return enter(database, prove(database, person, pin), "criteria", "locked", body, item="")


def change_criteria(
    database: Database, person: Person, pin: str, vote_number: str, change: Mapping[str, float]
) -> Entry:
    """Other limits, or the present rules, by a board act that every pack lists. Raises InputError, RefusedError."""
    board(person)
    now = known(database)
    need(locks(now.kept), "The criteria are not locked yet. Nothing was changed.", "Lock them first.", "criteria.open")
    _carried(now, vote_number)
    said = _limit_words(change, now)
    actor = prove(database, person, pin)
    set_limits(database, actor, change)
    body = Locked(known(database).criteria, vote_number, said)
    return enter(database, actor, "criteria", "locked", body, item="")


def set_limits(database: Database, actor: str, change: Mapping[str, float]) -> None:
    """Other limits. Raises InputError (unknown, no number). Once the criteria are locked, use ``change_criteria``."""
    keys = [setting.key for setting in limit_settings.DEFAULTS]
    unknown = [key for key in change if key not in keys]
    need(
        not unknown,
        f"There is no limit {', '.join(unknown)}. Nothing was changed.",
        f"There are: {', '.join(keys)}.",
        "limit",
    )
    with database.transaction(actor, "limits set", {"limits": dict(change)}) as tx:
        chosen = settings.get(tx.connection, "limits", {}) | dict(change)
        limit_settings.read(chosen)
        settings.put(tx, "limits", chosen)


def _limit_words(change: Mapping[str, float], now: Known) -> str:
    parts = [
        f"{setting.label}: {limit_settings.plain(setting.limit.value)} → {limit_settings.plain(change[setting.key])}"
        for setting in now.limits.settings
        if setting.key in change
    ]
    return "; ".join(parts) or "Comparison rules as they are now"


def _carried(now: Known, number: str) -> None:
    """A vote on criteria that was carried, still counts, and was not used before. Raises RefusedError."""
    found = {entry.item: (entry, vote) for entry, vote in decided.votes(now, Ballot.CRITERIA)}
    reasons = ["There is no such vote on criteria."]
    if number in found:
        reasons = decided.void(now, *found[number])
        reasons += ["The vote was used already."] if number in {body.vote for _, body in locks(now.kept)} else []
    if reasons:
        raise RefusedError(
            f"Vote {number} does not allow this: {' '.join(reasons)} Nothing was changed.",
            remedy="Record the board's vote on the criteria first.",
            code="criteria.vote",
        )


def move(
    database: Database, person: Person, pin: str, phase: Phase, *, until: str | None = None, reason: str = ""
) -> Entry:
    """Begin a phase: the next one when its rules hold, an earlier one with a reason. Raises RefusedError."""
    at = to_instant(database.clock.now())
    now = known(database)
    with database.read() as conn:
        readiness = record.assess(conn, at)
    standing = phases.standing(now, readiness)
    if phases.ORDER.index(phase) <= phases.ORDER.index(standing.phase):
        words(reason, "The reason for going back")
    elif phase is not standing.following or standing.missing:
        why = standing.missing or (f"The next phase is {standing.following}.",)
        raise RefusedError(
            f"{phases.NAMES[phase]} cannot begin yet. {' '.join(why)}",
            remedy="See what is missing under Ready to switch?.",
            code="phase",
        )
    planned = until and any_day(until)
    need(not planned or starts(planned, now.zone, 1) > at, "That day is over already.", "Give a later day.", "day.past")
    return enter(
        database, prove(database, person, pin), "phase", "moved", Moved(phase, planned, reason.strip()), item=""
    )

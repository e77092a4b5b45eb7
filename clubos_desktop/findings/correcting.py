"""The list of what is to be corrected by hand: what should stand where, by whom; handing a part of it to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import deciding
from clubos_desktop.findings.naming import label_of
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.fields import DOMAIN_LABELS, ONE
from clubos_desktop.model.findings import Choice, Finding, Ruling, Standing
from clubos_desktop.model.records import Instant
from clubos_desktop.store import decisions, people
from clubos_desktop.store.database import Database

EMPTY = "(empty)"


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the list. ``where`` is the system to correct in, ``now`` what it says, ``should`` what it should say.

    ``owner`` is a name as people call them, "" when nobody has it. ``still`` says that a later copy still saw it,
    ``changed`` that a value is another one than when it was decided: it is looked at again before it is acted on.
    """

    finding: Finding
    owner: str
    what: str
    who: str
    field: str
    where: str
    now: str
    should: str
    since: Instant
    still: bool
    changed: bool = False


def listed(conn: Connection, at: Instant) -> tuple[Correction, ...]:
    """Everything to be corrected, by owner and then by name."""
    names = people.names(conn)
    every = deciding.corrections(conn, at)
    moved = decisions.moved(conn, [each.difference.id for each in every])
    found = [_correction(each, names, changed=each.difference.id in moved) for each in every]
    return tuple(sorted(found, key=lambda one: (one.owner == "", one.owner.casefold(), one.where, one.who.casefold())))


def _correction(found: Finding, names: Mapping[str, str], *, changed: bool) -> Correction:
    row, decision = found.difference, found.decision
    if decision is None:
        raise ValueError("only what was decided is corrected")
    where, now, should = _task(found)
    owner = names.get(decision.owner, decision.owner).split(",")[0]
    field = label_of(row.domain, row.field) if row.field else f"Whole {ONE[row.domain]}"
    return Correction(
        found,
        owner,
        DOMAIN_LABELS[row.domain],
        row.who,
        field,
        where,
        now,
        should,
        decision.at,
        found.standing is Standing.STILL_THERE,
        changed,
    )


def _task(found: Finding) -> tuple[str, str, str]:
    """Where to correct, what stands there, what should."""
    row, decision = found.difference, found.decision
    choice = None if decision is None else decision.choice
    legacy, clubos = row.legacy or EMPTY, row.clubos or EMPTY
    if choice is Choice.VALUE and decision is not None:
        return "Wild Apricot and ClubOS", f"{legacy} / {clubos}", decision.value or EMPTY
    where = "ClubOS" if choice is Choice.CLUBOS else "Wild Apricot"
    if row.kind in (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS):
        there = (row.kind is Kind.ONLY_CLUBOS) == (where == "ClubOS")
        return where, "is there" if there else "is not there", "remove it" if there else "enter it"
    if row.detail and not row.clubos:
        return where, row.detail, "must add up"
    return (where, clubos, legacy) if where == "ClubOS" else (where, legacy, clubos)


def hand_over(database: Database, seen: Mapping[int, bytes], owner: str, *, actor: str) -> int:
    """Give corrections to somebody else, with what was decided as it is; one batch. Returns it.

    ``seen`` maps ids of differences to what was looked at. Raises InputError, RefusedError.
    """
    if not owner.strip():
        raise InputError("Nobody was named. Nothing was changed.", remedy="Say who corrects it.", code="correct.owner")
    with database.transaction(actor, "corrections handed over") as tx:
        found = [each for each in deciding.corrections(tx.connection, tx.at) if each.difference.id in seen]
        if len(found) < len(seen) or any(each.seen != seen[each.difference.id] for each in found):
            raise RefusedError(
                "What you were looking at changed meanwhile. Nothing was changed.",
                remedy="Look at the list again.",
                code="correct.stale",
            )
        batch = decisions.begin(tx, found[0].decision.choice.value if found[0].decision else "", len(found))
        for each in found:
            if each.decision is not None:
                said = each.decision
                name = deciding.owner_of(tx.connection, owner.strip())
                deciding.write(tx, [each], Ruling(said.choice, said.reason, said.value, name), None, batch=batch)
        tx.subject.update(batch=batch, n=len(found))
    return batch

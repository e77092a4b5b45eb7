"""Giving marks for pilot tasks, and counting the ones that the copies found."""

import secrets

from clubos_desktop.model.registers import Did, Noted
from clubos_desktop.store import registers
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.pilot import PREFIX, found, marks
from clubos_desktop.verification.registers.operators import operators
from clubos_desktop.verification.registers.training import TASKS
from clubos_desktop.verification.words import ONE

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are taken for each other."""


def give(database: Database, actor: str, person: str, task: str) -> str:
    """A new mark for an operator's task."""
    mark = PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(6))
    enter(database, actor, "pilot", "given", Noted({"task": task, "mark": mark}), item=person)
    return mark


def collect(database: Database) -> int:
    """Count the tasks whose marks were found and not counted yet; returns how many."""
    with database.read() as conn:
        given, seen = marks(conn), found(conn)
        kept = registers.read(conn)
    counted = {
        entry.body.evidence.partition(":")[0] for entry in kept.of("operator", "did") if isinstance(entry.body, Did)
    }
    team = {str(each.person) for each in operators(kept)}
    fresh = [mark for mark in seen if mark not in counted and given[mark][0] in team and given[mark][1] in TASKS]
    for mark in fresh:
        (person, task), (_, domain, key) = given[mark], seen[mark]
        body = Did(task, False, 1, f"{mark}: {ONE[domain]} {key} in ClubOS")
        enter(database, PROGRAM, "operator", "did", body, item=person)
    return len(fresh)

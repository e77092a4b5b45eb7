"""What is recorded about incidents: how bad one is, that it began, and that somebody looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.records import Instant


class Severity(StrEnum):
    """How bad an incident is; P1 and P2 stop the clock of Gate 3. When unsure it is P1 (clubos-api.md row 67)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.P1: "ClubOS cannot be used, or data is lost, wrong or seen by strangers",
    Severity.P2: "an important part does not work and there is no way around it",
    Severity.P3: "something does not work, with a way around it",
    Severity.P4: "a blemish",
}
"""What each severity means."""


GRAVE = frozenset({Severity.P1, Severity.P2})
"""Severities that Gate 3 counts."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident began at ``since``."""

    severity: Severity
    title: str
    since: Instant


@dataclass(frozen=True, slots=True)
class Regraded:
    """An incident has another severity; a lower one names a second person in the entry."""

    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked for incidents up to the entry's moment and all of them are on the list."""

    note: str = ""

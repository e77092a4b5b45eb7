"""The risks: the model's seven and eight more, each bound to signals that raise it while they do not pass. Pure.

Likelihood and impact go from 1 (low) to 3 (high); the model's words Low and Medium are 1 and 2 (section 7).
"""

from dataclasses import dataclass
from datetime import date

from clubos_desktop.model.readiness import Readiness, State
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Entry, Kept, Rated
from clubos_desktop.model.time import day_of
from clubos_desktop.verification.registers.known import bodies


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with its newest rating. ``abort`` is the signal to stop at; ``checks`` raise it while one fails."""

    number: str
    title: str
    likelihood: int
    impact: int
    mitigation: str
    abort: str
    checks: tuple[str, ...]
    owner: str = ""
    review: Day = ""
    history: tuple[Entry, ...] = ()

    @property
    def score(self) -> int:
        """Likelihood times impact, 1 to 9."""
        return self.likelihood * self.impact


PRELOADED: tuple[Risk, ...] = (
    Risk("R1", "Sync failure during cutover", 2, 3,
         "Final sync with verification before cutover; manual reconciliation procedure documented",
         "The final copy is not clean.", ("G3.2", "S4.10")),
    Risk("R2", "Operator error post-cutover", 2, 2,
         "Extended support period; escalation paths clear; chatbot provides guidance",
         "Wrong data was shown to members.", ("G2.1", "G2.2", "S4.5")),
    Risk("R3", "Legacy API changes", 1, 3,
         "Monitor API responses; alert on schema changes; maintain scraping fallback",
         "A field that is compared is gone.", ("G1.4",)),
    Risk("R4", "Performance issues under load", 2, 2,
         "Load testing before cutover; capacity headroom; graceful degradation",
         "The slowest hundredth of answers takes longer than the limit.", ("S4.9", "G3.6")),
    Risk("R5", "Security incident", 1, 3,
         "Security review before cutover; audit logging active; incident response plan",
         "Strangers can read members' data.", ("G3.4", "G3.7")),
    Risk("R6", "Board reverses decision", 1, 2,
         "Clear communication of evidence; documented criteria; no surprises",
         "The vote is revoked.", ("G4.1", "G4.4", "S4.11")),
    Risk("R7", "Member confusion", 2, 2,
         "Communication plan; FAQ prepared; extended support hours during transition",
         "More questions a day than people can answer.", ("G4.2", "G4.3")),
    Risk("R8", "Members or registrations are lost in the copy", 2, 3,
         "Identity of every record is compared, not counts alone",
         "A member of Wild Apricot is missing in ClubOS.", ("G1.1", "G1.3", "S4.1", "S4.3")),
    Risk("R9", "Money does not add up", 1, 3,
         "Every line reconciled; the treasurer enters and signs the totals",
         "A cent is unexplained.", ("S4.4",)),
    Risk("R10", "The way back does not work", 2, 3,
         "Two rehearsals on a copy with measured times; export read back in full",
         "A rehearsal loses a row or takes too long.", ("G5.1", "G5.2", "G5.3", "S4.13")),
    Risk("R11", "A backup cannot be restored", 1, 3,
         "A restore is tested every month by the program itself",
         "A tested restore shows a fault.", ("G3.3",)),
    Risk("R12", "Serious faults in ClubOS", 2, 3,
         "Incidents are listed with severity; 14 quiet days before the switch",
         "A P1 is open.", ("G3.1", "G3.5", "S4.8")),
    Risk("R13", "Nobody can be reached when it matters", 2, 2,
         "Two people for each role, tried every month; an emergency rule",
         "A role has nobody.", ("G2.3", "G5.4")),
    Risk("R14", "The one volunteer who knows it all leaves", 2, 3,
         "Two operators trained in all modules; recovery sheet in a safe place",
         "Only one operator is left.", ("S4.12",)),
    Risk("R15", "Something is switched on too early", 1, 3,
         "Phases change by a signed act; nobody but a recorded vote opens the switch",
         "Members were written to before the vote.", ("G4.1",)),
)  # fmt: skip
"""R1 to R7 word for word from the model's section 7; R8 to R15 after clubos-api.md row 64."""


def risks(kept: Kept) -> dict[str, Risk]:
    """Every risk by its number, as it was rated last."""
    found = {risk.number: risk for risk in PRELOADED}
    history: dict[str, tuple[Entry, ...]] = {}
    for entry, body in bodies(kept, "risk", Rated):
        number = entry.item
        history[number] = (*history.get(number, ()), entry)
        checks = found[number].checks if number in found else ()
        found[number] = Risk(
            number,
            body.title,
            body.likelihood,
            body.impact,
            body.mitigation,
            body.abort,
            checks,
            body.owner,
            body.review,
            history[number],
        )
    return found


def raised(risk: Risk, readiness: Readiness) -> tuple[str, ...]:
    """The checks that raise a risk now: measured, and not passed."""
    judged = {each.id: each.state for each in readiness.signals}
    judged |= {each.id: each.state for gate in readiness.gates for each in gate.criteria}
    return tuple(check for check in risk.checks if judged[check] is State.FAIL)


def overdue(risk: Risk, at: Instant, zone: str) -> bool:
    """Nobody minds it, or its review day is past."""
    return not risk.owner or day_of(at, zone) > risk.review


def days_between(day: Day, at: Instant, zone: str) -> int:
    """Calendar days from ``day`` to the club day of ``at``."""
    return (date.fromisoformat(day_of(at, zone)) - date.fromisoformat(day)).days

"""Every list there is, in the order in which they are shown, and where a check is done something about."""

from dataclasses import dataclass

from clubos_desktop.errors import InputError
from clubos_desktop.verification.lists import (
    afterwards,
    asked,
    checks,
    drills,
    effort,
    eyes,
    faq,
    governance,
    mail,
    mailings,
    people,
    plans,
    practice,
    records,
    reviewing,
    shadow,
    trouble,
)
from clubos_desktop.verification.lists.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Group:
    """Lists that belong together."""

    title: str
    sheets: tuple[Sheet, ...]


GROUPS = (
    Group(
        "People",
        (people.OPERATORS, people.TRAINING, practice.PRACTICE, people.TASK_LIST, people.CONTACTS, mail.REQUESTS),
    ),
    Group(
        "ClubOS in daily use",
        (trouble.INCIDENTS, trouble.TICKETS, trouble.QUESTIONS, records.LOGS, records.LOAD, records.SECURITY),
    ),
    Group("Members and ClubOS", (eyes.EYES, shadow.ACCESS, shadow.GROUPS, shadow.FEEDBACK)),
    Group(
        "Getting ready for the switch",
        (
            plans.COMMUNICATION,
            faq.FAQ,
            plans.ROTA,
            drills.WATCHERS,
            plans.INTEGRATIONS,
            mailings.MAILINGS,
            plans.EMERGENCY,
            records.RESTORES,
            records.REHEARSALS,
            drills.ACTIONS,
        ),
    ),
    Group(
        "The board",
        (
            governance.PHASES,
            governance.CRITERIA,
            governance.VOTES,
            reviewing.REVIEWS,
            trouble.RISKS,
            governance.WEEKS,
            shadow.DAYS,
            effort.EFFORT,
        ),
    ),
    Group(
        "After the switch",
        (
            afterwards.DRIFT,
            afterwards.CARRYOVER,
            afterwards.ISSUES,
            asked.ASKED,
            afterwards.RETURNS,
            afterwards.RETIRE,
        ),
    ),
    Group("All checks", (checks.SIGNALS, checks.CHECKS)),
)
"""The lists, as the window groups them."""

SHEETS = {sheet.id: sheet for group in GROUPS for sheet in group.sheets}

GOES = {check: sheet.id for sheet in SHEETS.values() for check in sheet.feeds}
"""The list in which something is done about a check; checks that are not here are measured from the copies."""


def sheet(identity: str) -> Sheet:
    """A list by its id. Raises InputError."""
    if identity not in SHEETS:
        raise InputError(
            f"There is no list {identity}.", remedy=f"There are: {', '.join(SHEETS)}.", code="list.unknown"
        )
    return SHEETS[identity]

"""The two checklists, as shipped and as the club worded them: switch day and the way back. Pure."""

from dataclasses import replace

from clubos_desktop.model.registers import Kept
from clubos_desktop.model.runbook import Adjusted, Plan, Step
from clubos_desktop.verification.registers.checklists.back import BACK
from clubos_desktop.verification.registers.checklists.switch import SWITCH

SHIPPED: dict[Plan, tuple[Step, ...]] = {Plan.CUTOVER: SWITCH, Plan.ROLLBACK: BACK}
"""Both plans as this program brings them."""

ROLES = {
    "lead": "leads the day and reads aloud",
    "technology": "works in Wild Apricot and ClubOS",
    "messages": "writes to members and answers them",
    "approver": "agrees for the board",
    "second approver": "agrees for the board, and is somebody else",
}
"""Who does what. One person may hold several roles, but not both approvers (features.md E27)."""


def present(kept: Kept, plan: Plan, *, before: int | None = None) -> tuple[Step, ...]:
    """A plan as it stands now, or as it stood before the entry ``before``."""
    own: dict[str, Adjusted] = {}
    for entry in kept.of("checklist", "adjusted"):
        if isinstance(entry.body, Adjusted) and (before is None or entry.id < before):
            own[entry.item] = entry.body
    return tuple(_worded(step, own.get(f"{plan.value} {step.id}")) for step in SHIPPED[plan])


def _worded(step: Step, own: Adjusted | None) -> Step:
    if own is None:
        return step
    return replace(step, acts=own.acts or step.acts, minutes=own.minutes or step.minutes)

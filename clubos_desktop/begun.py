"""A real switch, or a real way back, is begun: with a backup of everything before it (features.md E39)."""

from collections.abc import Mapping

from clubos_desktop import backups
from clubos_desktop.cutover import acts
from clubos_desktop.cutover.acts import Signer
from clubos_desktop.job import Job
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.store import rotation
from clubos_desktop.workspace import Workspace


def begin(
    workspace: Workspace, signer: Signer, plan: Plan, roles: Mapping[str, int], *, second: Signer | None = None
) -> Job[Entry]:
    """Back up, then begin; what is locked is refused before that. Raises what ``acts.begin`` raises, StorageError."""
    emergency = plan is Plan.ROLLBACK and second is not None
    if not acts.why_locked(workspace.database, plan, emergency=emergency):
        yield from backups.keep(workspace, rotation.BEFORE)
    return acts.begin(workspace.database, signer, plan, RunKind.REAL, roles, second=second)

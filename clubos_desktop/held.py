"""A copy that waits because much is missing or changed in it, taken over after two people looked."""

from clubos_desktop import backups, connections
from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.job import Job
from clubos_desktop.model.people import Person
from clubos_desktop.model.runs import Run, RunState
from clubos_desktop.schedule.record import refresh
from clubos_desktop.store import people, rotation, views
from clubos_desktop.sync.accept import accept_held
from clubos_desktop.sync.schema import ready
from clubos_desktop.verification.acts import membership
from clubos_desktop.verification.record import evaluate
from clubos_desktop.workspace import Workspace


def take_over(
    workspace: Workspace, run: int, second: tuple[Person, str] | None, first: tuple[Person, str] | None = None
) -> Job[Run]:
    """Take over a held copy: who acts asks for it (``first``), ``second`` is another person, each with the own PIN.

    Raises RefusedError (it waits no more; nobody else confirmed), SignInError (wrong PIN), LockedError, InputError.
    """
    found = _waiting(workspace, run)
    other = _other(workspace, first, second)
    yield from backups.keep(workspace, rotation.BEFORE)
    with connections.sources(workspace, (found.side,)) as opened:
        source, account = opened[found.side]
        with workspace.database.transaction(workspace.actor, "held copy approved", {"run": run, "second": other}):
            pass
        landed = yield from ready(workspace.database, found, source, account, clock=workspace.clock)
        rules = connections.rules_of(workspace)
        taken = yield from accept_held(workspace.database, landed, rules, clock=workspace.clock, actor=workspace.actor)
    refresh(workspace.database, clock=workspace.clock)
    yield from evaluate(workspace.database, clock=workspace.clock, actor=workspace.actor)
    return taken


def _waiting(workspace: Workspace, run: int) -> Run:
    with workspace.database.read() as conn:
        found = views.run(conn, run)
    if found is None:
        raise InputError(
            f"There is no copy {run}. Nothing was changed.", remedy="See what waits under Copies.", code="copy.unknown"
        )
    if found.state is not RunState.HELD:
        raise RefusedError(
            "This copy does not wait for an OK any more. Nothing was changed.",
            remedy="Look at the latest copy instead.",
            code="copy.not_held",
        )
    return found


def _other(workspace: Workspace, first: membership.Signer | None, second: membership.Signer | None) -> str:
    """The second person as the history names people, both proved by their PINs."""
    if second is None or people.actor(second[0]) == workspace.actor:
        raise RefusedError(
            "A copy in which so much is missing is taken over by two people. Nothing was changed.",
            remedy="Let somebody else confirm it here with the own PIN.",
            code="second_person",
        )
    return membership.both(workspace.database, workspace.actor, first, second)

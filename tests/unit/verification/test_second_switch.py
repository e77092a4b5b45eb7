"""A second switch begins anew: what proved the first one's end proves nothing of it."""

from datetime import timedelta

import pytest

from clubos_desktop.errors import RefusedError
from clubos_desktop.model.runbook import Begun, Ended, Plan, RunKind, StepBegun, StepDone
from clubos_desktop.verification.acts import afterwards as acts
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.lists import catalogue, reading
from clubos_desktop.verification.registers import afterwards as register
from tests.unit.verification.signing_desk import PIN, made

ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))


@pytest.fixture
def desk(tmp_path):
    desk = made(tmp_path)
    yield desk
    desk.club.close()


def run(desk, plan, *steps):
    """A real run of these steps, ended."""
    number = enter(desk.database, desk.actor, "runbook", "begun", Begun(plan, RunKind.REAL, "c", ROLES)).item
    for step in steps:
        desk.clock.at += timedelta(minutes=1)
        enter(desk.database, desk.actor, "runbook", "step begun", StepBegun(step), item=number)
        enter(desk.database, desk.actor, "runbook", "step done", StepDone(step, 60.0), item=number)
    enter(desk.database, desk.actor, "runbook", "ended", Ended(), item=number)


def heading(desk):
    with desk.database.read() as conn:
        view = reading.view(conn, desk.known().at)
    sheet = catalogue.sheet("closing")
    return sheet.heading(view, sheet.rows(view))


def test_closing_down_counts_the_proofs_since_the_present_switch_alone(desk, tmp_path):
    proof = tmp_path / "proof.png"
    proof.write_bytes(b"picture")
    run(desk, Plan.CUTOVER, "switch")
    for item in ("export", "archive"):
        acts.close_down(desk.database, desk.actor, item, "seen", proof)
    assert heading(desk).startswith("2 of 8")
    run(desk, Plan.ROLLBACK, "close", "reopen")
    assert heading(desk) == "0 of 8 are done. This list is for after the switch."
    desk.clock.at += timedelta(days=90)
    run(desk, Plan.CUTOVER, "switch")
    assert heading(desk).startswith("0 of 8")
    desk.clock.at += timedelta(days=31)
    acts.close_down(desk.database, desk.actor, "export", "once more", proof)
    assert register.missing(desk.known().kept)[0].id == "archive"
    with pytest.raises(RefusedError, match="Not yet: archive that opens without this program, recurring payments"):
        acts.close(desk.database, desk.bea, PIN, "done")

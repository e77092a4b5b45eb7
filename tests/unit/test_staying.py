"""Staying with Wild Apricot: decided without a reason, reported, and tidied away to the last place with data."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clubos_desktop import backups, staying
from clubos_desktop.errors import InputError, RefusedError, SignInError, StorageError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.runbook import Begun, Plan, RunKind, StepBegun, StepDone, Stopped
from clubos_desktop.store import people, pins, rotation, tables
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.workspace import Workspace
from tests.unit.copied_club import HandClock

PIN = "4711"
ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))
ABOUT = Club("Lakeside Club", "America/Los_Angeles", "USD", "US")


@pytest.fixture
def work(tmp_path):
    keys = MemoryKeys()
    made = Workspace.create(
        tmp_path / "clubs" / "club.clubos", club=ABOUT, person=("Ann", Role.OPERATOR), keys=keys, clock=HandClock()
    )
    yield made
    made.close()


@pytest.fixture
def chair(work):
    with work.database.transaction("program", "person added") as tx:
        found = people.add(tx, "Bea", Role.CHAIR)
        pins.put(tx, found.id, PIN)
    return found


@pytest.fixture
def proof(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("We deleted everything.")
    return path


def packed(work, name, *, names):
    path = work.folder / name
    path.write_bytes(b"%PDF")
    at = staying.known(work.database).at
    row = {
        "at": at,
        "purpose": "x",
        "verdict": "",
        "names_shown": names,
        "path": str(path),
        "sha256": "a",
        "anchor": "b",
    }
    with work.database.transaction("program", "pack made") as tx:
        tx.connection.execute(tables.pack.insert(), row | {"snapshot": b""})
    return path


def text_of(path):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(path.read_bytes())).pages)


def test_the_board_decides_without_a_reason_and_with_a_pin(work, chair, proof):
    assert staying.standing(work).left == staying.STEPS
    with pytest.raises(SignInError):
        staying.decide(work, chair, "0000")
    with pytest.raises(RefusedError, match="act of the board"):
        staying.decide(work, work.person, PIN)
    for act in (lambda: staying.report(work, proof), lambda: staying.deleted_there(work, "x", proof)):
        with pytest.raises(RefusedError, match="Nobody has decided"):
            act()
    staying.decide(work, chair, PIN, minutes=proof)
    assert [key for key, _ in staying.standing(work).left] == ["report", "pack", "clubos"]


def test_while_clubos_is_in_charge_or_a_run_is_open_nobody_stays(work, chair):
    body = Begun(Plan.CUTOVER, RunKind.REAL, "c", ROLES)
    enter(work.database, work.actor, "runbook", "begun", body)
    with pytest.raises(RefusedError, match="Run 1 is still under way"):
        staying.decide(work, chair, PIN)
    for step in ("laptop", "backup", "freeze", "final", "guards", "switch"):
        enter(work.database, work.actor, "runbook", "step begun", StepBegun(step), item="1")
        enter(work.database, work.actor, "runbook", "step done", StepDone(step, 60.0), item="1")
    enter(work.database, work.actor, "runbook", "stopped", Stopped(), item="1")
    with pytest.raises(RefusedError, match="ClubOS is in charge"):
        staying.decide(work, chair, PIN)


def test_a_key_that_was_connected_has_to_be_wiped(work, chair):
    work.keys.set("legacy", "secret")
    with work.database.transaction(work.actor, "connection set", {"side": "legacy"}):
        pass
    staying.decide(work, chair, PIN)
    assert "keys" in dict(staying.standing(work).left)
    staying.forget_key(work, Side.LEGACY)
    assert work.keys.get("legacy") is None
    assert "keys" not in dict(staying.standing(work).left)


def test_the_closing_report_calls_it_a_valid_outcome(work, chair, tmp_path):
    staying.decide(work, chair, PIN, "Our treasurer is leaving")
    staying.report(work, tmp_path / "closing.pdf")
    said = text_of(tmp_path / "closing.pdf")
    for part in (
        "That is a valid outcome", "Why: Our treasurer is leaving", "0 of 5 gates were passed at the end",
        "0 of 0 calls to Wild Apricot could have changed something there", "Not reached by the program",
    ):  # fmt: skip
        assert part in said
    staying.decide(work, chair, PIN)
    assert "report" in dict(staying.standing(work).left), "another decision, another report"


def ready(work, chair, proof, tmp_path):
    staying.decide(work, chair, PIN)
    staying.report(work, tmp_path / "closing.pdf")
    with pytest.raises(InputError, match="needs a file"):
        staying.deleted_there(work, "seen", None)
    with pytest.raises(InputError, match="What was seen is missing"):
        staying.deleted_there(work, " ", proof)
    staying.deleted_there(work, "They wrote so", proof)
    return packed(work, "without.pdf", names=False), packed(work, "with.pdf", names=True)


def test_everything_with_data_is_gone_and_what_names_nobody_stays(work, chair, proof, tmp_path):
    nameless, named = ready(work, chair, proof, tmp_path)
    finish(backups.keep(work, rotation.HAND))
    (work.folder / "rehearsal 1").mkdir()
    (work.folder / "rehearsal 1" / "copy.clubos").write_bytes(b"members")
    with pytest.raises(InputError, match="not the club's name"):
        finish(staying.tidy(work, tmp_path / "last", "Lakeside"))
    with pytest.raises(InputError, match="taken away too"):
        finish(staying.tidy(work, work.folder / "rehearsal 1" / "last", ABOUT.name))
    assert work.path.exists()
    plan = finish(staying.tidy(work, tmp_path / "last", ABOUT.name))
    assert work.keys.get("database") is None, "what another disk still has needs the recovery sheet"
    work.close()
    assert staying.take_away(plan) == ()
    left = sorted(path.name for path in (tmp_path / "clubs").rglob("*") if path.is_file())
    assert left == ["without.pdf"]
    assert nameless.exists()
    assert not named.exists()
    history = (tmp_path / "last" / "History.csv").read_text("utf-8-sig")
    assert "stay decided" in history
    assert "Bea" not in history


def test_nothing_is_deleted_before_its_time_or_over_a_folder(work, chair, proof, tmp_path):
    with pytest.raises(RefusedError, match="Not yet: the decision is recorded; the closing report"):
        finish(staying.tidy(work, tmp_path / "last", ABOUT.name))
    ready(work, chair, proof, tmp_path)
    (tmp_path / "last").mkdir()
    with pytest.raises(InputError, match="already a folder"):
        finish(staying.tidy(work, tmp_path / "last", ABOUT.name))
    assert work.path.exists()


def test_another_clubs_backup_in_a_chosen_folder_is_left_alone(work, chair, tmp_path):
    shared = tmp_path / "disk"
    backups.choose_folder(work, shared)
    ours = finish(backups.keep(work, rotation.HAND))
    other = Workspace.create(
        tmp_path / "other.clubos", club=ABOUT, person=("Cem", Role.OPERATOR), keys=MemoryKeys(), clock=HandClock()
    )
    backups.choose_folder(other, shared)
    theirs = finish(backups.keep(other, rotation.HAND))
    other.close()
    damaged = Path(str(theirs).replace(rotation.HAND, rotation.COPY))
    damaged.write_bytes(b"nobody knows")
    with pytest.raises(StorageError):
        staying.backup.look(damaged)
    found = {each.path for each in staying.standing(work).stores if each.what == "A backup"}
    assert found == {ours}


def test_what_cannot_be_deleted_is_named(tmp_path):
    (tmp_path / "full").mkdir()
    inside = tmp_path / "full" / "file"
    inside.write_text("x")
    (tmp_path / "full" / "other").mkdir()
    assert staying.take_away(staying.Plan((inside / "below", tmp_path / "gone"), tmp_path)) == (str(inside / "below"),)
    assert str(inside / "below") in (tmp_path / "Delete by hand.txt").read_text()

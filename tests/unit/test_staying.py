"""Staying with Wild Apricot: decided without a reason, reported, and tidied away to the last place with data."""

import contextlib
import hashlib
import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clubos_desktop import backups, staying, training
from clubos_desktop.errors import InputError, RefusedError, SignInError, StorageError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.runbook import Begun, Plan, RunKind, StepBegun, StepDone, Stopped
from clubos_desktop.schedule import installing, mail
from clubos_desktop.store import backup, people, pins, rotation, tables
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


def packed(work, name, *, names, folder=None):
    path = (folder or work.folder) / name
    content = f"%PDF {name}".encode()
    path.write_bytes(content)
    at = staying.known(work.database).at
    row = {
        "at": at,
        "purpose": "x",
        "verdict": "",
        "names_shown": names,
        "path": str(path),
        "sha256": hashlib.sha256(content).hexdigest(),
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
        backup.look(damaged)
    found = {each.path for each in staying.standing(work).stores if each.what == "A backup"}
    assert found == {ours}


def test_what_cannot_be_deleted_is_named(tmp_path):
    (tmp_path / "full").mkdir()
    inside = tmp_path / "full" / "file"
    inside.write_text("x")
    (tmp_path / "full" / "other").mkdir()
    assert staying.take_away(staying.Plan((inside / "below", tmp_path / "gone"), tmp_path)) == (str(inside / "below"),)
    assert str(inside / "below") in (tmp_path / "Delete by hand.txt").read_text()


def found(work):
    """What becomes of each place with data: its name, and whether it stays."""
    return {each.path.name: each.stays for each in staying.standing(work).stores}


def test_a_copy_that_somebody_practises_on_decides_wipes_and_deletes_nothing(work, chair, tmp_path):
    backups.choose_folder(work, tmp_path / "disk")
    finish(backups.keep(work, rotation.HAND))
    finish(training.start(work, chair))
    with contextlib.closing(training.open_copy(work, chair)) as copy:
        assert staying.standing(copy).stores == ()
        for act in (
            lambda: staying.decide(copy, chair, PIN),
            lambda: staying.forget_key(copy, Side.LEGACY),
            lambda: finish(staying.tidy(copy, tmp_path / "last", ABOUT.name)),
        ):
            with pytest.raises(RefusedError, match="This is practice on a copy"):
                act()
    assert not (tmp_path / "last").exists()


def test_a_pack_stays_only_where_its_content_is_one_without_names(work):
    packed(work, "board-pack-1.pdf", names=False)
    packed(work, "board-pack-2-with-names.pdf", names=True)
    for name in ("board-pack-1.pdf", "board-pack-2-with-names.pdf"):
        (work.folder / f"{name}.manifest.json").write_text("{}")
    (work.folder / "board-pack-2-with-names.pdf").rename(work.folder / "renamed.pdf")
    (work.folder / "renamed.pdf.manifest.json").write_text("{}")
    (work.folder / "board-pack-3.pdf").write_bytes(b"changed")
    packed(work, "noted.pdf", names=False).write_bytes(b"changed")
    gone = work.folder / "gone.pdf.manifest.json"
    gone.write_text(json.dumps({"sha256": hashlib.sha256(b"%PDF board-pack-2-with-names.pdf").hexdigest()}))
    (work.folder / "strange.pdf.manifest.json").write_text("[")
    (work.folder / "recovery sheet.pdf").write_bytes(b"code")
    (work.folder / ".board-pack-4-with-names.pdf.0a1b2c3d").write_bytes(b"half")
    (work.folder / "letter.pdf").write_bytes(b"ours")
    stays = found(work)
    assert {name: stays[name] for name in stays if not name.startswith("club.")} == {
        "board-pack-1.pdf": True, "board-pack-1.pdf.manifest.json": True,
        "board-pack-2-with-names.pdf.manifest.json": False, "renamed.pdf": False, "renamed.pdf.manifest.json": False,
        "board-pack-3.pdf": False, "noted.pdf": False, "gone.pdf.manifest.json": False, "recovery sheet.pdf": False,
        ".board-pack-4-with-names.pdf.0a1b2c3d": False, "strange.pdf.manifest.json": True, "letter.pdf": True,
    }  # fmt: skip


def test_a_pack_under_another_spelling_of_its_path_goes_with_its_manifest(work, monkeypatch):
    named = packed(work, "board-pack-9-with-names.pdf", names=True)
    manifest = named.with_name(f"{named.name}.manifest.json")
    manifest.write_text("{}")
    monkeypatch.chdir(work.path.parent)
    monkeypatch.setattr(work, "path", Path(work.path.name))  # put back before the workspace is closed
    assert [found(work)[each.name] for each in (named, manifest)] == [False, False]


def test_what_people_put_beside_the_packs_is_theirs(work, chair, proof, tmp_path):
    ready(work, chair, proof, tmp_path)
    minutes, archive, rehearsal = (work.folder / name for name in ("minutes.docx", "archive", "rehearsal 2"))
    minutes.write_text("x")
    for folder in (archive, rehearsal, work.folder / "rehearsal 1"):
        folder.mkdir()
        (folder / "copy.clubos").write_bytes(b"members")
    (rehearsal / "notes.txt").write_text("x")
    (work.folder / "rehearsal 3").symlink_to(tmp_path)
    told = {each.path.name: each.what for each in staying.standing(work).stores if each.stays}
    theirs = dict.fromkeys(("minutes.docx", "archive", "notes.txt", "rehearsal 3"), "Not this program's")
    assert {name: told.get(name) for name in theirs} == theirs
    plan = finish(staying.tidy(work, tmp_path / "last", ABOUT.name))
    work.close()
    staying.take_away(plan)
    left = sorted(str(each.relative_to(work.path.parent)) for each in work.path.parent.rglob("*") if each.is_file())
    inside = ("archive/copy.clubos", "minutes.docx", "rehearsal 2/notes.txt", "without.pdf")
    assert left == [str(Path("club evidence") / each) for each in inside]
    assert (tmp_path / "closing.pdf").exists(), "what a link points to"


def test_every_other_place_with_data_is_found(work, chair, proof, tmp_path, monkeypatch):
    """An earlier folder of backups, a practice copy, a lost log, the scheduler, the mail password, a pack elsewhere."""
    ready(work, chair, proof, tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path))  # without the system's own commands
    first = finish(backups.keep(work, rotation.HAND))
    half = first.with_name(f".{first.name}.backup-copy-wal")
    half.write_bytes(b"half")
    backups.choose_folder(work, tmp_path / "disk")
    second = finish(backups.keep(work, rotation.HAND))
    finish(training.start(work, chair))
    lost = work.path.with_name(f"{work.path.name}-wal.lost-abc123")
    lost.write_bytes(b"x")
    tasks = [file for file, _ in installing.installation(work.path).files]
    for file in tasks:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"[Timer]")
    elsewhere = packed(work, "Desktop.pdf", names=True, folder=tmp_path)
    work.keys.set(mail.SECRET, "password")
    plan = finish(staying.tidy(work, tmp_path / "last", ABOUT.name))
    assert work.keys.get(mail.SECRET) is None
    practice = training.place(work.path).parent
    places = [first, half, second, practice, lost, *tasks]
    assert set(places) <= set(plan.doomed)
    work.close()
    assert staying.take_away(plan) == ()
    assert [each for each in (*places, first.parent) if each.exists()] == []
    assert elsewhere.exists()
    assert str(elsewhere) in (tmp_path / "last" / staying.BY_HAND).read_text()
    assert (tmp_path / "disk").is_dir(), "a person's own folder"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_workspace_that_is_a_link_goes_with_what_it_points_to(work, chair, proof, tmp_path):
    work.close()
    real = work.path.rename(tmp_path / "real.clubos")
    work.path.symlink_to(real)
    with contextlib.closing(Workspace.open(work.path, work.keys, HandClock())) as linked:
        assert {work.path, real} <= {each.path for each in staying.standing(linked).stores}


def test_the_history_never_lies_in_what_goes_however_the_workspace_was_named(work, chair, proof, tmp_path, monkeypatch):
    work.close()
    monkeypatch.chdir(work.path.parent)
    with contextlib.closing(Workspace.open(Path("club.clubos"), work.keys, HandClock())) as named:
        assert named.path.is_absolute()
        ready(named, chair, proof, tmp_path)
        (named.folder / "rehearsal 1").mkdir()
        link = tmp_path / "link"
        link.symlink_to(named.folder)
        for folder in (Path("club evidence") / "rehearsal 1" / "last", link / "rehearsal 1" / "last"):
            with pytest.raises(InputError, match="taken away too"):
                finish(staying.tidy(named, folder, ABOUT.name))
        assert named.keys.get("database") is not None


def test_something_of_a_persons_in_the_practice_copy_stays(work, chair):
    finish(training.start(work, chair))
    notes = training.place(work.path).with_name("practice notes.docx")
    notes.write_text("x")
    stays = found(work)
    assert stays[notes.name]
    assert not stays[training.NAME]

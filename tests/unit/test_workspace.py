"""A workspace is made, closed, opened, moved to another computer."""

import shutil

import pytest

from clubos_desktop import workspace as composition
from clubos_desktop.errors import InputError, LockedError, RefusedError, SignInError, StorageError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import audit, backup, people, settings, sidecar
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.store.passphrase import Cost, PassphraseKeys
from clubos_desktop.workspace import Workspace

CLUB = Club("Hill Walkers", "America/Los_Angeles", "USD", "US")


CHEAP = Cost(passes=1, memory=64, lanes=1)


class LosingKeys(MemoryKeys):
    """A keyring that refuses to keep anything."""

    def set(self, name, secret):
        raise LockedError("The keyring is locked.", remedy="Unlock it.", code="keys.locked")


@pytest.fixture
def keys():
    return MemoryKeys()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "club.clubos"


def make(path, keys, club=CLUB, person="Ann Lee"):
    return Workspace.create(path, club=club, person=(person, Role.OPERATOR), keys=keys, clock=SystemClock())


def reopen(path, keys, **options):
    return Workspace.open(path, keys, SystemClock(), **options)


@pytest.fixture
def workspace(path, keys):
    made = make(path, keys)
    yield made
    made.close()


def test_a_workspace_knows_its_club_and_first_person_after_it_was_closed(path, keys, workspace):
    workspace.close()
    opened = reopen(path, keys)
    assert opened.club == CLUB
    assert (opened.person.name, opened.person.role, opened.actor) == ("Ann Lee", Role.OPERATOR, "person:1")
    assert finish(opened.check()) == []
    opened.close()


def test_without_its_key_it_says_what_to_do(path, workspace):
    workspace.close()
    with pytest.raises(LockedError) as caught:
        reopen(path, MemoryKeys())
    assert "recovery sheet" in caught.value.remedy


@pytest.mark.parametrize(
    ("club", "person"),
    [
        (Club("Hill Walkers", "Mars/Olympus", "USD", "US"), "Ann Lee"),
        (Club("Hill Walkers", "../etc", "USD", "US"), "Ann Lee"),
        (Club(" ", "Europe/Berlin", "EUR", "DE"), "Ann Lee"),
        (Club("x" * 201, "Europe/Berlin", "EUR", "DE"), "Ann Lee"),
        (Club("Hill Walkers", "Europe/Berlin", "€", "DE"), "Ann Lee"),
        (Club("Hill Walkers", "Europe/Berlin", "EUR", "/tmp"), "Ann Lee"),
        (CLUB, " "),
        (CLUB, "Ann\x1b[2J"),
    ],
)
def test_bad_input_is_refused_before_anything_is_made(path, keys, club, person):
    with pytest.raises(InputError):
        make(path, keys, club, person)
    assert list(path.parent.iterdir()) == []


def test_a_workspace_is_never_made_over_another_file(path, keys):
    path.write_bytes(b"a letter")
    with pytest.raises(InputError):
        make(path, keys)
    assert path.read_bytes() == b"a letter"


def test_when_the_keyring_refuses_nothing_is_made_and_it_can_be_tried_again(path, keys):
    with pytest.raises(LockedError):
        make(path, LosingKeys())
    assert not path.exists()
    assert not list(path.parent.glob("*part*"))
    make(path, keys).close()


@pytest.mark.parametrize(
    "seen",
    [{"seq": "x", "hash": "0" * 64}, {"seq": 1}, {"seq": 1, "hash": "zz"}, {"seq": 10**30, "hash": "0" * 64}, {"a": 1}],
)
def test_a_note_of_the_history_that_is_none_is_damage_and_no_crash(path, keys, seen):
    make(path, keys).close()
    sidecar.change(path, seen=seen)
    opened = reopen(path, keys)
    with pytest.raises(StorageError) as caught:
        finish(opened.check())
    assert caught.value.code == "storage.keys_damaged"
    opened.close()
    assert sidecar.load(path)["seen"] == seen


def test_recovery_never_puts_the_key_where_a_practice_club_keeps_its_own(path):
    made = make(path, PassphraseKeys(path, lambda: "three brown owls", clock=SystemClock(), cost=CHEAP, environment={}))
    code, key = made.recovery_code(), made.database.key.hex()
    made.close()
    sidecar.change(path, practice={}, passphrase=None)  # as somebody who may write the folder would do it
    kept = PassphraseKeys(path, lambda: "three brown owls", clock=SystemClock(), cost=CHEAP, environment={})
    Workspace.open_with_recovery(path, code, kept, SystemClock()).close()
    assert sidecar.load(path)["practice"] is None
    assert key not in sidecar.beside(path).read_text()


def test_left_overs_of_a_killed_start_are_no_obstacle(path, keys):
    path.with_name(f".{path.name}.new-part").write_bytes(b"half")
    path.with_name(f"{path.name}-wal").write_bytes(b"of a lost workspace" * 2000)
    sidecar.change(path, recovery={"box": "of nothing"})
    made = make(path, keys)
    assert finish(made.check()) == []
    made.close()


def test_a_missing_file_is_said_so_and_leaves_no_lock_file(path, keys):
    with pytest.raises(StorageError):
        reopen(path, keys)
    assert list(path.parent.iterdir()) == []


def test_a_second_window_is_told_who_has_it_but_may_read(path, keys, workspace):
    with pytest.raises(LockedError) as caught:
        reopen(path, keys)
    assert caught.value.code == "workspace.locked"
    assert "process" in caught.value.sentence
    reading = reopen(path, keys, read_only=True)
    assert reading.read_only
    assert reading.club == CLUB
    with pytest.raises(RefusedError), reading.database.transaction("person:1", "x"):
        pass
    reading.close()
    workspace.close()
    reopen(path, keys).close()


def test_a_failed_opening_lets_the_lock_go(path, keys, workspace):
    workspace.close()
    for _ in range(2):
        with pytest.raises(LockedError) as caught:
            reopen(path, MemoryKeys())
        assert caught.value.code == "keys.missing"
    reopen(path, keys).close()


# -- the recovery sheet -----------------------------------------------------------------------------------------------


def test_the_code_stays_the_same_and_opens_the_workspace_on_another_computer(path, workspace, tmp_path):
    code = workspace.recovery_code()
    assert workspace.recovery_code() == code
    workspace.close()
    there = tmp_path / "other computer"
    there.mkdir()
    for file in (path, sidecar.beside(path)):
        shutil.copy(file, there)
    keys = MemoryKeys()
    opened = Workspace.open_with_recovery(there / path.name, code.lower().replace("-", " "), keys, SystemClock())
    assert opened.club == CLUB
    assert opened.recovery_code() == code
    opened.close()
    reopen(there / path.name, keys).close()  # and from now on without the sheet


def test_a_backup_opens_with_the_sheet_alone(workspace, tmp_path):
    code = workspace.recovery_code()
    file = tmp_path / "one.clubos-backup"
    finish(workspace.back_up(file))
    there = tmp_path / "other computer" / "moved.clubos"
    finish(backup.restore(file, there))
    opened = Workspace.open_with_recovery(there, code, MemoryKeys(), SystemClock())
    assert opened.club == CLUB
    assert finish(opened.check()) == []
    opened.close()


def test_a_new_code_makes_the_old_sheet_worthless(path, workspace):
    old = workspace.recovery_code()
    new = workspace.new_recovery_code()
    assert new == workspace.recovery_code() != old
    workspace.close()
    with pytest.raises(SignInError):
        Workspace.open_with_recovery(path, old, MemoryKeys(), SystemClock())
    Workspace.open_with_recovery(path, new, MemoryKeys(), SystemClock()).close()


def test_a_mistyped_code_and_a_missing_small_file_are_told_apart(path, keys, workspace):
    code = workspace.recovery_code()
    workspace.close()
    with pytest.raises(InputError):
        Workspace.open_with_recovery(path, code[:-1], MemoryKeys(), SystemClock())
    sidecar.beside(path).unlink()
    with pytest.raises(StorageError) as caught:
        Workspace.open_with_recovery(path, code, MemoryKeys(), SystemClock())
    assert caught.value.code == "recovery.missing"
    opened = reopen(path, keys)  # the key alone still opens it
    assert "Make a new sheet" in " ".join(finish(opened.check()))
    again = opened.new_recovery_code()
    assert finish(opened.check()) == []
    opened.close()
    Workspace.open_with_recovery(path, again, MemoryKeys(), SystemClock()).close()


def test_a_refusing_keyring_after_recovery_leaves_the_workspace_closed(path, keys, workspace):
    code = workspace.recovery_code()
    workspace.close()
    with pytest.raises(LockedError):
        Workspace.open_with_recovery(path, code, LosingKeys(), SystemClock())
    reopen(path, keys).close()


# -- history and evidence ---------------------------------------------------------------------------------------------


def test_an_older_file_put_in_the_place_of_this_one_is_found(path, keys, workspace):
    workspace.close()
    old = path.read_bytes()
    opened = reopen(path, keys)
    with opened.database.transaction(opened.actor, "limits set") as tx:
        settings.put(tx, "limits", 1)
    opened.close()
    path.write_bytes(old)
    for _ in range(2):  # and it is not forgotten by opening it
        opened = reopen(path, keys)
        assert any("are missing" in problem for problem in finish(opened.check()))
        opened.close()


def test_the_evidence_folder_lies_beside_and_is_private(workspace):
    assert workspace.folder.is_dir()
    assert workspace.folder.parent == workspace.path.parent
    assert workspace.folder.stat().st_mode & 0o077 == 0


def test_another_person_takes_over(workspace):
    with workspace.database.transaction(workspace.actor, "person added") as tx:
        bea = people.add(tx, "Bea Ott", Role.CHAIR)
    workspace.person = bea
    with workspace.database.transaction(workspace.actor, "limits set"):
        pass
    with workspace.database.read() as connection:
        assert audit.page(connection, size=1)[0].actor == "Bea Ott, chair"


def test_workspaces_of_a_folder_last_used_first(tmp_path, keys):
    for name in ("a", "b"):
        make(tmp_path / f"{name}.clubos", MemoryKeys()).close()
    (tmp_path / "letter.txt").write_text("x")
    first = composition.found(tmp_path)
    assert sorted(path.name for path in first) == ["a.clubos", "b.clubos"]
    assert composition.found(tmp_path / "none") == []
    assert composition.default_folder().is_absolute()


def test_no_name_stands_in_plain_text_beside_the_file(workspace):
    workspace.close()
    for file in workspace.path.parent.iterdir():
        content = file.read_bytes()
        for name in (b"Hill Walkers", b"Walkers", b"Ann Lee", b"Los_Angeles"):
            assert name not in content, file.name


@pytest.mark.parametrize("secret", ["", "no hexadecimal", "00", "00" * 32])
def test_a_wrong_secret_in_the_keyring_is_said_so(path, keys, workspace, secret):
    workspace.close()
    keys.set("database", secret)
    with pytest.raises(StorageError) as caught:
        reopen(path, keys)
    assert caught.value.code == "storage.wrong_key"


def test_a_forgotten_passphrase_gives_way_to_the_recovery_sheet(path):
    def behind(phrase):
        cost = Cost(passes=1, memory=64, lanes=1)
        return PassphraseKeys(path, lambda: phrase, clock=SystemClock(), cost=cost, environment={})

    made = make(path, behind("a forgotten phrase"))
    code = made.recovery_code()
    made.close()
    with pytest.raises(LockedError):
        reopen(path, behind("another phrase"))
    Workspace.open_with_recovery(path, code, behind("another phrase"), SystemClock()).close()
    reopen(path, behind("another phrase")).close()
    with pytest.raises(LockedError):
        reopen(path, behind("a forgotten phrase"))

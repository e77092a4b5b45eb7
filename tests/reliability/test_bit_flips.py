"""One bit turned anywhere in the file, its log, a backup or a board pack is named with file and place (R8)."""

import random
import shutil

import pytest

from clubos_desktop import backups
from clubos_desktop.errors import ClubOSError
from clubos_desktop.evidence import seal
from clubos_desktop.examining import examine
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import rotation, settings
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace

SHORT, LONG = 10, 100
LEAST = 0.99


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A workspace as a crash leaves it, its log still there, with two backups and a board pack; and its keys."""
    path, keys = tmp_path_factory.mktemp("whole") / "club.clubos", MemoryKeys()
    about, person = Club("Hill Walkers", "America/Los_Angeles", "USD", "US"), ("Ann Lee", Role.OPERATOR)
    work = Workspace.create(path, club=about, person=person, keys=keys, clock=SystemClock())
    finish(seal.make(work.database, work.folder, actor=work.actor, zone="UTC", purpose="Test", names_shown=False))
    finish(backups.keep(work, rotation.PACK))
    fill(work, 30)
    finish(backups.keep(work, rotation.COPY))
    work.close()
    work = Workspace.open(path, keys, SystemClock())
    fill(work, 12)
    left = tmp_path_factory.mktemp("left")
    shutil.copytree(path.parent, left, dirs_exist_ok=True)
    work.close()
    for idle in ("club.clubos-shm", "club.clubos.lock"):  # made anew at each opening
        (left / idle).unlink(missing_ok=True)
    return left, keys


def fill(work, times):
    for number in range(times):
        with work.database.transaction(work.actor, "value set", {"n": number}) as tx:
            settings.put(tx, f"value {number}", "x" * 2000)


def targets(folder):
    """Every file in which a bit is turned, each kind as likely as the others; the manifest goes with its pack."""
    evidence = [*(folder / "club evidence").iterdir()]
    return {
        "file": [folder / "club.clubos"],
        "log": [folder / "club.clubos-wal"],
        "backup": sorted((folder / "club backups").iterdir()),
        "pack": sorted(file for file in evidence if file.suffix in (".pdf", ".json")),
    }


def flipped(whole, tmp_path, seed):
    """What the examination says after one bit was turned: (kind, file, problems)."""
    source, keys = whole
    dice = random.Random(seed)
    shutil.copytree(source, tmp_path, dirs_exist_ok=True)
    kinds = targets(tmp_path)
    kind = list(kinds)[seed % len(kinds)]
    file = dice.choice(kinds[kind])
    content = bytearray(file.read_bytes())
    place = dice.randrange(len(content))
    content[place] ^= 1 << dice.randrange(8)
    file.write_bytes(content)
    found = finish(examine(tmp_path / "club.clubos", keys, SystemClock(), seed=seed))
    return kind, file, place, found.problems


def named(file, problems):
    """Whether a problem begins with the file's name (a manifest: with its pack's) and says where in it."""
    name = file.name.removesuffix(seal.MANIFEST)
    return any(problem.startswith(name.removesuffix(".pdf")) and len(problem) > len(name) + 6 for problem in problems)


def flips(whole, tmp_path, number):
    missed = []
    for seed in range(number):
        folder = tmp_path / str(seed)
        kind, file, place, problems = flipped(whole, folder, seed)
        if not named(file, problems):
            missed.append((seed, kind, file.name, place, problems))
        shutil.rmtree(folder)
    print(f"{number - len(missed)} of {number} turned bits named with file and place; missed: {missed}")
    assert number - len(missed) >= LEAST * number, missed


def test_a_whole_workspace_has_no_problem(whole, tmp_path):
    source, keys = whole
    shutil.copytree(source, tmp_path, dirs_exist_ok=True)
    found = finish(examine(tmp_path / "club.clubos", keys, SystemClock(), seed=1))
    assert (found.problems, found.backups, found.packs) == ((), 2, 1)
    assert found.tested.endswith(".clubos-backup")


def test_ten_turned_bits_are_named(whole, tmp_path):
    flips(whole, tmp_path, SHORT)


@pytest.mark.long
def test_a_hundred_turned_bits_are_named(whole, tmp_path):
    flips(whole, tmp_path, LONG)


@pytest.mark.parametrize("cut", [1, 100, 5000])
@pytest.mark.parametrize("name", ["club.clubos", "club.clubos.keys"])
def test_a_file_that_was_cut_is_named(whole, tmp_path, name, cut):
    source, keys = whole
    shutil.copytree(source, tmp_path, dirs_exist_ok=True)
    file = tmp_path / name
    file.write_bytes(file.read_bytes()[:-cut])
    try:
        problems = finish(examine(tmp_path / "club.clubos", keys, SystemClock(), seed=1)).problems
    except ClubOSError as error:
        problems = [error.sentence]
    assert any(name in problem for problem in problems), problems

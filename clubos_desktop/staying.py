"""We stay with Wild Apricot: a valid outcome, recorded, printed, and tidied away in one go (features.md N22).

Abort needs no reason. What is decided is an entry; the closing report says what was done and found; tidying away wipes
the keys and every place where this program kept members' data, and says what it cannot reach.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from clubos_desktop import backups, files
from clubos_desktop.cutover import grace
from clubos_desktop.errors import ClubOSError, RefusedError
from clubos_desktop.evidence import staying as paper
from clubos_desktop.evidence.staying import Story
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.store import audit, backup, rotation, sidecar, sqlite, tables, views
from clubos_desktop.verification.acts.afterwards import key_forgotten
from clubos_desktop.verification.acts.entering import board, enter, hash_of, known, need, prove
from clubos_desktop.verification.record import assess
from clubos_desktop.verification.registers import runbook
from clubos_desktop.workspace import Workspace

STEPS = (
    ("decided", "The decision is recorded"),
    ("report", "The closing report is written"),
    ("pack", "The last board pack is made"),
    ("clubos", "ClubOS has deleted the club's data, with a proof"),
    ("keys", "Both keys are wiped from this computer"),
)
"""What comes before tidying away, each with the program's own word or a proof. The archive is offered beside it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it is: the decision's reason and moment, what is done, what lies where."""

    decided: Entry | None
    done: tuple[str, ...]
    stores: tuple["Store", ...]

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        """What comes before tidying away and is not done."""
        return tuple(each for each in STEPS if each[0] not in self.done)


@dataclass(frozen=True, slots=True)
class Store:
    """A place with the club's data. ``stays`` says that tidying away leaves it, because it names nobody."""

    what: str
    path: Path
    bytes: int
    stays: bool = False


def standing(workspace: Workspace) -> Standing:
    """How far it is now."""
    now = known(workspace.database)
    said = now.kept.of("stay", "decided")
    decided = said[-1] if said else None
    with workspace.database.read() as conn:
        done = tuple(_done(conn, now.kept.of("stay", "done"), decided, len(now.packs)))
    return Standing(decided, done, tuple(_stores(workspace)))


def _done(conn: Connection, words: tuple[Entry, ...], decided: Entry | None, packs: int) -> Iterator[str]:
    if decided is None:
        return
    yield "decided"
    since = [each for each in words if each.at >= decided.at]
    yield from sorted({each.item for each in since} & {"report", "clubos"})
    made = conn.execute(select(func.count()).where(tables.pack.c.at >= decided.at)).scalar_one() if packs else 0
    if made:
        yield "pack"
    if all(_no_key(conn, side) for side in Side):
        yield "keys"


def _no_key(conn: Connection, side: Side) -> bool:
    """The key was wiped, or there never was one."""
    c = tables.audit.c
    about = func.json_extract(c.subject, "$.side") == side.value
    ever = conn.execute(select(func.count()).where(c.act == "connection set", about)).scalar_one()
    return not ever or key_forgotten(conn, side)


def decide(workspace: Workspace, person: Person, pin: str, reason: str = "", minutes: Path | None = None) -> Entry:
    """The board stays with Wild Apricot; no reason is asked for. Raises RefusedError, SignInError, InputError."""
    board(person)
    now = known(workspace.database)
    if grace.clock(now) is not None:
        raise RefusedError(
            "ClubOS is in charge. Going back comes first. Nothing was recorded.",
            remedy="See Go back.",
            code="stay.switched",
        )
    run = runbook.under_way(now.kept)
    if run is not None:
        raise RefusedError(
            f"Run {run.number} is still under way. Nothing was recorded.",
            remedy="Finish or stop it first.",
            code="stay.run",
        )
    cells = {"reason": reason.strip(), "minutes": "" if minutes is None else hash_of(minutes)}
    return enter(workspace.database, prove(workspace.database, person, pin), "stay", "decided", Noted(cells), item="")


def forget_key(workspace: Workspace, side: Side) -> None:
    """Wipe a key from this computer; what was copied stays."""
    workspace.keys.forget(side.value)
    with workspace.database.transaction(workspace.actor, "key forgotten", {"side": side.value}):
        pass


def deleted_there(workspace: Workspace, note: str, proof: Path | None) -> Entry:
    """ClubOS has deleted the club's data: what was seen, with a proof. Raises InputError."""
    _decided(workspace)
    need(proof, "This needs a file as its proof. Nothing was recorded.", "Choose a picture or letter.", "stay.file")
    assert proof is not None  # noqa: S101 - checked above
    need(note.strip(), "What was seen is missing. Nothing was recorded.", "Say what was seen.", "text")
    cells = {"note": note.strip(), "file": proof.name, "sha256": hash_of(proof)}
    return enter(workspace.database, workspace.actor, "stay", "done", Noted(cells), item="clubos")


def report(workspace: Workspace, path: Path) -> Entry:
    """Write the closing report as a PDF that names nobody. Raises RefusedError, StorageError."""
    entry = _decided(workspace)
    content = paper.closing(_story(workspace, entry))
    files.write(path, content, private=True)
    cells = {"file": path.name, "sha256": hashlib.sha256(content).hexdigest()}
    return enter(workspace.database, workspace.actor, "stay", "done", Noted(cells), item="report")


def _decided(workspace: Workspace) -> Entry:
    found = standing(workspace).decided
    if found is None:
        raise RefusedError(
            "Nobody has decided to stay yet. Nothing was done.",
            remedy="Record the decision first.",
            code="stay.undecided",
        )
    return found


def _story(workspace: Workspace, decided: Entry) -> Story:
    now = known(workspace.database)
    cells = decided.body.cells if isinstance(decided.body, Noted) else {}
    c, d = tables.call.c, tables.difference.c
    with workspace.database.read() as conn:
        readiness = assess(conn, now.at)
        first = views.audit(conn, limit=1, before=2)
        copies = conn.execute(select(func.count(func.distinct(tables.run.c.copy)))).scalar_one()
        writes = conn.execute(
            select(func.count()).where(
                c.side == Side.LEGACY, c.method.not_in(("GET", "HEAD")), c.path.not_like("%token%")
            )
        ).scalar_one()
        calls = conn.execute(select(func.count()).where(c.side == Side.LEGACY)).scalar_one()
        held = {(total.side, total.domain): total.present for total in views.totals(conn) if total.present}
        rows = conn.execute(select(d.status, func.count().label("n")).group_by(d.status))
        status = {str(row.status): int(row.n) for row in rows}
        entries, head = audit.head(conn)
    return Story(
        workspace.club.name,
        now.zone,
        now.at,
        decided.at,
        str(cells.get("reason", "")),
        first[0].at if first else decided.at,
        int(copies),
        tuple((gate.gate, gate.passed) for gate in readiness.gates),
        held,
        status,
        (int(calls), int(writes)),
        (entries, head.hex()),
    )


# --- tidying away


@dataclass(frozen=True, slots=True)
class Plan:
    """What tidying away takes away once the workspace is closed; ``kept`` is where the last papers lie."""

    doomed: tuple[Path, ...]
    kept: Path


def tidy(workspace: Workspace, folder: Path, club: str) -> Job[Plan]:
    """Write the history into a new ``folder``, wipe every key of the workspace, and say what is to be taken away.

    ``club`` is the club's name, typed by whoever does it. The workspace cannot be opened any more afterwards: close it
    and call ``take_away``. Raises RefusedError (something comes first), InputError.
    """
    found = standing(workspace)
    if found.left:
        raise RefusedError(
            f"Not yet: {'; '.join(what.lower() for _, what in found.left)}. Nothing was deleted.",
            remedy="Do these first, or keep the workspace.",
            code="stay.left",
        )
    need(
        club.strip() == workspace.club.name,
        "This is not the club's name. Nothing was deleted.",
        f"Type it as it stands: {workspace.club.name}.",
        "stay.name",
    )
    need(not folder.exists(), f"There is already a folder {folder.name}.", "Choose another name.", "stay.folder")
    doomed = tuple(each.path for each in found.stores if not each.stays)
    inside = any(path == folder.parent or path in folder.resolve().parents for path in doomed)
    need(not inside, f"{folder.name} would be taken away too. Nothing was deleted.", "Choose another.", "stay.inside")
    yield Progress("Writing the history")
    files.write_folder(folder, {"History.csv": _history(workspace), "Read me.txt": paper.WORDS.encode()})
    yield Progress("Wiping the keys")
    for name in ("legacy", "clubos", "database"):
        with contextlib.suppress(ClubOSError):  # without a keyring there is none; the file goes anyhow
            workspace.keys.forget(name)
    return Plan(doomed, folder)


def take_away(plan: Plan) -> tuple[str, ...]:
    """Delete what is planned; what could not be deleted is returned and stands beside the history. Close it before."""
    left = []
    for path in plan.doomed:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError:
            left.append(str(path))
    for folder in {path.parent for path in plan.doomed}:
        with contextlib.suppress(OSError):  # what is not empty holds something that stays
            folder.rmdir()
    if left:
        lines = "\n".join(["Could not be deleted; do it by hand:", *left])
        files.write(plan.kept / "Delete by hand.txt", lines.encode(), private=True)
    return tuple(left)


def _history(workspace: Workspace) -> bytes:
    """Who did what and when, by number: the log holds no name of a member."""
    with workspace.database.read() as conn:
        return paper.history(conn)


def _stores(workspace: Workspace) -> Iterator[Store]:
    """Every place where this program kept the club's data."""
    path = workspace.path
    for file in (
        *sqlite.files(path),
        *(path.with_name(path.name + end) for end in (".locked", ".lock")),
        sidecar.beside(path),
    ):
        if file.exists():
            yield Store("The workspace" if file == path else "Beside the workspace", file, file.stat().st_size)
    for kept in rotation.every(backups.folder(workspace)):
        if _ours(workspace, kept.file):
            yield Store("A backup", kept.file, kept.bytes)
    with workspace.database.read() as conn:
        named = {
            str(each) for each in conn.execute(select(tables.pack.c.path).where(tables.pack.c.names_shown)).scalars()
        }
    evidence = path.with_name(f"{path.stem} evidence")
    for each in sorted(evidence.iterdir()) if evidence.is_dir() else ():
        size = sum(file.stat().st_size for file in each.rglob("*") if file.is_file()) if each.is_dir() else 0
        pack = each.suffix == ".pdf" or each.name.endswith(".manifest.json")
        stays = pack and str(each) not in named
        what = "A board pack without names" if stays else "A board pack with names" if pack else "Beside the workspace"
        yield Store(what, each, size or each.stat().st_size, stays)


def _ours(workspace: Workspace, file: Path) -> bool:
    """Whether a backup is of this workspace: a folder that somebody chose may hold another club's too."""
    if file.parent == rotation.beside(workspace.path):
        return True
    try:
        said = backup.look(file)
    except ClubOSError:
        return False  # nobody knows whose it is
    c = tables.audit.c
    with workspace.database.read() as conn:
        head = conn.execute(select(c.hash).where(c.seq == said.entries)).scalar()
    return head is not None and head.hex() == said.head

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

from clubos_desktop import files, training
from clubos_desktop.cutover import grace
from clubos_desktop.errors import ClubOSError, RefusedError
from clubos_desktop.evidence import staying as paper
from clubos_desktop.evidence.staying import Story
from clubos_desktop.job import Job, Progress
from clubos_desktop.kept import ELSEWHERE, Store, evidence, stores
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.schedule import installing, mail
from clubos_desktop.store import audit, rotation, tables, views
from clubos_desktop.verification import practising
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
    stores: tuple[Store, ...]

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        """What comes before tidying away and is not done."""
        return tuple(each for each in STEPS if each[0] not in self.done)


def standing(workspace: Workspace) -> Standing:
    """How far it is now."""
    now = known(workspace.database)
    said = now.kept.of("stay", "decided")
    decided = said[-1] if said else None
    with workspace.database.read() as conn:
        done = tuple(_done(conn, now.kept.of("stay", "done"), decided, len(now.packs)))
        practised = practising.session(conn) is not None
    return Standing(decided, done, () if practised else tuple(stores(workspace)))


def _not_practised(workspace: Workspace) -> None:
    """Raise RefusedError in a copy that somebody practises on: what it would wipe and delete is the club's own."""
    with workspace.database.read() as conn:
        if practising.session(conn) is not None:
            raise RefusedError(
                "This is practice on a copy: nothing of the club is decided, wiped or deleted here.",
                remedy="End the practice first.",
                code="stay.practice",
            )


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
    _not_practised(workspace)
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
    """Wipe a key from this computer; what was copied stays. Raises RefusedError."""
    _not_practised(workspace)
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

BY_HAND = "Delete by hand.txt"
"""The file beside the history that says what is left to a person, where something is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What tidying away takes away once the workspace is closed; ``kept`` is where the last papers lie.

    ``emptied`` are folders of ours that go too where nothing is left in them, ``by_hand`` what a person has to delete.
    """

    doomed: tuple[Path, ...]
    kept: Path
    emptied: tuple[Path, ...] = ()
    by_hand: tuple[Path, ...] = ()


def tidy(workspace: Workspace, folder: Path, club: str) -> Job[Plan]:
    """Write the history into a new ``folder``, wipe every key of the workspace, and say what is to be taken away.

    ``club`` is the club's name, typed by whoever does it. The workspace cannot be opened any more afterwards: close it
    and call ``take_away``. Raises RefusedError (something comes first), InputError.
    """
    _not_practised(workspace)
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
    kept = folder.resolve()
    inside = any(path.resolve() in kept.parents for path in doomed)
    need(not inside, f"{folder.name} would be taken away too. Nothing was deleted.", "Choose another.", "stay.inside")
    yield Progress("Writing the history")
    files.write_folder(kept, {"History.csv": _history(workspace), "Read me.txt": paper.WORDS.encode()})
    yield Progress("Wiping the keys")
    with contextlib.suppress(ClubOSError, OSError):  # where the system does not let go of it, its files go anyhow
        installing.remove(installing.installation(workspace.path))
    for name in (*Side, mail.SECRET, "database"):
        with contextlib.suppress(ClubOSError):  # without a keyring there is none; the file goes anyhow
            workspace.keys.forget(name)
    path = workspace.path
    emptied = (evidence(path), rotation.beside(path), training.place(path).parent)
    return Plan(doomed, kept, emptied, tuple(each.path for each in found.stores if each.what == ELSEWHERE))


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
    for folder in plan.emptied:
        with contextlib.suppress(OSError):  # what is not empty holds something that stays
            folder.rmdir()
    lines = ["Could not be deleted; do it by hand:", *left] if left else []
    lines += ["Packs with names that lie elsewhere:", *map(str, plan.by_hand)] if plan.by_hand else []
    if lines:
        files.write(plan.kept / BY_HAND, "\n".join(lines).encode(), private=True)
    return tuple(left)


def _history(workspace: Workspace) -> bytes:
    """Who did what and when, by number: the log holds no name of a member."""
    with workspace.database.read() as conn:
        return paper.history(conn)

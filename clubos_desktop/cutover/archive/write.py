"""Writing an archive into a fresh folder, and reading every record of it again as a browser would."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cutover.archive import page, sealing
from clubos_desktop.cutover.archive.gather import Archive, Table, gather, held_until
from clubos_desktop.cutover.legacy import reading
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job, Progress, aside
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.registers import Noted
from clubos_desktop.model.time import to_instant, wall
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import enter

LOCKED, OPEN, README = "Archive, locked.html", "Archive.html", "Read me.txt"


@dataclass(frozen=True, slots=True)
class Made:
    """An archive that was written and read again: its page, its files, its records, what was not the same."""

    page: Path
    files: tuple[str, ...]
    records: int
    seconds: float
    locked: bool
    problems: tuple[str, ...]
    sha256: str


def write(
    database: Database, folder: Path, *, club: str, zone: str, actor: str, passphrase: str | None, side: Side
) -> Job[Made]:
    """Write an archive into a new ``folder``: locked with ``passphrase``, or readable by everybody when it is None.

    The folder appears whole or not at all. Raises InputError (a short passphrase, a folder is there, no copy yet),
    StorageError.
    """
    if passphrase is not None:
        sealing.usable(passphrase)
    if folder.exists() or folder.is_symlink():
        raise InputError(
            f"There is already a folder {folder.name}. It was not changed.",
            remedy="Choose another name.",
            code="archive.exists",
        )
    begun = database.clock.monotonic()
    with database.read() as conn:
        until = held_until(conn, side)
        if until is None:
            raise InputError(
                f"{SIDE_LABELS[side]} was not copied yet, so there is nothing to keep. Nothing was written.",
                remedy="Make the first copy.",
                code="archive.empty",
            )
        tables = yield from gather(conn, side, zone)
    at = to_instant(database.clock.now())
    archive = Archive(club, SIDE_LABELS[side], at, zone, wall(until, zone), tables)
    yield Progress("Writing the archive")
    named = yield from aside(lambda: _files(archive, passphrase), "Writing the archive")
    files.write_folder(folder, named)
    name = OPEN if passphrase is None else LOCKED
    written = (folder / name).read_bytes()
    yield Progress("Reading every record again")
    found = yield from aside(lambda: page.read(written, passphrase or ""), "Reading every record again")
    problems = _differing(archive.tables, found.tables)
    sha256 = hashlib.sha256(written).hexdigest()
    seconds = database.clock.monotonic() - begun
    cells = {
        "sha256": sha256,
        "records": str(archive.records),
        "locked": "yes" if passphrase is not None else "no",
        "system": side.value,
        "problems": str(len(problems)),
    }
    enter(database, actor, "archive", "written", Noted(cells))
    return Made(
        folder / name, tuple(sorted(named)), archive.records, seconds, passphrase is not None, tuple(problems), sha256
    )


def _files(archive: Archive, passphrase: str | None) -> dict[str, bytes]:
    if passphrase is not None:
        made = page.locked(archive, sealing.seal(page.content(archive), passphrase))
        return {LOCKED: made, README: _words(archive, locked=True)}
    tables = {f"{table.name}.csv": reading.table(table.columns, table.rows) for table in archive.tables}
    return {OPEN: page.opened(archive), README: _words(archive, locked=False)} | tables


def _words(archive: Archive, *, locked: bool) -> bytes:
    counts = "\n".join(f"  {table.name}: {len(table.rows):,}" for table in archive.tables)
    when = f"held until {archive.until} ({archive.zone})"
    head = f"{archive.club}: what {archive.system} {when}, {archive.records:,} records.\n{counts}\n"
    return (head + (_LOCKED if locked else _OPEN)).encode()


_LOCKED = f"""
How to open it: double-click “{LOCKED}”. It opens in a browser, asks for the passphrase and decrypts on this computer.
No network, no account and no program besides a browser is needed. Without the passphrase nobody can read it, also not
its makers: keep the passphrase in the club's safe, apart from this file.

Personal data of every member is inside. Keep it no longer than your club may, then delete the file.

For somebody who has to read it without a browser: the file holds JSON with salt, number, rounds and data (Base64).
Key: PBKDF2-HMAC-SHA256 of the passphrase (Unicode NFC, UTF-8) with salt and rounds, 32 bytes.
Data: AES-256-GCM, the number as nonce, the last 16 bytes as tag. Inside: UTF-8 JSON, one table a kind of record.
"""
_OPEN = f"""
How to open it: double-click “{OPEN}” and search; or read the CSV files (UTF-8) with any program. In the CSV files a
cell that a spreadsheet might take for a formula begins with an apostrophe; the page has every value letter by letter.

NOTHING HERE IS LOCKED. Whoever has this folder can read the personal data of every member. Keep it on an encrypted
disk, never mail it, and delete it when your club may no longer keep it.
"""


def _differing(wanted: tuple[Table, ...], found: tuple[Table, ...]) -> list[str]:
    """Tables that did not come back record by record."""
    problems = []
    there = {table.name: table for table in found}
    for table in wanted:
        other = there.get(table.name)
        if other is None or other.columns != table.columns:
            problems.append(f"{table.name} did not come back.")
        elif other.rows != table.rows:
            wrong = sum(one != two for one, two in zip(table.rows, other.rows, strict=False))
            wrong += abs(len(table.rows) - len(other.rows))
            problems.append(f"{wrong} of {len(table.rows)} {table.name.lower()} came back different.")
    return problems

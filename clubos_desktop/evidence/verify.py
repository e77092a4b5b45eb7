"""Is a pack what it says it is? Without a workspace: consistent in itself. With it: what was sealed there.

Without the workspace every figure is made again from the data inside the file, the pages are drawn again and compared,
and the manifest's hash finds any changed byte. A pack and a manifest that were forged together agree with each other;
only the workspace, or the check number in the minutes, tells them from the real ones.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pikepdf
from sqlalchemy import Connection, select

from clubos_desktop import files
from clubos_desktop.errors import ClubOSError, InputError
from clubos_desktop.evidence import expanding, pdf, printed
from clubos_desktop.evidence import pack as packs
from clubos_desktop.evidence.figures import Figure, Figures
from clubos_desktop.evidence.pack import EvidencePack, Seal
from clubos_desktop.evidence.seal import MANIFEST_FORMAT, SEALED, WRITTEN, Manifest, manifest_of
from clubos_desktop.model.people import AuditEntry
from clubos_desktop.store import audit, tables
from clubos_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a pack, and where ("page 3", "F12", "manifest", "workspace")."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies inside a pack: the snapshot as it is written, the pack made from it, the printed figures."""

    content: bytes
    pack: EvidencePack
    figures: tuple[Figure, ...]
    tools: dict[str, str]


class _Attachment(msgspec.Struct, frozen=True):
    snapshot: str
    seal: Seal | None
    figures: tuple[Figure, ...]
    tools: dict[str, str]


LARGEST_MANIFEST = 1_000_000
"""Bytes of the small file beside a pack."""


def verify(file: Path, database: Database | None = None) -> list[Problem]:
    """Every problem found; empty when the pack is consistent, and with ``database`` the one sealed there.

    Raises InputError when there is no such file.
    """
    content = files.read(file, nothing="Nothing was checked.", code="verify.file")
    problems = list(_manifest(file, content))
    try:
        inside = read(content)
    except ClubOSError as error:
        problems.append(Problem("file", error.sentence))
    else:
        try:
            problems += _figures(inside)
            problems += _pages(content, inside)
        except (LookupError, ValueError, ArithmeticError, RuntimeError, ClubOSError):  # a word that means nothing
            problems.append(Problem("file", "The data inside the file cannot be judged; they were changed."))
        problems += [] if database is None else _workspace(content, inside, database)
    return problems


def read(content: bytes) -> Inside:
    """What lies inside the bytes of a pack. Raises InputError (no pack), ContractError (figures not readable)."""
    if not expanding.small(content):
        raise _no_pack()
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            data = document.attachments[pdf.ATTACHMENT].get_file().read_bytes()
        found = msgspec.json.decode(data, type=_Attachment)
    except (pikepdf.PdfError, KeyError, ValueError, AttributeError, TypeError, RuntimeError) as error:
        raise _no_pack() from error
    sealed = found.snapshot.encode(errors="surrogatepass")
    return Inside(sealed, replace(packs.load(sealed), seal=found.seal), found.figures, found.tools)


def _no_pack() -> InputError:
    return InputError(
        "This file is no board pack of ClubOS Desktop, or it was damaged.",
        remedy="Ask for the file again from the workspace it was made in.",
        code="verify.no_pack",
    )


def _manifest(file: Path, content: bytes) -> Iterator[Problem]:
    beside = manifest_of(file)
    try:
        manifest = msgspec.json.decode(files.read(beside, LARGEST_MANIFEST), type=Manifest)
    except InputError:
        yield Problem("manifest", f"{beside.name} does not lie beside the pack, so a changed byte cannot be ruled out.")
        return
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield Problem("manifest", f"{beside.name} cannot be read as a manifest.")
        return
    if manifest.sha256 != hashlib.sha256(content).hexdigest():
        yield Problem("file", "The file was changed after it was made: its hash is not the one in the manifest.")
    try:
        pack = read(content).pack
    except ClubOSError:
        return
    seal = pack.seal
    said = (manifest.format, manifest.pack, manifest.anchor, manifest.entry, manifest.snapshot)
    if seal is None or said != (MANIFEST_FORMAT, pack.id, seal.hash, seal.seq, seal.snapshot):
        yield Problem("manifest", "The manifest belongs to another pack.")


def _figures(inside: Inside) -> Iterator[Problem]:
    """Recompute: snapshot to signals, gates and verdict; then to each figure."""
    pack = inside.pack
    if pack.seal is None:
        yield Problem("file", "This is a preview that was never sealed.")
    elif pack.seal.snapshot != hashlib.sha256(inside.content).hexdigest():
        yield Problem("file", "The data inside the file are not the ones that were sealed.")
    if packs.snapshot(pack) != inside.content:
        yield Problem("file", "The data inside the file are not written as this program writes them.")
    if packs.recomputed(pack) != pack.readiness:
        yield Problem("verdict", "The checks, judged again from the data inside the file, come to another result.")
    computed = Figures(pack).all
    for made, shown in zip(computed, inside.figures, strict=False):
        if made != shown:
            yield Problem(made.id, f"{made.text}: {made.value} by the data, {shown.value} in the list of figures.")
    if len(computed) != len(inside.figures):
        yield Problem("figures", f"{len(inside.figures)} figures are listed, the data give {len(computed)}.")


def _pages(content: bytes, inside: Inside) -> Iterator[Problem]:
    """Draw the pack again: the same tools must give the same bytes, other versions of them the same words."""
    again = pdf.draw(inside.pack)
    if again == content:
        return
    ours, theirs = printed.all_words(again), printed.all_words(content)
    different = [number for number, pair in enumerate(zip(ours, theirs, strict=False), 1) if pair[0] != pair[1]]
    for number in different:
        yield Problem(f"page {number}", "What is printed here is not what the data inside the file give.")
    if len(ours) != len(theirs):
        yield Problem("file", f"The file has {len(theirs)} pages, the data inside it make {len(ours)}.")
    elif not different and inside.tools == pdf.tools():
        yield Problem("file", "The file is not byte for byte what the data inside it make.")


def _workspace(content: bytes, inside: Inside, database: Database) -> Iterator[Problem]:
    """Compare with what this workspace sealed, and check its history up to here."""
    seal = inside.pack.seal
    digest = hashlib.sha256(content).hexdigest()
    with database.read() as conn:
        c = tables.pack.c
        row = conn.execute(select(c.snapshot, c.anchor).where(c.sha256 == digest)).first()
        if row is None:
            yield Problem("workspace", "This workspace never made this file.")
            return
        if row.snapshot != inside.content:
            yield Problem("workspace", "The figures inside the file are not the ones that this workspace sealed.")
        sealed = Figures(packs.load(row.snapshot))
        for made, shown in zip(sealed.all, inside.figures, strict=False):
            if made.value != shown.value:
                yield Problem(made.id, f"{made.text}: {made.value} was sealed, {shown.value} is in the file.")
        anchors = [] if seal is None else [audit.Anchor(seal.hash, "this pack", seal.seq)]
        for found in audit.verify(conn, anchors):
            yield Problem("history", found.what)
        snapshot = hashlib.sha256(row.snapshot).hexdigest()
        said = [(each.act, each.subject.get("snapshot"), each.subject.get("sha256"), each.hash) for each in _acts(conn)]
    if seal is None or (SEALED, snapshot, None, seal.hash) not in said or row.anchor != seal.hash:
        yield Problem("workspace", "The history has no entry that sealed these figures.")
    if not any(act == WRITTEN and sha256 == digest for act, _, sha256, _ in said):
        yield Problem("workspace", "The history has no entry that this file was written.")


def _acts(conn: Connection) -> list[AuditEntry]:
    """Every entry of the history about packs."""
    found: list[AuditEntry] = []
    before: int | None = None
    while page := audit.page(conn, before=before, size=1000):
        found += [entry for entry in page if entry.act in {SEALED, WRITTEN}]
        before = page[-1].seq
    return found

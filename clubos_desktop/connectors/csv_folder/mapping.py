"""What a person confirmed about a folder of exports: kept beside them, so that the next export is read alike."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from clubos_desktop import files as person_files
from clubos_desktop.connectors.csv_folder.columns import KNOWN, NEEDED, Kind, guess, propose
from clubos_desktop.connectors.csv_folder.recognise import LARGEST, ORDERS, Look, look
from clubos_desktop.errors import InputError

NAME = "clubos-desktop-columns.json"
"""The file beside the exports that holds the confirmed mapping."""


class FileMapping(msgspec.Struct, frozen=True, kw_only=True):
    """One export file: what it is and which column fills which field. Empty texts are recognised each time."""

    file: str
    kind: Kind
    columns: dict[str, str]
    encoding: str = ""
    delimiter: str = ""
    order: str = ""


class FolderMapping(msgspec.Struct, frozen=True, kw_only=True):
    """All files of a folder; ``zone`` is the IANA zone of their times, ``currency`` of their amounts."""

    files: tuple[FileMapping, ...]
    zone: str = "UTC"
    currency: str = "USD"


def proposals(folder: Path) -> tuple[tuple[Look, Kind | None], ...]:
    """Every CSV file of a folder with what it seems to be, by name. Raises InputError for a folder without any."""
    files = sorted(
        path for path in folder.glob("*") if path.suffix.casefold() in (".csv", ".txt", ".tsv") and path.is_file()
    )
    if not files:
        raise InputError(
            f"There is no CSV file in “{folder.name}”.",
            remedy="Choose the folder into which you saved Wild Apricot's exports.",
            code="csv-folder",
        )
    looks = [look(path) for path in files]
    return tuple((each, guess(each.header)) for each in looks)


def questions(each: Look, kind: Kind | None) -> tuple[str, ...]:
    """What a person must say before a file can be read; empty when everything is clear."""
    asked = []
    if kind is None:
        asked.append(f"What does “{each.file}” hold?")
    else:
        found = {proposal.field for proposal in propose(kind, each.header)}
        asked += [
            f"Which column of “{each.file}” is “{KNOWN[kind][field][0]}”?"
            for field in NEEDED[kind]
            if field not in found
        ]
    if each.order is None:
        asked.append(f"Are the dates in “{each.file}” written day first or month first?")
    return tuple(asked)


def propose_all(
    folder: Path,
    *,
    zone: str = "UTC",
    currency: str = "USD",
    order: str = "",
    kinds: Mapping[str, Kind] | None = None,
) -> FolderMapping:
    """The mapping as proposed; ``order`` and ``kinds`` (by file name) are a person's answers where one had to ask.

    Raises InputError with the questions that are still open.
    """
    said = kinds or {}
    found = [(_ordered(each, order), said.get(each.file, kind)) for each, kind in proposals(folder)]
    asked = [question for each, kind in found for question in questions(each, kind)]
    if asked:
        raise InputError(
            "Some files in this folder can be read in two ways: " + " ".join(asked) + " Nothing was taken over.",
            remedy="Answer the questions where you chose the folder.",
            code="csv-questions",
        )
    files = tuple(_of(each, kind) for each, kind in found if kind is not None)
    _no_two_alike(files)
    return FolderMapping(files=files, zone=zone, currency=currency)


def _ordered(each: Look, order: str) -> Look:
    """A file whose dates can be read in two ways, read in the way a person said."""
    return replace(each, order=order) if each.order is None and order else each


def _of(each: Look, kind: Kind) -> FileMapping:
    columns = {proposal.field: proposal.column for proposal in propose(kind, each.header)}
    return FileMapping(file=each.file, kind=kind, columns=columns, order=each.order or "")


def confirm(folder: Path, mapping: FolderMapping) -> None:
    """Keep a mapping beside its files. Raises InputError when it cannot serve."""
    _no_two_alike(mapping.files)
    for each in mapping.files:
        check(look(folder / each.file, encoding=each.encoding, delimiter=each.delimiter, order=each.order), each)
    person_files.write(folder / NAME, msgspec.json.format(msgspec.json.encode(mapping), indent=2))


def load(folder: Path, *, zone: str = "UTC", currency: str = "USD") -> FolderMapping:
    """The confirmed mapping, or the proposed one where nothing must be asked. Raises InputError."""
    kept = folder / NAME
    if not kept.exists():
        return propose_all(folder, zone=zone, currency=currency)
    try:
        return msgspec.json.decode(person_files.read(kept, LARGEST), type=FolderMapping)
    except (InputError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(
            f"The confirmed columns in “{NAME}” cannot be read.",
            remedy="Choose the folder again and confirm the columns once more.",
            code="csv-mapping",
        ) from error


def check(each: Look, mapping: FileMapping) -> None:
    """Raise InputError when a file has not the columns, or not the dates, that were confirmed."""
    absent = sorted(set(mapping.columns.values()) - set(each.header))
    lacking = [KNOWN[mapping.kind][name][0] for name in NEEDED[mapping.kind] if name not in mapping.columns]
    if absent or lacking or each.order not in ORDERS:
        why = f"it has no column {', '.join(absent)}" if absent else f"nothing is set for {', '.join(lacking)}"
        if not absent and not lacking:
            why = "its dates can be read in two ways"
        raise InputError(
            f"“{each.file}” does not fit what was confirmed: {why}. Nothing was taken over.",
            remedy="Choose the folder again and confirm the columns once more.",
            code="csv-mapping",
        )


def _no_two_alike(files: Sequence[FileMapping]) -> None:
    kinds = [each.kind for each in files]
    if len(set(kinds)) != len(kinds):
        raise InputError(
            "Two files in this folder hold the same kind of data. Nothing was taken over.",
            remedy="Keep only the newest export of each kind in the folder.",
            code="csv-twice",
        )

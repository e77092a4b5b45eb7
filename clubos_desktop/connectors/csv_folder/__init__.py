"""A folder of the legacy system's CSV exports: recognised, confirmed by a person, read like any other source.

``proposals`` and ``questions`` serve the screen that asks, ``confirm`` keeps the answers, ``dry_run`` says what would
happen, ``connect`` reads.
"""

from pathlib import Path

from clubos_desktop.connectors.csv_folder.columns import Kind, Proposal, propose
from clubos_desktop.connectors.csv_folder.dry_run import DryRun, dry_run
from clubos_desktop.connectors.csv_folder.mapping import (
    FileMapping,
    FolderMapping,
    confirm,
    load,
    proposals,
    propose_all,
    questions,
)
from clubos_desktop.connectors.csv_folder.recognise import Look, look
from clubos_desktop.connectors.csv_folder.source import CsvFolder

__all__ = [
    "CsvFolder",
    "DryRun",
    "FileMapping",
    "FolderMapping",
    "Kind",
    "Look",
    "Proposal",
    "confirm",
    "connect",
    "dry_run",
    "load",
    "look",
    "proposals",
    "propose",
    "propose_all",
    "questions",
]


def connect(folder: Path, mapping: FolderMapping | None = None, *, zone: str, currency: str) -> CsvFolder:
    """A folder as a source, by the mapping given, else the confirmed one, else the proposed one.

    ``zone`` and ``currency`` are the club's, for a mapping that is only proposed.

    Raises InputError with the questions where something must be asked first.
    """
    return CsvFolder(folder, mapping or load(folder, zone=zone, currency=currency))

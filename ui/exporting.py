"""Export files of the open club, as the page that asks uses them. Runs on the worker."""

from pathlib import Path

from clubos_desktop import connections
from clubos_desktop.connectors import csv_folder
from clubos_desktop.connectors.csv_folder import DryRun, FolderMapping
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from clubos_desktop.model.runs import Account
from clubos_desktop.workspace import Workspace
from ui.models.export_files import FileAnswer, first_answers


class Exporting:
    """Looked at, tried, then used: nothing is taken over before that."""

    def __init__(self, workspace: Workspace, zone: str, currency: str) -> None:
        self._work = workspace
        self.zone = zone
        self.currency = currency

    def look(self, folder: Path) -> list[FileAnswer]:
        """What the files of a folder seem to be. Raises InputError."""
        if not folder.is_dir():
            raise InputError(
                f"“{folder.name or folder}” is no folder. Nothing was read.",
                remedy="Choose the folder into which you saved Wild Apricot's exports; unpack a zip file first.",
                code="csv-folder",
            )
        return first_answers(csv_folder.proposals(folder))

    def try_them(self, folder: Path, mapping: FolderMapping) -> Job[tuple[DryRun, ...]]:
        """What a copy of these files would do; nothing is written. Raises InputError."""
        return connections.try_files(self._work, folder, mapping)

    def use(self, folder: Path, mapping: FolderMapping) -> Job[Account]:
        """Keep the answers beside the files and copy from them from now on. Raises InputError, RefusedError."""
        csv_folder.confirm(folder, mapping)
        wanted = {"kind": "csv", "folder": str(folder)}
        return (yield from connections.connect(self._work, Side.LEGACY, wanted, None))

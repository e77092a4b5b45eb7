"""Export files instead of Wild Apricot's interface, domain by domain (features.md S7.3)."""

from dataclasses import dataclass
from pathlib import Path

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.protocols import Source
from clubos_desktop.store import settings
from clubos_desktop.workspace import Workspace

_KEY = "files.instead"


@dataclass(frozen=True, slots=True)
class Instead:
    """Which domains come from the files of a folder; none: everything comes over the interface."""

    folder: str = ""
    domains: tuple[Domain, ...] = ()


def present(workspace: Workspace) -> Instead:
    """What is set now."""
    with workspace.database.read() as conn:
        kept = settings.get(conn, _KEY, {})
    return Instead(str(kept.get("folder", "")), tuple(Domain(each) for each in kept.get("domains", ())))


def use(workspace: Workspace, domain: Domain, folder: Path) -> Instead:
    """Read a domain from the export files of ``folder`` from the next copy on. Raises InputError.

    The files are looked at first: they must be recognised and hold the domain.
    """
    files = _files(workspace, folder)
    if domain not in files.domains:
        held = ", ".join(each.value for each in files.domains) or "nothing that is copied"
        raise InputError(
            f"The files in this folder hold {held}, not {domain.value}. Nothing was changed.",
            remedy="Export that list from Wild Apricot into the folder, then try again.",
            code="files.domain",
        )
    before = present(workspace)
    same = before.domains if before.folder == str(folder) else ()
    return _set(workspace, Instead(str(folder), tuple(dict.fromkeys((*same, domain)))), domain)


def stop(workspace: Workspace, domain: Domain) -> Instead:
    """Copy a domain over the interface again."""
    before = present(workspace)
    left = tuple(each for each in before.domains if each is not domain)
    return _set(workspace, Instead(before.folder if left else "", left), domain)


def _set(workspace: Workspace, wanted: Instead, domain: Domain) -> Instead:
    subject = {"side": Side.LEGACY.value, "domain": domain.value, "files": domain in wanted.domains}
    with workspace.database.transaction(workspace.actor, "files instead", subject) as tx:
        settings.put(tx, _KEY, {"folder": wanted.folder, "domains": [each.value for each in wanted.domains]})
    return wanted


def wrapped(workspace: Workspace, source: Source) -> Source:
    """The source with the domains that come from files; itself where there are none. Raises InputError."""
    set_so = present(workspace)
    if not set_so.domains:
        return source
    from clubos_desktop.connectors.beside import Beside  # noqa: PLC0415 - hardly ever needed

    return Beside(source, _files(workspace, Path(set_so.folder)), set_so.domains)


def _files(workspace: Workspace, folder: Path) -> Source:
    from clubos_desktop.connectors import csv_folder  # noqa: PLC0415 - only where there are files

    club = workspace.club
    return csv_folder.connect(folder, zone=club.zone, currency=club.currency)

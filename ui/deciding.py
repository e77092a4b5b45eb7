"""What people decide on Differences, each act with its undo. Runs on the worker; writes to no system."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.findings import (
    bulk,
    deciding,
    exporting,
    impacts,
    matching,
    patching,
    reading,
    saved,
    sheets,
)
from clubos_desktop.findings.bulk import Effect
from clubos_desktop.findings.impacts import Impact
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Ruling
from clubos_desktop.model.time import to_instant
from clubos_desktop.sync import rulebook
from clubos_desktop.workspace import Workspace

FILES = {"html": ".html", "xlsx": ".xlsx", "csv": ".csv", "exact": ".csv", "patch": ".csv", "sheet": ".xlsx"}
"""Kinds of file in which a list can be saved, and how their names end."""


class Deciding:
    """Decisions of the person who acts now."""

    def __init__(self, workspace: Workspace, zone: str) -> None:
        self._work = workspace
        self._zone = zone

    def decide(self, seen: Mapping[int, bytes], ruling: Ruling) -> int:
        """Decide what was looked at; returns the batch. Raises InputError, RefusedError (it changed meanwhile)."""
        work = self._work
        with work.database.read() as conn:
            ruling = replace(ruling, owner=deciding.owner_of(conn, ruling.owner))
        return deciding.decide(work.database, seen, ruling, clock=work.clock, actor=work.actor, zone_name=self._zone)

    def undo(self, batch: int) -> None:
        """Take a batch of decisions back."""
        deciding.undo(self._work.database, batch, clock=self._work.clock, actor=self._work.actor)

    def preview(self, wanted: FindingFilter, ruling: Ruling) -> Effect:
        """What a ruling would do to all differences of a filter."""
        with self._work.database.read() as conn:
            return bulk.preview(conn, wanted, ruling, to_instant(self._work.clock.now()))

    def settle(self, wanted: FindingFilter, ruling: Ruling, stamp: str) -> Job[int]:
        """Decide all that ``preview`` counted; returns the batch."""
        work = self._work
        return bulk.apply(
            work.database, wanted, ruling, stamp, clock=work.clock, actor=work.actor, zone_name=self._zone
        )

    def keep_list(self, wanted: FindingFilter, name: str, cause: str) -> None:
        """Keep a filter under a name. Raises InputError."""
        kept = saved.of(wanted, name, cause)
        with self._work.database.transaction(self._work.actor, "list kept") as tx:
            saved.keep(tx, kept)

    def forget_list(self, name: str) -> None:
        """Keep a filter no longer."""
        with self._work.database.transaction(self._work.actor, "list forgotten") as tx:
            saved.forget(tx, name)

    def impacts(self) -> tuple[Impact, ...]:
        """What the open differences would mean for people. Not for the screen's thread."""
        with self._work.database.read() as conn:
            return impacts.found(conn, rulebook.of_club(conn), to_instant(self._work.clock.now()))

    def save_list(self, wanted: FindingFilter, kind: str, path: Path, *, hide_names: bool) -> int:
        """Write the differences of a filter as a file of one of ``FILES``; returns how many. Raises InputError."""
        work, at = self._work, to_instant(self._work.clock.now())
        if kind == "sheet":
            content, n = sheets.write(work.database, wanted, kind="xlsx", clock=work.clock, actor=work.actor)
            files.write(path, content, private=True)
            return n
        hide = self._hide() if hide_names else None
        with work.database.read() as conn:
            found = list(reading.every(conn, at, wanted))
        if kind == "patch":
            domain = wanted.differences.domain
            files.write(path, patching.to_patch(found, domain or Domain.INVOICES, hide))
            return len(found)
        files.write(path, self._content(exporting.lines(found, hide), kind))
        return len(found)

    def _content(self, listed: list[exporting.Line], kind: str) -> bytes:
        if kind == "html":
            return exporting.to_html(listed, f"Differences of {self._work.club.name}")
        return exporting.to_xlsx(listed) if kind == "xlsx" else exporting.to_csv(listed, exact=kind == "exact")

    def _hide(self) -> exporting.Hide:
        from clubos_desktop.evidence.seal import hidden_names  # noqa: PLC0415  drawing is loaded where names are hidden

        return hidden_names(self._work.database, self._work.actor).name

    def join(self, domain: Domain, legacy: str, clubos: str) -> int:
        """Two records belong together; returns the batch."""
        return matching.confirm(self._work.database, domain, [(legacy, clubos)], actor=self._work.actor).batch

    def keep_apart(self, domain: Domain, legacy: str, clubos: str) -> int:
        """Two records do not belong together; returns the batch."""
        return matching.reject(self._work.database, domain, [(legacy, clubos)], actor=self._work.actor).batch

    def undo_pairing(self, batch: int) -> None:
        """Take back what was said of two records."""
        matching.undo(self._work.database, batch, actor=self._work.actor)

"""What people decide on Differences, each act with its undo. Runs on the worker; writes to no system."""

from collections.abc import Mapping

from clubos_desktop.findings import bulk, deciding, matching
from clubos_desktop.findings.bulk import Effect
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Ruling
from clubos_desktop.model.time import to_instant
from clubos_desktop.workspace import Workspace


class Deciding:
    """Decisions of the person who acts now."""

    def __init__(self, workspace: Workspace, zone: str) -> None:
        self._work = workspace
        self._zone = zone

    def decide(self, seen: Mapping[int, bytes], ruling: Ruling) -> int:
        """Decide what was looked at; returns the batch. Raises InputError, RefusedError (it changed meanwhile)."""
        work = self._work
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

    def join(self, domain: Domain, legacy: str, clubos: str) -> int:
        """Two records belong together; returns the batch."""
        return matching.confirm(self._work.database, domain, [(legacy, clubos)], actor=self._work.actor).batch

    def keep_apart(self, domain: Domain, legacy: str, clubos: str) -> int:
        """Two records do not belong together; returns the batch."""
        return matching.reject(self._work.database, domain, [(legacy, clubos)], actor=self._work.actor).batch

    def undo_pairing(self, batch: int) -> None:
        """Take back what was said of two records."""
        matching.undo(self._work.database, batch, actor=self._work.actor)

"""What people decide on Differences, each act with its undo. Runs on the worker; writes to no system."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from clubos_desktop import backups, files
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import RefusedError
from clubos_desktop.findings import (
    bulk,
    compared,
    correcting,
    deciding,
    doubles,
    exporting,
    impacts,
    matching,
    patching,
    reading,
    ruling,
    sampling,
    saved,
    sheets,
)
from clubos_desktop.findings.bulk import Effect
from clubos_desktop.findings.compared import Compared
from clubos_desktop.findings.correcting import Correction
from clubos_desktop.findings.doubles import Double, Place
from clubos_desktop.findings.impacts import Impact
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.findings.ruling import FieldEffect
from clubos_desktop.findings.sheets import Read
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Ruling
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import rotation
from clubos_desktop.sync import rulebook
from clubos_desktop.verification.acts.board import set_limits
from clubos_desktop.verification.measure import known_at
from clubos_desktop.verification.registers.known import locks
from clubos_desktop.workspace import Workspace
from ui.models.ruling import RuleView, read_rules

FILES = {"html": ".html", "xlsx": ".xlsx", "csv": ".csv", "exact": ".csv", "patch": ".daff", "sheet": ".xlsx"}
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
        with work.database.read() as conn:
            ruling = replace(ruling, owner=deciding.owner_of(conn, ruling.owner))
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
            files.write(path, patching.to_patch(found, domain or Domain.INVOICES, hide), private=True)
            return len(found)
        files.write(path, self._content(exporting.lines(found, hide), kind), private=True)
        return len(found)

    def save_preview(self, path: Path) -> int:
        """Write a page to show around, names hidden; returns how many records it holds. Raises InputError."""
        from clubos_desktop.evidence import preview  # noqa: PLC0415  PDF libraries, loaded when somebody asks for it

        made = preview.make(self._work.database, self._work.club, actor=self._work.actor, names=False)
        files.write(path, made.content, private=True)
        return sum(made.records.values())

    def read_sheet(self, content: bytes) -> Read:
        """What a filled-in sheet decides; nothing is decided. Raises InputError, RefusedError."""
        with self._work.database.read() as conn:
            return sheets.read(conn, content, to_instant(self._work.clock.now()), self._zone)

    def apply_sheet(self, content: bytes) -> tuple[int, int]:
        """Take a sheet's decisions over; the batch and how many. Raises as ``read_sheet``."""
        return sheets.apply(self._work.database, content, actor=self._work.actor, zone_name=self._zone)

    def doubles(self) -> tuple[Double, ...]:
        """Records that one system may hold twice. Not for the screen's thread."""
        with self._work.database.read() as conn:
            return doubles.found(conn, rulebook.of_club(conn))

    def merge(self, double: Double) -> int:
        """Both are one: the extra one comes onto the list of corrections; returns the batch."""
        work = self._work
        return doubles.merge(work.database, double, clock=work.clock, actor=work.actor, zone_name=self._zone)

    def say_two(self, place: Place) -> None:
        """They are two, and are not listed again."""
        doubles.say_two(self._work.database, [place], actor=self._work.actor)

    def list_again(self, place: Place) -> None:
        """What was said to be two is listed again."""
        doubles.take_back(self._work.database, [place], actor=self._work.actor)

    def part(self, domain: Domain, legacy: str, clubos: str) -> int:
        """The pair is none: both records stand alone and are not paired again; returns the batch."""
        return matching.split(self._work.database, domain, legacy, clubos, actor=self._work.actor).batch

    def draw_sample(self, domain: str, size: int, seed: int) -> int:
        """Draw a sample for a spot check; returns its number. Raises InputError."""
        work = self._work
        return sampling.draw(work.database, Domain(domain), size, seed, clock=work.clock, actor=work.actor)

    def record_look(self, check: int, place: int, result: str, note: str) -> None:
        """Keep what a look at one record of a sample came to."""
        work = self._work
        sampling.record(work.database, check, [place], result, clock=work.clock, actor=work.actor, note=note)

    def compared(self) -> tuple[Compared, ...]:
        """What is compared with what. Not for the screen's thread."""
        with self._work.database.read() as conn:
            return compared.fields(conn, rulebook.of_club(conn))

    def rules(self) -> RuleView:
        """The rules with what they hide. Not for the screen's thread."""
        with self._work.database.read() as conn:
            return read_rules(conn)

    def effect(self, then: RuleSet, domain: Domain, asked: int) -> Job[tuple[int, tuple[FieldEffect, ...]]]:
        """What other rules would do in a domain; ``asked`` comes back with it, to know a late answer."""
        return asked, (yield from ruling.effect(self._work.database, then, (domain,)))

    def change_rules(self, then: RuleSet, reason: str) -> Job[int]:
        """Put rules in force, with a backup before."""
        work = self._work
        yield from backups.keep(work, rotation.BEFORE)
        return (yield from ruling.change(work.database, then, reason, clock=work.clock, actor=work.actor))

    def undo_rules(self) -> Job[int]:
        """Put the rules before in force again."""
        return ruling.undo(self._work.database, clock=self._work.clock, actor=self._work.actor)

    def set_limit(self, key: str, n: int) -> None:
        """How many differences may be set aside, ``key`` being "known" or "equal". Raises RefusedError when locked."""
        work = self._work
        with work.database.read() as conn:
            locked = locks(known_at(conn, to_instant(work.clock.now()), self._zone).kept)
        if locked:
            raise RefusedError(
                "The board has locked the limits; another number needs its vote. Nothing was changed.",
                remedy="Bring it to the board: Ready to switch?, then the limits.",
                code="limit.locked",
            )
        set_limits(work.database, work.actor, {key: n})

    def hand_over(self, seen: Mapping[int, bytes], owner: str) -> int:
        """Give corrections to somebody else; returns the batch."""
        return correcting.hand_over(self._work.database, seen, owner, actor=self._work.actor)

    def save_corrections(self, listed: Sequence[Correction], path: Path) -> Path:
        """The list of corrections as a PDF, readable by its owner alone."""
        from clubos_desktop.evidence import corrections  # noqa: PLC0415  drawing is loaded with the first paper

        at = to_instant(self._work.clock.now())
        content = corrections.draw(self._work.club.name, at, self._zone, listed)
        files.write(path, content, private=True)
        return path

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

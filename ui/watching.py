"""What failed, what changed in the answers, the connection test and the proof, as the window sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop import connections, files, instead
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job
from clubos_desktop.model.cards import FailureCard
from clubos_desktop.model.contact import FirstContact
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Account, Mode, Run
from clubos_desktop.model.schema import Aside, Course, Decided, Found
from clubos_desktop.store import failures, left_out, people, records
from clubos_desktop.sync import completeness, schema
from clubos_desktop.sync.cards import as_csv, cards
from clubos_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Skipped:
    """Records of a domain that a system lists and cannot show: (id, who)."""

    side: Side
    domain: Domain
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record or value that was set aside, who that is, and whether it was accepted by name."""

    row: Aside
    who: str
    named: bool


@dataclass(frozen=True, slots=True)
class Drifted:
    """Everything about changed answers, from one snapshot. ``files`` are domains read from export files."""

    found: tuple[Found, ...]
    decided: tuple[Decided, ...]
    aside: tuple[SetAside, ...]
    files: instead.Instead


class Watching:
    """What is watched of the open club."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    def cards(self, conn: Connection) -> tuple[FailureCard, ...]:
        """What failed, as cards."""
        return cards(conn)

    def retry(self, card: FailureCard) -> Job[tuple[Run, ...]]:
        """Copy just what a card is about once more."""
        return connections.copy_now(
            self._work, Mode.INCREMENTAL, sides=(card.side,), domains=tuple(card.domains) or None
        )

    def save_cards(self, path: Path) -> None:
        """Write the cards as a table. Raises StorageError, InputError."""
        with self._work.database.read() as conn:
            found = cards(conn)
        files.write(path, as_csv(found), private=True)

    def save_answer(self, card: FailureCard, path: Path) -> None:
        """Write the answer behind a card without a sentence. Raises StorageError, InputError."""
        with self._work.database.read() as conn:
            raws = [each.raw for each in failures.every(conn) if each.raw and f"{each.side}.{each.code}" == card.id]
        if not raws:
            raise InputError("No answer was kept.", remedy="Copy once more.", code="card.no_answer")
        files.write(path, b"\n".join(raws), private=True)

    def save_report(self, path: Path) -> None:
        """Write a report for support. Raises StorageError, InputError."""
        from clubos_desktop import supporting  # noqa: PLC0415  reached by a press alone

        supporting.save(self._work, path)

    def skipped(self, conn: Connection) -> tuple[Skipped, ...]:
        """Records that keep a copy from being complete, because they cannot be shown."""
        found = []
        for each in failures.every(conn):
            if each.code == "listing.skipped" and each.domain is not None:
                names = records.titles(conn, each.side, each.domain, list(each.keys))
                found.append(Skipped(each.side, each.domain, tuple((key, names.get(key, "")) for key in each.keys)))
        return tuple(found)

    def accept_skips(self, skipped: Skipped) -> None:
        """Go on without them, each by its name. Raises InputError."""
        keys = [key for key, _ in skipped.names]
        completeness.accept_skips(self._work.database, skipped.side, skipped.domain, keys, actor=self._work.actor)

    def drifted(self, conn: Connection) -> Drifted:
        """Changed answers, decisions about them, what was set aside."""
        named = people.names(conn)
        made = (replace(each, by=named.get(each.by, each.by)) for each in schema.every(conn, schema.decisions))
        return Drifted(
            schema.every(conn, schema.found),
            tuple(made),
            tuple(_set_aside(conn)),
            instead.present(self._work),
        )

    def accept_aside(self, rows: Sequence[SetAside]) -> None:
        """Accept by name what was set aside, in one act. Raises InputError when it is no longer all there is."""
        places: dict[tuple[Side, Domain], list[left_out.Name]] = {}
        for each in rows:
            places.setdefault((each.row.side, each.row.domain), []).append((each.row.key, each.row.field))
        completeness.accept_every_aside(self._work.database, places, actor=self._work.actor)

    def decide(self, change: str, course: Course, to: str, reason: str) -> Decided:
        """Decide about a change. Raises InputError."""
        return schema.decide(self._work.database, change, course, to=to, reason=reason, actor=self._work.actor)

    def withdraw(self, change: str) -> Decided:
        """Take a decision back. Raises InputError."""
        return schema.withdraw(self._work.database, change, actor=self._work.actor)

    def use_files(self, domain: Domain, folder: Path) -> object:
        """Read a domain from export files. Raises InputError."""
        return instead.use(self._work, domain, folder)

    def stop_files(self, domain: Domain) -> object:
        """Copy a domain over the interface again."""
        return instead.stop(self._work, domain)

    def test(self, side: Side) -> Job[tuple[Account, FirstContact]]:
        """Go through the check list of the first contact."""
        from clubos_desktop import tested  # noqa: PLC0415  the connectors, reached at the first test

        return tested.test(self._work, side)

    def tested(self, conn: Connection, side: Side) -> FirstContact | None:
        """What the last test found."""
        from clubos_desktop import tested  # noqa: PLC0415  as above

        return tested.present(conn, side)


def domains_of(found: Sequence[Found]) -> tuple[Domain, ...]:
    """Wild Apricot's domains with a change that stops them."""
    stopped = [each.change for each in found if each.change.breaking and each.change.side is Side.LEGACY]
    return tuple(dict.fromkeys(change.domain for change in stopped))


def _set_aside(conn: Connection) -> Iterator[SetAside]:
    for side in Side:
        for domain in Domain:
            rows = left_out.aside(conn, side, domain)
            named = left_out.named(conn, side, domain)
            who = records.titles(conn, side, domain, [each.key for each in rows]) if rows else {}
            for each in rows:
                yield SetAside(each, who.get(each.key, ""), (each.key, each.field) in named)

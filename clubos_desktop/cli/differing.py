"""``diff``: what differs, as a summary and a list, as JSON or as a CSV file."""

import csv
import io
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop import files
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import MOST, Terminal, table
from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS
from clubos_desktop.store import views

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula (features.md C3); such cells get an apostrophe in front, for people."""

KIND_WORDS = {
    Kind.CHANGED: "differs",
    Kind.ONLY_LEGACY: "only in Wild Apricot",
    Kind.ONLY_CLUBOS: "only in ClubOS",
    Kind.CONFLICT: "changed in both",
    Kind.IGNORED: "equal by your rules",
    Kind.NOT_COMPARABLE: "cannot be compared",
}
OPEN = (Kind.CHANGED, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CONFLICT)
"""Kinds that need a person."""


def diff(arguments: Namespace, terminal: Terminal) -> int:
    """Print what differs. Exit code 1 when something needs a person."""
    wanted = views.DifferenceFilter(
        domain=Domain(arguments.domain) if arguments.domain else None,
        kinds=(Kind(arguments.kind),) if arguments.kind else None,
    )
    with workspace(arguments, writing=False) as opened, opened.database.read() as connection:
        counts = counted(connection, wanted)
        needing = sum(n for kinds in counts.values() for kind, n in kinds.items() if Kind(kind) in OPEN)
        if arguments.csv:
            write_csv(arguments.csv, every(connection, wanted))
            terminal.say(f"The list is in {arguments.csv}.")
        if terminal.as_json:
            rows = [as_json(difference) for difference in every(connection, wanted)]
            terminal.result({"counts": counts, "differences": rows}, "")
        else:
            page = views.differences(connection, wanted, limit=min(max(1, arguments.limit), MOST))
            terminal.result({}, _text(connection, counts, page))
    return 1 if needing else 0


def counted(connection: Connection, wanted: views.DifferenceFilter) -> dict[str, dict[str, int]]:
    """Differences that stand, by domain and kind."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for count in views.counts(connection):
        if wanted.domain not in (None, count.domain) or (wanted.kinds and count.kind not in wanted.kinds):
            continue
        kinds = counts[count.domain.value]
        kinds[count.kind.value] = kinds.get(count.kind.value, 0) + count.n
    return dict(counts)


def every(connection: Connection, wanted: views.DifferenceFilter) -> Iterator[Difference]:
    """All differences of a filter, read by the page."""
    after: int | None = None
    while True:
        page = views.differences(connection, wanted, after=after, limit=1000)
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def as_json(difference: Difference) -> dict[str, object]:
    """A difference under the stable names of the command reference."""
    return {
        "domain": difference.domain.value,
        "kind": difference.kind.value,
        "legacy_id": difference.legacy_id,
        "clubos_id": difference.clubos_id,
        "field": difference.field,
        "legacy": difference.legacy,
        "clubos": difference.clubos,
        "rule": difference.rule,
        "first_seen": difference.first_seen,
        "status": difference.status.value,
    }


def label(difference: Difference) -> str:
    """The field's name for people; "" for a whole record."""
    names = {field.name: field.label for field in COMPARED.get(difference.domain, ())}
    return names.get(difference.field, difference.field.replace("_", " ").capitalize())


def _text(connection: Connection, counts: dict[str, dict[str, int]], page: views.DifferencePage) -> str:
    if not views.latest_accepted(connection):
        return "Nothing is copied yet. Make the first copy with clubos-desktop sync."
    if not counts:
        return "Nothing differs."
    summary = table(
        ["", *(KIND_WORDS[kind] for kind in Kind)],
        [
            [DOMAIN_LABELS[domain], *(counts[domain.value].get(kind.value, 0) for kind in Kind)]
            for domain in Domain
            if domain.value in counts
        ],
        numbers=range(1, len(Kind) + 1),
    )
    rows = table(
        ["What", "Who or what", "Field", "Wild Apricot", "ClubOS"],
        [
            [KIND_WORDS[row.kind], _short(row.who, 34), label(row), _short(row.legacy, 30), _short(row.clubos, 30)]
            for row in page.rows
        ],
    )
    more = f"\n{page.total - len(page.rows):,} more; --limit shows more of them." if page.next is not None else ""
    return f"{summary}\n\n{rows}{more}"


def _short(value: str | None, width: int) -> str:
    text = " ".join((value or "").split())
    return text if len(text) <= width else text[: width - 1] + "…"


def write_csv(path: Path, differences: Iterable[Difference]) -> None:
    """The list for people: a cell that a spreadsheet would take for a formula is made harmless. Raises InputError."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["What", "Kind", "Who or what", "Field", "Wild Apricot", "ClubOS", "Wild Apricot id", "ClubOS id"])
    for row in differences:
        cells = (row.who, label(row), row.legacy, row.clubos, row.legacy_id, row.clubos_id)
        what = [DOMAIN_LABELS[row.domain], KIND_WORDS[row.kind]]
        rows.writerow([*what, *(_harmless(cell or "") for cell in cells)])
    files.write(path, text.getvalue().encode("utf-8-sig"), private=True)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

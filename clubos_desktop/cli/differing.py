"""``diff``: what differs, as a summary and a list, as JSON or as a CSV file."""

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection

from clubos_desktop import files
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import MOST, Terminal, table
from clubos_desktop.findings import exporting, patching, reading
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.differences import KIND_WORDS, Difference, Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import views
from clubos_desktop.workspace import Workspace

OPEN = (Kind.CHANGED, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CONFLICT)
"""Kinds that need a person."""


def diff(arguments: Namespace, terminal: Terminal) -> int:
    """Print what differs. Exit code 1 when something needs a person."""
    wanted = views.DifferenceFilter(
        domain=Domain(arguments.domain) if arguments.domain else None,
        kinds=(Kind(arguments.kind),) if arguments.kind else None,
    )
    with workspace(arguments, writing=arguments.hide_names) as opened, opened.database.read() as connection:
        counts = counted(connection, wanted)
        needing = sum(n for kinds in counts.values() for kind, n in kinds.items() if Kind(kind) in OPEN)
        _write_files(opened, connection, arguments, wanted, terminal)
        if terminal.as_json:
            rows = [as_json(difference) for difference in every(connection, wanted)]
            terminal.result({"counts": counts, "differences": rows}, "")
        else:
            page = views.differences(connection, wanted, limit=min(max(1, arguments.limit), MOST))
            terminal.result({}, _text(connection, counts, page))
    return 1 if needing else 0


def _write_files(
    opened: Workspace,
    connection: Connection,
    arguments: Namespace,
    wanted: views.DifferenceFilter,
    terminal: Terminal,
) -> None:
    """The list as the files that were asked for. Raises InputError."""
    if not (arguments.csv or arguments.html or arguments.xlsx or arguments.patch):
        return
    found = list(reading.every(connection, to_instant(opened.clock.now()), FindingFilter(wanted)))
    hide = _hide(opened) if arguments.hide_names else None
    listed = exporting.lines(found, hide)
    if arguments.patch:
        files.write(arguments.patch, patching.to_patch(found, wanted.domain or Domain.MEMBERS, hide), private=True)
    if arguments.csv:
        files.write(arguments.csv, exporting.to_csv(listed, exact=arguments.exact), private=True)
    if arguments.html:
        files.write(arguments.html, exporting.to_html(listed, f"Differences of {opened.club.name}"), private=True)
    if arguments.xlsx:
        files.write(arguments.xlsx, exporting.to_xlsx(listed), private=True)
    for path in filter(None, (arguments.csv, arguments.html, arguments.xlsx, arguments.patch)):
        terminal.say(f"The list is in {path}.")


def _hide(opened: Workspace) -> exporting.Hide:
    """The words that stand for records while names are hidden, the same as in board packs."""
    from clubos_desktop.evidence.seal import hidden_names  # noqa: PLC0415 - PDF libraries, only where names are hidden

    return hidden_names(opened.database, opened.actor).name


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

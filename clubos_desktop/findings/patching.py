"""Differences of one domain as a daff patch: what turns Wild Apricot's table into ClubOS's (tabular diff format 0.8).

A patch is a CSV table. ``@@`` heads it, ``->`` marks a record whose cells say "old->new", ``+++`` a record that ClubOS
alone has, ``---`` one that Wild Apricot alone has. Where a value itself holds an arrow, that row's arrow is longer.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from clubos_desktop.errors import InputError
from clubos_desktop.findings.exporting import HIDDEN, PERSONAL, Hide
from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.model.domains import PAIRED, Domain
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS
from clubos_desktop.model.findings import DECIDABLE, Finding

_KEY, _NAME = "id", "name"


def to_patch(found: Iterable[Finding], domain: Domain, hide: Hide | None = None) -> bytes:
    """The patch in UTF-8, exact to the letter. Raises InputError for domains that only one system shows."""
    if domain not in PAIRED:
        raise InputError(
            f"{DOMAIN_LABELS[domain]} are in Wild Apricot alone, so there is no patch. Nothing was written.",
            remedy="Choose members, events or registrations.",
            code="patch.domain",
        )
    fields = [field.name for field in COMPARED[domain]]
    records: dict[tuple[str, str], list[Difference]] = {}
    for each in found:
        row = each.difference
        if row.domain is domain and row.kind in DECIDABLE:
            records.setdefault((row.legacy_id or "", row.clubos_id or ""), []).append(row)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["@@", _KEY, _NAME, *(field.label for field in COMPARED[domain])])
    for (legacy, clubos), rows in records.items():
        key = legacy or clubos
        called = [key, rows[0].who] if hide is None else [hide(domain, key)] * 2
        table.writerow(_row(called, rows, fields, hidden=hide is not None))
    return text.getvalue().encode("utf-8", "replace")


def _row(called: list[str], rows: Sequence[Difference], fields: Sequence[str], *, hidden: bool) -> list[str]:
    alone = {Kind.ONLY_LEGACY: "---", Kind.ONLY_CLUBOS: "+++"}.get(rows[0].kind)
    if alone is not None:
        return [alone, *called, *("" for _ in fields)]
    changed = {row.field: (row.legacy or "", row.clubos or "") for row in rows}
    if hidden:
        changed = {name: (HIDDEN, HIDDEN) if name in PERSONAL else both for name, both in changed.items()}
    arrow = _arrow([*called, *(value for both in changed.values() for value in both)])
    cells = [arrow.join(changed[name]) if name in changed else "" for name in fields]
    return [arrow, *called, *cells]


def _arrow(values: Iterable[str]) -> str:
    """An arrow longer than any that stands in the values."""
    longest = max((len(dashes) for value in values for dashes in re.findall(r"(-+)>", value)), default=0)
    return "-" * (longest + 1) + ">"

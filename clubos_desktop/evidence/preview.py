"""A preview to show around: members and events as both systems hold them, in one page that opens without the program.

"Look, don't touch" (features.md S1.1). Names are hidden unless asked for otherwise; the page loads nothing and runs
nothing, and it carries the proof that nothing was written.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from clubos_desktop.diff.compare import compare
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.diff.shown import shown
from clubos_desktop.errors import InputError
from clubos_desktop.evidence import seal, untouched
from clubos_desktop.findings.exporting import CONTROL, HIDDEN, PERSONAL, Hide
from clubos_desktop.findings.marking import Pieces, words
from clubos_desktop.model.club import Club
from clubos_desktop.model.differences import FieldDifference, Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS, SIDE_LABELS, Field
from clubos_desktop.model.records import Record
from clubos_desktop.model.time import wall
from clubos_desktop.store import pairs, views
from clubos_desktop.store.database import Database
from clubos_desktop.sync import rulebook
from clubos_desktop.sync.titles import title

SHOWN: Final = (Domain.MEMBERS, Domain.EVENTS)
"""What the page holds."""

NAMING: Final = {Domain.MEMBERS: PERSONAL, Domain.EVENTS: frozenset({"location", "description"})}
"""Fields that name people or their homes; hidden with the names."""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>{title}</title><style>
body{{font:15px/1.45 system-ui,sans-serif;margin:24px auto;padding:0 16px;max-width:960px}}
details{{border-bottom:1px solid #8888}} summary{{padding:8px 0;cursor:pointer}}
summary span{{float:right;opacity:.75}} table{{border-collapse:collapse;width:100%;margin:0 0 16px}}
th,td{{padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere;width:35%}}
th:first-child{{width:20%;font-weight:normal;opacity:.75}} td:last-child,th:last-child{{width:10%}}
mark{{background:#ffe08a;color:#000;text-decoration:underline}}
@media(prefers-color-scheme:dark){{body{{background:#1b1b1b;color:#eee}}}}
@media print{{details{{break-inside:avoid}}}}
</style></head><body><h1>{title}</h1>
<p>{said}</p><p><b>{proof}</b> {why}</p>
<p>Open a line to see what each system says. Your browser finds words in the page with Ctrl+F.</p>
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """The page, and how many records of each domain it holds."""

    content: bytes
    records: dict[Domain, int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A pair, or a record of one side."""

    legacy: Record | None
    clubos: Record | None


def make(database: Database, club: Club, *, actor: str, names: bool) -> Preview:
    """The page of a workspace. Raises InputError when nothing was copied yet."""
    hide = None if names else seal.hidden_names(database, actor).name
    with database.read() as conn:
        copied = {side: run.ended for (side, domain), run in views.latest_accepted(conn).items() if domain in SHOWN}
        if not copied:
            raise InputError(
                "Nothing was copied yet: there is nothing to show.", remedy="Make the first copy.", code="preview.none"
            )
        at = " and ".join(
            f"{wall(ended, club.zone)} ({SIDE_LABELS[side]})" for side, ended in sorted(copied.items()) if ended
        )
        return draw(conn, rulebook.of_club(conn), f"{club.name} in both systems", at, hide)


def draw(conn: Connection, rules: RuleSet, heading: str, copied: str, hide: Hide | None) -> Preview:
    """The page. ``copied`` says when the copies were made; ``hide`` makes words that name nobody, None shows names."""
    units = {domain: list(_units(conn, domain)) for domain in SHOWN}
    proof = untouched.proof(conn)
    named = "Names, addresses and places are hidden." if hide is not None else "Names are shown: handle with care."
    said = f"A copy to look at, made {copied}; nothing done here changes either system. {named}"
    texts = {"title": heading, "said": said, "proof": untouched.sentence(proof), "why": untouched.WHY}
    out = [_PAGE.format(**{name: html.escape(text) for name, text in texts.items()})]
    for domain, found in units.items():
        out.append(f"<h2>{html.escape(DOMAIN_LABELS[domain])}: {len(found):,}</h2>\n")
        lines = sorted(
            ((_name(rules, domain, unit, hide), unit) for unit in found), key=lambda line: line[0].casefold()
        )
        out.extend(_details(rules, domain, name, unit, hidden=hide is not None) for name, unit in lines)
    out.append("</body></html>\n")
    return Preview(CONTROL.sub("�", "".join(out)).encode(), {d: len(u) for d, u in units.items()})


def _units(conn: Connection, domain: Domain) -> Iterator[_Unit]:
    """Every pair and every record of one side alone."""
    clubos = {record.key: record for record in views.current(conn, Side.CLUBOS, domain)}
    together = pairs.keyed(conn, domain, Side.LEGACY)
    for record in views.current(conn, Side.LEGACY, domain):
        yield _Unit(record, clubos.pop(together.get(record.key, ""), None))
    for record in clubos.values():
        yield _Unit(None, record)


def _one(unit: _Unit) -> Record:
    """The record of Wild Apricot, or of ClubOS where there is no other."""
    record = unit.legacy or unit.clubos
    assert record is not None  # noqa: S101 - for the type checker: a unit has one at least
    return record


def _name(rules: RuleSet, domain: Domain, unit: _Unit, hide: Hide | None) -> str:
    """What the line says: a name, or the word that stands for it; an event by its title and day."""
    record = _one(unit)
    if hide is not None and domain is Domain.MEMBERS:
        return hide(domain, record.key)
    return title(record, {}, rules.zone)


def _details(rules: RuleSet, domain: Domain, name: str, unit: _Unit, *, hidden: bool) -> str:
    """A line that opens to the fields of both systems."""
    found = _found(rules, unit)
    rows = "".join(_row(rules, field, unit, found.get(field.name), hidden=hidden) for field in COMPARED[domain])
    head = "<tr><th></th><th>Wild Apricot</th><th>ClubOS</th><th></th></tr>"
    standing = html.escape(_standing(unit, found))
    summary = f'<summary dir="auto">{html.escape(name)} <span>{standing}</span></summary>'
    return f"<details>{summary}<table>{head}{rows}</table></details>\n"


def _found(rules: RuleSet, unit: _Unit) -> dict[str, FieldDifference]:
    if unit.legacy is None or unit.clubos is None:
        return {}
    return {each.field: each for each in compare(rules, unit.legacy, unit.clubos)}


def _standing(unit: _Unit, found: dict[str, FieldDifference]) -> str:
    if unit.clubos is None:
        return "only in Wild Apricot"
    if unit.legacy is None:
        return "only in ClubOS"
    changed = sum(each.kind is Kind.CHANGED for each in found.values())
    return f"{changed} different" if changed else "same"


def _row(rules: RuleSet, field: Field, unit: _Unit, difference: FieldDifference | None, *, hidden: bool) -> str:
    """A field of both systems; of a hidden one only whether it is the same."""
    word = "" if unit.legacy is None or unit.clubos is None else "same"
    if difference is not None:
        word = "different" if difference.kind is Kind.CHANGED else "equal by your rules"
    both = _values(rules, field.name, unit)
    if hidden and field.name in NAMING[_one(unit).domain]:
        both = (HIDDEN if both[0] else "", HIDDEN if both[1] else "")
    marked = words(*both) if word == "different" else (((both[0], False),), ((both[1], False),))
    cells = "".join(f'<td dir="auto">{_html(pieces)}</td>' for pieces in marked)
    return f"<tr><th>{html.escape(field.label)}</th>{cells}<td>{word}</td></tr>"


def _values(rules: RuleSet, field: str, unit: _Unit) -> tuple[str, str]:
    """What both systems say; "" where there is nothing."""
    legacy, clubos = unit.legacy or _one(unit), unit.clubos or _one(unit)
    left, right = shown(rules, field, legacy, clubos)
    return (left or "" if unit.legacy is not None else "", right or "" if unit.clubos is not None else "")


def _html(pieces: Pieces) -> str:
    return "".join(f"<mark>{html.escape(text)}</mark>" if other else html.escape(text) for text, other in pieces)

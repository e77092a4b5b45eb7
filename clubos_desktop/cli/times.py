"""``times``: events of both systems around clock changes and midnight, and what those that differ share."""

from argparse import Namespace

from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.diff.walls import SHIFT_WORDS, TRAIT_WORDS, Shown
from clubos_desktop.errors import InputError
from clubos_desktop.findings import times as found_times
from clubos_desktop.findings.times import TimeRow


def times(arguments: Namespace, terminal: Terminal) -> int:
    """Print the table. Exit code 1 when a time differs."""
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        zone = opened.club.zone
        found = found_times.read(conn, zone)
        rows = found.rows if arguments.event is None else found_times.of_event(conn, zone, arguments.event)
    if arguments.event is not None and not rows:
        raise InputError(
            f"No event {arguments.event} is in both systems. Nothing was looked up.",
            remedy="Look its id up in Records.",
            code="times.event",
        )
    cells = [
        [row.title, row.field, _said(row.walls.legacy), _said(row.walls.clubos), _moved(row), _notes(row)]
        for row in rows[: arguments.limit]
    ]
    lines = [f"{found.compared:,} times were compared, {len(found.differing):,} are not the same moment."]
    lines += [f"  {each.sentence} {each.advice}" for each in found.causes]
    if cells:
        lines += ["", table(("Event", "", "Wild Apricot", "ClubOS", "ClubOS is", "Look out"), cells)]
    document = {
        "compared": found.compared,
        "differing": len(found.differing),
        "causes": [{"key": each.key, "sentence": each.sentence, "n": each.n} for each in found.causes],
        "times": [_json(row) for row in rows],
    }
    terminal.result(document, "\n".join(lines))
    return 1 if found.differing else 0


def _json(row: TimeRow) -> dict[str, object]:
    walls = row.walls
    return {
        "legacy_id": row.legacy_id,
        "clubos_id": row.clubos_id,
        "title": row.title,
        "field": row.field,
        "legacy": _json_shown(walls.legacy),
        "clubos": _json_shown(walls.clubos),
        "minutes": walls.minutes,
        "shift": walls.shift.value,
        "traits": [trait.value for trait in walls.traits],
    }


def _json_shown(shown: Shown) -> dict[str, str]:
    return {"utc": shown.instant, "wall": shown.wall, "zone": shown.zone, "offset": shown.offset}


def _said(shown: Shown) -> str:
    return f"{shown.wall} ({shown.offset}) = {shown.instant[:16].replace('T', ' ')} UTC"


def _moved(row: TimeRow) -> str:
    minutes = row.walls.minutes
    if not minutes:
        return "the same"
    hours, rest = divmod(abs(minutes), 60)
    span = f"{hours} h {rest:02d} min" if rest else f"{hours} h"
    return f"{span} {'later' if minutes > 0 else 'earlier'}: {SHIFT_WORDS[row.walls.shift]}"


def _notes(row: TimeRow) -> str:
    return ", ".join(TRAIT_WORDS[trait] for trait in row.walls.traits)

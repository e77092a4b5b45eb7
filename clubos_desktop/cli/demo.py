"""``demo``: the whole journey on the practice club, from nothing to a verified board pack."""

import tempfile
from argparse import Namespace
from pathlib import Path

from clubos_desktop.cli import copying, failing, judging
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.demo import Journey, Practice, journey, start
from clubos_desktop.errors import InputError
from clubos_desktop.staging import CODES, stage


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Exit code 0 when the planted truth was found exactly and the pack verifies, whatever the verdict."""
    folder = arguments.out or Path(tempfile.mkdtemp(prefix="clubos-practice-"))
    folder.mkdir(parents=True, exist_ok=True)
    if arguments.faults and arguments.faults not in CODES:
        there = f"There are: {', '.join(CODES)}."
        raise InputError(f"There is no card called {arguments.faults}.", remedy=there, code="usage")
    practice = terminal.drive(start(folder, members=arguments.members, seed=arguments.seed))
    if arguments.faults:
        return _card(practice, arguments.faults, terminal)
    try:
        zone = practice.workspace.club.zone
        made = terminal.drive(journey(practice))
    finally:
        practice.close()
    terminal.result(_as_json(made), _text(made, zone))
    return 0 if made.planted.exact and not made.problems else 1


def _card(practice: Practice, code: str, terminal: Terminal) -> int:
    """Bring one failure card about and show it. Exit code 0 when it stands."""
    try:
        found = terminal.drive(stage(practice, code))
    finally:
        practice.close()
    shown = tuple(card for card in found if card.code == code)
    terminal.result({"failures": [failing.card_json(card) for card in found]}, failing.cards_text(shown))
    return 0 if shown else 1


def _as_json(made: Journey) -> dict[str, object]:
    return {
        "verdict": made.readiness.verdict.value,
        "planted": {
            "total": made.planted.total,
            "found": made.planted.found,
            "missed": list(made.planted.missed),
            "invented": list(made.planted.invented),
        },
        "gates": judging.as_json(made.readiness)["gates"],
        "pack": {
            "path": str(made.made.path),
            "sha256": made.made.sha256,
            "anchor": made.made.anchor,
            "ok": not made.problems,
            "problems": list(made.problems),
        },
        "runs": [copying.as_json(run) for run in made.runs],
    }


def _text(made: Journey, zone: str) -> str:
    planted = made.planted
    exact = (
        f"All {planted.total:,} planted differences were found, and nothing else."
        if planted.exact
        else f"{planted.found:,} of {planted.total:,} planted differences were found; "
        f"{len(planted.missed):,} missed, {len(planted.invented):,} invented."
    )
    pack = "The pack was verified." if not made.problems else "The pack did not verify: " + "; ".join(made.problems)
    return "\n\n".join(
        [
            copying.text(made.runs),
            exact,
            judging.text(made.readiness, zone),
            f"{pack}\nThe board pack is {made.made.path}.",
        ]
    )

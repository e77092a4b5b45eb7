"""``spot-check``: draw a random sample, record what a look at it came to, and say what it can exclude."""

import secrets
from argparse import Namespace

from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.findings import sampling
from clubos_desktop.findings.sampling import SpotCheck
from clubos_desktop.model.domains import Domain


def spot_check(arguments: Namespace, terminal: Terminal) -> int:
    """Draw, record or show. Exit code 1 while records of the sample were not looked at, or some are wrong."""
    with workspace(arguments, writing=arguments.act in ("draw", "record")) as opened:
        number = arguments.check
        if arguments.act == "draw":
            seed = secrets.randbelow(1_000_000_000) if arguments.seed is None else arguments.seed
            domain = Domain(arguments.domain or Domain.MEMBERS)
            number = sampling.draw(
                opened.database, domain, arguments.size, seed, clock=opened.clock, actor=opened.actor
            )
        if arguments.act == "record":
            if not arguments.place or not arguments.result:
                raise InputError(
                    "A look needs a record and a result. Nothing was kept.",
                    remedy="Say --place N --result right, wrong or not_seen.",
                    code="spot.record",
                )
            with opened.database.read() as conn:
                number = sampling.read(conn, number).id
            sampling.record(
                opened.database,
                number,
                arguments.place,
                arguments.result,
                clock=opened.clock,
                actor=opened.actor,
                note=arguments.note,
            )
        with opened.database.read() as conn:
            check = sampling.read(conn, number)
    terminal.result(as_json(check), _text(check))
    return 1 if check.open or check.count("wrong") else 0


def as_json(check: SpotCheck) -> dict[str, object]:
    """A spot check under stable names."""
    return {
        "check": check.id,
        "at": check.at,
        "domain": check.domain.value,
        "seed": check.seed,
        "population": check.population,
        "statement": sampling.statement(check),
        "items": [
            {
                "place": item.place,
                "legacy_id": item.legacy_id,
                "clubos_id": item.clubos_id,
                "who": item.title,
                "result": item.result,
                "note": item.note,
            }
            for item in check.items
        ],
    }


def _text(check: SpotCheck) -> str:
    rows = [
        [item.place, item.title, item.legacy_id, item.clubos_id, item.result.replace("_", " "), item.note]
        for item in check.items
    ]
    head = ["", "Who or what", "Wild Apricot id", "ClubOS id", "Result", "Note"]
    first = f"Spot check {check.id}, seed {check.seed}. {sampling.statement(check)}"
    return f"{first}\n\n{table(head, rows, numbers=(0,))}"

"""Who acts on the command line, and the PIN that proves it; entries as JSON and lines."""

import os
from argparse import Namespace
from dataclasses import asdict

from clubos_desktop.cli.opening import ask
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.workspace import Workspace

PIN, SECOND, NEW = "CLUBOS_PIN", "CLUBOS_SECOND_PIN", "CLUBOS_NEW_PIN"
"""Environment variables that may carry a PIN; else it is asked for where somebody can type it."""


def pin_of(name: str, variable: str = PIN) -> str:
    """A person's PIN. Raises InputError where nobody can type it."""
    said = os.environ.get(variable)
    if said is not None:
        return said
    nobody = InputError(
        f"{name} has to type a PIN, and nobody is here to type it. Nothing was recorded.",
        remedy=f"Run the command in a terminal, or set {variable} in the environment.",
        code="person.no_terminal",
    )
    return ask(f"PIN of {name}: ", nobody)


def signer(opened: Workspace) -> tuple[Person, str]:
    """Who signs, with the PIN. Raises InputError."""
    person = opened.person
    if person is None:
        raise InputError("Nobody is known here who could sign.", remedy="Add a person first.", code="person.none")
    return person, pin_of(person.name)


def wanted(value: object, option: str) -> str:
    """An option or place that the act needs. Raises InputError."""
    if value is None or value == "":
        raise InputError(
            f"This act needs {option}. Nothing was recorded.",
            remedy=f"Say {option} too; --help shows all.",
            code="usage",
        )
    return str(value)


def number(value: object, option: str) -> int:
    """A whole number that the act needs. Raises InputError."""
    return int(wanted(value, option))


def day(arguments: Namespace, opened: Workspace) -> str:
    """The day that was said, else today by the club's calendar."""
    said: str | None = arguments.day
    return said or day_of(to_instant(opened.clock.now()), opened.club.zone)


def done(terminal: Terminal, entry: Entry, sentence: str) -> int:
    """What was recorded."""
    terminal.result({"entry": as_json(entry)}, sentence)
    return 0


def as_json(entry: Entry) -> dict[str, object]:
    """An entry under the stable names of the command reference."""
    return {
        "id": entry.id,
        "register": entry.register,
        "item": entry.item,
        "act": entry.act,
        "at": entry.at,
        "actor": entry.actor,
        "second": entry.second,
        "body": {name.rstrip("_"): value for name, value in asdict(entry.body).items()},
    }

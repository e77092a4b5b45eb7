"""What a command is: its name, what it takes, and the module that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LARGEST = 2**53
"""No number of a workspace is larger; SQLite could not look for one."""


def number(text: str) -> int:
    """A whole number within reason. Raises ValueError, which argparse says in its own words."""
    found = int(text)
    if abs(found) > LARGEST:
        raise ValueError("too large")
    return found


def most(text: str) -> int:
    """How many at most: more than there can be is all of them. Raises ValueError."""
    return min(int(text), LARGEST)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as argparse takes it."""

    names: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """A command. ``module`` and ``function`` name its code below ``clubos_desktop.cli``."""

    name: str
    help: str
    module: str
    function: str
    arguments: tuple[Argument, ...] = ()
    about: str = ""
    example: str = ""
    """What one types, without the program's name."""


def argument(*names: str, **options: Any) -> Argument:
    """An argument as argparse's ``add_argument`` takes it."""
    return Argument(names, options)

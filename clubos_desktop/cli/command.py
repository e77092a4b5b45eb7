"""What a command is: its name, what it takes, and the module that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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

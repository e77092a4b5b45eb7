"""The help of the command line: its words are explained, and every example can be typed as it stands."""

import re
import shlex

import pytest

from clubos_desktop.cli.commands import COMMANDS
from clubos_desktop.cli.main import WORDS, parser


@pytest.mark.parametrize("example", [each.example for each in COMMANDS if each.example])
def test_an_example_can_be_typed(example):
    said = parser().parse_args(shlex.split(example))
    assert said.run.example == example


def test_the_example_of_the_whole_way_can_be_typed():
    lines = re.findall(r"clubos-desktop (.+)", WORDS)
    assert [parser().parse_args(shlex.split(line)).command for line in lines] == [
        "init",
        "connect",
        "connect",
        "sync",
        "diff",
        "pack",
        "demo",
    ]


def test_words_that_people_do_not_know_are_explained():
    whole = parser().format_help()
    assert all(f"\n  {word} " in whole for word in ("legacy", "side", "domain", "workspace"))

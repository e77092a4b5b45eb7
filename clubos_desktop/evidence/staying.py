"""The closing report of a club that stays with Wild Apricot: a valid outcome, told in figures that name nobody."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from clubos_desktop.evidence.day import drawn
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.paper import LEFT, RIGHT, SECONDARY, Paper
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, wall
from clubos_desktop.store import tables
from clubos_desktop.verification.gates import PLAIN
from clubos_desktop.verification.words import counted, of

_WIDTH = RIGHT - LEFT


@dataclass(frozen=True, slots=True)
class Story:
    """What the closing report tells.

    ``calls`` are those to Wild Apricot, and how many of them could have changed something; ``history`` is how many
    entries it has, and the hash of the last.
    """

    club: str
    zone: str
    at: Instant
    decided: Instant
    reason: str
    began: Instant
    copies: int
    gates: tuple[tuple[int, bool], ...]
    held: Mapping[tuple[Side, Domain], int]
    differences: Mapping[str, int]
    calls: tuple[int, int]
    history: tuple[int, str]


def closing(story: Story) -> bytes:
    """The report as a PDF."""
    flow = Flow(Paper(title=f"We stay with Wild Apricot: {story.club}", subject="ClubOS Desktop"))
    flow.heading("We stay with Wild Apricot", story.club)
    flow.paragraph(
        "The club looked at moving to ClubOS, measured, and decided to stay. That is a valid outcome: the weeks of "
        "running side by side were there to find out, and they did.",
        bold=True,
    )
    flow.paragraph(f"Decided {wall(story.decided, story.zone)}. Written {wall(story.at, story.zone)}.", ink=SECONDARY)
    flow.paragraph(f"Why: {story.reason}" if story.reason else "No reason was asked for, and none is needed.")
    flow.heading("What was done", fresh=False, level=1)
    weeks = (from_instant(story.decided) - from_instant(story.began)).days // 7 + 1
    flow.paragraph(f"{counted(story.copies, 'copy', 'copies')} in {counted(weeks, 'week')}.", gap=2)
    passed = sum(ok for _, ok in story.gates)
    flow.paragraph(f"{of(passed, len(story.gates))} gates were passed at the end.")
    columns = (Column("Gate", 300), Column("At the end", _WIDTH - 300))
    flow.table(columns, [[Cell(f"{n}  {PLAIN[n]}"), Cell("Passed" if ok else "Not passed")] for n, ok in story.gates])
    _held(flow, story)
    flow.heading("What did not change", fresh=False, level=1)
    calls, writes = story.calls
    flow.paragraph(
        f"{writes:,} of {calls:,} calls to Wild Apricot could have changed something there. Wild Apricot was in charge "
        "all the time and still is: no member has to do anything.",
    )
    entries, head = story.history
    flow.paragraph(f"The history has {entries:,} entries; the hash of the last is {head}.", ink=SECONDARY)
    flow.heading("What is tidied away", fresh=False, level=1)
    for line in WORDS.splitlines():
        if line.strip():
            flow.paragraph(line.strip(), gap=2)
    return drawn(flow, story.club)


def _held(flow: Flow, story: Story) -> None:
    rows = [
        [Cell(DOMAIN_LABELS[domain]), *(Cell(f"{story.held.get((side, domain), 0):,}") for side in Side)]
        for domain in Domain
        if any((side, domain) in story.held for side in Side)
    ]
    flow.heading("What was copied and compared", fresh=False, level=1)
    if rows:
        columns = (Column("What", 200), *(Column(SIDE_LABELS[side], 100, "right") for side in Side))
        flow.table(columns, rows)
    total = sum(story.differences.values())
    closed = story.differences.get("closed", 0)
    flow.paragraph(f"{counted(total, 'difference')} were found in all, {closed:,} of them were gone again at the end.")


WORDS = """\
Taken away by the program: the encrypted workspace, its backups, copies of rehearsals and practice, board packs with
names, and both keys together with the workspace's own key and the mail password. What another disk still has of the
workspace opens with the recovery sheet alone: destroy the sheet.
Kept: this report, board packs without names, and the history without names of members.
Not reached by the program, to be done by hand: files that were exported, archived or saved elsewhere or beside the
board packs, printed papers, e-mails, the recovery sheet, and a copy of the workspace on another computer.
"""
"""What is deleted, what stays, and what nobody but a person can delete."""


def history(conn: Connection) -> bytes:
    """The history as CSV: number, moment, who by number, act, hash."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(("Number", "Moment (UTC)", "Who", "Act", "Hash"))
    c = tables.audit.c
    for row in conn.execute(select(c.seq, c.at, c.actor, c.act, c.hash).order_by(c.seq)):
        out.writerow((row.seq, row.at, row.actor, row.act, row.hash.hex()))
    return text.getvalue().encode("utf-8-sig")

"""A board pack of 10,000 members, from the encrypted file to a finished, checked PDF; its tables beside ReportLab's.

    python -m pytest tests/benchmarks/test_pack.py -m benchmark -s

The goal for the whole pack is 5 seconds (features.md C4); seconds depend on the computer, so the test holds the ratio
of our table to one of ReportLab's own `Table` flowables a page with the same rows and font (performance.md 4).
"""

import io
import time

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from clubos_desktop.evidence import seal
from clubos_desktop.evidence.fonts import load
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.paper import Paper
from clubos_desktop.evidence.printed import all_words as texts
from clubos_desktop.evidence.verify import verify
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Record, Registration
from tests.benchmarks.cost import best, cpu, figure
from tests.unit.copied_club import BOTH, ZONE, CopiedClub

pytestmark = pytest.mark.benchmark

MEMBERS = 10_000
EVENTS = 1_200
ROWS, COLUMNS, A_PAGE = 9_000, 7, 45


def records():
    """Members, events and registrations of both sides, one member in a hundred different."""
    at = "2026-11-01T17:00:00.000Z"
    legacy: dict[Domain, list[Record]] = {domain: [] for domain in Domain}
    clubos: dict[Domain, list[Record]] = {domain: [] for domain in BOTH}
    for n in range(MEMBERS):
        said = {"first_name": "Ann", "last_name": f"Lee{n}", "email": f"m{n}@example.org", "status": "Active"}
        legacy[Domain.MEMBERS].append(Member(key=f"{n}", phone="2125550100", joined="2019-03-04", **said))
        phone = "2125550199" if n % 100 == 0 else "2125550100"
        clubos[Domain.MEMBERS].append(Member(key=f"c{n}", phone=phone, joined="2019-03-04", **said))
    for n in range(EVENTS):
        day = f"2026-{9 + n % 4:02d}-{1 + n % 28:02d}"
        said = {"title": f"Event {n}", "start": f"{day}T17:00:00.000Z", "end": f"{day}T19:00:00.000Z"}
        legacy[Domain.EVENTS].append(Event(key=f"e{n}", zone=ZONE, **said))
        clubos[Domain.EVENTS].append(Event(key=f"v{n}", **said))
    for n in range(MEMBERS * 5):
        member, event = n % MEMBERS, (n * 7 + n // MEMBERS) % EVENTS
        ours = Registration(key=f"r{n}", event=f"e{event}", member=f"{member}", status="Paid", registered=at)
        legacy[Domain.REGISTRATIONS].append(ours)
        if n % 1000:
            said = {"event": f"v{event}", "member": f"c{member}", "status": "CONFIRMED", "registered": at}
            clubos[Domain.REGISTRATIONS].append(Registration(key=f"x{n}", **said))
    return legacy, clubos


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    club = CopiedClub(tmp_path_factory.mktemp("pack") / "club.clubos")
    for side, every in zip(Side, records(), strict=True):
        club.sides[side].records = every
    club.copy()
    yield club
    club.close()


def test_a_pack_of_ten_thousand_members(big, tmp_path):
    started = time.perf_counter()
    used, made = cpu(lambda: finish(seal.make(big.database, tmp_path, actor="person:1", zone=ZONE)))
    wall = time.perf_counter() - started
    checking, problems = cpu(lambda: verify(made.path, big.database))
    assert problems == []
    content = made.path.read_bytes()
    print(f"\n{MEMBERS:,} members, {len(made.pack.differences):,} differences, {len(texts(content))} pages, "
          f"{len(content) / 1024:.0f} KB: {wall:.2f} s, {used:.2f} s CPU; checked in {checking:.2f} s CPU")  # fmt: skip
    assert len(made.pack.differences) >= 100


def rows():
    return [[f"row {row} cell {column}" for column in range(COLUMNS)] for row in range(ROWS)]


def ours(data):
    paper = Paper(title="", subject="", compressed=False)
    flow = Flow(paper)
    flow.page()
    columns = [Column(f"Column {number}", 71) for number in range(COLUMNS)]
    flow.table(columns, [[Cell(text) for text in row] for row in data], size=8, pad=2)
    for marks in flow.pages:
        for mark in marks:
            mark(paper)
        paper.turn()
    return paper.close()


def platypus(data):
    name = load("NotoSans-Regular").fontName
    style = TableStyle([("FONT", (0, 0), (-1, -1), name, 8), ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey)])
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=0, initialFontName=name)
    for start in range(0, len(data), A_PAGE):
        part = data[start : start + A_PAGE]
        table = Table(part, colWidths=[71] * COLUMNS, rowHeights=[15] * len(part))
        table.setStyle(style)
        table.wrapOn(canvas, 500, 700)
        table.drawOn(canvas, 48, 60)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_our_table_beside_one_platypus_table_a_page():
    data = rows()
    mine, theirs = best(lambda: ours(data)), best(lambda: platypus(data))
    print(f"\n{ROWS:,} rows a CPU second: ours {ROWS / mine:,.0f}, one Table a page {ROWS / theirs:,.0f}")
    figure("Rows of a pack a CPU second, beside one reportlab Table a page", f"{theirs / mine:.1f}x", "1.5x")
    assert theirs / mine >= 1.5

import io
import textwrap
from dataclasses import replace
from functools import partial

import pikepdf
import pytest
from pikepdf import pdfa
from pypdf import PdfReader

from clubos_desktop.evidence import pdf, sheet
from clubos_desktop.evidence.drills import Drill, Drills, StepTime
from clubos_desktop.evidence.figures import MONTHLY, Figures
from clubos_desktop.evidence.pack import Line, Seal
from clubos_desktop.evidence.pages.front import whole
from clubos_desktop.evidence.pages.records import excerpts
from clubos_desktop.evidence.printed import all_words as texts
from clubos_desktop.job import Progress, finish
from clubos_desktop.model.differences import KIND_WORDS, Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import CriteriaLock
from clubos_desktop.model.readiness import State, Verdict
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.verification.gates import assess
from clubos_desktop.verification.limits import Limits

from .test_pack import gathered

SEAL = Seal(58, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "f5" * 32)
NASTY = [
    *("<b>Bold</b>", "<font color=red>x</font>", '<img src="file:///etc/passwd"/>', "<para>", "&amp;&#0;", "]]>"),
    *("<!-- -->", "<a href='javascript:alert(1)'>x</a>", "(unbalanced", "back\\slash", "\\(\\)", "BT ET", "%s %d {0}"),
    *("<< /Type /Page >>", "endstream endobj", "/Helvetica 12 Tf", "'; DROP TABLE", "=cmd|' /C calc'!A0", "…", "—"),
    *("tab\there", "new\nline", "nul\x00", "bell\x07", "esc\x1b[31m", "\u202eturned", "\u2066isolate\u2069", " ", ""),
    *("\u200bzero width", "\ufeffbom", "soft\u00adhyphen", "e\u0301 combining", "\ue000 private", "\uffff", "\u2028"),
    *(
        "Z\u0351\u036b\u0343\u032a\u0302A\u0334\u0335\u031cL",
        "\U0001f600",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    ),
    *("שרה כהן", "محمد سلام", "محمد (12) سلام", "王小明", "さくら", "김철수", "ดารา", "देवनागरी", "ქართული", "Հայերեն"),
    *("Ωμέγα", "Владимир", "Nguyễn Thị Hương", "Zoë Ång", "Þórdís", "Łukasz", "İstanbul", "ﬁ ligature", "O'Neill"),
    *("X" * 10_000, "王" * 3_000, "שרה " * 500, "Ann\u00a0Illich", "\U0001f1fa\U0001f1f8"),
]


@pytest.fixture(scope="module")
def pack(once_copied):
    return replace(gathered(once_copied), seal=SEAL)


def read(content):
    return PdfReader(io.BytesIO(content))


def test_the_first_page_says_what_matters(pack):
    first = texts(pdf.draw(pack))[0]
    for words in (
        "Lakeside Club", "NOT READY", "0 of 5 gates passed.", "Data is the same", "Data Parity", "The way back works",
        "Not passed", "member is not in ClubOS; this person could not sign in", "Tue 1 Dec 2026",
        "check number 2D71 1642", "In Wild Apricot", "Only ClubOS",
    ):  # fmt: skip
        assert words in first, words


def test_every_page_carries_its_number_and_the_outline_leads_to_each_part(pack):
    document = read(pdf.draw(pack))
    total = len(document.pages)
    for number, page in enumerate(document.pages, 1):
        assert f"Page {number} of {total}" in page.extract_text()
    names = [entry.title for entry in document.outline if not isinstance(entry, list)]
    assert names[0] == "Verdict"
    assert [name for name in names if name.startswith("What we did not check")]
    assert names[-1].startswith("Annex")
    assert len(names) == 14
    annex = document.outline[-1]
    assert [entry.title.split(" (")[0] for entry in annex if not isinstance(entry, list)] == [
        "Rules and limits",
        "Money, line by line and month by month",
        "Where each figure comes from",
    ]


def test_long_lists_stand_in_the_annex_and_their_beginning_before_it(pack):
    pages = texts(pdf.draw(replace(pack, differences=lines([f"Ann {n:03}" for n in range(20)]))))
    begins = next(n for n, text in enumerate(pages) if text.count("Nobody has to read this"))
    before, behind = " ".join(pages[:begins]), " ".join(pages[begins:])
    assert "and 12 more in the annex" in before
    assert ("Ann 007" in before, "Ann 008" in before) == (True, False)
    assert ("Ann 000" in behind, "Ann 019" in behind) == (True, True)


def test_the_first_page_cuts_no_sentence():
    wrap = partial(textwrap.wrap, width=20)
    assert whole("One two. Three four.", wrap) == ["One two. Three four."]
    assert whole("One two. Three four five six seven eight nine.", wrap) == ["One two. More", "inside."]
    long = "One sentence that is longer than two lines of this page can hold. Two."
    assert " ".join(whole(long, wrap)) == "One sentence that is longer than two lines of this page can hold."


def test_the_same_pack_gives_the_same_bytes(pack):
    assert pdf.draw(pack) == pdf.draw(pack)


def test_all_fonts_are_embedded_and_it_is_pdf_a_3b(pack):
    content = pdf.draw(replace(pack, differences=lines(NASTY)))
    with pikepdf.open(io.BytesIO(content)) as document:
        fonts = [font for page in document.pages for font in page.resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
    with pikepdf.open(io.BytesIO(content)) as document:
        report = pdfa.check(document, "3b")
    assert not report.findings


def test_the_figures_lie_inside_as_json(pack):
    document = read(pdf.draw(pack))
    assert list(document.attachments) == ["figures.json"]
    assert document.attachments["figures.json"][0] == pdf.embedded(pack, Figures(pack))


def test_every_figure_is_printed_with_its_id_and_value(pack):
    printed = " ".join(" ".join(texts(pdf.draw(pack))).split()).replace(" ", "")
    for figure in Figures(pack).all:
        assert figure.id in printed
        if not figure.key.startswith(MONTHLY):
            assert figure.value.replace(" ", "") in printed, figure


def lines(names):
    return tuple(
        Line(Domain.MEMBERS, Kind.CHANGED, name, "First name", name, name[::-1], "", "2026-12-01T08:00:00.000Z", True)
        for name in names
    )


def test_sixty_names_come_out_as_text_and_never_as_mark_up(pack):
    assert len(NASTY) >= 60
    content = pdf.draw(replace(pack, differences=lines(NASTY), names_shown=True))
    words = " ".join(" ".join(texts(content)).split())
    for name in (
        "<b>Bold</b>",
        '<img src="file:///etc/passwd"/>',
        "]]>",
        "(unbalanced",
        "back\\slash",
        "Nguyễn Thị Hương",
    ):
        assert name in words, name
    for name in ("王小明", "김철수", "Владимир", "Ωμέγα", "Łukasz", "/Helvetica 12 Tf", "<< /Type /Page >>"):
        assert name in words, name
    assert pdf.draw(replace(pack, differences=lines(NASTY), names_shown=True)) == content


def test_no_other_file_is_opened_for_any_name(pack, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    import sys

    opened = []
    watching = [True]
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if watching[0] and event == "open" else None)
    pdf.draw(replace(pack, differences=lines([f'<img src="{secret}"/>', f'<img src="file://{secret}"/>'])))
    watching[0] = False
    assert not any("secret" in name for name in opened)


def test_a_preview_says_that_it_is_none(pack):
    words = " ".join(texts(pdf.draw(replace(pack, seal=None))))
    assert "This is a preview. It was not sealed" in words
    assert "not sealed" in texts(pdf.draw(replace(pack, seal=None)))[0]


def test_practice_is_marked_on_every_page(pack):
    for page in texts(pdf.draw(replace(pack, practice=True))):
        assert "PRACTICE: an invented club" in page
    assert "PRACTICE" not in texts(pdf.draw(pack))[0]


def test_an_empty_workspace_gives_whole_pages(club):
    words = " ".join(texts(pdf.draw(gathered(club))))
    for said in ("NOT MEASURED", "Nothing was compared yet", "Not measured: invoices and payments"):
        assert said in words, said


def test_without_differences_it_says_what_was_compared(club):
    club.copy(2)
    first = " ".join(texts(pdf.draw(gathered(club)))[0].split())
    assert "Nothing differs. Compared: 3 members, 3 events, 5 registrations." in first
    assert "Nobody has looked yet: ClubOS tells neither waiting list order nor who paid" in first


def test_many_kinds_of_difference_are_summed_up(pack):
    counts = tuple(
        replace(pack.evidence.differences[0], kind="changed", field=field, domain=Domain.MEMBERS)
        for field in ("email", "status", "phone", "level", "joined", "first_name", "last_name")
    ) + tuple(
        replace(pack.evidence.differences[0], kind="changed", field=field, domain=Domain.EVENTS)
        for field in ("title", "start", "end", "location", "capacity")
    )
    first = texts(pdf.draw(replace(pack, evidence=replace(pack.evidence, differences=counts))))[0]
    assert "more of 2 other kinds, listed further on" in first


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_page(pack, verdict):
    readiness = replace(pack.readiness, verdict=verdict)
    assert verdict.value in texts(pdf.draw(replace(pack, readiness=readiness)))[0]


def test_locked_criteria_and_every_change_of_them_are_printed(pack):
    def said(lock):
        return " ".join(texts(pdf.draw(replace(pack, evidence=replace(pack.evidence, lock=lock)))))

    assert "Trial weeks: they do not count yet." in said(None)
    changes = (("2026-11-20T20:00:00.000Z", "Values that differ: 1 → 2"),)
    locked = CriteriaLock("2026-11-02T20:00:00.000Z", "abcdef0123", "abcdef0123", changes)
    assert "locked limits and rules on Mon 2 Nov 2026, 12:00 (check number abcdef01)" in said(locked)
    assert "Changed by the board on Fri 20 Nov 2026, 12:00: Values that differ: 1 → 2." in said(locked)
    assert "without the board" not in said(locked)
    assert "changed without the board; Gate 4 is closed" in said(replace(locked, now="other"))


def test_a_passed_gate_reads_passed(pack):
    readiness = assess(pack.evidence, Limits())
    gate = readiness.gates[0]
    good = replace(gate, criteria=tuple(replace(each, state=State.PASS, why="") for each in gate.criteria))
    readiness = replace(readiness, gates=(good, *readiness.gates[1:]))
    assert "Gate 1: Data is the same Data Parity, passed" in " ".join(
        texts(pdf.draw(replace(pack, readiness=readiness)))
    )


def test_a_long_value_is_shown_where_it_parts():
    left, right = excerpts("same " * 60 + "nine", "same " * 60 + "ten")
    assert left.endswith("nine")
    assert right.endswith("ten")
    assert left.startswith("…")
    left, right = excerpts("same " * 60, "same " * 60 + "and more")
    assert right.endswith("and more")
    assert len(left) < 40
    assert excerpts("a", None) == ("a", "(empty)")
    assert excerpts("x" * 200, "y")[0].startswith("x")


def test_each_kind_of_difference_has_its_own_list(pack):
    at = "2026-12-01T08:00:00.000Z"
    listed = (
        Line(Domain.MEMBERS, Kind.CONFLICT, "Ann", "Phone", "1", "2", "", at, True),
        Line(Domain.MEMBERS, Kind.ONLY_CLUBOS, "Bea", "", None, None, "", at, False),
        Line(Domain.INVOICES, Kind.CHANGED, "Invoice 42", "Paid", "2", "1", "It does not add up.", at, True),
        Line(Domain.PAYMENTS, Kind.CHANGED, "Payment 7", "Allocated", "2", None, "", at, True),
    )
    words = " ".join(texts(pdf.draw(replace(pack, differences=listed))))
    for said in (
        "Members changed in both systems: 1",
        "Members only in ClubOS: 1",
        "Invoices that do not add up: 1",
        "It does not add up.",
        "Payment 7: Allocated",
        "twice, 1 Dec 2026",
    ):
        assert said in words, said


def test_progress_is_told_page_by_page(pack):
    told = []
    assert finish(pdf.drawing(pack), told.append) == pdf.draw(pack)
    assert Progress("Drawing pages", 3, told[-1].total) in told


def test_a_thousand_differences_take_seconds_not_minutes(pack):
    content = pdf.draw(replace(pack, differences=lines(["Ann Illich"] * 1000)))
    assert len(read(content).pages) > 30


def test_the_recovery_sheet_shows_the_code_in_groups():
    content = sheet.draw("Lakeside Club", "2026-12-01T08:00:00.000Z", "UTC", "75XA-RJC0-G70H-WC8V-DNGX-DFD6-Y8GY")
    words = texts(content)[0]
    assert len(read(content).pages) == 1
    for said in ("Recovery sheet", "Lakeside Club", "Tue 1 Dec 2026", "75XA", "Y8GY", "Where to keep it", "a safe"):
        assert said in words
    with pikepdf.open(io.BytesIO(content)) as document:
        assert all("/FontFile2" in font.FontDescriptor for font in document.pages[0].resources.Font.values())


def test_a_long_club_name_and_an_odd_code_fit_the_sheet():
    content = sheet.draw("Club " * 100, "2026-12-01T08:00:00.000Z", "UTC", "W" * 40)
    assert len(read(content).pages) == 1


def test_members_are_counted_by_level_and_differences_week_by_week(pack):
    words = " ".join("".join(texts(pdf.draw(pack))).split())
    assert "Members by level" in words
    assert "Archived" in words
    assert "not told" in words
    assert "Found and gone, week by week" in words
    assert "The oldest difference that stands was first seen on" in words
    figures = Figures(pack)
    week = pack.weeks[-1]
    assert figures[f"week.{week.starts}.open"].value == f"{week.open:,}"
    assert week.open == week.found == len(pack.differences)
    members = next(copy for copy in pack.evidence.copies if (copy.side, copy.domain) == (Side.LEGACY, Domain.MEMBERS))
    assert sum(group.legacy for group in pack.groups if group.clubos is not None) == members.held
    empty = replace(pack, groups=(), weeks=(), oldest=None)
    words = " ".join("".join(texts(pdf.draw(empty))).split())
    assert "Members by level" not in words
    assert "week by week" not in words
    gone = replace(pack, oldest=None)
    assert "first seen on" not in " ".join("".join(texts(pdf.draw(gone))).split())


def test_the_noise_floor_stands_beside_each_field_where_two_copies_were_made(pack, once_copied, tmp_path):
    assert "notmeasured" in "".join("".join(texts(pdf.draw(pack))).split())
    club = once_copied.like(tmp_path / "twice.clubos")
    club.copy()
    figure = Figures(gathered(club)).get("members.field.phone.noise")
    club.close()
    assert figure is not None
    assert figure.value.startswith("0 of ")


def test_a_step_that_took_long_says_why_or_that_nobody_said_it(pack):
    steps = (StepTime("Make the pack", 10, 97_500.0, 0, True), StepTime("Copy once more", 10, 700.0, 1, True))
    at = "2026-12-01T08:00:00.000Z"
    run = Drill("1", Plan.CUTOVER, RunKind.TABLETOP, at, at, False, "", True, "", steps, (), (), 0, 0)
    words = " ".join(texts(pdf.draw(replace(pack, drills=Drills((run,))))))
    assert "27 hours 5 minutes no reason was noted" in " ".join(words.split())
    assert "11.7 min tried again" in " ".join(words.split())


def test_figures_speak_of_both_systems_by_name(pack):
    kinds = tuple(replace(pack.evidence.differences[0], kind=kind.value, field="") for kind in Kind)
    told = [figure.text for figure in Figures(replace(pack, evidence=replace(pack.evidence, differences=kinds))).all]
    assert f"Members: {KIND_WORDS[Kind.ONLY_LEGACY]}, seen once" in told
    assert not [text for text in told if "legacy" in text.lower()]

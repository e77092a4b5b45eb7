import unicodedata

import pytest

from clubos_desktop.evidence.fonts import BOX_WIDTH, Face
from clubos_desktop.evidence.script import clean, visual


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Ann Illich", "Ann Illich"),
        ("Zoë Ång", "Zoë Ång"),
        ("שרה", "הרש"),
        ("Ann שרה כהן Bob", "Ann ןהכ הרש Bob"),
        ("שרה (12) abc", "(12) הרש abc"),
        ("שרה (abc)", "הרש (abc)"),
        ("(שרה)", "(הרש)"),
        ("שרה 12-34 כהן", "ןהכ 12-34 הרש"),
        ("שרה «כהן» דוד", "דוד «ןהכ» הרש"),
        ("12 שרה", "12 הרש"),
        ("!שרה", "!הרש"),
        ("שָרה", "הרָש"),
        ("é", "é"),
    ],
)
def test_right_to_left_text_is_set_from_its_end(written, set_):
    assert visual(clean(written)) == unicodedata.normalize("NFC", set_)


def test_arabic_letters_join():
    shapes = [unicodedata.name(character) for character in visual("محمد")]
    assert [shape.split()[-2] for shape in shapes] == ["FINAL", "MEDIAL", "MEDIAL", "INITIAL"]
    assert [unicodedata.name(each).split()[-1] for each in visual("دار")] == ["FORM"] * 3
    assert "ISOLATED" in unicodedata.name(visual("دار")[-1])


def test_lam_and_alef_melt_and_marks_do_not_part_letters():
    assert len(visual("سلام")) == 3
    assert "MEDIAL" in unicodedata.name(visual("بَـب")[1]) or visual("بَـب")[1] == "ـ"
    assert unicodedata.name(visual("بَب")[-1]).endswith("INITIAL FORM")


def test_what_means_nothing_on_paper_is_not_there_and_line_breaks_are_blanks():
    assert clean("A\u200dB\ufeff\u00ad") == "AB"
    assert clean("one\ntwo\tthree") == "one two three"
    assert clean("e\u0301") == "é"


def test_every_script_finds_a_font_and_the_rest_a_box():
    face = Face()
    for text in (
        "Ann",
        "Ωμέγα",
        "Владимир",
        "שרה",
        "محمد",
        "王小明",
        "さくら",
        "김철수",
        "ไทย",
        "देव",
        "ქართ",
        "Հայ",
        "→ ≤",
    ):
        assert all(run.font is not None for run in face.runs(clean(text))), text
    for text in ("\U0001f600", "\u202e", "\x00", "\ue000", "\ud800"):
        runs = face.runs(clean(text))
        assert [(run.font, run.width) for run in runs] == [(None, BOX_WIDTH)], ascii(text)


def test_the_width_of_a_line_is_the_sum_of_its_runs():
    for bold in (False, True):
        face = Face(bold=bold)
        for text in ("Ann Illich", "Zoë", "שרה 12", "A\U0001f600B"):
            assert face.width(text) == sum(run.width for run in face.runs(text))
    assert Face(bold=True).width("Ann") > Face().width("Ann")


def test_lines_fit_their_room_and_lose_nothing():
    face = Face()
    text = "The quick brown fox jumps over the lazy dog and far/away-places " * 4
    lines = face.wrap(text, 120, 9)
    assert all(face.width(line) <= 120 * 1000 / 9 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert face.wrap("short", 120, 9) == ["short"]
    assert face.wrap("", 120, 9) == [""]
    assert face.wrap("X" * 40, 50, 9) != ["X" * 40]
    assert face.wrap("王" * 40, 50, 9)[0] == "王" * 5


def test_what_does_not_fit_is_cut_with_an_ellipsis():
    face = Face()
    assert face.wrap("one two three four five six", 40, 9, 2)[-1].endswith("…")
    assert face.fit("Ann", 100, 9) == "Ann"
    assert face.fit("X" * 10_000, 100, 9).endswith("…")
    assert len(face.wrap("X" * 10_000, 100, 9, 3)) == 3

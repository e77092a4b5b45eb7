"""Reading ClubOS's logs: every common form, the club's own words, and that nothing read is not nothing wrong."""

import pytest

from clubos_desktop.job import finish
from clubos_desktop.verification.health import holes
from clubos_desktop.verification.logs import BLOCK, Gap, Grade, mapped, read, reading

ZONE = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("line", "at", "grade"),
    [
        ('{"level":60,"time":1796169600000,"msg":"down"}', "2026-12-02T00:00:00.000Z", Grade.CRITICAL),
        ('{"level":50,"time":1796169600,"msg":"x"}', "2026-12-02T00:00:00.000Z", Grade.ERROR),
        ('{"severity":"CRITICAL","timestamp":"2026-12-02T00:00:00Z"}', "2026-12-02T00:00:00.000Z", Grade.CRITICAL),
        ('{"level":"info","ts":"2026-12-02T01:00:00+01:00"}', "2026-12-02T00:00:00.000Z", Grade.OTHER),
        ("2026-12-02T00:00:00Z FATAL database is gone", "2026-12-02T00:00:00.000Z", Grade.CRITICAL),
        ("[2026-12-02 00:00:00,250] ERROR in app: x", "2026-12-02T08:00:00.250Z", Grade.ERROR),
        ("2026-12-02T00:00:00Z [warn] slow query", "2026-12-02T00:00:00.000Z", Grade.WARNING),
        ("WARN 2026-12-02T00:00:00Z slow", "2026-12-02T00:00:00.000Z", Grade.WARNING),
        ("2026-12-02T00:00:00Z GET / 200", "2026-12-02T00:00:00.000Z", Grade.OTHER),
        ('{"level":"error","message":"2026-12-02T00:00:00Z inside"}', "2026-12-02T00:00:00.000Z", Grade.ERROR),
    ],
)
def test_a_line_of_every_common_form(line, at, grade):
    found = read(line, ZONE)
    assert (found.first, found.last, found.lines) == (at, at, 1)
    assert found.grades == {grade: 1}


def test_the_lines_of_a_stack_trace_belong_to_their_error():
    text = "2026-12-02T00:00:00Z ERROR x\n  at critical (file.js:3)\n  at panic (b.js)\n\n2026-12-02T00:00:01Z ok"
    found = read(text, ZONE)
    assert (found.lines, found.more, found.lost, found.critical) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "no time at all\nhere neither", "{", '{"level":60}', "[1,2]\n{}", "99"]
)
def test_without_a_time_nothing_is_read(text):
    found = read(text, ZONE)
    assert (found.first, found.lines, found.critical) == (None, 0, 0)
    assert found.lost == sum(bool(line.strip()) for line in text.splitlines())


def test_silence_is_shown_and_the_order_of_lines_does_not_matter():
    lines = ["2026-12-02T20:00:00Z late", "2026-12-02T00:00:00Z early", "2026-12-02T05:59:00Z soon after"]
    found = read("\n".join(lines), ZONE)
    assert found.gaps == (Gap("2026-12-02T05:59:00.000Z", "2026-12-02T20:00:00.000Z"),)


def test_a_club_decides_how_grave_a_word_is():
    text = "2026-12-02T00:00:00Z ERROR x\n2026-12-02T00:00:00Z KAPUTT y"
    found = read(text, ZONE, mapped({"Error": "critical", "kaputt": "critical"}))
    assert found.critical == 2
    with pytest.raises(ValueError, match="terrible"):
        mapped({"x": "terrible"})


@pytest.mark.parametrize(
    "line",
    [
        '{"time":1e400,"level":60}',
        '{"time":true,"level":60}',
        '{"time":"never","level":1}',
        "2026-99-99T99:99:99Z FATAL x",
        '{"time":' * 500,
        "{" * 5000,
        '{"time":null,"level":{"a":[1]}}',
    ],
)
def test_a_hostile_line_is_no_line(line):
    assert read(line, ZONE).lines == 0


def test_holes_between_logs():
    spans = [("2026-12-05", "2026-12-06"), ("2026-12-01", "2026-12-03"), ("2026-12-02", "2026-12-02")]
    assert holes(spans) == (Gap("2026-12-03", "2026-12-05"),)
    assert holes([]) == ()


def test_a_long_log_is_read_in_steps_with_the_same_result_and_can_be_left():
    lines = [
        f"2026-12-01T08:{n // 60 % 60:02d}:{n % 60:02d}Z {'fatal' if n % 1000 == 0 else 'info'} x" for n in range(9000)
    ]
    text = "\n".join([*lines, "  at somewhere"]) + "\r\nno time either\n"
    steps = []
    found = finish(reading(text, "UTC"), steps.append)
    assert (found.lines, found.more, found.critical) == (9000, 2, 9)
    assert len(steps) == -(-len(text) // BLOCK) > 2
    assert [step.done for step in steps] == sorted({step.done for step in steps})
    assert {step.total for step in steps} == {len(text)}
    job = reading(text, "UTC")
    next(job)
    job.close()

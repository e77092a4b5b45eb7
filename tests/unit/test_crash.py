import os

from clubos_desktop import crash


def _fail_with(value):
    try:
        raise KeyError(value)
    except KeyError as error:
        raise RuntimeError(f"while reading {value}") from error


def test_a_report_says_where_and_never_what(tmp_path):
    try:
        _fail_with("ann.illich@example.org")
    except RuntimeError as error:
        shown = crash.report(error, tmp_path / "reports")
    (file,) = (tmp_path / "reports").iterdir()
    if os.name == "posix":
        assert [each.stat().st_mode & 0o077 for each in (file, file.parent)] == [0, 0]
    text = file.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "KeyError" in text
    assert "_fail_with" in text
    assert "ann.illich" not in text
    assert str(file) in shown.remedy
    assert shown.exit_code == 3


def test_a_report_that_cannot_be_written_goes_to_standard_error(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    shown = crash.report(ValueError("ann.illich@example.org"), tmp_path / "file")
    assert "ann.illich" not in capsys.readouterr().err
    assert "stands above" in shown.remedy

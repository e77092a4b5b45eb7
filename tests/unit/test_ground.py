"""The ground under all parts: no screen in the engine, files found, nothing leaves this machine."""

import logging
import re
import socket
import subprocess
import sys
import tomllib
import venv
import xml.etree.ElementTree as ET

import pytest

import resources
from clubos_desktop.cli.commands import COMMANDS

ENGINE = """
import importlib, pkgutil, sys
sys.modules["PySide6"] = None
sys.modules["shiboken6"] = None
import clubos_desktop
names = [found.name for found in pkgutil.walk_packages(clubos_desktop.__path__, "clubos_desktop.")]
for name in names:
    if not name.endswith(("__main__", ".env")):  # these run when imported
        importlib.import_module(name)
assert not [name for name in sys.modules if name.split(".")[0] == "ui"]
print(len(names))
"""


def test_every_engine_module_imports_where_no_qt_is_installed(root):
    command = [sys.executable, "-W", "error", "-c", ENGINE]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 10


@pytest.mark.parametrize("face", resources.FACES)
def test_each_face_has_its_files(face):
    weights = ("Regular", "Bold") if face.startswith("Noto") else ("Regular",)
    for weight in weights:
        head = resources.path(f"fonts/{face}-{weight}.ttf").read_bytes()[:4]
        assert head == b"\x00\x01\x00\x00", "TrueType outlines, which the PDF writer can embed"


def test_the_faces_together_show_names_of_many_scripts():
    from fontTools.ttLib import TTFont

    known = set()
    for face in resources.FACES:
        with TTFont(resources.path(f"fonts/{face}-Regular.ttf"), lazy=True) as font:
            known |= set(font.getBestCmap())
    text = "Łukasz Ștefan Nguyễn Αθηνά Борис שלום عمر 王小明 佐藤さくら 김민준 สมชาย नेहा Հայկ ქეთი"
    text += "→ ≤ ≥ ≠ − … „“ ’ ‹ › € £"
    assert {sign for sign in text if sign != " " and ord(sign) not in known} == set()


def test_icons_can_be_tinted():
    icons = sorted(resources.path("icons").glob("*.svg"))
    assert len(icons) >= 40
    for icon in icons:
        text = icon.read_text("utf-8")
        assert ET.fromstring(text).get("viewBox") == "0 0 24 24"
        assert 'stroke="currentColor"' in text, icon.name


def test_licences_lie_beside_what_they_cover():
    for name in ("fonts/OFL.txt", "icons/LICENSE.txt", "licences/SQLCipher.txt", "licences/LGPL-3.0.txt"):
        assert "Copyright" in resources.path(name).read_text("utf-8")


@pytest.mark.long
def test_files_are_found_from_an_installed_wheel(root, tmp_path):
    build = "import os, sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    made = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=root, capture_output=True, text=True, check=True
    )
    wheel = tmp_path / made.stdout.split()[-1]
    venv.create(tmp_path / "other", with_pip=True)
    python = tmp_path / "other" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    ask = (
        "import resources; p = resources.path('fonts/NotoSans-Regular.ttf'); print(p.stat().st_size, p);"
        "assert resources.path('icons/hand.svg').exists() and resources.path('fonts/OFL.txt').exists()"
    )
    answer = subprocess.run([python, "-c", ask], cwd=tmp_path, capture_output=True, text=True, check=True)
    size, place = answer.stdout.split()
    assert int(size) > 500_000
    assert str(tmp_path) in place


def test_every_dependency_has_its_row_in_the_readme_and_the_notices(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[<>=\[ ]", line)[0] for line in project["dependencies"]}
    table = (root / "README.md").read_text("utf-8").split("## What it depends on")[1]
    assert names == {name for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)[1:] for name in row.split(", ")}
    notices = resources.path("licences/NOTICES.md").read_text("utf-8").casefold()
    assert {name for name in names if name.split("-")[0].casefold() not in notices} == set()


def test_what_the_readme_says_of_commands_and_options_is_so(root):
    table = (root / "README.md").read_text("utf-8").split("## Commands")[1].split("**Exit codes**")[0]
    rows = [row.split("|")[1:] for row in re.findall(r"^\| .*\|$", table, re.MULTILINE)[2:]]
    known = {command.name: command for command in COMMANDS}
    told = {}
    for names, _does, options, _end in rows:
        commands = [name for name in re.findall(r"`([a-z-]+)", names) if name in known]
        assert commands or "**" in names, names
        for option in re.findall(r"--[a-z-]+", options):
            assert any(option in argument.names for name in commands for argument in known[name].arguments), option
        told |= dict.fromkeys(commands)
    assert len(told) >= 25


def test_pictures_of_the_readme_are_there(root):
    readme = (root / "README.md").read_text("utf-8")
    assert [path for path in re.findall(r"\]\(([^)#:]+)\)", readme) if not (root / path).exists()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "peers.txt"])
def test_locks_have_hashes_and_name_no_registry(root, name):
    text = (root / "packaging" / name).read_text("utf-8")
    pins = re.findall(r"^\S+==\S+(?: ; .*?)? \\$", text, re.MULTILINE)
    assert len(pins) > 40
    assert text.count("--hash=sha256:") >= len(pins)
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text)


def test_locks_hold_what_the_project_asks_for(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = set(
        re.findall(
            r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==",
            (root / "packaging" / "requirements.txt").read_text("utf-8"),
            re.MULTILINE,
        )
    )
    asked = {re.split(r"[<>=\[ ]", line)[0].casefold() for line in project["dependencies"]}
    assert asked - pinned == set()


def test_a_lock_pins_what_packages_ask_with_an_extra(root):
    """Else an older pip takes the newest one, which has no hash here, on the day when it appears."""
    lock = (root / "packaging" / "requirements-dev.txt").read_text("utf-8")
    assert re.search(r"^coverage\[toml\]==", lock, re.MULTILINE)


def test_another_host_cannot_be_reached(spoken_outside):
    with socket.socket() as plug, pytest.raises(AssertionError, match="loopback alone"):
        plug.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="loopback alone"):
        socket.getaddrinfo("example.org", 80)
    assert spoken_outside == ["socket.connect 192.0.2.1", "socket.getaddrinfo example.org"]
    spoken_outside.clear()


def test_a_warning_in_the_log_is_seen(quiet_log):
    logging.getLogger("anything").warning("careful")
    assert quiet_log.lines == ["WARNING anything: careful"]
    quiet_log.lines.clear()

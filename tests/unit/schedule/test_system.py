"""Files for the three systems' own schedulers, read back as those systems read them."""

import plistlib
import shlex
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from clubos_desktop.schedule import system

WORKSPACE = Path('/home/ann/My "clubs" 50% $HOME/lake side.clubos')
TASK = system.task(WORKSPACE, executable="/opt/Club OS/python", frozen=False)
WORDS = ["/opt/Club OS/python", "-P", "-m", "ui.start", "schedule", "run-due", "--workspace", str(WORKSPACE)]
NAMESPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_the_command_runs_this_program_and_its_name_holds_no_word_of_the_club():
    assert list(TASK.words) == WORDS
    assert TASK.name.startswith("clubos-desktop-")
    assert not {"lake", "side", "club"} & set(TASK.name.removeprefix("clubos-desktop-").split("-"))
    assert system.task(WORKSPACE.with_name("b.clubos")).name != TASK.name
    assert system.task(WORKSPACE, executable="/opt/clubos", frozen=True).words[:2] == ("/opt/clubos", "schedule")


def test_systemd_units_are_read_as_they_were_meant():
    made = system.systemd(TASK, Path("/home/ann"))
    files = {file.suffix: content.decode() for file, content in made.files}
    line = next(line for line in files[".service"].splitlines() if line.startswith("ExecStart="))
    words = shlex.split(line.removeprefix("ExecStart="))
    assert [word.replace("%%", "%").replace("$$", "$") for word in words] == WORDS
    assert "OnCalendar=*:0/15" in files[".timer"]
    assert "Persistent=true" in files[".timer"]
    assert made.register[-1][-1] == made.remove[0][-1] == f"{TASK.name}.timer"
    assert {file.parent for file, _ in made.files} == {Path("/home/ann/.config/systemd/user")}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_itself_finds_no_fault_with_the_units(tmp_path, monkeypatch):
    task = system.task(tmp_path / "a b.clubos", executable=shutil.which("true"), frozen=True)
    made = system.systemd(task, tmp_path)
    paths = []
    for file, content in made.files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        paths.append(str(file))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    # Without --user: the units are the same, and a user's session is not needed.
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    about_ours = [line for line in done.stderr.splitlines() if task.name in line]
    assert about_ours == [], done.stderr
    asked = subprocess.run(
        ["systemd-analyze", "calendar", "*:0/15"], capture_output=True, text=True, check=True, timeout=600
    )
    assert "00/15" in asked.stdout


def test_a_launch_agent_is_a_property_list():
    made = system.launchd(TASK, Path("/Users/ann"), 501)
    ((file, content),) = made.files
    said = plistlib.loads(content)
    assert said["ProgramArguments"] == WORDS
    assert (said["StartInterval"], said["RunAtLoad"]) == (900, True)
    assert file == Path(f"/Users/ann/Library/LaunchAgents/{said['Label']}.plist")
    assert made.register == (("launchctl", "bootstrap", "gui/501", str(file)),)
    assert made.remove == (("launchctl", "bootout", f"gui/501/{said['Label']}"),)


def test_a_windows_task_is_valid_xml_in_the_encoding_it_names():
    workspace = PurePosixPath("/C/Users/Ann & Co/lake <side>.clubos")
    task = system.Task("clubos-desktop-1", ("C:\\Club OS\\python.exe", "-m", "ui.start", "--workspace", str(workspace)))
    made = system.windows(task, Path("/C/Users/Ann"))
    ((file, content),) = made.files
    assert content[:2] in (b"\xff\xfe", b"\xfe\xff")
    root = ET.fromstring(content)
    find = {element.tag.removeprefix(NAMESPACE): element.text for element in root.iter()}
    assert find["Command"] == "C:\\Club OS\\python.exe"
    assert find["Arguments"] == '-m ui.start --workspace "/C/Users/Ann & Co/lake <side>.clubos"'
    assert (find["Interval"], find["StartWhenAvailable"]) == ("PT15M", "true")
    assert (find["MultipleInstancesPolicy"], find["DisallowStartIfOnBatteries"]) == ("IgnoreNew", "false")
    assert made.register == (("schtasks", "/Create", "/TN", task.name, "/XML", str(file), "/F"),)


def test_a_file_name_adds_no_line_to_a_unit():
    made = system.systemd(system.Task("name", ("program", "a\nExecStart=other")), Path("/home/ann"))
    assert made.files[0][1].decode().count("\nExecStart=") == 1

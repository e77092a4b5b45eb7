import errno
import os
from pathlib import Path

import pytest

from clubos_desktop import files
from clubos_desktop.errors import InputError, StorageError


def test_a_file_is_written_whole_and_replaced(tmp_path):
    path = tmp_path / "pack.pdf"
    files.write(path, b"one")
    files.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in tmp_path.iterdir()] == ["pack.pdf"]


def test_a_failed_write_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "pack.pdf"
    files.write(path, b"one")

    def full(_):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="disk is full"):
        files.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert [file.name for file in tmp_path.iterdir()] == ["pack.pdf"]


def test_a_folder_or_a_missing_folder_is_said(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        files.write(tmp_path, b"")
    with pytest.raises(InputError, match="no folder"):
        files.write(tmp_path / "none" / "pack.pdf", b"")


def test_other_errors_have_sentences(tmp_path):
    assert "open in another program" in files.sentence(PermissionError(errno.EACCES, ""), tmp_path / "a").sentence
    assert "could not be written" in files.sentence(OSError(errno.EIO, ""), tmp_path / "a").sentence


def test_a_private_file_is_its_owners_alone(tmp_path):
    files.write(tmp_path / "a", b"one\r\ntwo", private=True)
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0
    assert (tmp_path / "a").read_bytes() == b"one\r\ntwo"


@pytest.mark.parametrize("end", ["", ".keys", ".lock", ".locked", "-wal", "-shm", "-journal"])
def test_a_list_never_takes_the_place_of_a_club(tmp_path, end):
    (tmp_path / "club.clubos").write_bytes(b"everything")
    (tmp_path / "club.clubos.keys").write_bytes(b"keys")
    link = tmp_path / "list.csv"
    link.symlink_to(tmp_path / f"club.clubos{end}")
    for path in (tmp_path / f"club.clubos{end}", link):
        with pytest.raises(InputError) as caught:
            files.write(path, b"a list")
        assert caught.value.code == "file.workspace"
    assert (tmp_path / "club.clubos").read_bytes() == b"everything"
    assert (tmp_path / "club.clubos.keys").read_bytes() == b"keys"


def test_a_device_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is no file but a device"):
        files.write(tmp_path / "pipe", b"")


def test_a_link_stays_and_what_it_points_to_is_written(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "link.csv").symlink_to(kept / "list.csv")
    for content in (b"first", b"second"):
        files.write(tmp_path / "link.csv", content)
        assert (tmp_path / "link.csv").is_symlink()
        assert (kept / "list.csv").read_bytes() == content
    assert [each.name for each in kept.iterdir()] == ["list.csv"]


@pytest.mark.parametrize(
    ("name", "code"), [("loop", "file.link"), ("nowhere", "file.no_folder"), ("club", "file.workspace")]
)
def test_a_link_that_leads_nowhere_good_is_refused(tmp_path, name, code):
    (tmp_path / "real.clubos").write_bytes(b"club")
    (tmp_path / "real.clubos.keys").write_bytes(b"{}")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to(tmp_path / "no" / "such" / "folder")
    (tmp_path / "club").symlink_to(tmp_path / "real.clubos")
    with pytest.raises(InputError) as refused:
        files.write(tmp_path / name, b"list")
    assert refused.value.code == code
    assert (tmp_path / "real.clubos").read_bytes() == b"club"


def refused(act, path, **also):
    with pytest.raises(InputError) as found:
        act(path, **also)
    assert found.value.sentence.endswith("Nothing was recorded.")
    assert found.value.remedy
    return found.value.code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes that lie in folders here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    for path in (pipe, tmp_path / "link"):
        assert refused(files.read, path) == "file.device"


@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), ValueError("wrong")])
def test_what_goes_wrong_while_it_is_open_is_not_called_the_opening(tmp_path, error):
    path = tmp_path / "list.csv"
    path.write_bytes(b"x")
    with pytest.raises(type(error)) as caught, files.opened(path) as file:
        raise error
    assert caught.value is error
    assert file.closed


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file here")
def test_a_file_that_breaks_while_it_is_read_is_a_sentence():
    with pytest.raises(InputError, match="mem cannot be read"):
        files.read(Path("/proc/self/mem"))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_that_never_ends_is_refused(tmp_path):
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in (Path("/dev/zero"), tmp_path / "link"):
        assert refused(files.read, path) == "file.device"


def test_what_is_no_file_at_all_is_a_sentence(tmp_path):
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    strange = ["absent", "circle", "nul\0", "x" * 5_000, "../" * 2_000, "\udcff", "with\nline"]
    assert {refused(files.read, tmp_path / name) for name in strange} == {"file"}
    assert refused(files.read, tmp_path, code="list") == "list.folder"
    assert refused(files.read, Path(tmp_path.anchor)) == "file.folder"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    huge = tmp_path / "huge"
    with huge.open("wb") as out:
        out.truncate(1 << 40)
    assert refused(files.read, huge) == "file.large"
    small = tmp_path / "small"
    small.write_bytes(b"1234")
    assert files.read(small, 4) == b"1234"
    with pytest.raises(InputError, match="small is larger than 3 bytes"):
        files.read(small, 3)
    for most, said in ((1_000, "1 kB"), (1_000_000, "1 MB"), (2_000_000_000, "2 GB")):
        with pytest.raises(InputError, match=f"larger than {said}"):
            files.read(huge, most)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no files without a size here")
def test_a_file_that_tells_no_size_is_read_no_further_than_its_limit():
    with pytest.raises(InputError, match="larger than"):
        files.read(Path("/proc/self/status"), 10)


def test_a_long_or_strange_name_fits_into_its_sentence(tmp_path):
    for name in ("x" * 250, "a\x1b[2Jb"):
        with pytest.raises(InputError) as found:
            files.read(tmp_path / name)
        assert len(found.value.sentence) < 150
        assert "\x1b" not in found.value.sentence


def test_text_is_text(tmp_path):
    file = tmp_path / "text.txt"
    file.write_bytes("\ufeffDear members,\n".encode())
    assert files.read_text(file) == "Dear members,\n"
    for content in (b"\xff\xfe", b"nul\0"):
        file.write_bytes(content)
        with pytest.raises(InputError, match="cannot be read as text"):
            files.read_text(file)


@pytest.mark.parametrize("name", ["x" * 201, "x" * 5_000, "😀" * 60, "nul\0"])
def test_no_file_and_no_folder_gets_a_name_that_cannot_be(tmp_path, name):
    for act in (lambda path: files.write(path, b""), lambda path: files.write_folder(path, {})):
        with pytest.raises(InputError, match="no name that can be given here") as found:
            act(tmp_path / name)
        assert found.value.code == "file.name"
    assert list(tmp_path.iterdir()) == []

import errno
import os

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
    (tmp_path / "self").symlink_to(tmp_path / "self")
    with pytest.raises(InputError, match="is no file but a device"):
        files.write(tmp_path / "pipe", b"")
    files.write(tmp_path / "self", b"one")
    assert (tmp_path / "self").read_bytes() == b"one"

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

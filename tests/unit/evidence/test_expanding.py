"""A PDF that unpacks to far more than a pack holds is refused before anything unpacks it."""

import io
import zlib

import pikepdf
import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.evidence import expanding, pdf, verify


def pack_with(data, filters, *, key="/Filter"):
    """A pack whose figures are ``data`` as they are, said to be packed by ``filters``."""
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments[pdf.ATTACHMENT] = b"figures"
    stream = pikepdf.Stream(document, data)
    stream.Filter = filters
    document.attachments[pdf.ATTACHMENT].obj.EF.F = document.make_indirect(stream)
    written = io.BytesIO()
    document.save(written, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return written.getvalue().replace(b"/Filter ", key.encode() + b" ")


FLATE = pikepdf.Name.FlateDecode
ZEROS = zlib.compress(bytes(3_000_000), 9)


@pytest.mark.parametrize(
    ("data", "filters", "key"),
    [
        (zlib.compress(zlib.compress(bytes(300_000), 9), 9), pikepdf.Array([FLATE, FLATE]), "/Filter"),
        (zlib.compress(b"small"), pikepdf.Name("/Fl"), "/Filter"),
        (b"RunLength", pikepdf.Name.RunLengthDecode, "/F#69lter"),
    ],
    ids=["twice", "short name", "written by number"],
)
def test_what_is_packed_otherwise_than_this_program_packs_is_refused(data, filters, key):
    content = pack_with(data, filters, key=key)
    assert not expanding.small(content)
    with pytest.raises(InputError, match="no board pack"):
        verify.read(content)


def test_all_that_is_inside_is_counted_together():
    content = pack_with(ZEROS, FLATE)
    assert len(content) < 10_000
    assert expanding.small(content, 3_100_000)
    assert not expanding.small(content, 2_900_000)
    assert not expanding.small(content + content, 3_100_000)
    assert expanding.small(pack_with(b"no such stream", FLATE), 1000)


def test_words_that_are_packed_without_limit_never_stay_in_memory():
    endless = zlib.compressobj(9)
    data = b"".join(endless.compress(bytes(1_000_000)) for _ in range(40)) + endless.flush()
    assert not expanding.small(pack_with(data, FLATE), 20_000_000)

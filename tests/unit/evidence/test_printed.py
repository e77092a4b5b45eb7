"""PDFium in one thread at a time: pages drawn and read by four threads at once end in the same words, no crash."""

import subprocess
import sys

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.evidence import pdf, printed

from .test_pack import gathered

HAMMER = """
import sys, threading
from pathlib import Path
from clubos_desktop.evidence import printed
content = Path(sys.argv[1]).read_bytes()
wanted = printed.all_words(content)
found = []
sys.setswitchinterval(1e-5)
def read():
    found.extend(printed.all_words(content) == wanted for _ in range(6))
def draw():
    found.extend(printed.picture(content, number, 300).width == 300 for number in (0, 1, 2) * 6)
threads = [threading.Thread(target=act) for act in (read, draw, read, draw)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(found.count(True), len(found))
"""


@pytest.fixture
def pack(club):
    club.copy()
    return gathered(club)


def test_threads_that_look_at_one_pack_do_not_end_the_program(pack, root, tmp_path):
    file = tmp_path / "pack.pdf"
    file.write_bytes(pdf.draw(pack))
    done = subprocess.run(
        [sys.executable, "-c", HAMMER, str(file)], cwd=root, capture_output=True, text=True, timeout=600, check=False
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["48", "48"], "")


def test_what_is_no_pdf_has_no_words_and_cannot_be_opened():
    assert printed.all_words(b"no PDF at all") == []
    with pytest.raises(InputError):
        printed.pages(b"no PDF at all")


def test_a_picture_is_as_wide_as_asked_and_has_paper_and_ink(pack):
    content = pdf.draw(pack)
    drawn = printed.picture(content, 0, 400)
    assert drawn.width == 400
    assert len(drawn.pixels) == drawn.stride * drawn.height
    assert len(set(drawn.pixels)) > 10
    assert printed.pages(content) == len(printed.all_words(content))
    assert printed.words(content, 0) == printed.all_words(content)[0]

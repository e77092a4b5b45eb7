import hashlib
import io
import json
import random
import shutil
import zlib
from dataclasses import replace

import msgspec
import pikepdf
import pytest
from sqlalchemy import text, update

from clubos_desktop import files
from clubos_desktop.errors import InputError, StorageError
from clubos_desktop.evidence import pack as packs
from clubos_desktop.evidence import pdf, seal
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.printed import all_words as texts
from clubos_desktop.evidence.verify import Problem, read, verify
from clubos_desktop.job import finish
from clubos_desktop.model.readiness import Verdict
from clubos_desktop.store import audit, tables
from tests.unit.copied_club import ZONE, filled


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A copied club and its first pack."""
    folder = tmp_path_factory.mktemp("sealed")
    club = filled(folder / "club.clubos")
    club.member(2, phone="+1 212 555 0100")
    club.copy()
    yield club, make(club, folder)
    club.close()


@pytest.fixture
def club(sealed, tmp_path):
    """Its own copy for each test; the pack is where ``made`` says."""
    club = sealed[0].like(tmp_path / "club.clubos")
    with club.database.landing() as conn:
        conn.execute(update(tables.pack).values(path=str(tmp_path / sealed[1].path.name)))
    yield club
    club.close()


@pytest.fixture
def fresh(tmp_path):
    """A club of which nothing was copied yet."""
    club = filled(tmp_path / "club.clubos")
    yield club
    club.close()


@pytest.fixture
def made(sealed, club, tmp_path):
    pack = sealed[1]
    for file in (pack.path, pack.manifest):
        shutil.copy2(file, tmp_path)
    return replace(pack, path=tmp_path / pack.path.name, manifest=tmp_path / pack.manifest.name)


def make(club, folder, **wanted):
    return finish(seal.make(club.database, folder, actor="person:1", zone=ZONE, **wanted))


def forge(made, content):
    """Somebody changes the file and makes the manifest anew."""
    made.path.write_bytes(content)
    manifest = msgspec.json.decode(made.manifest.read_bytes())
    manifest["sha256"] = digest(content)
    made.manifest.write_bytes(msgspec.json.encode(manifest))


def digest(content):
    return hashlib.sha256(content).hexdigest()


def reprint(made, change):
    """Somebody makes the whole pack anew from changed data, seal and all."""
    pack = change(made.pack)
    content = packs.snapshot(pack)
    pack = replace(pack, seal=replace(made.pack.seal, snapshot=digest(content)))
    return pdf.draw(pack)


def test_a_pack_is_consistent_and_the_workspace_knows_it(made, club):
    assert verify(made.path) == []
    assert verify(made.path, club.database) == []


def test_a_pack_is_listed_with_its_check_number(made, club):
    with club.database.read() as conn:
        (listed,) = seal.made(conn)
    assert (listed.sha256, listed.anchor, listed.path) == (made.sha256, made.anchor, str(made.path))
    assert listed.check_number == made.pack.seal.check_number
    assert made.pack.id == "2026-12-01-1"
    assert make(club, made.path.parent).pack.id == "2026-12-01-2"


def test_the_history_tells_of_both_acts_without_a_personal_value(made, club):
    with club.database.read() as conn:
        written, sealed = audit.page(conn)[:2]
    assert (sealed.act, written.act) == ("pack sealed", "pack written")
    assert sealed.subject == {"pack": "2026-12-01-1", "snapshot": made.pack.seal.snapshot, "row": 1}
    assert written.subject == {"pack": "2026-12-01-1", "row": 1, "sha256": made.sha256}
    assert sealed.hash == made.anchor


def test_any_changed_byte_is_found(made):
    good = made.path.read_bytes()
    chance = random.Random(7)
    for place in [0, len(good) - 1, *(chance.randrange(len(good)) for _ in range(16))]:
        changed = bytearray(good)
        changed[place] ^= 1 << chance.randrange(8)
        made.path.write_bytes(bytes(changed))
        assert any(problem.where == "file" for problem in verify(made.path)), place
    made.path.write_bytes(good)
    assert verify(made.path) == []


def test_a_file_that_was_cut_short_is_found(made):
    made.path.write_bytes(made.path.read_bytes()[:2000])
    assert [problem.where for problem in verify(made.path)] == ["file", "file"]


def flipped(content, before, after):
    """A figure changed on the page alone: in the text that is drawn."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            drawn = page.Contents.read_bytes()
            if before in drawn:
                page.Contents.write(drawn.replace(before, after, 1))
                break
        else:
            raise AssertionError(f"{before} is not drawn")
        written = io.BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()


def test_a_figure_flipped_on_a_page_is_found_even_with_a_new_manifest(made):
    forge(made, flipped(made.path.read_bytes(), b"(0 of 5 gates passed", b"(5 of 5 gates passed"))
    assert Problem("page 1", "What is printed here is not what the data inside the file give.") in verify(made.path)


def test_a_change_that_no_word_shows_is_found_by_the_same_program(made):
    forge(made, flipped(made.path.read_bytes(), b"0.110 0.141 0.129 rg", b"0.999 0.141 0.129 rg"))
    assert [problem.what for problem in verify(made.path)] == [
        "The file is not byte for byte what the data inside it make."
    ]


def test_a_flipped_figure_in_the_list_of_figures_is_found(made):
    attachment = json.loads(pdf.embedded(made.pack, Figures(made.pack)))
    attachment["figures"][1]["value"] = "5 of 5"
    forge(made, attached(made, attachment))
    assert any(problem.where == "F2" for problem in verify(made.path))


def attached(made, attachment):
    with pikepdf.open(made.path) as document:
        file = document.Root.AF[0]
        file.EF.F.write(json.dumps(attachment).encode())
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda attachment: attachment["figures"].pop(), "figures"),
        (lambda attachment: attachment.update(seal=None), "file"),
        (lambda attachment: attachment.update(snapshot=attachment["snapshot"].replace("Lakeside", "Seaside")), "file"),
        (lambda attachment: attachment.update(snapshot=attachment["snapshot"] + " "), "file"),
        (lambda attachment: attachment.update(snapshot="{}"), "file"),
        (lambda attachment: attachment.clear(), "file"),
        (lambda attachment: attachment["seal"].update(hash="00" * 32), "manifest"),
    ],
)
def test_data_inside_that_do_not_fit_are_found(made, change, where):
    attachment = json.loads(pdf.embedded(made.pack, Figures(made.pack)))
    change(attachment)
    forge(made, attached(made, attachment))
    assert where in {problem.where for problem in verify(made.path)}


def test_a_verdict_that_the_evidence_does_not_give_is_found(made):
    forge(
        made, reprint(made, lambda pack: replace(pack, readiness=replace(pack.readiness, verdict=Verdict.AUTHORISED)))
    )
    assert "verdict" in {problem.where for problem in verify(made.path)}


def test_pack_and_manifest_forged_together_agree_with_each_other_but_not_with_the_workspace(made, club):
    better = reprint(made, lambda pack: replace(pack, purpose="Another meeting"))
    made.path.write_bytes(better)
    manifest = msgspec.json.decode(made.manifest.read_bytes()) | {"sha256": digest(better)}
    manifest["snapshot"] = read(better).pack.seal.snapshot
    made.manifest.write_bytes(msgspec.json.encode(manifest))
    assert verify(made.path) == []
    assert verify(made.path, club.database) == [Problem("workspace", "This workspace never made this file.")]


def test_another_workspace_does_not_know_it(made, tmp_path):
    other = filled(tmp_path / "other.clubos")
    assert [problem.where for problem in verify(made.path, other.database)] == ["workspace"]
    other.close()


def test_a_forged_row_in_the_workspace_is_found(made, club):
    forged = reprint(made, lambda pack: replace(pack, purpose="Another meeting"))
    made.path.write_bytes(forged)
    manifest = msgspec.json.decode(made.manifest.read_bytes()) | {"sha256": digest(forged)}
    manifest["snapshot"] = read(forged).pack.seal.snapshot
    made.manifest.write_bytes(msgspec.json.encode(manifest))
    with club.database.landing() as conn:
        conn.execute(update(tables.pack).values(sha256=digest(forged), snapshot=read(forged).content))
    assert {problem.what for problem in verify(made.path, club.database)} == {
        "The history has no entry that sealed these figures.",
        "The history has no entry that this file was written.",
    }


def test_a_changed_snapshot_in_the_workspace_is_found(made, club):
    evidence = replace(made.pack.evidence, doors=("A door.",))
    with club.database.landing() as conn:
        conn.execute(
            update(tables.pack).values(snapshot=packs.snapshot(replace(made.pack, evidence=evidence, entries=7)))
        )
    found = verify(made.path, club.database)
    assert {problem.where for problem in found} >= {"workspace", Figures(made.pack)["audit.entries"].id}


def test_a_history_that_was_changed_after_the_pack_is_found(made, club):
    with club.database.landing() as conn:
        for guard in conn.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all():
            conn.execute(text(f"drop trigger {guard}"))
        conn.execute(update(tables.audit).where(tables.audit.c.act == "pack sealed").values(actor="person:2"))
    assert "history" in {problem.where for problem in verify(made.path, club.database)}


def test_without_its_manifest_a_pack_is_not_proved(made):
    made.manifest.unlink()
    assert [problem.where for problem in verify(made.path)] == ["manifest"]
    made.manifest.write_bytes(b"{")
    assert [problem.what for problem in verify(made.path)] == [
        "board-pack-2026-12-01-1.manifest.json cannot be read as a manifest."
    ]


def test_what_is_no_pack_is_said(tmp_path, made):
    with pytest.raises(InputError, match="cannot be read"):
        verify(tmp_path / "none.pdf")
    for content in (b"", b"no pdf", zlib.compress(b"x")):
        made.path.write_bytes(content)
        assert "This file is no board pack" in verify(made.path)[-1].what


def test_an_older_program_with_the_same_words_is_no_problem(made, monkeypatch):
    """Other versions of the drawing tools give other bytes; the words must be the same."""
    attachment = json.loads(pdf.embedded(made.pack, Figures(made.pack)))
    attachment["tools"]["reportlab"] = "4.0"
    forge(made, attached(made, attachment))
    assert verify(made.path) == []


def test_a_file_held_open_by_a_viewer_leaves_the_old_pack_and_says_so(fresh, tmp_path, monkeypatch):
    first = make(fresh, tmp_path, path=tmp_path / "pack.pdf")
    before = first.path.read_bytes()

    def held(*_):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(type(first.path), "replace", held)
    with pytest.raises(StorageError, match="open in another program"):
        make(fresh, tmp_path, path=tmp_path / "pack.pdf")
    monkeypatch.undo()
    assert first.path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir() if "pack" in file.name) == ["pack.manifest.json", "pack.pdf"]
    with fresh.database.read() as conn:
        assert len(seal.made(conn)) == 1


def test_a_pack_with_names_says_so_in_its_file_name(fresh, tmp_path):
    assert make(fresh, tmp_path, names_shown=True).path.name == "board-pack-2026-12-01-1-with-names.pdf"


def test_no_personal_value_is_in_a_default_pack(fresh, tmp_path):
    fresh.member(2, "Bea", "Canary")
    fresh.copy()
    fresh.member(2, "Bea", "Canary", phone="+1 212 555 0199", last_name="Kanari")
    fresh.member(4, "Cyd", "Canary", clubos=False)
    fresh.copy()
    quiet, open_ = make(fresh, tmp_path), make(fresh, tmp_path, names_shown=True)
    for canary in ("Canary", "Kanari", "0199", "example.org", "Bea", "Cyd"):
        assert canary not in everything(quiet), canary
    assert "Canary" in everything(open_)


def everything(made):
    content = made.path.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        streams = [each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)]
        strings = str(document.docinfo)
    return " ".join(
        [*texts(content), strings, made.manifest.read_text(), *(each.decode("latin-1") for each in streams)]
    )


def test_hidden_names_stay_the_same_for_ever(fresh):
    first = seal.hidden_names(fresh.database, "program")
    again = seal.hidden_names(fresh.database, "program")
    assert first.name("members", "1") == again.name("members", "1")


def test_a_full_disk_leaves_no_half_pack(fresh, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "no space")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StorageError, match="disk is full"):
        make(fresh, tmp_path)
    monkeypatch.undo()
    assert not [file for file in tmp_path.iterdir() if "pack" in file.name]


@pytest.mark.parametrize(
    ("word", "nonsense"),
    [
        (b'\\"field\\":\\"description\\"', b'\\"field\\":\\"desdription\\"'),
        (b'\\"key\\":\\"missing\\"', b'\\"key\\":\\"messing\\"'),
    ],
    ids=["field", "limit"],
)
def test_a_word_that_means_nothing_is_found_and_not_stumbled_over(made, word, nonsense):
    content = made.path.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        data = document.attachments[pdf.ATTACHMENT].get_file().read_bytes()
        del document.attachments[pdf.ATTACHMENT]
        spoilt = data.replace(word, nonsense)
        assert spoilt != data
        document.attachments[pdf.ATTACHMENT] = pikepdf.AttachedFileSpec(document, spoilt, filename=pdf.ATTACHMENT)
        document.save(made.path)
    assert "The data inside the file cannot be judged; they were changed." in {p.what for p in verify(made.path)}


def test_a_copy_verifies_alone_and_is_as_private_as_the_pack(fresh, tmp_path):
    fresh.member(2)
    fresh.copy()
    pack = make(fresh, tmp_path, names_shown=True)
    away = tmp_path / "away"
    away.mkdir()
    seal.copy(pack.path, away / "chair.pdf")
    assert verify(away / "chair.pdf", fresh.database) == []
    for file in (away / "chair.pdf", seal.manifest_of(away / "chair.pdf"), pack.path, pack.manifest):
        assert file.stat().st_mode & 0o077 == 0
    assert json.loads((away / "chair.manifest.json").read_bytes())["file"] == "chair.pdf"
    seal.copy(pack.path, pack.path)
    assert verify(pack.path, fresh.database) == []


def test_a_copy_that_fails_leaves_nothing_and_no_manifest_of_another_pack(made, tmp_path):
    away = tmp_path / "away"
    away.mkdir()
    (away / "x.manifest.json").mkdir()
    with pytest.raises(InputError):
        seal.copy(made.path, away / "x.pdf")
    assert [each.name for each in away.iterdir()] == ["x.manifest.json"]
    (away / "x.manifest.json").rmdir()
    seal.copy(made.path, away / "x.pdf")
    made.manifest.write_bytes(b"no manifest")
    seal.copy(made.path, away / "x.pdf")
    assert [each.where for each in verify(away / "x.pdf")] == ["manifest"]
    made.manifest.unlink()
    seal.copy(made.path, away / "x.pdf")
    assert [each.name for each in away.iterdir()] == ["x.pdf"]
    made.path.unlink()
    with pytest.raises(InputError, match="no longer where it was made"):
        seal.copy(made.path, away / "y.pdf")


def test_a_pack_whose_manifest_cannot_be_written_is_not_there(fresh, tmp_path):
    fresh.member(2)
    fresh.copy()
    (tmp_path / "mine.manifest.json").mkdir()
    with pytest.raises(InputError):
        make(fresh, tmp_path, path=tmp_path / "mine.pdf")
    assert not (tmp_path / "mine.pdf").exists()
    with fresh.database.read() as conn:
        assert seal.made(conn) == ()

"""From a pack to the bytes of its PDF: A4, PDF/A-3b, all fonts embedded, the figures inside as figures.json.

The same pack gives the same bytes: nothing here looks at a clock, a locale or chance.
"""

import io
from dataclasses import asdict

import msgspec
import pikepdf
import reportlab
from pikepdf import pdfa

import clubos_desktop
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Flow
from clubos_desktop.evidence.pack import EvidencePack, snapshot
from clubos_desktop.evidence.pages import ANNEX, SECTIONS
from clubos_desktop.evidence.pages.front import front
from clubos_desktop.evidence.paper import HEIGHT, LEFT, LINE, PRACTICE, RIGHT, SECONDARY, WHITE, WIDTH, Paper
from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.time import from_instant

ATTACHMENT = "figures.json"


def draw(pack: EvidencePack) -> bytes:
    """The PDF of a pack."""
    return finish(drawing(pack))


def drawing(pack: EvidencePack) -> Job[bytes]:
    """Draw a pack, page by page."""
    figures = Figures(pack)
    paper = Paper(
        title=f"{pack.evidence.club}: board pack {pack.id}", subject=pack.readiness.verdict.value, compressed=False
    )
    flow = Flow(paper)
    front(flow, pack, figures)
    for name, section in (*SECTIONS, *ANNEX):
        yield Progress(f"Writing {name}")
        section(flow, pack, figures)
    total = len(flow.pages)
    for number, marks in enumerate(flow.pages, 1):
        yield Progress("Drawing pages", number, total)
        if number > 1 or pack.practice:
            _head(paper, pack, number)
        for mark in marks:
            mark(paper)
        _foot(paper, pack, number, total)
        paper.turn()
    yield Progress("Finishing the pack", total, total)
    return _archival(paper.close(), pack, embedded(pack, figures))


def embedded(pack: EvidencePack, figures: Figures) -> bytes:
    """figures.json: the snapshot as text, the seal, and every figure as printed."""
    content = {
        "snapshot": snapshot(pack).decode(),
        "seal": pack.seal,
        "tools": tools(),
        "figures": [asdict(figure) for figure in figures.all],
    }
    return msgspec.json.encode(content, order="sorted")


def tools() -> dict[str, str]:
    """Versions of what draws: the same ones give the same bytes."""
    return {"program": clubos_desktop.__version__, "reportlab": reportlab.Version, "pikepdf": pikepdf.__version__}


def _head(paper: Paper, pack: EvidencePack, number: int) -> None:
    if pack.practice:
        paper.fill(0, 0, WIDTH, 24, PRACTICE)
        text = "PRACTICE: an invented club, no real people"
        paper.text(LEFT, 16, text, size=9, bold=True, ink=WHITE)
    if number > 1:
        paper.text(LEFT, 40, paper.regular.wrap(pack.evidence.club, 300, 8, 1)[0], size=8, ink=SECONDARY)
        paper.text(RIGHT, 40, pack.readiness.verdict.value, size=8, bold=True, ink=SECONDARY, align="right")


def _foot(paper: Paper, pack: EvidencePack, number: int, total: int) -> None:
    y = HEIGHT - 34
    paper.line(LEFT, y - 12, RIGHT, ink=LINE)
    seal = "not sealed" if pack.seal is None else f"check number {pack.seal.check_number}"
    names = "names shown: keep it safe" if pack.names_shown else "names hidden"
    paper.text(LEFT, y, f"Board pack {pack.id} · {seal} · {names}", size=8, ink=SECONDARY)
    paper.text(RIGHT, y, f"Page {number} of {total}", size=8, ink=SECONDARY, align="right")


def _archival(plain: bytes, pack: EvidencePack, attachment: bytes) -> bytes:
    """PDF/A-3b with the figures attached. ReportLab's page transitions have no place in it."""
    moment = from_instant(pack.evidence.at)
    dated = f"D:{moment:%Y%m%d%H%M%S}Z"
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page:
                del page["/Trans"]
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = pikepdf.String(dated)
        _attach(pdf, attachment, dated)
        pdfa.prepare(pdf, "3b")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["xmp:MetadataDate"] = f"{moment:%Y-%m-%dT%H:%M:%S}+00:00"
        # Written without validating again: a pack is worth more than a certificate; the tests validate hard cases.
        pdf.save(written, **pdfa.resolve_save_kwargs("3b", deterministic_id=True))
    return written.getvalue()


def _attach(pdf: pikepdf.Pdf, content: bytes, dated: str) -> None:
    stream = pdf.make_stream(content)
    stream.Type = pikepdf.Name.EmbeddedFile
    stream.Subtype = pikepdf.Name("/application/json")
    stream.Params = pikepdf.Dictionary(Size=len(content), ModDate=pikepdf.String(dated))
    file = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=pikepdf.String(ATTACHMENT),
            UF=pikepdf.String(ATTACHMENT),
            Desc=pikepdf.String("Everything that the figures of this pack are made of"),
            AFRelationship=pikepdf.Name.Data,
            EF=pikepdf.Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.AF = pikepdf.Array([file])
    names = pikepdf.Array([pikepdf.String(ATTACHMENT), file])
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))

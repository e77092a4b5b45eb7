"""Make resources/fonts from the fonts of Debian 12: `python packaging/fonts.py` (needs fonttools; run only to renew).

Packages read: fonts-noto-core 20201225, fonts-noto-cjk 20220127. The Noto files of single scripts are copied as they
are. Chinese, Japanese and Korean come as one TrueType file of some 13,000 characters: the whole collection has 40 MB
in a flavour (CFF) that the PDF writer can't embed. It holds what the national standards call common (GB 2312, the
first level of Big5, JIS X 0208, the Hangul of KS X 1001). The arrows and comparison signs come from Noto Sans Math.
Both cut files carry names of their own, since a changed font must not pass for the original.
"""

import shutil
import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

NOTO = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
SCRIPTS = ("", "Arabic", "Armenian", "Devanagari", "Georgian", "Hebrew", "Thai")
SIGNS = "←↑→↓↔≈≠≤≥−×÷±∞√∑∆"
FEATURES = ["ccmp", "locl", "mark", "mkmk"]


def common_characters() -> set[int]:
    """What the East Asian standards list as common, with their punctuation and full-width forms."""
    found: set[int] = set()
    plans = (
        ("gb2312", range(0xA1, 0xF8)),
        ("big5", range(0xA1, 0xC7)),
        ("euc_jp", range(0xA1, 0xF5)),
        ("euc_kr", range(0xA1, 0xC9)),
    )
    for codec, leads in plans:
        for lead in leads:
            for trail in range(0x40, 0xFF):
                try:
                    found.add(ord(bytes((lead, trail)).decode(codec)))
                except (UnicodeDecodeError, TypeError):
                    continue
    return {code for code in found if code >= 0x2E80}


def renamed(font: TTFont, family: str) -> None:
    """Give the font a name of its own and keep its copyright, licence and designers."""
    for record in list(font["name"].names):
        if record.nameID not in (0, 5, 8, 9, 11, 13, 14):
            font["name"].removeNames(nameID=record.nameID)
    for name_id, text in (
        (1, family),
        (2, "Regular"),
        (3, f"{family} Regular"),
        (4, f"{family} Regular"),
        (6, family.replace(" ", "") + "-Regular"),
    ):
        font["name"].setName(text, name_id, 3, 1, 0x409)


def cut(font: TTFont, characters: set[int]) -> TTFont:
    """The font with those characters alone, without hints and without layout for vertical text."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters & set(font.getBestCmap()))
    subsetter.subset(font)
    return font


def as_truetype(font: TTFont, error: float = 1.2) -> TTFont:
    """The same outlines with quadratic curves, off by at most ``error`` thousandths of the type size."""
    order = font.getGlyphOrder()
    shapes, glyphs = font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, error, reverse_direction=True))
        glyphs[name] = pen.glyph(dropImpliedOnCurves=True)
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(font.getBestCmap())
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: font["hmtx"][name] for name in order})
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    builder.setupNameTable({})
    builder.font["name"] = font["name"]
    builder.font["OS/2"] = font["OS/2"]
    builder.setupPost(keepGlyphNames=False)
    # The same dates on every machine, so that the file is the same, too.
    builder.font["head"].created = builder.font["head"].modified = font["head"].modified
    builder.font.recalcTimestamp = False
    return builder.font


def main() -> int:
    """Write all files; prints each with its size."""
    OUT.mkdir(parents=True, exist_ok=True)
    for script in SCRIPTS:
        for weight in ("Regular", "Bold"):
            shutil.copyfile(NOTO / f"NotoSans{script}-{weight}.ttf", OUT / f"NotoSans{script}-{weight}.ttf")
    signs = cut(TTFont(NOTO / "NotoSansMath-Regular.ttf", recalcTimestamp=False), {ord(sign) for sign in SIGNS})
    renamed(signs, "ClubOS Signs")
    signs.save(OUT / "ClubOSSigns-Regular.ttf")
    collection = TTCollection(CJK)
    east = next(face for face in collection if face["name"].getDebugName(1) == "Noto Sans CJK SC")
    east = as_truetype(cut(east, common_characters()))
    renamed(east, "ClubOS East Asian")
    east.save(OUT / "ClubOSEastAsian-Regular.ttf")
    for file in sorted(OUT.glob("*.ttf")):
        print(f"{file.stat().st_size:>9,} {file.name} {len(TTFont(file).getBestCmap()):,} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Join the slices of Noto Sans Thai and Noto Sans JP into the four files of this folder, see README.md beside it."""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.subset import Options as SubsetOptions
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {400: "Regular", 700: "Bold"}
NOT_FOR_PAPER = ["BASE", "STAT", "gasp", "prep", "vhea", "vmtx"]
LAYOUT = ["GSUB", "GPOS", "GDEF"]


def japanese_characters() -> set[int]:
    """Windows-31J: JIS X 0208 with both levels of kanji, and the variants that stand in names of firms."""
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x2010, 0x2027))
    for lead in [*range(0x81, 0xA0), *range(0xE0, 0xFD)]:
        for trail in range(0x40, 0xFD):
            try:
                found |= {ord(sign) for sign in bytes([lead, trail]).decode("cp932")}
            except UnicodeDecodeError:
                continue
    return found


def join(slices: list[Path], wanted: set[int] | None, dropped: list[str], target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for path in slices:
            font = TTFont(path)
            if wanted is not None and not wanted & set(font.getBestCmap()):
                continue
            for table in dropped:
                if table in font:
                    del font[table]
            font.flavor = None
            parts.append(str(Path(folder) / f"{path.stem}.ttf"))
            font.save(parts[-1])
        joined = Merger(Options()).merge(parts)
    choice = SubsetOptions(layout_features=["ccmp", "kern", "mark", "mkmk", "dist", "locl"], hinting=False)
    choice.notdef_outline, choice.name_IDs = True, [0, 5, 13, 14]
    subsetter = Subsetter(choice)
    subsetter.populate(unicodes=wanted or set(joined.getBestCmap()))
    subsetter.subset(joined)
    family, style = target.stem.split("-")
    for number, words in ((1, family), (2, style), (4, f"{family} {style}"), (6, target.stem)):
        joined["name"].setName(words, number, 3, 1, 0x409)
    joined.save(target)


def main(source: Path, target: Path) -> None:
    for weight, name in WEIGHTS.items():
        end = f"-{weight}-normal.woff2"
        thai, japanese = source / "noto-sans-thai/files", source / "noto-sans-jp/files"
        parts = [thai / f"noto-sans-thai-{part}{end}" for part in ("thai", "latin", "latin-ext")]
        join(parts, None, NOT_FOR_PAPER, target / f"NotoSansThai-{name}.ttf")
        parts = [japanese / f"noto-sans-jp-{part}{end}" for part in ("latin", "latin-ext")]
        parts += sorted(japanese.glob(f"noto-sans-jp-[0-9]*{end}"))
        dropped = NOT_FOR_PAPER + LAYOUT
        join(parts, japanese_characters(), dropped, target / f"NotoSansJP-{name}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""The matching engine at the size of two countries, beside a vector index, a database and a library.

    python bench/market.py --thai 5000 --japanese 30000     everything, as JSON
    python bench/market.py --quick                          a tenth of the size

Every part runs in a process of its own, one after the other, on the same vectors: the engine scores all pairs in both
directions with capabilities, things, conditions and kinds; the others only find the 50 nearest Japanese offers of
every Thai need, one of the two directions. Seconds are of the wall, `*_cpu_seconds` of all processors together: on a
machine that does other work only the latter compare.
"""

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


PARTS = ("sgemm", "engine", "faiss_flat", "sklearn", "pgvector_hnsw")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Kept:
    """An embedder that keeps the vectors of what it was last asked in var/: 7,000 phrases take half a minute."""

    def __init__(self, embedder: Any) -> None:
        self.embedder, self.name, self.dimensions = embedder, embedder.name, embedder.dimensions

    def embed(self, texts: list[str]) -> Any:
        import hashlib

        import numpy as np

        digest = hashlib.sha256("\n".join([self.name, *texts]).encode()).hexdigest()[:24]
        path = ROOT / "var" / "bench" / f"{digest}.npy"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, self.embedder.embed(texts))
        return np.load(path)


def make_market(folder: Path, thai: int, japanese: int) -> dict[str, Any]:
    """Writes the market for the parts; runs in a process of its own, so that its memory is nobody's."""
    import numpy as np

    from bench.synthetic import make
    from matching.engine.embed import default_embedder
    from matching.evaluation.files import read_taxonomy

    made = make(thai, japanese, read_taxonomy(), Kept(default_embedder()))
    statements = [statement for company in made.companies for statement in company.statements]
    np.save(folder / "vectors.npy", made.vectors)
    for name, start, side in (("needs", "TH", "need"), ("offers", "JP", "offer")):
        rows = [n for n, s in enumerate(statements) if s.side == side and s.company_id.startswith(start)]
        np.save(folder / f"{name}.npy", made.vectors[rows])
    with (folder / "market.pickle").open("wb") as file:
        pickle.dump((made.companies, made.tags), file)
    return {"statements": len(statements), "mixing_cosine": made.fidelity}


def run_part(name: str, folder: Path, *, threads: int, extra: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a part prints, {} with a message where it cannot run."""
    environment = os.environ | dict.fromkeys(THREADS, str(threads))
    command = [sys.executable, __file__, "--part", name, "--folder", str(folder), *extra]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        say(f"{name} did not finish; its keys are null")
        return {}
    return json.loads(done.stdout.splitlines()[-1])


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def compare(thai: int, japanese: int, *, parts: tuple[str, ...], growth: bool) -> dict[str, Any]:
    figures: dict[str, Any] = {"thai": thai, "japanese": japanese, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as folder:
        size = ("--thai", str(thai), "--japanese", str(japanese))
        figures |= run_part("market", Path(folder), threads=1, extra=size)
        for name in parts:
            say(f"{name} ...")
            # The engine's threads are its own; BLAS gets the second core everywhere else.
            figures |= run_part(name, Path(folder), threads=1 if name == "engine" else os.cpu_count() or 1)
    for name in ("all_pairs", "all_pairs_cpu"):
        theirs = figures.get("faiss_flat" + name.removeprefix("all_pairs") + "_seconds")
        ours = figures.get(f"{name}_seconds")
        figures[f"{name}_to_faiss_flat"] = round(ours / theirs, 3) if ours and theirs else None
    sizes = [(thai // 2, japanese // 2), (thai * 2, japanese * 2)] if growth else []
    figures["growth"] = sorted(
        [growth_row(figures), *(growth_row(grown(*size)) for size in sizes)], key=lambda row: row["thai"]
    )
    return figures


def grown(thai: int, japanese: int) -> dict[str, Any]:
    say(f"growth: {thai} x {japanese} ...")
    return compare(thai, japanese, parts=("engine",), growth=False)


def growth_row(figures: dict[str, Any]) -> dict[str, Any]:
    keys = ("thai", "japanese", "all_pairs_seconds", "all_pairs_cpu_seconds", "one_company_ms", "peak_rss_mb")
    return {key: figures.get(key) for key in keys}


ROWS = (
    ("all pairs, both directions, top 50 a side", "all_pairs"),
    ("faiss flat, one direction, vectors alone", "faiss_flat"),
    ("scikit-learn brute force, likewise", "sklearn"),
    ("pgvector HNSW, likewise, index built before", "pgvector_hnsw"),
    ("choosing the proposals", "assign"),
)


def as_table(figures: dict[str, Any]) -> str:
    """For docs/scaling.md."""
    lines = [
        f"{figures['thai']:,} x {figures['japanese']:,} firms, {figures['cores']} cores, "
        f"SGEMM {figures.get('sgemm_gflops', '?')} GFLOP/s",
        "",
        "| what | wall s | processor s |",
        "|---|---|---|",
    ]
    for words, key in ROWS:
        wall, cpu = figures.get(f"{key}_seconds"), figures.get(f"{key}_cpu_seconds")
        if wall is not None:
            lines.append(f"| {words} | {wall} | {'' if cpu is None else cpu} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--thai", type=int, default=5000)
    parser.add_argument("--japanese", type=int, default=30_000)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, in under a minute")
    parser.add_argument("--no-growth", action="store_true", help="leave out half and double size")
    parser.add_argument("--parts", default=",".join(PARTS), help="those to run, by comma")
    parser.add_argument("--table", type=Path, help="print the table of an earlier run's JSON and end")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.table:
        print(as_table(json.loads(asked.table.read_text(encoding="utf-8"))))
    elif asked.part == "market":
        print(json.dumps(make_market(asked.folder, asked.thai, asked.japanese)))
    elif asked.part:
        from bench import market_parts

        print(json.dumps(getattr(market_parts, asked.part)(asked.folder)))
    else:
        scale = 10 if asked.quick else 1
        parts = tuple(filter(None, asked.parts.split(",")))
        figures = compare(
            asked.thai // scale, asked.japanese // scale, parts=parts, growth=not asked.no_growth
        )
        print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()

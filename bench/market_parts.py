"""The contenders of bench/market.py, each called in a process of its own: folder with the market -> figures."""

import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

TOP = 50
WORKERS = os.cpu_count() or 1
SAMPLE = 24
DATABASE_QUERIES = 500
Figures = dict[str, Any]


class Clock:
    wall = cpu = 0.0


@contextmanager
def clocked() -> Iterator[Clock]:
    """Seconds of the wall, and of all threads on processors."""
    clock, wall, cpu = Clock(), time.perf_counter(), time.process_time()
    yield clock
    clock.wall, clock.cpu = time.perf_counter() - wall, time.process_time() - cpu


def timed(name: str, work: Callable[[], object]) -> Figures:
    with clocked() as clock:
        work()
    return {f"{name}_seconds": round(clock.wall, 2), f"{name}_cpu_seconds": round(clock.cpu, 2)}


def peak_rss_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def sgemm(folder: Path) -> Figures:
    rows = np.random.default_rng(0).standard_normal((4096, 512), dtype=np.float32)
    best = 0.0
    for _ in range(5):
        with clocked() as clock:
            rows @ rows.T
        best = max(best, 2 * 4096 * 4096 * 512 / clock.wall / 1e9)
    return {"sgemm_gflops": round(best)}


def faiss_flat(folder: Path) -> Figures:
    try:
        import faiss
    except ImportError:
        return absent("faiss_flat", "faiss-cpu")
    needs, offers = np.load(folder / "needs.npy"), np.load(folder / "offers.npy")
    index = faiss.IndexFlatIP(offers.shape[1])
    index.add(offers)
    return timed("faiss_flat", lambda: index.search(needs, TOP))


def sklearn(folder: Path) -> Figures:
    try:
        from sklearn.neighbors import NearestNeighbors
    except ImportError:
        return absent("sklearn", "scikit-learn")
    needs, offers = np.load(folder / "needs.npy"), np.load(folder / "offers.npy")
    finder = NearestNeighbors(n_neighbors=min(TOP, len(offers)), algorithm="brute").fit(offers)
    return timed("sklearn", lambda: finder.kneighbors(needs))


def absent(name: str, package: str) -> Figures:
    print(
        f"{name}: {package} is not installed; for this comparison: pip install -r requirements-bench.txt",
        file=sys.stderr,
    )
    return {f"{name}_seconds": None}


def pgvector_hnsw(folder: Path) -> Figures:
    """Index built in a throw-away database; queries of a sample, scaled to all needs."""
    import psycopg2

    from bench.serving import database

    needs, offers = np.load(folder / "needs.npy"), np.load(folder / "offers.npy")
    asked = needs[:: max(len(needs) // DATABASE_QUERIES, 1)]
    with database() as environment, connected(psycopg2, environment["DATABASE_URL"]) as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        cursor.execute(f"CREATE TABLE offers (id int, vector vector({offers.shape[1]}))")
        cursor.execute("SET maintenance_work_mem = '1GB'; SET hnsw.ef_search = 100")
        loading = timed("pgvector_load", lambda: copy_vectors(cursor, offers))
        building = timed(
            "pgvector_build",
            lambda: cursor.execute("CREATE INDEX ON offers USING hnsw (vector vector_ip_ops)"),
        )
        found: list[list[int]] = []
        asking = timed("asked", lambda: found.extend(nearest(cursor, row) for row in asked))
    exact = np.argsort(-(asked @ offers.T), axis=1)[:, :TOP]
    recall = np.mean([len(set(ids) & set(best)) / len(best) for ids, best in zip(found, exact, strict=True)])
    return {
        "pgvector_hnsw_seconds": round(asking["asked_seconds"] * len(needs) / len(asked), 2),
        "pgvector_queries_asked": len(asked),
        "pgvector_recall": round(float(recall), 4),
        "pgvector_load_seconds": loading["pgvector_load_seconds"],
        "pgvector_build_seconds": building["pgvector_build_seconds"],
    }


@contextmanager
def connected(driver: Any, url: str) -> Iterator[Any]:
    import environ

    settings = environ.Env.db_url_config(url)
    connection = driver.connect(dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"])
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def copy_vectors(cursor: Any, rows: Any) -> None:
    import io

    for start in range(0, len(rows), 5000):
        text = "".join(
            f"{start + n}\t[{','.join(map(str, row))}]\n"
            for n, row in enumerate(rows[start : start + 5000].tolist())
        )
        cursor.copy_expert("COPY offers FROM STDIN", io.StringIO(text))


def nearest(cursor: Any, row: Any) -> list[int]:
    words = f"[{','.join(map(str, row.tolist()))}]"
    cursor.execute("SELECT id FROM offers ORDER BY vector <#> %s LIMIT %s", [words, TOP])
    return [number for (number,) in cursor.fetchall()]


def engine(folder: Path) -> Figures:
    from matching.engine.accept import PRIOR
    from matching.engine.allpairs import best_pairs

    market = load(folder)
    figures: Figures = {"market_mb": peak_rss_mb()}
    with clocked() as clock:
        found = best_pairs(market, PRIOR, workers=WORKERS)
    needs_by_offers = sum(
        len(market.groups[seeker, "need"]) * len(market.groups[giver, "offer"])
        for seeker, giver in (("TH", "JP"), ("JP", "TH"))
    )
    depth = market.groups["TH", "need"].vectors.shape[1] + len(market.taxonomy)
    figures |= {
        "all_pairs_seconds": round(clock.wall, 2),
        "all_pairs_cpu_seconds": round(clock.cpu, 2),
        "all_pairs_gflops": round(2 * needs_by_offers * depth / clock.wall / 1e9),
        "stages": found.timings,
        "pairs_kept": len(found),
        "peak_rss_mb": peak_rss_mb(),
    }
    # What follows is slower; who watches sees the first figures now.
    print(figures, file=sys.stderr, flush=True)
    return figures | one_company(market) | assignment(found) | agreement(market, found) | plain(market)


def load(folder: Path) -> Any:
    from matching.engine.market import build_market
    from matching.engine.tags import Taxonomy
    from matching.evaluation.files import read_taxonomy

    with (folder / "market.pickle").open("rb") as file:
        companies, tags = pickle.load(file)
    rows = np.load(folder / "vectors.npy", mmap_mode="r")
    statements = (statement.id for company in companies for statement in company.statements)
    return build_market(companies, dict(zip(statements, rows, strict=True)), tags, Taxonomy(read_taxonomy()))


def one_company(market: Any) -> Figures:
    from matching.engine.accept import PRIOR
    from matching.engine.allpairs import score_company

    companies = [
        firms[place]
        for firms in market.companies.values()
        for place in range(0, len(firms), max(len(firms) // 10, 1))
    ]
    score_company(market, PRIOR, companies[0].id)
    clocks = []
    for company in companies:
        with clocked() as clock:
            score_company(market, PRIOR, company.id)
        clocks.append((clock.wall, clock.cpu))
    walls, cpus = (sorted(1000 * taken for taken in column) for column in zip(*clocks, strict=True))
    last = int(0.95 * (len(walls) - 1))
    return {
        "one_company_ms": round(walls[len(walls) // 2], 1),
        "one_company_p95_ms": round(walls[last], 1),
        "one_company_cpu_ms": round(cpus[len(cpus) // 2], 1),
    }


def assignment(found: Any) -> Figures:
    """The usual least chance, and a place for one proposal in ten firms."""
    from matching.engine.assign import SCALE, Limits, Standing, choose
    from matching.engine.flow import Arcs

    limits = Limits(budget=4000, cap=3, minimum_probability=0.15)
    firms = [len(found.market.companies[country]) for country in ("TH", "JP")]
    with clocked() as clock:
        worth = np.rint(found.p_both * SCALE).astype(np.int64)
        sides = [Standing(np.zeros(number, np.int64), np.zeros(number)) for number in firms]
        chosen = choose(Arcs(found.thai, found.japanese, worth), *sides, limits)
    return {
        "assign_seconds": round(clock.wall, 2),
        "assign_cpu_seconds": round(clock.cpu, 2),
        "assign_edges": int((found.p_both >= limits.minimum_probability).sum()),
        "proposals": len(chosen),
    }


def agreement(market: Any, found: Any) -> Figures:
    """Share of the exact top 50 of sampled firms of both sides that the fast pass gives at the same chances."""
    from matching.engine.accept import PRIOR
    from matching.engine.allpairs import score_company

    given = found.by_company()
    same = total = 0
    for firms in market.companies.values():
        for company in firms[:: max(len(firms) // SAMPLE, 1)][:SAMPLE]:
            exact = set(score_company(market, PRIOR, company.id, top=TOP))
            same, total = same + len(exact & set(given.get(company.id, ()))), total + len(exact)
    return {"top50_agreement": round(same / total, 5) if total else None, "top50_compared": total}


def plain(market: Any) -> Figures:
    """The float32 kernels over whole blocks, of some Thai firms, scaled to all."""
    from matching.engine.accept import PRIOR
    from matching.engine.pairs import pairs_of_block

    number = min(len(market.companies["TH"]), SAMPLE)
    with clocked() as clock:
        for _pair in pairs_of_block(replace(market), PRIOR, 0, number):
            pass
    scale = len(market.companies["TH"]) / number
    return {"float32_cpu_seconds_of_a_sample_scaled": round(clock.cpu * scale, 1)}

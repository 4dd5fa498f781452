"""Runs the gate, or the parts that are named, and adds up."""

import argparse
import sys
import time
from collections.abc import Sequence

from tests.gate.outcome import Outcome
from tests.gate.parts import GATE, OTHERS, Part, keep_bytecode

WIDTH = 14


def main(names: Sequence[str]) -> int:
    known = {part.name: part for part in GATE + OTHERS}
    parser = argparse.ArgumentParser(
        prog="./check", description="Run the gate, or the parts that are named: " + ", ".join(known) + "."
    )
    parser.add_argument("part", nargs="*", choices=[*known, []], metavar="PART")
    asked = parser.parse_args(names).part
    keep_bytecode()
    total, lines = Outcome(), []
    for part in [known[name] for name in asked] or GATE:
        outcome, line = run(part)
        total += outcome
        lines.append(line)
    print("\n" + "\n".join(lines))
    print(total)
    return 1 if total.failed else 0


def run(part: Part) -> tuple[Outcome, str]:
    print(f"\n== {part.name}", flush=True)
    started = time.monotonic()
    outcome = part.run()
    seconds = time.monotonic() - started
    line = f"{part.name.ljust(WIDTH)}{seconds:7.1f} s  {outcome}"
    if outcome.reason:
        line += f" ({outcome.reason})"
    print(f"== {line}", flush=True)
    return outcome, line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Servers for one test run: `python -m config.embedded.throwaway FOLDER`.

Prints both addresses as JSON and waits for the end of its standard input, which comes however its
starter ends, then stops the servers and removes FOLDER.
"""

import json
import shutil
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from config.embedded.running import Servers


def main(folder: Path) -> None:
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sent, signal.SIG_IGN)
    held = Servers(folder, throwaway=True)
    try:
        print(json.dumps(asdict(held.open())), flush=True)
        sys.stdin.read()
    finally:
        held.close()
        for leftover in (held.place.sockets, held.place.data, folder):
            shutil.rmtree(leftover, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

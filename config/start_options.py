"""The flags of ./start. Standard library only: --help answers before anything is installed."""

import argparse
from collections.abc import Sequence


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./start", description="Set up Otagai on this machine and serve it until Ctrl-C."
    )
    parser.add_argument("--prepare", action="store_true", help="only install the packages")
    parser.add_argument("--detach", action="store_true", help="serve in the background")
    parser.add_argument("--stop", action="store_true", help="stop what runs from this folder")
    parser.add_argument("--reset", action="store_true", help="delete all embedded data first")
    parser.add_argument("--port", type=port_number, help="of the pages; 8000 or the next free one")
    data = parser.add_mutually_exclusive_group()
    data.add_argument("--empty", action="store_true", help="load no demonstration data")
    data.add_argument("--demo", action="store_true", help="load it even where DATABASE_URL is set")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)

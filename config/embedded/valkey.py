"""The embedded Valkey of one checkout: Celery's broker, on a Unix socket, kept on disk."""

import signal
import socket

from config.embedded.faults import last_lines
from config.embedded.held_process import HeldProcess
from config.embedded.place import Place


class Valkey:
    def __init__(self, place: Place, *, throwaway: bool = False) -> None:
        self.place = place
        self.data = place.data / "valkey"
        self.socket = place.sockets / "valkey.sock"
        self.throwaway = throwaway
        self.process = HeldProcess(
            "Valkey", place.locks / "valkey", place.logs / "valkey.log", mark=str(self.data)
        )

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def prepare(self) -> None:
        if not self.data.exists():
            self.data.mkdir(mode=0o700)
            self.place.identity.give(self.data)

    def launch(self) -> None:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "no" if self.throwaway else "yes",
            "set-proc-title": "no",
            "daemonize": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self.process.start([str(self.place.valkey_server), *options], self.place.identity)

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def finish(self) -> None:
        """Nothing to create."""

    def stop(self) -> None:
        self.process.stop(signal.SIGTERM)

    def complaint(self) -> str:
        return f"Valkey does not answer. The end of {self.process.log}:\n{last_lines(self.process.log)}"

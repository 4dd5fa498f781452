"""What ./start does once .venv is there: servers, set-up, then the processes until it is stopped."""

import atexit
import os
import signal
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Mapping

from config.bootstrap import ROOT, step
from config.embedded.faults import EmbeddedServerError
from config.embedded.running import Servers
from config.installation import Installation, choose_port, process_environment, remove_data
from config.log import Log
from config.presence import Presence
from config.processes import process_table
from config.servers import are_named
from config.start_options import read_options
from config.supervisor import Supervisor, end_leftovers
from config.welcome import welcome

VAR = ROOT / "var"
SIGN_IN = VAR / "demo-sign-in.txt"


def main(options: Namespace) -> None:
    presence = Presence(VAR / "locks" / "start")
    if options.stop:
        print("Stopped." if stop(presence) else "Nothing runs from this folder.")
        return
    if options.reset:
        reset(presence)
    presence.take()
    end_leftovers(VAR)
    installation = settle(options)
    presence.write(installation.address)
    servers = open_servers()
    environment = process_environment(installation)
    set_up(installation, environment)
    log = Log(VAR / "log" / "otagai.log")
    if options.detach:
        go_to_background(presence, installation, log)
    table = process_table(f"127.0.0.1:{installation.port}")
    serve(Supervisor(table, ROOT, log, environment, servers), installation, detached=options.detach)


def stop(presence: Presence) -> bool:
    """What runs from this folder, and servers that a killed start has left."""
    was_running = presence.stop_holder()
    end_leftovers(VAR)
    if not (VAR / "socket-folder").exists():
        return was_running
    servers = Servers(VAR)
    was_running = was_running or servers.are_alive()
    servers.stop()
    return was_running


def reset(presence: Presence) -> None:
    if os.environ.get("DATABASE_URL"):
        sys.exit("--reset deletes embedded data only; DATABASE_URL is set: empty that database yourself.")
    stop(presence)
    with step("Deleting data"):
        if (VAR / "socket-folder").exists():
            Servers(VAR).remove_data()
        remove_data(VAR)


def settle(options: Namespace) -> Installation:
    """Choices of earlier starts hold until they are made anew."""
    installation = Installation.read(VAR)
    if installation.demonstration is None:
        installation.demonstration = not os.environ.get("DATABASE_URL")
    if options.empty or options.demo:
        installation.demonstration = options.demo
    installation.port = choose_port(options.port, installation.port)
    installation.write(VAR)
    return installation


def open_servers() -> Servers | None:
    if are_named():
        return None
    with step("PostgreSQL and Valkey"):
        servers = Servers(VAR)
        urls = servers.open()
    atexit.register(servers.close)
    os.environ.setdefault("DATABASE_URL", urls.database)
    os.environ.setdefault("REDIS_URL", urls.broker)
    if servers.place.identity.system_user:
        print(f"  User namespaces are refused here: data is kept in {servers.place.data}.")
    return servers


def set_up(installation: Installation, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "setup_site"]
    if installation.demonstration:
        command.append("--demonstration")
    if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
        sys.exit("Set-up failed for the reason above. Mend it and run ./start again.")


def go_to_background(presence: Presence, installation: Installation, log: Log) -> None:
    """The child goes on and serves; the parent waits for the first page and leaves."""
    sys.stdout.flush()
    if child := os.fork():
        came = welcome(installation.address, SIGN_IN, lambda: os.waitpid(child, os.WNOHANG)[0] == 0)
        sys.stdout.flush()
        # Without the exit functions: the servers are the child's now.
        os._exit(0 if came else 1)
    os.setsid()
    presence.write(installation.address)
    log.on_console = False
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def serve(supervisor: Supervisor, installation: Installation, *, detached: bool) -> None:
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sent, supervisor.ask_to_stop)
    if not detached:
        told = (installation.address, SIGN_IN, supervisor.is_wanted)
        threading.Thread(target=welcome, args=told, daemon=True).start()
    supervisor.run()


if __name__ == "__main__":
    try:
        main(read_options(sys.argv[1:]))
    except EmbeddedServerError as fault:
        sys.exit(str(fault))
    except KeyboardInterrupt:
        sys.exit("Stopped.")

"""Serves the desk: one process for each CPU, one thread in each, until Ctrl-C or SIGTERM."""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from typing import NoReturn

import click
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from cli.jobs import Keeper
from cli.ready import app_address, load_app, open_desk, turn_to_demo
from cli.worker import begin
from config import BadSetting

MOST_WORKERS = 4
ANSWERS_WITHIN_SECONDS = 120
STOPS_WITHIN_SECONDS = 10
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- named to be told apart, not bound


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--demo", is_flag=True, help="Serve a desk of its own with made-up users and complaints.")
def serve(host: str, port: int, *, demo: bool) -> None:
    """Serve the desk until Ctrl-C; keys and database are made where there are none."""
    end_on_signals()
    claim(host, port)
    os.environ.setdefault("LOKET_BASE_URL", address(host, port))
    if demo:
        turn_to_demo(os.environ)
    settings = open_desk(os.environ)
    link = prepare(load_app(), demo=demo)
    announce(host, port, settings.base_url, link)
    sys.exit(serve_until_told(host, port))


def end_on_signals() -> None:
    """Before the server listens to signals itself, one ends the start: a unit of work is rolled back."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, _end)


def _end(_signal: int, _frame: object) -> NoReturn:
    sys.exit(0)


def claim(host: str, port: int) -> None:
    """Refuse a port that is taken, in words; workers share theirs, so the system would not refuse it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise BadSetting("--port", f"cannot listen on {host} port {port}: {problem.strerror}") from problem


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the desk."""
    name = EVERYWHERE.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def prepare(app: Flask, *, demo: bool) -> str | None:
    """Build the demo, or make a link for the first admin of an empty desk; the link, if one is needed."""
    if demo:
        from cli.demo import build  # noqa: PLC0415 -- the demo is loaded for a demo only

        build(app)
        return None
    from cli.users import first_admin_link  # noqa: PLC0415 -- its tables load with the application, not before

    return first_admin_link(app)


def announce(host: str, port: int, base_url: str, link: str | None) -> None:
    """Print the address as soon as somebody answers there."""
    told = (host, port, base_url, link)
    threading.Thread(target=_announce, args=told, daemon=True, name="announce").start()


def _announce(host: str, port: int, base_url: str, link: str | None) -> None:
    here = (EVERYWHERE.get(host, host), port)
    pause = threading.Event()
    for _ in range(ANSWERS_WITHIN_SECONDS * 20):
        try:
            socket.create_connection(here, timeout=1).close()
        except OSError:
            pause.wait(0.05)
            continue
        click.echo(f"Loket: {base_url}/")
        if link:
            click.echo(f"First administrator, once: {link}")
        return


def serve_until_told(host: str, port: int) -> int:
    """Run the web's workers and the one for long work; 0 when told to end, 1 when they ended by themselves."""
    # Each worker is a fresh process: no database connection of this one reaches it through a fork.
    multiprocessing.set_start_method("spawn", force=True)
    server = desk_server(host, port)
    keeper = Keeper(lambda: bool(server.interrupt_signal))
    keeper.start()
    try:
        server.serve(target_loader=begin, wrap_loader=False)
    except SystemExit:
        # A Ctrl-C reaches the workers too; one that ends before its parent is no failure.
        return 0 if server.interrupt_signal else 1
    finally:
        keeper.end()
    return 0


def desk_server(host: str, port: int) -> MPServer:
    """Processes of one thread each: more threads gave no more answers and later ones."""
    return MPServer(
        app_address(),
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(os.cpu_count() or 1, MOST_WORKERS),
        blocking_threads=1,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPS_WITHIN_SECONDS,
    )

"""From the start of scan-probe to its first request; yardstick: a program that does nothing."""
import os
import socket
import subprocess
import time

MILLISECONDS = 30


def run(table, options):
    starts, nothing = [], []
    for _ in range(5 if options.quick else 10 * options.rounds):
        nothing.append(elapsed(["true"], waits=True))
        starts.append(first_request(options))
    table.add("the start of `true`", nothing, "ms")
    table.add("scan-probe, to its first request", starts, "ms", at_most=MILLISECONDS)


def elapsed(command, waits):
    began = time.monotonic()
    subprocess.run(command, check=True)
    return (time.monotonic() - began) * 1000


def first_request(options):
    """The time until the first byte of the first request has come."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [options.program("scan-probe"), "run", url, "--plan", "smoke", "--email", "demo@example.com"]
        began = time.monotonic()
        process = subprocess.Popen(
            command, env=dict(os.environ, SCAN_PROBE_PASSWORD="secret"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        listener.settimeout(20)
        connection, _ = listener.accept()
        connection.recv(1)
        taken = (time.monotonic() - began) * 1000
        process.kill()
        process.wait()
        connection.close()
        return taken

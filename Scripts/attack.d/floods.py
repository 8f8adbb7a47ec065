"""Floods, and how fast /health is answered meanwhile.

The attackers have a process of their own with a lower priority, since they would not share the server's machine.
"""
import multiprocessing
import os
import random
import socket
import threading
import time

from bodies import DEEP_LARGE
from deployment import PASSWORD, Deployment

P99 = 0.1


def rows(program, seconds):
    """Each flood hits a server of its own, whose users have hashes of the usual cost."""
    for name, flood, clients in FLOODS:
        with Deployment(program, cost=17) as target:
            attacker = multiprocessing.Process(target=run, args=(flood, clients, target.port, seconds), daemon=True)
            attacker.start()
            time.sleep(0.5)
            times, failures = watch(target, seconds - 1)
            honest = honest_login(target) if flood is logins else None
            attacker.join(seconds + 30)
            attacker.kill()
            p99 = sorted(times)[int(len(times) * 0.99)] if times else float("inf")
            seen = f"{p99 * 1000:.1f} ms of {len(times)}, {failures} without answer"
            yield name, f"/health within {P99 * 1000:.0f} ms at p99", seen, p99 <= P99 and failures == 0
            if honest:
                yield "an honest login meanwhile", "200, 429 or 503 within 5 s", "%s after %.1f s" % honest, (
                    honest[0] in (200, 429, 503) and honest[1] < 5
                )
            status = target.call("GET", "/health")[0]
            yield "afterwards", "200", str(status), status == 200


def watch(target, seconds):
    """Asks for /health on new connections, a hundred times a second at most."""
    times, failures, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        try:
            target.call("GET", "/health", timeout=5)
            times.append(time.monotonic() - start)
        except OSError:
            failures += 1
        time.sleep(0.01)
    return times, failures


def honest_login(target):
    start = time.monotonic()
    try:
        body = {"email": "demo@example.com", "password": PASSWORD}
        status = target.call("POST", "/api/v1/auth/login", body, timeout=15)[0]
    except OSError as error:
        status = type(error).__name__
    return status, time.monotonic() - start


def run(flood, clients, port, seconds):
    os.nice(10)
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=again, args=(flood, port, end), daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0, end + 5 - time.monotonic()))


def again(flood, port, end):
    while time.monotonic() < end:
        try:
            flood(port, end)
        except OSError:
            time.sleep(0.01)


def post(port, body, path=b"/api/v1/auth/login", more=b""):
    head = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(head % (path, more, len(body)) + body)
        client.recv(65536)


def nested(port, end):
    post(port, DEEP_LARGE)


def logins(port, end):
    post(port, b'{"email":"%x@example.com","password":"x"}' % random.getrandbits(64))


def large(port, end):
    post(port, b'{"email":"' + b"a" * (4 << 20) + b'"}')


def tokens(port, end):
    post(port, b"{}", b"/api/v1/opportunities/discover", b"Authorization: Bearer %x.e30.x\r\n" % random.getrandbits(512))


def dripping(port, end):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")
        while time.monotonic() < end:
            client.sendall(b" ")
            time.sleep(1)


def pipelined(port, end):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 100)
        received = 0
        while received < 100 * 150:
            data = client.recv(65536)
            if not data:
                return
            received += len(data)


def abandoned(port, end):
    time.sleep(0.02)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{")


# (name, what one client does again and again, how many clients)
FLOODS = [
    ("bodies nested deep, 16 clients", nested, 16),
    ("logins with made-up addresses, 64 clients", logins, 64),
    ("bodies of 4 MB, 8 clients", large, 8),
    ("forged tokens, 32 clients", tokens, 32),
    ("bodies that drip, 500 clients", dripping, 500),
    ("100 requests at once, 16 clients", pipelined, 16),
    ("requests left half-way, 1000 a second", abandoned, 20),
]

"""Clients that take their time: each has to be told to go within a minute and a bit."""
import socket
import time

from deployment import Deployment

LIMIT = 60
CASES = [
    ("a body, a byte each 5 s", b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n", b" ", b" 408 "),
    ("a chunked body, a byte each 5 s", b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n", b" ", b" 408 "),
    ("a header, a byte each 5 s", b"GET /health HTTP/1.1\r\nA: ", b"a", b" 408 "),
    ("silence", b"", b"", b""),
    ("silence after an answer", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", b"", b" 200 "),
]


def rows(program):
    """All at once, since each takes a minute."""
    with Deployment(program) as target:
        start = time.monotonic()
        clients = []
        for name, head, drop, answer in CASES:
            client = socket.create_connection(("127.0.0.1", target.port), timeout=5)
            client.sendall(head)
            client.settimeout(0.01)
            clients.append({"name": name, "socket": client, "drop": drop, "answer": answer, "got": b"", "end": None})
        next_drop = start + 5
        while any(client["end"] is None for client in clients) and time.monotonic() < start + LIMIT + 15:
            drops = time.monotonic() >= next_drop
            next_drop += 5 if drops else 0
            for client in clients:
                if client["end"] is None:
                    step(client, drops, start)
            time.sleep(0.05)
        for client in clients:
            client["socket"].close()
            seen = f"ended after {client['end']:.0f} s" if client["end"] else "still open"
            answered = client["answer"] in client["got"]
            expected = f"{client['answer'].decode().strip() or 'closed'} within {LIMIT + 5} s"
            yield client["name"], expected, seen + ("" if answered else ", without the answer"), bool(
                client["end"] and client["end"] < LIMIT + 5 and answered
            )


def step(client, drops, start):
    try:
        data = client["socket"].recv(65536)
        client["got"] += data
        if not data:
            client["end"] = time.monotonic() - start
            return
    except socket.timeout:
        pass
    except OSError:
        client["end"] = time.monotonic() - start
        return
    if drops and client["drop"]:
        try:
            client["socket"].sendall(client["drop"])
        except OSError:
            client["end"] = time.monotonic() - start

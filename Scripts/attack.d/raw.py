"""Requests as no library sends them, and what each has to be answered."""
import socket

CHUNKED = b"Host: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
LOGIN = b"POST /api/v1/auth/login HTTP/1.1\r\n"

# (name, what is sent, whether the client's side ends then, which statuses, whether the connection ends)
CASES = [
    ("a wrong chunk size", LOGIN + CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n", False, [400], True),
    ("a huge chunk size", LOGIN + CHUNKED + b"fffffffffffffffff\r\nabc", False, [400], True),
    ("a wrong terminator", LOGIN + CHUNKED + b"3\r\nabcde\r\n0\r\n\r\n", False, [400], True),
    ("an unknown transfer coding", LOGIN + b"Host: x\r\nTransfer-Encoding: brotli\r\n\r\nabc", False, [400], True),
    ("a body cut short", LOGIN + b"Host: x\r\nContent-Length: 10\r\n\r\nabc", True, [400], True),
    ("a chunked body cut short", LOGIN + CHUNKED + b"5\r\nab", True, [400], True),
    ("a header cut short", b"GET /health HTTP/1.1\r\nHos", True, [400, None], True),
    ("two lengths", LOGIN + b"Host: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}", False, [400], True),
    ("a length and chunks", LOGIN + b"Content-Length: 5\r\n" + CHUNKED + b"0\r\n\r\n", False, [400], True),
    ("a negative length", LOGIN + b"Host: x\r\nContent-Length: -1\r\n\r\n", False, [400], True),
    ("a length beyond all bounds", LOGIN + b"Host: x\r\nContent-Length: 99999999999\r\n\r\n", False, [413], True),
    ("a length beyond 64 bits", LOGIN + b"Host: x\r\nContent-Length: 99999999999999999999\r\n\r\n", False, [400], True),
    ("no Host", b"GET /health HTTP/1.1\r\n\r\n", False, [400], True),
    ("two Hosts", b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", False, [400], True),
    ("HTTP/1.0", b"GET /health HTTP/1.0\r\n\r\n", False, [200], True),
    ("HTTP/1.0 kept alive", b"GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", False, [200], False),
    ("HEAD", b"HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n", False, [200], False),
    ("PROPFIND", b"PROPFIND /health HTTP/1.1\r\nHost: x\r\n\r\n", False, [405], False),
    ("a method that there is not", b"FOO /health HTTP/1.1\r\nHost: x\r\n\r\n", False, [405], True),
    ("Expect: 100-continue", LOGIN + b"Host: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", False, [100], False),
    ("Expect: coffee", LOGIN + b"Host: x\r\nContent-Length: 2\r\nExpect: coffee\r\n\r\n{}", False, [417], True),
    ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", False, [400], True),
    ("a header of 1 MB", b"GET /health HTTP/1.1\r\nHost: x\r\nA: " + b"a" * (1 << 20) + b"\r\n\r\n", False, [400, None], True),
    ("10000 header fields", b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 10000 + b"\r\n", False, [400, None], True),
    ("a path of 1 MB", b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\nHost: x\r\n\r\n", False, [400, None], True),
    ("a line feed in a header", b"GET /health HTTP/1.1\r\nHost: x\r\nA: b\nC : d\r\n\r\n", False, [400], True),
    ("1000 requests at once", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 1000, False, [200], False),
]


def rows(target):
    for name, sent, ends, statuses, closes in CASES:
        seen, whole, closed = exchange(target, sent, ends, waits_for_end=closes)
        expected = " or ".join(str(status or "closed") for status in statuses) + (", closed" if closes else ", kept")
        has_body = seen is None or seen < 400 or b'"success":false' in whole
        text = f"{seen or 'nothing'}, {'closed' if closed else 'kept'}{'' if has_body else ', without the error body'}"
        yield name, expected, text, seen in statuses and closed == closes and has_body
    status = target.call("GET", "/health")[0]
    yield "afterwards", "200", str(status), status == 200


def exchange(target, sent, ends, waits_for_end):
    """Sends bytes; returns the first status, all that came, and whether the server closed."""
    received, closed = b"", False
    with socket.create_connection(("127.0.0.1", target.port), timeout=5) as client:
        try:
            client.sendall(sent)
            if ends:
                client.shutdown(socket.SHUT_WR)
            client.settimeout(5 if waits_for_end else 1)
            while len(received) < 1 << 20:
                data = client.recv(65536)
                if not data:
                    closed = True
                    break
                received += data
        except socket.timeout:
            pass
        except OSError:
            closed = True
    first = received.split(b" ", 2)
    return (int(first[1]) if len(first) > 1 else None), received, closed

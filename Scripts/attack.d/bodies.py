"""Bodies that cost or confuse a parser; none may take a second."""
import time

DEEP = b'{"a":' + b"[" * 500 + b",".join([b"{}"] * 1000) + b"]" * 500 + b"}"
DEEP_LARGE = b'{"a":' + b"[" * 500 + b",".join([b"{}"] * 20000) + b"]" * 500 + b"}"
FLAT = b'{"a":[' + b",".join([b"{}"] * 20000) + b"]}"

CASES = [
    ("4 KB, 500 deep", DEEP, [400]),
    ("61 KB, 500 deep", DEEP_LARGE, [400]),
    ("64 KB of brackets", b"[" * 65536, [400]),
    ("64 KB of open objects", b'{"a":' * 13000, [400]),
    ("60 KB, flat", FLAT, [422]),
    ("20000 names", b"{" + b",".join(b'"%x":0' % n for n in range(7000)) + b"}", [422]),
    ("60 KB of digits", b'{"email":0.' + b"7" * 60000 + b"}", [422]),
    ("60 KB of escapes", b'{"email":"' + b"\\u00e4" * 10000 + b'"}', [422]),
    ("a comma too much", b'{"email":"a",}', [400]),
    ("UTF-16", '{"email":"a"}'.encode("utf-16"), [400]),
    ("half a surrogate", b'{"email":"\\ud800"}', [400]),
    ("bytes that are no UTF-8", b'{"email":"\xff"}', [400]),
    ("NaN", b'{"email":NaN}', [400]),
    ("a number beyond all bounds", b'{"email":1e999}', [422]),
    ("a name twice", b'{"email":"a","email":"b"}', [400]),
    ("70 KB", b'{"email":"' + b"a" * 70000 + b'"}', [413]),
    ("20 MB", b'{"email":"' + b"a" * (20 << 20) + b'"}', [413]),
]


def rows(target):
    for name, body, statuses in CASES:
        start = time.monotonic()
        try:
            seen = target.call("POST", "/api/v1/auth/login", body, timeout=20)[0]
        except OSError as error:
            seen = type(error).__name__
        took = time.monotonic() - start
        expected = " or ".join(map(str, statuses)) + " within 1 s"
        yield name, expected, f"{seen} after {took:.2f} s", seen in statuses and took < 1

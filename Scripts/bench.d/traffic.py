"""Requests in great number: wrk on a server whose CPU time is counted meanwhile."""
import re
import subprocess
import sys
import tempfile

import processes


class Cost:
    """The cost of a run of requests: microseconds of CPU for each of them, and requests a second."""

    def __init__(self, requests, seconds, cpu):
        self.requests, self.microseconds, self.per_second = requests, cpu / max(1, requests) * 1e6, requests / seconds


def send(url, pids, seconds, headers=(), connections=16, script=None, expected="2"):
    """Sends GETs to a URL for some seconds; `pids` are the server's processes, `expected` the answers' first digit.

    A wrk script, in Lua, may change the requests.
    """
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s"]
    for header in headers:
        command += ["-H", header]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script or "")
        file.flush()
        before = processes.cpu(pids)
        output = subprocess.run(command + ["-s", file.name, url], capture_output=True, text=True)
        after = processes.cpu(pids)
    requests = re.search(r"(\d+) requests in ([\d.]+)(m?s|m)", output.stdout)
    if output.returncode != 0 or not requests:
        sys.exit(f"bench: {' '.join(command)}: {output.stdout}{output.stderr}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output.stdout)
    broken = re.search(r"Socket errors: (.*)", output.stdout)
    if expected in "23" and refused or broken:
        sys.exit(f"bench: {url}: {(refused or broken).group(0)} of {requests.group(1)}")
    unit = {"s": 1, "ms": 0.001, "m": 60}[requests.group(3)]
    return Cost(int(requests.group(1)), float(requests.group(2)) * unit, after - before)

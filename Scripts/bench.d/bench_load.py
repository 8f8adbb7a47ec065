"""`scan-probe run --plan load`, on a target that costs nothing: judged polls a second, by wrk and hey on the same target."""
import re
import subprocess

import traffic
from target import Target

STATUS = "/api/v1/opportunities/status/scan_0123456789abcdef0123456789abcdef"


def run(table, options):
    with Target() as target:
        url = target.url + STATUS
        wrk, hey = [], []
        for _ in range(options.rounds):
            wrk.append(traffic.send(url, [target.process.pid], options.seconds).per_second)
            command = ["hey", "-z", f"{max(1, round(options.seconds))}s", "-c", "16", url]
            output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            hey.append(float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)))
        table.add("wrk", wrk, "/s")
        table.add("hey", hey, "/s")

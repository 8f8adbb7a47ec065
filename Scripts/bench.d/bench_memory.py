"""The memory of a worker: at rest, and for each scan that runs."""
import time

import processes
from deployment import Deployment

IDLE, EACH = 60, 0.2


def run(table, options):
    scans = 16 if options.quick else 64
    idle, each = [], []
    for _ in range(options.rounds):
        arguments = ["--pace", "5", "--scan-concurrency", str(scans), "--scans-per-minute", "10000", "--log-level", "warning"]
        with Deployment(options.program("scan-server"), options=arguments, has_redis=True) as target:
            worker = (processes.children(target.server.pid) or [target.server.pid])[0]
            token = target.log_in()
            settle(options)
            idle.append(processes.memory(worker))
            for number in range(scans):
                target.call("POST", "/api/v1/opportunities/discover", {"symbols": [f"S{number}-USDT"]}, token)
            settle(options)
            each.append((processes.memory(worker) - idle[-1]) / scans)
    table.add("worker at rest", idle, "MB", at_most=IDLE)
    table.add(f"each of {scans} running scans", [megabytes * 1000 for megabytes in each], "kB", at_most=EACH * 1000)


def settle(options):
    """Lets a worker be for a while: memory is looked at when nothing but waiting happens."""
    time.sleep(0.5 if options.quick else 2)

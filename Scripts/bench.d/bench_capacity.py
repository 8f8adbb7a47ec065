"""What a request costs the workers and Redis, for 1, 2 and 4 workers and for one master and three; the next limit follows."""
import statistics

import processes
from deployment import wait_for
from fleet import API, Fleet

# Workers and masters.
DEPLOYMENTS = [(1, 1), (2, 1), (4, 1), (4, 3)]
AT_ONCE = ["--scan-concurrency", "8"]


def run(table, options):
    for workers, masters in DEPLOYMENTS:
        with Fleet(options, workers, masters) as fleet:
            measure(table, fleet, f"{workers} w, {masters} m")
    table.note("w: workers that serve; m: masters of Redis. CPU of all workers, and of the first threads of all masters, for each")
    table.note("request; 32 connections, six users in turn. Clients, workers and Redis share the cores, so that the rates are no limits.")


def measure(table, fleet, where):
    tokens = fleet.tokens()
    complete, (scanner, store) = complete_scans(fleet, tokens)
    running = running_scans(fleet, tokens)
    cases = {
        "initiation": lambda: fleet.initiations(tokens),
        "poll, running": lambda: fleet.gets([API + "status/" + scan for scan in running], tokens),
        "poll, complete": lambda: fleet.gets([API + "status/" + scan for scan in complete], tokens),
        "results": lambda: fleet.gets([API + "results/" + scan for scan in complete], tokens),
    }
    # One after the other: a worker that has read a scan's results does not ask Redis about it any more.
    costs = {name: [take() for _ in range(fleet.bench.rounds)] for name, take in cases.items()}
    for name, taken in costs.items():
        add(table, f"{name}; {where}", [cost.microseconds for cost, _ in taken], [store for _, store in taken], fleet,
            [cost.per_second for cost, _ in taken])
    add(table, f"whole scan; {where}", [scanner], [store], fleet)


def add(table, what, workers, stores, fleet, per_second=None):
    """Adds a row for the workers and one for Redis, with the rate at which the masters' cores are full."""
    table.add(f"{what}: workers", workers, "µs", per_second)
    table.add("… Redis", stores, "µs")
    each, store = statistics.median(workers), statistics.median(stores)
    # A few microseconds are a tick or two of the processes' clock in a run, and nothing that could be full.
    if store > 10:
        table.add("… full masters", [fleet.masters * 1e6 / store], "/s")
        table.add("… by workers of a core each", [fleet.masters * each / store], "")


def complete_scans(fleet, tokens):
    """Runs a scan of everything for each user; returns them, and the microseconds that one costs its worker and Redis."""
    fleet.start_scanner(0, AT_ONCE)
    # The first one waits for the start of the scanner, whose CPU is not that of scans.
    first = finished(fleet, tokens[:1])
    before = processes.cpu([fleet.scanner.pid]), fleet.stores_cpu()
    others = finished(fleet, tokens[1:])
    after = processes.cpu([fleet.scanner.pid]), fleet.stores_cpu()
    return first + others, [(end - start) / len(others) * 1e6 for start, end in zip(before, after)]


def finished(fleet, tokens):
    scans = [fleet.initiate(token, {}) for token in tokens]
    for scan, token in zip(scans, tokens):
        wait_for(lambda: fleet.status(scan, token)["status"] == "complete", 120, "the end of a scan")
    return scans


def running_scans(fleet, tokens):
    """Holds a scan of each user in its middle, as `Scene.halfway` does."""
    fleet.start_scanner(1, AT_ONCE)
    body = {"force_refresh": True, "include_strategy_recommendations": False}
    scans = [fleet.initiate(token, body) for token in tokens]
    for scan, token in zip(scans, tokens):
        wait_for(lambda: fleet.status(scan, token)["progress"]["strategies_completed"] >= 5, 120, "half of a scan")
    fleet.hold_scanner()
    return scans

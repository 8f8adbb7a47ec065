"""Kills at random, shutdowns of what is busy or frozen: no scan is lost, and nobody is left behind."""
import json
import os
import random
import signal
import socket
import threading
import time

from bodies import DEEP_LARGE
from deployment import Deployment

WORKERS = 3
UP_WITHIN = 5.0
GRACE = 10.0


def rows(program, seconds):
    options = ["--lease", "3", "--pace", "0.3", "--symbols", "14", "--scans-per-minute", "100000"]
    with Deployment(program, workers=WORKERS, options=options) as target:
        token = target.log_in()
        scans, stop = [], threading.Event()
        starter = threading.Thread(target=start_scans, args=(target, token, scans, stop), daemon=True)
        starter.start()
        killed, starting = kill_workers(target, seconds)
        last = time.monotonic()
        took = until_all_answer(target, last)
        stop.set()
        starter.join(20)
        holds = took is not None and took <= UP_WITHIN
        seen = f"{killed} kills, {starting} of them while starting; " + (f"all up after {took:.1f} s" if took else "not all up")
        yield f"{seconds:.0f} s of kills at random ages", f"{WORKERS} of {WORKERS} up {UP_WITHIN:.0f} s after the last", seen, holds
        alive = target.server.poll() is None
        yield "the supervisor", "lives", "lives" if alive else "ended", alive
        ends = follow(target, token, scans)
        # A scan whose worker was killed three times is given up, and says so: it has ended, and is not lost.
        counts = {end: ends.count(end) for end in sorted(set(ends))}
        yield "scans started meanwhile", "all ended, none lost", (
            f"{len(scans)} scans: " + ", ".join(f"{count} {end}" for end, count in counts.items())
        ), len(scans) > 0 and set(ends) <= {"complete", "failed"}


def start_scans(target, token, scans, stop):
    number = 0
    while not stop.is_set() and len(scans) < 2000:
        number += 1
        try:
            status, _, body = target.call(
                "POST", "/api/v1/opportunities/discover", {"min_profit_potential": number}, token, timeout=5
            )
            if status == 200:
                scans.append(json.loads(body)["scan_id"])
        except (OSError, ValueError, KeyError):
            # The worker was killed before it answered; then nobody was promised anything.
            pass
        except Exception:  # http.client has errors of its own for answers that break off.
            pass
        stop.wait(0.2)


def kill_workers(target, seconds):
    """Kills a worker after another; some as soon as they are there."""
    end, killed, starting, known = time.monotonic() + seconds, 0, 0, set(target.workers())
    while time.monotonic() < end:
        new = [pid for pid in target.workers() if pid not in known]
        if new and random.random() < 0.3:
            victim = new[0]
            starting += 1
        elif random.random() < 0.02 and target.workers():
            victim = random.choice(target.workers())
        else:
            known.update(new)
            time.sleep(0.02)
            continue
        known.update(new)
        try:
            os.kill(victim, signal.SIGKILL)
            killed += 1
        except ProcessLookupError:
            pass
        time.sleep(random.random() * 0.5)
    if target.workers():
        os.kill(random.choice(target.workers()), signal.SIGKILL)
        killed += 1
    return killed, starting


def until_all_answer(target, since):
    """How long after an instant all workers had answered and all processes were there; None when they never were."""
    answered = set()
    while time.monotonic() < since + 30:
        try:
            answered.add(target.call("GET", "/health", timeout=2)[1].get("x-worker"))
        except Exception:
            pass
        if len(answered) == WORKERS and len(target.workers()) == WORKERS:
            return time.monotonic() - since
        time.sleep(0.01)
    return None


def follow(target, token, scans):
    """The last state of each scan, and whether its results can be read."""
    states, end = {}, time.monotonic() + 120
    while len(states) < len(scans) and time.monotonic() < end:
        for scan in scans:
            if scan in states:
                continue
            status, _, body = target.call("GET", "/api/v1/opportunities/status/" + scan, token=token)
            state = json.loads(body).get("status") if status == 200 else f"status {status}"
            if state == "complete":
                status = target.call("GET", "/api/v1/opportunities/results/" + scan, token=token)[0]
                state = state if status == 200 else f"results {status}"
            if state not in ("initiated", "scanning"):
                states[scan] = state
        time.sleep(0.1)
    return [states.get(scan, "never ended") for scan in scans]


def shutdown_rows(program):
    """SIGTERM ends everything within its grace and a bit, whatever the workers are doing."""
    for name, disturb in [("busy", busy), ("frozen", frozen)]:
        with Deployment(program, workers=WORKERS, options=["--shutdown-grace", str(GRACE)]) as target:
            held = disturb(target)
            pids = target.workers()
            start = time.monotonic()
            target.server.send_signal(signal.SIGTERM)
            while time.monotonic() < start + GRACE + 10 and (
                target.server.poll() is None or any(os.path.exists(f"/proc/{pid}") for pid in pids)
            ):
                time.sleep(0.05)
            took = time.monotonic() - start
            left = [pid for pid in pids if os.path.exists(f"/proc/{pid}")]
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            for client in held:
                client.close()
            limit = GRACE + 4
            holds = target.server.poll() is not None and not left and took < limit
            yield f"SIGTERM while workers are {name}", f"all gone within {limit:.0f} s", (
                f"after {took:.1f} s {len(left)} left" if left else f"all gone after {took:.1f} s"
            ), holds


def busy(target):
    body = DEEP_LARGE
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    clients = []
    for number in range(30):
        client = socket.create_connection(("127.0.0.1", target.port), timeout=5)
        # Some whole, some left half-way.
        client.sendall(head % len(body) + (body if number % 2 else body[:100]))
        clients.append(client)
    return clients


def frozen(target):
    os.kill(target.workers()[0], signal.SIGSTOP)
    return []

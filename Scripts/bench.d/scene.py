"""What the server's benches measure: a worker that serves and does not scan, its yardstick, and both their Redis."""
import json
import signal
import subprocess
import sys

import processes
import traffic
from deployment import Deployment, end, wait_for

MOMENT = "2026-01-27T10:15:30Z"
LASTING = ["--result-ttl", "86400", "--partial-ttl", "86400"]


class Scene(Deployment):
    def __init__(self, options, log_level="warning", has_yardstick=True, workers=1):
        self.bench, self.has_yardstick, self.yardstick, self.scanner = options, has_yardstick, None, None
        quotas = ["--scans-per-minute", "10000000", "--logins-per-minute", "1000"]
        arguments = ["--role", "serve", "--log-level", log_level] + LASTING + quotas
        super().__init__(options.program("scan-server"), workers, options=arguments, has_redis=True)

    def start(self):
        super().start()
        if not self.has_yardstick:
            return
        command = [self.bench.program("scan-yardstick"), "--redis", self.redis_url]
        self.yardstick, self.yardstick_port = self.listening(command, "yardstick.log")

    def restart(self):
        """Ends the worker and starts another one, which knows no scan yet."""
        end(self.server)
        self.server, self.port = self.listening(self.command, "log")

    def __exit__(self, *_):
        if self.scanner is not None:
            self.scanner.send_signal(signal.SIGCONT)
        end(self.scanner)
        end(self.yardstick)
        super().__exit__()

    @property
    def user(self):
        """The id of the user whom `log_in` logs in."""
        return self.user_id("demo")

    def user_id(self, name):
        with open(self.path("users.json")) as file:
            return next(user["id"] for user in json.load(file) if user["email"] == name + "@example.com")

    def redis_command(self, *words, value=None):
        """Sends a command to Redis; `value` is its last word."""
        command = ["redis-cli", "-s", self.path("redis.sock")] + (["-x"] if value is not None else []) + list(words)
        return subprocess.run(command, input=value, capture_output=True, check=True).stdout.decode().strip()

    # Scans

    def start_scanner(self, pace, options=()):
        """Starts the one process that scans; a paced one takes that many seconds longer for each request for candles."""
        end(self.scanner)
        command = [self.program, "serve", "--host", "127.0.0.1", "--port", "0", "--role", "scan", "--redis", self.redis_url]
        command += ["--users", self.path("users.json"), "--market-time", MOMENT, "--pace", str(pace)] + list(options)
        with open(self.path("scanner.log"), "w") as log:
            self.scanner = subprocess.Popen(command + LASTING, stdout=subprocess.DEVNULL, stderr=log)

    def initiate(self, token, body):
        status, _, answer = self.call("POST", "/api/v1/opportunities/discover", body, token)
        if status != 200:
            sys.exit(f"bench: an initiation was answered {status}: {answer}")
        return json.loads(answer)["scan_id"]

    def status(self, scan, token):
        return json.loads(self.call("GET", f"/api/v1/opportunities/status/{scan}", token=token)[2])

    def complete(self, token):
        """Runs a scan of everything to its end, and returns its id."""
        self.start_scanner(pace=0)
        scan = self.initiate(token, {"force_refresh": True})
        wait_for(lambda: self.status(scan, token)["status"] == "complete", 120, "the end of a scan")
        return scan

    def halfway(self, token):
        """Runs a scan until half of its strategies have finished, holds it there, and returns its id."""
        self.start_scanner(pace=1)
        scan = self.initiate(token, {"force_refresh": True, "include_strategy_recommendations": False})
        wait_for(lambda: self.status(scan, token)["progress"]["strategies_completed"] >= 5, 120, "half of a scan")
        self.hold_scanner()
        return scan

    def hold_scanner(self):
        self.scanner.send_signal(signal.SIGSTOP)

    # Measuring

    def measure(self, path, token, **options):
        """The cost of a GET of the server."""
        pids = processes.children(self.server.pid) or [self.server.pid]
        return traffic.send(
            f"http://127.0.0.1:{self.port}{path}", pids, self.bench.seconds,
            [f"Authorization: Bearer {token}"] + options.pop("headers", []), **options,
        )

    def yardstick_cost(self, length):
        """The cost of a bare GET of a number of bytes."""
        name = f"bare-{length}"
        self.redis_command("SET", name, value=b"x" * length)
        return traffic.send(
            f"http://127.0.0.1:{self.yardstick_port}/bare/{name}", [self.yardstick.pid], self.bench.seconds
        )

    def compare(self, table, cases, length, what):
        """Measures cases and a bare GET of a number of bytes in turn; each case is (name, function, budget)."""
        yardsticks, costs = [], {name: [] for name, _, _ in cases}
        for _ in range(self.bench.rounds):
            yardsticks.append(self.yardstick_cost(length))
            for name, take, _ in cases:
                costs[name].append(take())
        table.add(what, [cost.microseconds for cost in yardsticks], "µs", [cost.per_second for cost in yardsticks])
        for name, _, budget in cases:
            table.add(
                name, [cost.microseconds for cost in costs[name]], "µs", [cost.per_second for cost in costs[name]],
                [cost.microseconds / bare.microseconds for cost, bare in zip(costs[name], yardsticks)], budget,
            )

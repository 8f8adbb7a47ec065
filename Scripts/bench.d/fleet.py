"""What the bench of capacity measures: workers that serve and a process that scans, on one Redis or on a cluster of masters."""
import binascii
import os
import subprocess
import sys

import processes
import traffic
from deployment import end, wait_for
from scene import Scene
from target import free_port

PARTITIONS, SLOTS = 32, 16384
# There are some fifty runs.
SECONDS = 2
API = "/api/v1/opportunities/"
# Requests of all users in turn, prepared, since wrk shares the cores with what is measured; `%s` are their Lua tables.
SCRIPT = """
local calls, requests, turn = {%s}, {}, 0
function init()
  for number, call in ipairs(calls) do requests[number] = wrk.format("GET", call[1], {Authorization = call[2]}) end
end
function request()
  turn = turn %% #requests + 1
  return requests[turn]
end
"""
# Each initiation with filters of its own, also in the next run.
INITIATIONS = """
local calls, turn, run = {%s}, 0, os.time()
function request()
  turn = turn + 1
  local call = calls[turn %% #calls + 1]
  return wrk.format("POST", call[1], {Authorization = call[2], ["Content-Type"] = "application/json"},
    '{"symbols":["A' .. run .. 'B' .. turn .. '"]}')
end
"""


class Fleet(Scene):
    """As many users for each master; Redis is reached over TCP, as it is from other machines."""

    def __init__(self, options, workers, masters, users=6):
        super().__init__(options, has_yardstick=False, workers=workers)
        self.masters, self.nodes, self.ports, self.users = masters, [], [], [[] for _ in range(masters)]
        self.users_each = users // masters

    def start_redis(self):
        for number in range(self.masters):
            folder, port = self.path(f"node-{number}"), free_port()
            os.mkdir(folder)
            command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
            command += ["--save", "", "--appendonly", "yes"]
            if self.masters > 1:
                command += ["--cluster-enabled", "yes", "--cluster-port", str(free_port())]
            self.ports.append(port)
            self.nodes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
            wait_for(lambda: self.ask(port, "ping") == "PONG", 20, "Redis")
        if self.masters > 1:
            nodes = [f"127.0.0.1:{port}" for port in self.ports]
            subprocess.run(
                ["redis-cli", "--cluster", "create", *nodes, "--cluster-yes"], check=True, capture_output=True
            )
            for port in self.ports:
                wait_for(lambda: "cluster_state:ok" in self.ask(port, "cluster", "info"), 20, "the cluster")

    @property
    def redis_url(self):
        nodes = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"redis+cluster://{nodes}" if self.masters > 1 else f"redis://{nodes}"

    @staticmethod
    def ask(port, *words):
        return subprocess.run(["redis-cli", "-p", str(port), *words], capture_output=True, text=True).stdout.strip()

    def add_users(self):
        """Adds users until each master has its share; a user's id decides."""
        number = 0
        while any(len(users) < self.users_each for users in self.users):
            name, number = f"user-{number}", number + 1
            self.add_user(name)
            self.users[self.home(name)].append(name)

    def home(self, name):
        """The number of the master that has a user's keys."""
        partition = binascii.crc_hqx(self.user_id(name).encode(), 0) % PARTITIONS
        return binascii.crc_hqx(b"p%02d" % partition, 0) % SLOTS * self.masters // SLOTS

    def tokens(self):
        return [self.log_in(name) for users in self.users for name in users[: self.users_each]]

    def __exit__(self, kind=None, *_):
        if kind is not None and os.path.exists(self.path("log")):
            with open(self.path("log")) as log:
                print(f"bench: the end of the workers' log:\n{log.read()[-3000:]}", file=sys.stderr)
        try:
            # The scanner and the workers first.
            end_of_nodes, self.nodes = self.nodes, []
            super().__exit__()
        finally:
            for node in end_of_nodes:
                end(node)

    # Measuring

    def stores_cpu(self):
        """Commands run on the first thread; the others sync files, and serve nobody."""
        return sum(processes.main_thread_cpu(node.pid) for node in self.nodes)

    def gets(self, paths, tokens):
        return self.cost_of(SCRIPT, paths, tokens)

    def initiations(self, tokens):
        return self.cost_of(INITIATIONS, [API + "discover"] * len(tokens), tokens)

    def cost_of(self, script, paths, tokens):
        """The cost of requests to the workers, and the microseconds of the stores for each."""
        calls = ", ".join(f'{{"{path}", "Bearer {token}"}}' for path, token in zip(paths, tokens))
        before = self.stores_cpu()
        cost = traffic.send(
            f"http://127.0.0.1:{self.port}/", processes.children(self.server.pid) or [self.server.pid],
            min(self.bench.seconds, SECONDS), connections=32, script=script % calls,
        )
        return cost, (self.stores_cpu() - before) / cost.requests * 1e6

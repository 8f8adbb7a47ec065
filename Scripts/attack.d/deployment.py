"""The reference under attack: started on a free port of the loopback interface, and gone afterwards."""
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

PASSWORD = "a password for the attack"
USERS = "demo", "second"


class Deployment:
    """scan-server alone in memory, or several workers on a Redis of their own."""

    def __init__(self, program, workers=1, cost=12, options=()):
        self.program, self.count, self.cost, self.options = program, workers, cost, list(options)
        self.redis = self.server = None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="attack-")
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        command = [self.program, "serve", "--host", "127.0.0.1", "--port", "0", "--users", self.path("users.json")]
        if self.count > 1:
            command += ["--workers", str(self.count), "--redis", "unix://" + self.path("redis.sock")]
            self.redis = subprocess.Popen(
                ["redis-server", "--port", "0", "--unixsocket", self.path("redis.sock"), "--dir", self.folder]
                + ["--save", "", "--appendonly", "yes"],
                stdout=subprocess.DEVNULL,
            )
            wait_for(lambda: os.path.exists(self.path("redis.sock")), 20, "Redis")
        with open(self.path("password"), "w") as file:
            file.write(PASSWORD)
        for user in USERS:
            subprocess.run(
                [self.program, "user", "add", "--users", self.path("users.json"), "--email", user + "@example.com"]
                + ["--role", "user", "--password-file", self.path("password"), "--cost", str(self.cost)],
                check=True, capture_output=True,
            )
        self.log = open(self.path("log"), "w")
        self.server = subprocess.Popen(
            command + self.options, stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        for line in self.server.stdout:
            if line.startswith("Listening"):
                self.port = int(line.split()[2].rsplit(":", 1)[1])
                return
        raise RuntimeError("scan-server did not start:\n" + open(self.path("log")).read())

    def path(self, name):
        return os.path.join(self.folder, name)

    def workers(self):
        """The process ids of the workers."""
        found = []
        for thread in os.listdir(f"/proc/{self.server.pid}/task"):
            with open(f"/proc/{self.server.pid}/task/{thread}/children") as file:
                found += [int(pid) for pid in file.read().split()]
        return found

    def call(self, method, path, body=None, token=None, timeout=10):
        """Sends a request on a connection of its own; returns status, header fields and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Connection": "close"}
        if token:
            headers["Authorization"] = "Bearer " + token
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def log_in(self, user="demo"):
        status, _, body = self.call(
            "POST", "/api/v1/auth/login", {"email": user + "@example.com", "password": PASSWORD}
        )
        if status != 200:
            raise RuntimeError(f"the login of {user} was answered {status}")
        return json.loads(body)["access_token"]

    def __exit__(self, *_):
        processes = [process for process in (self.server, self.redis) if process]
        for process in processes:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not come within {seconds} s")
        time.sleep(0.01)

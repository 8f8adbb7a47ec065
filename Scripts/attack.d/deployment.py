"""The reference, to be attacked or measured: started on a free port of the loopback interface, and gone afterwards."""
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
    """scan-server alone in memory, or on a Redis of its own, as several workers always are."""

    def __init__(self, program, workers=1, cost=12, options=(), has_redis=False):
        self.program, self.count, self.cost, self.options = program, workers, cost, list(options)
        self.has_redis = has_redis or workers > 1
        self.redis = self.server = None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="deployment-")
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        command = [self.program, "serve", "--host", "127.0.0.1", "--port", "0", "--users", self.path("users.json")]
        if self.has_redis:
            self.start_redis()
            command += ["--workers", str(self.count), "--redis", self.redis_url]
        with open(self.path("password"), "w") as file:
            file.write(PASSWORD)
        self.add_users()
        self.command = command + self.options
        self.server, self.port = self.listening(self.command, "log")

    def start_redis(self):
        self.redis = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.path("redis.sock"), "--dir", self.folder]
            + ["--save", "", "--appendonly", "yes"],
            stdout=subprocess.DEVNULL,
        )
        wait_for(lambda: os.path.exists(self.path("redis.sock")), 20, "Redis")

    def add_users(self):
        for user in USERS:
            self.add_user(user)

    def add_user(self, user):
        subprocess.run(
            [self.program, "user", "add", "--users", self.path("users.json"), "--email", user + "@example.com"]
            + ["--role", "user", "--password-file", self.path("password"), "--cost", str(self.cost)],
            check=True, capture_output=True,
        )

    def listening(self, command, log):
        """Starts a program that tells its address, and returns the process and the port."""
        with open(self.path(log), "w") as file:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True)
        try:
            for line in process.stdout:
                if line.startswith("Listening"):
                    return process, int(line.split()[2].rsplit(":", 1)[1])
        except BaseException:
            end(process)
            raise
        process.wait()
        with open(self.path(log)) as file:
            raise RuntimeError(f"{command[0]} did not start:\n{file.read()}")

    @property
    def redis_url(self):
        return "unix://" + self.path("redis.sock")

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
        for process in (self.server, self.redis):
            end(process)
        shutil.rmtree(self.folder, ignore_errors=True)


def end(process):
    """Stops a process in good order, or kills it if that takes too long; nothing for `None`."""
    if process is None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not come within {seconds} s")
        time.sleep(0.01)

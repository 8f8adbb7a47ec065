"""A target that costs nothing to speak of: nginx with the API's answers as text, each initiation with an id of its own."""
import os
import shutil
import subprocess
import tempfile

from deployment import end, wait_for

CONFIGURATION = """
daemon off; master_process off; worker_processes 1; error_log stderr error; pid {folder}/pid;
events {{ worker_connections 4096; }}
http {{
  access_log off; default_type application/json; keepalive_requests 1000000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} reuseport backlog=4096;
    add_header X-Worker 1;
    location = /health {{ return 200 '{{"status":"ok"}}'; }}
    location = /api/v1/auth/login {{
      return 200 '{{"access_token":"t","token_type":"bearer","expires_in":86400,"user_id":"demo","role":"user"}}';
    }}
    location = /api/v1/opportunities/discover {{
      return 200 '{{"success":true,"scan_id":"scan_$request_id","status":"initiated","message":"Started.",
        "estimated_completion_seconds":60,"poll_url":"/api/v1/opportunities/status/scan_$request_id",
        "results_url":"/api/v1/opportunities/results/scan_$request_id","polling_interval_seconds":3}}';
    }}
    location ~ ^/api/v1/opportunities/status/(?<scan>scan_[0-9a-f]+)$ {{
      return 200 '{{"success":true,"scan_id":"$scan","status":"scanning","message":"7 of 14 strategies have finished.",
        "progress":{{"strategies_completed":7,"total_strategies":14,"opportunities_found_so_far":20,"percentage":50}},
        "partial_results":[],"estimated_time_remaining_seconds":60}}';
    }}
    location / {{ return 404 '{{"success":false,"status":"not_found","message":"There is no such scan."}}'; }}
  }}
}}
"""


class Target:
    """nginx on a free port."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="nginx-")
        self.port = free_port()
        with open(self.path("nginx.conf"), "w") as file:
            file.write(CONFIGURATION.format(folder=self.folder, port=self.port))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        with open(self.path("log"), "w") as log:
            self.process = subprocess.Popen([program, "-c", self.path("nginx.conf"), "-e", "stderr"], stderr=log)
        try:
            wait_for(lambda: os.path.exists(self.path("pid")), 10, "nginx")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        end(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


def free_port():
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]

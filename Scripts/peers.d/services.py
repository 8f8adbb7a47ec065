"""The services that Scripts/peers starts: what it takes to install and to start each, how it is probed, and what has to come of it.

Each service is started in a folder of its own, on a free port of this machine, with `port` and `redis` filled in.
"""
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


class Service:
    def __init__(self, name, environment, commands, profile, verdict, blamed=(), needs_redis=False, files=None, env=None, ready="/",
                 before=None, ci=False, plan="local"):
        self.name = name                # of the service, and of the folder of its report
        self.environment = environment  # the file of pinned packages beside this one
        self.commands = commands        # the programs of the environment that run side by side
        self.profile = profile          # the options of scan-probe run
        self.verdict = verdict          # PASS or FAIL
        self.blamed = blamed            # of a faulty one: any of these has to be the first requirement that failed
        self.needs_redis = needs_redis
        self.files = files or {}        # the files of its folder
        self.env = env or {}
        self.ready = ready              # a path that answers when it has started
        self.before = before            # a command that has to end before the others start
        self.plan = plan                # the built-in plan
        self.ci = ci                    # true for those of continuous integration


REPORT = """import os, time

def make_report(name):
    time.sleep(1)
    return {"report": name.upper()}
"""

# The job API of many tutorials: a dictionary in the module, of which each worker has its own.
FASTAPI_DICT = """import uuid
from fastapi import BackgroundTasks, FastAPI, HTTPException
from report import make_report

app, jobs = FastAPI(), {}

def perform(job_id):
    jobs[job_id].update(result=make_report("probe"), status="done")

@app.post("/jobs", status_code=202)
def start(background: BackgroundTasks):
    job_id = str(uuid.uuid4())
    jobs[job_id] = {"status": "running", "result": None}
    background.add_task(perform, job_id)
    return {"job_id": job_id}

@app.get("/jobs/{job_id}")
def status(job_id: str):
    if job_id not in jobs:
        raise HTTPException(404, "no such job")
    return {"job_id": job_id, **jobs[job_id]}
"""

# The same with its state in Redis.
FASTAPI_REDIS = """import json, os, uuid
from fastapi import BackgroundTasks, FastAPI, HTTPException
from redis import Redis
from report import make_report

app, store = FastAPI(), Redis.from_url(os.environ["REDIS"])

def perform(job_id):
    store.set(job_id, json.dumps({"status": "done", "result": make_report("probe")}))

@app.post("/jobs", status_code=202)
def start(background: BackgroundTasks):
    job_id = str(uuid.uuid4())
    store.set(job_id, json.dumps({"status": "running", "result": None}))
    background.add_task(perform, job_id)
    return {"job_id": job_id}

@app.get("/jobs/{job_id}")
def status(job_id: str):
    job = store.get(job_id)
    if job is None:
        raise HTTPException(404, "no such job")
    return {"job_id": job_id, **json.loads(job)}
"""

# 202 with the address of the status, which answers 202 and then the result.
FLASK_REDIS = """import json, os, threading, uuid
from flask import Flask, Response, url_for
from redis import Redis
from report import make_report

app, store = Flask(__name__), Redis.from_url(os.environ["REDIS"])

def perform(key):
    store.set(key, json.dumps(make_report("probe")))

@app.post("/reports")
def start():
    key = uuid.uuid4().hex
    store.set(key, "")
    threading.Thread(target=perform, args=(key,)).start()
    return "", 202, {"Location": url_for("status", key=key)}

@app.get("/reports/<key>")
def status(key):
    value = store.get(key)
    if value is None:
        return "", 404
    if not value:
        return "", 202
    return Response(value, mimetype="application/json")
"""

# The same with its state in a dictionary.
FLASK_DICT = FLASK_REDIS.replace("from redis import Redis\n", "").replace(
    'Flask(__name__), Redis.from_url(os.environ["REDIS"])', "Flask(__name__), {}"
).replace("store.set(key, json.dumps(make_report(\"probe\")))", "store[key] = json.dumps(make_report(\"probe\"))").replace(
    'store.set(key, "")', 'store[key] = ""'
)

JOBS_PROFILE = """name: jobs
summary: Jobs of a small FastAPI service
initiate: {method: POST, path: /jobs, accepts: [202]}
status: {method: GET, path: "/jobs/{job_id}"}
results: status
made_up_id: "{uuid}"
read: {job_id: $.job_id, state: $.status, result: $.result, message: $.detail}
states: {running: [running], complete: [done]}
statuses: {not_found: [404]}
offers: [echoed_id, unknown_ids]
"""

CELERY_TASKS = """import os, time
from celery import Celery

app = Celery("tasks", broker=os.environ["REDIS"] + "/0", backend=os.environ["REDIS"] + "/1")
app.conf.update(worker_send_task_events=True, task_send_sent_event=True, task_track_started=True)

@app.task
def add(x, y):
    time.sleep(1)
    return x + y
"""

BENTOML = """import time
import bentoml

@bentoml.service(workers=3, traffic={"timeout": 60})
class Reports:
    @bentoml.task
    def report(self, name: str = "x") -> dict:
        time.sleep(1)
        return {"report": name.upper()}
"""

# An imitation of Athena alone, which so needs no signature to tell the service.
ATHENA = """import sys
from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.serving import run_simple

run_simple("127.0.0.1", int(sys.argv[1]), create_backend_app("athena"), threaded=True)
"""

PYGEOAPI = """server: {bind: {host: 127.0.0.1, port: PORT}, url: "http://127.0.0.1:PORT", mimetype: application/json; charset=UTF-8,
  encoding: utf-8, gzip: false, languages: [en-US], cors: true, pretty_print: false, limit: 10, admin: false,
  limits: {default_items: 20, max_items: 50},
  map: {url: "http://127.0.0.1/{z}/{x}/{y}.png", attribution: none},
  manager: {name: TinyDB, connection: jobs.db, output_dir: out}}
logging: {level: ERROR}
metadata:
  identification: {title: {en: t}, description: {en: d}, keywords: {en: [k]}, keywords_type: theme,
    terms_of_service: "https://example.org", url: "https://example.org"}
  license: {name: CC-BY, url: "https://example.org"}
  provider: {name: p, url: "https://example.org"}
  contact: {name: n, position: p, address: a, city: c, stateorprovince: s, postalcode: "1", country: c, phone: "1",
    fax: "1", email: a@example.org, url: "https://example.org", hours: h, instructions: i, role: pointOfContact}
resources:
  hello-world: {type: process, processor: {name: HelloWorld}}
"""

GUNICORN = "gunicorn -w 3 -b 127.0.0.1:{port}"
UVICORN = f"{GUNICORN} -k uvicorn.workers.UvicornWorker"
OF_NO_WORKER = ("STAT-001", "STAT-002")


def pygeoapi(version, **more):
    return Service(
        f"pygeoapi-{version}", f"pygeoapi-{version}.txt", ["pygeoapi serve"], ["--profile", "ogc-processes"],
        # Writers that overwrite each other do so when they meet, which bursts make sure of.
        files={"config.yml": PYGEOAPI, "out/.keep": ""}, plan="acceptance", ready="/processes?f=json",
        env={"PYGEOAPI_CONFIG": "config.yml", "PYGEOAPI_OPENAPI": "openapi.yml"},
        before="pygeoapi openapi generate config.yml --output-file openapi.yml", **more)


SERVICES = [
    Service("flask-redis", "web.txt", [f"{GUNICORN} --threads 4 app:app"], ["--profile", "http-202", "--set", "path=reports"], "PASS",
            needs_redis=True, files={"app.py": FLASK_REDIS, "report.py": REPORT}, ci=True),
    Service("fastapi-dict", "web.txt", [f"{UVICORN} app:app"], ["--profile", "jobs.yaml"], "FAIL", OF_NO_WORKER,
            files={"app.py": FASTAPI_DICT, "report.py": REPORT, "jobs.yaml": JOBS_PROFILE}, ci=True),
    Service("fastapi-redis", "web.txt", [f"{UVICORN} app:app"], ["--profile", "jobs.yaml"], "PASS", needs_redis=True,
            files={"app.py": FASTAPI_REDIS, "report.py": REPORT, "jobs.yaml": JOBS_PROFILE}),
    Service("flask-dict", "web.txt", [f"{GUNICORN} --threads 4 app:app"], ["--profile", "http-202", "--set", "path=reports"], "FAIL",
            OF_NO_WORKER, files={"app.py": FLASK_DICT, "report.py": REPORT}),
    Service("flower", "celery.txt",
            ["celery -A tasks worker -c 8 -l WARNING", "celery -A tasks flower --address=127.0.0.1 --port={port}"],
            ["--profile", "flower"], "PASS", needs_redis=True, files={"tasks.py": CELERY_TASKS}, env={"FLOWER_UNAUTHENTICATED_API": "true"},
            ready="/api/workers?refresh=1"),
    Service("bentoml", "bentoml.txt", ["bentoml serve service:Reports --host 127.0.0.1 --port {port}"],
            ["--profile", "bentoml", "--set", "task=report", "--set", 'body={"name":"probe"}'], "PASS",
            files={"service.py": BENTOML}, env={"BENTOML_DO_NOT_TRACK": "True", "BENTOML_HOME": "home"}, ready="/readyz"),
    pygeoapi("0.21.0", verdict="PASS"),
    pygeoapi("0.16.1", verdict="FAIL", blamed=("STAT-001", "STAT-002", "RATE-001", "RES-001", "RES-002", "INIT-001")),
    Service("moto-athena", "moto.txt", ["python athena.py {port}"], ["--profile", "aws-athena"], "PASS", files={"athena.py": ATHENA},
            ready="/moto-api/"),
]

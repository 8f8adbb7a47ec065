"""A read of the results of a scan of everything, by CPU of the server, and by a bare GET of as many bytes."""
import json

from scene import Scene

PATH = "/api/v1/opportunities/results/"
BUDGET = 1.5


def run(table, options):
    with Scene(options) as scene:
        token = scene.log_in()
        scan = scene.complete(token)
        _, headers, body = scene.call("GET", PATH + scan, token=token)
        cases = [("results read", lambda: scene.measure(PATH + scan, token), BUDGET)]
        if "etag" in headers:
            known = ["If-None-Match: " + headers["etag"]]
            cases += [
                ("results read, not modified", lambda: scene.measure(PATH + scan, token, headers=known), BUDGET),
                ("results read, compressed", lambda: scene.measure(PATH + scan, token, headers=["Accept-Encoding: gzip"]), BUDGET),
            ]
        scene.compare(table, cases, len(body), "bare GET")
        count = json.loads(body)["total_opportunities"]
        table.note(f"CPU of the worker for each request, 16 connections; {count} opportunities, {len(body)} bytes")

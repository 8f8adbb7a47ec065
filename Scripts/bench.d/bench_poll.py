"""A status poll of a complete scan and of a running one, by CPU of the server for each, and by a bare GET of as many bytes."""
from scene import Scene

PATH = "/api/v1/opportunities/status/"
BUDGET = 1.5


def run(table, options):
    with Scene(options) as scene:
        token = scene.log_in()
        complete, running = scene.complete(token), scene.halfway(token)
        lengths = {scan: len(scene.call("GET", PATH + scan, token=token)[2]) for scan in (complete, running)}
        # The yardstick sends as many bytes as the smaller answer: what a running scan shows already is part of its cost.
        scene.compare(
            table,
            [
                ("poll of a complete scan", lambda: scene.measure(PATH + complete, token), BUDGET),
                ("poll of a running scan", lambda: scene.measure(PATH + running, token), BUDGET),
            ],
            lengths[complete], "bare GET",
        )
        table.note(f"CPU of the worker for each request, 16 connections; {lengths[complete]} and {lengths[running]} bytes")

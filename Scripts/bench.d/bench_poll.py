"""A status poll of a complete scan and of a running one, by CPU of the server for each, and by a bare GET of as many bytes.

And how many of them three workers answer when each has a connection of its own.
"""
from scene import Scene

PATH = "/api/v1/opportunities/status/"
BUDGET = 1.5
# A deployment of the same API by three workers answers 265 polls a second, each over a fresh connection; thirty times as many.
FRESH = 30 * 265
# The clients at the same time, and the budget: few keep neither the workers nor their kernel busy.
CROWDS = {16: None, 64: FRESH, 200: None}


def run(table, options):
    costs(table, options)
    fresh_connections(table, options)


def costs(table, options):
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


def fresh_connections(table, options):
    with Scene(options, has_yardstick=False, workers=3) as scene:
        token = scene.log_in()
        complete = scene.complete(token)
        scene.hold_scanner()
        rates = {crowd: [] for crowd in CROWDS}
        for _ in range(options.rounds):
            for crowd in CROWDS:
                cost = scene.measure(PATH + complete, token, headers=["Connection: close"], connections=crowd)
                rates[crowd].append(cost.per_second)
        for crowd, budget in CROWDS.items():
            what = f"three workers, a fresh connection each, {crowd} clients"
            table.add(what, rates[crowd], "/s", at_least=budget)

"""Finding a scan whose lookup keys are gone, among a million foreign keys: milliseconds, and steps of the search.

While the scan's lifecycle is stored, which names its entry, one step finds it; without it the search goes through all keys.
"""
import re
import time

from scene import Scene

STEPS, MILLISECONDS = 10, 20
PATH = "/api/v1/opportunities/status/"
FILL = "for i = ARGV[1], ARGV[2] do redis.call('SET', 'foreign:' .. i, i) end"
AT_A_TIME = 100_000


def run(table, options):
    keys = AT_A_TIME if options.quick else 1_000_000
    looks = max(3, options.rounds)
    # The search says in the log how many steps it took.
    with Scene(options, log_level="info", has_yardstick=False) as scene:
        for start in range(1, keys, AT_A_TIME):
            scene.redis_command("EVAL", FILL, "0", str(start), str(start + AT_A_TIME - 1))
        for what, keeps_lifecycle in (("lookup keys lost", True), ("lookup keys and lifecycle lost", False)):
            found, times, steps = zip(*(look(scene, number, keeps_lifecycle) for number in range(looks)))
            table.add(what, list(times), "ms", at_most=MILLISECONDS if keeps_lifecycle else None)
            table.add("… steps of the search", list(steps), "", at_most=STEPS)
            table.add("… found", [100 * sum(found) / looks], "%", at_least=100)
    table.note(f"{keys} foreign keys; the time of a poll on a worker that has not seen the scan")


def look(scene, number, keeps_lifecycle):
    """Starts a scan, takes away what leads to it, and polls a worker that knows nothing; returns the outcome."""
    token = scene.log_in()
    scan = scene.initiate(token, {"symbols": [f"R{number}"], "force_refresh": True})
    gone = [f"opportunity_scan_lookup:{scan}", f"opportunity_scan_result_index:{scan}"]
    gone += [f"opportunity_user_latest_scan:{scene.user}", f"opportunity_user_scans:{scene.user}"]
    scene.redis_command("DEL", *gone, *([] if keeps_lifecycle else ["scan_lifecycle:" + scan]))
    scene.restart()
    # A new worker has a secret of its own; the login also opens its connections.
    token = scene.log_in()
    began = time.monotonic()
    status = scene.call("GET", PATH + scan, token=token)[0]
    milliseconds = (time.monotonic() - began) * 1000
    with open(scene.path("log")) as log:
        steps = re.findall(r"iterations=(\d+)", log.read())
    return status == 200, milliseconds, int(steps[-1]) if steps else 0

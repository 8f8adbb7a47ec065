"""An initiation: one that starts a scan, and one that joins the scan there is; CPU of the server, and round trips to Redis."""
from scene import Scene

PATH = "/api/v1/opportunities/discover"
POST = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local number = 0
request = function()
  number = number + 1
  return wrk.format(nil, nil, nil, BODY)
end
"""
JOINING = "'{}'"
# Those of another round are others.
STARTING = """'{"symbols":["A' .. os.time() .. 'B' .. number .. '"]}'"""
ROUND_TRIPS = 2


def run(table, options):
    with Scene(options) as scene:
        token = scene.log_in()
        scene.initiate(token, {})
        scene.compare(
            table,
            [
                ("initiation that joins", lambda: scene.measure(PATH, token, script=POST.replace("BODY", JOINING)), None),
                ("initiation that starts", lambda: scene.measure(PATH, token, script=POST.replace("BODY", STARTING)), None),
            ],
            300, "bare GET",
        )
        trips = []
        for number in range(options.rounds):
            before = reads(scene)
            scene.initiate(token, {"symbols": [f"B{number}"]})
            # Looking takes two: the question, and the end of the connection that asked before.
            trips.append(reads(scene) - before - 2)
        table.add("round trips of an initiation", trips, "", at_most=ROUND_TRIPS)


def reads(scene):
    """The number of times that Redis has read from a connection: once for each round trip of the server."""
    info = scene.redis_command("INFO", "stats")
    fields = dict(line.split(":", 1) for line in info.splitlines() if ":" in line)
    return int(fields["total_reads_processed"])

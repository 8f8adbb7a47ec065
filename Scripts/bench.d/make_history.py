#!/usr/bin/env python3
"""Writes a history as the prober writes it: make_history.py sound|broken EVENTS, to standard output.

A hundred scans of fourteen strategies, polled in turn, and read one time in ten once they are complete. In the broken one
two of three workers do not find the scan. Bodies are left out of status answers that found their scan: no check needs them.
"""
import json
import sys

kind, count = sys.argv[1], int(sys.argv[2])
SCANS, STEPS, BASE = 100, 14, "http://127.0.0.1:8080/api/v1/opportunities"
HEADERS = '"headers":{"cache-control":"no-store","content-type":"application/json","x-request-id":"%032x","x-worker":"%d"}'
LOST = json.dumps('{"success":false,"status":"not_found","message":"No such scan."}')
write = sys.stdout.write

plan = {
    "name": "bench", "summary": "", "scans": SCANS, "concurrentScans": SCANS, "bodies": ["{}"], "pollInterval": 0.1,
    "maximumPolls": 1000000, "pollsAfterCompletion": 1000000, "resultReads": 1000000, "earlyResultReads": 0,
    "freshConnections": True, "requestTimeout": 10, "scanBudget": 86400, "runBudget": 604800, "isolationProbes": 0,
    "groups": ["initiate", "status", "progress", "results", "rates", "isolation"],
}
header = {
    "format": 1, "tool": "scan-probe 0.1.0", "target": "http://127.0.0.1:8080", "profile": "opportunity-scan", "plan": plan,
    "seed": 1, "startedAt": "2026-01-27T10:15:30Z", "access": {"hasSecondUser": False, "usesTokens": True},
}
write(json.dumps({"header": header}) + "\n")

ids = ["scan_%032x" % (0x1234 + number) for number in range(SCANS)]
rounds = max(1, (count - SCANS) // SCANS)


def event(number, operation, answer, scan, body=""):
    sent = number * 1000000
    name = "discover" if operation == "initiate" else f"{operation}/{ids[scan]}"
    target = "" if operation == "initiate" else f'"scanID":"{ids[scan]}",'
    write(
        f'{{"event":{{"connection":{number},"id":{number},"intent":"course",'
        f'"method":"{"POST" if operation == "initiate" else "GET"}","operation":"{operation}","outcome":{{"answered":{{{answer}}}}},'
        f'"received":{sent + 700000},{body}"reusesConnection":false,"scan":"scan-{scan + 1}",{target}"sent":{sent},'
        f'"url":"{BASE}/{name}","user":"first"}}}}\n'
    )


number = 0
for scan in range(SCANS):
    number += 1
    links = f'"pollURL":"/api/v1/opportunities/status/{ids[scan]}","resultsURL":"/api/v1/opportunities/results/{ids[scan]}"'
    event(
        number, "initiate",
        f'"bodyBytes":300,{HEADERS % (number, 1)},"status":200,'
        f'"understood":{{{links},"scanID":"{ids[scan]}","state":"initiated","stateWord":"initiated"}},"worker":"1"',
        scan, '"requestBody":"{}",',
    )
while number < count:
    number += 1
    turn, scan = divmod(number - SCANS - 1, SCANS)
    worker = number % 3 + 1
    steps = min(STEPS, turn * 2 * STEPS // rounds)
    state = "complete" if steps == STEPS else "scanning"
    is_read = state == "complete" and turn % 10 == 0
    if kind == "broken" and worker != 1:
        answer = (
            f'"body":{LOST},"bodyBytes":64,{HEADERS % (number, worker)},"status":404,'
            f'"understood":{{"message":"No such scan.","state":"not_found","stateWord":"not_found"}},"worker":"{worker}"'
        )
    elif is_read:
        answer = (
            f'"bodyBytes":4000,{HEADERS % (number, worker)},"status":200,'
            f'"understood":{{"digest":"{scan:064x}","listed":20,"scanID":"{ids[scan]}","state":"complete","total":20}},'
            f'"worker":"{worker}"'
        )
    else:
        total = '"total":20' if state == "complete" else ""
        answer = (
            f'"bodyBytes":357,{HEADERS % (number, worker)},"status":200,'
            f'"understood":{{"progress":{{"completed":{steps},"found":{steps},"percentage":{round(100 * steps / STEPS)},"total":{STEPS}}},'
            f'"scanID":"{ids[scan]}","state":"{state}","stateWord":"{state}"{"," if total else ""}{total}}},"worker":"{worker}"'
        )
    event(number, "results" if is_read else "status", answer, scan)
write(json.dumps({"footer": {"reason": "finished", "durationSeconds": count / 1000}}) + "\n")

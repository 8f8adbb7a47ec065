#!/usr/bin/env python3
"""Runs the attacks and prints what was expected and what was seen: attack.py SCAN-SERVER [OPTIONS]."""
import argparse
import os
import resource
import sys

import bodies
import floods
import kills
import raw
import slow
from deployment import Deployment


def arguments():
    parser = argparse.ArgumentParser(description="Attacks a reference server that it starts itself, over loopback.")
    parser.add_argument("server", help="the program scan-server")
    parser.add_argument("--seconds", type=float, default=60, help="how long workers are killed (default: 60)")
    parser.add_argument("--flood-seconds", type=float, default=10, help="how long each flood lasts (default: 10)")
    parser.add_argument("--only", choices=["raw", "json", "slow", "floods", "shutdown", "kills"], help="run one part")
    options = parser.parse_args()
    if not (1 <= options.seconds <= 3600 and 1 <= options.flood_seconds <= 600):
        parser.error("--seconds takes 1 to 3600, --flood-seconds 1 to 600")
    return options


def rows(options):
    """All attacks, each as (part, name, expected, seen, whether it held)."""
    def wanted(part):
        return options.only in (None, part)

    if wanted("raw") or wanted("json"):
        with Deployment(options.server) as target:
            if wanted("raw"):
                yield from (("raw", *row) for row in raw.rows(target))
            if wanted("json"):
                yield from (("json", *row) for row in bodies.rows(target))
    if wanted("floods"):
        yield from (("floods", *row) for row in floods.rows(options.server, options.flood_seconds))
    if wanted("slow"):
        yield from (("slow", *row) for row in slow.rows(options.server))
    if wanted("shutdown"):
        yield from (("shutdown", *row) for row in kills.shutdown_rows(options.server))
    if wanted("kills"):
        yield from (("kills", *row) for row in kills.rows(options.server, options.seconds))


def main():
    options = arguments()
    # Floods hold many connections; whatever the hard limit allows is enough.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 16384), hard))
    if not os.access(options.server, os.X_OK):
        sys.exit(f"attack: {options.server} is no program; build it with swift build -c release --product scan-server")
    gives = 0
    print(f"{'':5} {'part':9}{'attack':44}{'expected':34}seen")
    for part, name, expected, seen, holds in rows(options):
        gives += not holds
        print(f"{'ok' if holds else 'GIVES':5} {part:9}{name:44}{expected:34}{seen}", flush=True)
    print(f"{gives} gave." if gives else "Everything held.")
    sys.exit(1 if gives else 0)


if __name__ == "__main__":
    main()

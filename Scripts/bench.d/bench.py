#!/usr/bin/env python3
"""Runs one bench and judges it by its budgets: bench.py NAME --bin FOLDER [--quick] [ARGUMENT].

A bench is a module beside this file with a function `run(table, options)`, which adds rows to the table.
"""
import argparse
import importlib
import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "attack.d"))

from table import Table

BENCHES = "poll results initiate prober load memory recovery capacity judge engine size start".split()

parser = argparse.ArgumentParser(description="Runs one bench.")
parser.add_argument("name", choices=BENCHES)
parser.add_argument("argument", nargs="?", type=int, help="the number of events (judge) or symbols (engine)")
parser.add_argument("--bin", required=True, help="the folder with the programs")
parser.add_argument("--quick", action="store_true", help="run for seconds and judge nothing")
options = parser.parse_args()
options.rounds = 1 if options.quick else int(os.environ.get("BENCH_ROUNDS", "3"))
options.seconds = 0.5 if options.quick else 3.0
options.program = lambda name: os.path.join(options.bin, name)

table = Table(options.name, options.quick)
importlib.import_module(f"bench_{options.name}").run(table, options)
sys.exit(table.finish())

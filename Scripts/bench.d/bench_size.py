"""The size of the static scan-probe, which Scripts/static-probe leaves in out; in a quick run of the one that was built."""
import os

MEGABYTES = 40


def run(table, options):
    program = options.program("scan-probe") if options.quick else "out/scan-probe"
    table.add("scan-probe, one file", [os.path.getsize(program) / 1e6], "MB", at_most=None if options.quick else MEGABYTES)

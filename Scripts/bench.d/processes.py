"""What processes cost: CPU time and memory, from /proc."""
import os
import subprocess
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")


def children(pid):
    """A process's children, and theirs."""
    # By the parent that each process names: a thread's own list of children moves to another thread when it ends.
    of_parent = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended meanwhile.
        of_parent.setdefault(parent, []).append(int(entry))
    found = []
    waiting = [pid]
    while waiting:
        own = of_parent.get(waiting.pop(), [])
        found += own
        waiting += own
    return found


def cpu(pids):
    """The CPU seconds that processes have used, in user mode and in the kernel."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def main_thread_cpu(pid):
    """The CPU seconds of a process's first thread."""
    return cpu([f"{pid}/task/{pid}"])


def memory(pid):
    """The memory of a process in MB: what it has of its own, and what it shares with none."""
    with open(f"/proc/{pid}/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return int(fields["VmRSS"].split()[0]) / 1024


def finished(command, **options):
    """Runs a command to its end; returns its seconds, CPU seconds, peak of memory in MB, exit status, output and errors."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, **options)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        output.seek(0)
        errors.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        return seconds, cpu, usage.ru_maxrss / 1024, process.returncode, output.read(), errors.read()

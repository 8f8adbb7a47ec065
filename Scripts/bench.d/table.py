"""The table of a bench: rows of figures over some rounds, each judged by its middle figure, printed and written as JSON."""
import json
import os
import statistics
import time


class Table:
    def __init__(self, name, quick):
        self.name, self.quick, self.rows, self.notes = name, quick, [], []
        self.began = time.time()

    def add(self, what, values, unit, per_second=None, ratios=None, at_most=None, at_least=None):
        """Adds a row.

        `values` are the figures of the rounds. With `ratios`, each to the yardstick of its round, those are judged instead.
        """
        judged = statistics.median(ratios or values)
        is_within = None
        if at_most is not None:
            is_within = judged <= at_most
        if at_least is not None:
            is_within = is_within is not False and judged >= at_least
        row = {"what": what, "unit": unit, "values": values}
        row.update({} if per_second is None else {"perSecond": per_second})
        row.update({} if ratios is None else {"ratios": ratios})
        row.update({} if at_most is None else {"atMost": at_most})
        row.update({} if at_least is None else {"atLeast": at_least})
        row.update({} if is_within is None else {"isWithin": is_within})
        self.rows.append(row)

    def note(self, text):
        self.notes.append(text)

    def finish(self):
        """Prints the table, writes the JSON, and returns the exit status."""
        print(f"\n{self.name}{' (quick: nothing is judged)' if self.quick else ''}")
        lines = [("", "middle", "of", "per second", "× yardstick", "budget", "")]
        for row in self.rows:
            budget = " ".join(
                [f"≤ {short(row['atMost'])}" for _ in [0] if "atMost" in row]
                + [f"≥ {short(row['atLeast'])}" for _ in [0] if "atLeast" in row]
            )
            lines.append((
                row["what"],
                f"{short(statistics.median(row['values']))} {row['unit']}",
                f"{short(min(row['values']))}…{short(max(row['values']))}",
                short(statistics.median(row["perSecond"])) if "perSecond" in row else "",
                f"{statistics.median(row['ratios']):.2f} ×" if "ratios" in row else "",
                budget + (" ×" if budget and "ratios" in row else ""),
                "" if row.get("isWithin", True) or self.quick else "BEYOND THE BUDGET",
            ))
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        for line in lines:
            cells = [line[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(line[1:6], widths[1:6])]
            print("  " + "  ".join(cells + [line[6]]).rstrip())
        for note in self.notes:
            print(f"  {note}")
        os.makedirs("out/bench", exist_ok=True)
        with open(f"out/bench/{self.name}.json", "w") as file:
            json.dump(
                {
                    "bench": self.name, "isQuick": self.quick, "cores": os.cpu_count(), "load": os.getloadavg()[0],
                    "seconds": round(time.time() - self.began, 1), "rows": self.rows, "notes": self.notes,
                },
                file, indent=2, ensure_ascii=False,
            )
        return 1 if not self.quick and any(row.get("isWithin") is False for row in self.rows) else 0


def short(number):
    """A number with three significant digits, and thousands in groups."""
    if number == 0 or abs(number) >= 100:
        return f"{number:,.0f}".replace(",", " ")
    return f"{number:.{2 if abs(number) < 10 else 1}f}"

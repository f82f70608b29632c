"""Tables made by others, beside the repository, and the program that imports them."""

import collections
import csv
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
import harness  # noqa: E402  (their folder is known only now)
import region  # noqa: E402, F401  (for the tests)

DATA = pathlib.Path(os.environ.get("WAYSTATION_REAL_DATA", harness.ROOT.parent / "shared/data"))
IMPORT_S = 120
ZONE = "Africa/Abidjan"


def table(*parts):
    """The path of a table; the test that asks is skipped where it is not there."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        raise unittest.SkipTest(f"no {path}: this test needs that table")
    return path


class RealDataTest(harness.ProcessTest):
    """A node and the program beside it, for all tests of the class: an import is made once."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="waystation-real-data-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)

    def setUp(self):
        pass

    @classmethod
    def launch(cls, *flags, listen="127.0.0.1:0"):
        server = harness.Server("waystation-node", cls.folder / "data", *flags, listen=listen)
        cls.addClassCleanup(cls._end, server)
        return server

    @classmethod
    def command(cls, address, *words, output="json"):
        return [
            str(harness.BIN / "waystation"), "--server", address, "--output", output,
            "--profile-dir", str(cls.folder / "profile"), "--timeout", "30",
            *[str(word) for word in words],
        ]  # fmt: skip

    @classmethod
    def run_import(cls, address, *words):
        """The results that the program prints, one a file; its exit code; its errors."""
        done = subprocess.run(
            cls.command(address, "import", *words),
            capture_output=True, text=True, timeout=IMPORT_S, cwd=cls.folder, check=False,
        )  # fmt: skip
        results = []
        decoder = json.JSONDecoder()
        text = done.stdout.strip()
        while text:
            result, end = decoder.raw_decode(text)
            results.append(result)
            text = text[end:].strip()
        return results, done.returncode, done.stderr

    @classmethod
    def copy(cls, path):
        """A copy in the test's folder, where the program may put files beside it."""
        return pathlib.Path(shutil.copy(path, cls.folder))


def side_file(path, delimiter=","):
    """Rows of a rejects or remarks file; what separates its columns is its input's."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


Line = collections.namedtuple(
    "Line", "row facility item month opening received used adjustment closing average out_days"
)


def ledger_lines(path):
    """The lines of the ledger by series, in order of months; read without the program's help."""
    series = collections.defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for row, fields in enumerate(csv.DictReader(file), start=2):
            numbers = [
                int(fields[name])
                for name in (
                    "stock_initial", "stock_received", "stock_distributed", "stock_adjustment",
                    "stock_end", "average_monthly_consumption", "stock_stockout_days",
                )
            ]  # fmt: skip
            month = datetime.date(int(fields["year"]), int(fields["month"]), 1)
            line = Line(
                row, fields["site_code"].lower(), fields["product_code"].lower(), month, *numbers
            )
            series[line.facility, line.item].append(line)
    for lines in series.values():
        lines.sort(key=lambda line: line.month)
    return dict(series)


def next_month(month):
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def last_day(month):
    return next_month(month) - datetime.timedelta(days=1)


def civil(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def pages(api, path, fields, things):
    """All things of a list, over its pages."""
    token = ""
    while True:
        answer = api.call(path, {**fields, "pageSize": 1000, "pageToken": token})
        yield from getattr(answer, things)
        token = answer.next_page_token
        if not token:
            return

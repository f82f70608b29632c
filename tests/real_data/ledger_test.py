"""The monthly ledger of Cote d'Ivoire: 32,601 lines of 156 sites and 11 products, imported whole."""

import collections
import csv
import datetime
import pathlib
import subprocess
import time
import unittest

import daily_use
import facility_reports
import real_data
from real_data import RealDataTest, harness, region

LINES = ("civ_lmis", "contraceptive_logistics_data_to_2019_03.csv")
SITES = ("civ_lmis", "service_delivery_site_data.csv")
PRODUCTS = ("civ_lmis", "product.csv")


class LedgerTest(RealDataTest):
    """One ledger for all; tests run in the order of their names, those that add to it last."""

    @classmethod
    def setUpClass(cls):
        lines, sites, products = (real_data.table(*t) for t in (LINES, SITES, PRODUCTS))
        super().setUpClass()
        cls.lines, cls.sites, cls.products = map(cls.copy, (lines, sites, products))
        cls.series = real_data.ledger_lines(cls.lines)
        cls.rows = sum(map(len, cls.series.values()))
        cls.node = cls.launch()
        begin = time.monotonic()
        cls.results, cls.code, cls.errors = cls.import_all()
        cls.seconds = time.monotonic() - begin
        print(f"imported in {cls.seconds:.1f} s: {cls.results[-1]}")
        cls.api = harness.Api(cls.node.address)
        cls.addClassCleanup(lambda: cls.api.close())

    @classmethod
    def import_all(cls):
        return cls.run_import(
            cls.node.address, "ledger", cls.lines, "--facilities", cls.sites, "--items",
            cls.products, "--time-zone", real_data.ZONE,
        )  # fmt: skip

    def head(self):
        return self.api.call(region.GET_LOG, {"log": "inventory/main"}).head.revision

    def test_a_every_line_went_in(self):
        self.assertEqual(self.code, 0, self.errors)
        sites, products, lines = self.results
        self.assertEqual((sites["rows"], sites["recorded"]), (156, 156))
        self.assertEqual((products["rows"], products["recorded"]), (11, 11))
        self.assertEqual(lines["rows"], self.rows)
        self.assertEqual(lines["recorded"] + lines["nothing_to_record"], self.rows)
        # A shortfall, a time or a date that looks odd would have opened one.
        self.assertEqual((lines["rejected"], lines["held"], lines["exceptions"]), (0, 0, 0))

    def test_b_every_closing_stock_is_the_files(self):
        flows = collections.defaultdict(collections.Counter)
        for facility in sorted({facility for facility, _ in self.series}):
            for movement in real_data.pages(
                self.api, region.LIST_MOVEMENTS, {"parent": f"facilities/{facility}"}, "movements"
            ):
                for leg in movement.legs:
                    into = leg.to.kind == 2
                    day = datetime.date(leg.day.year, leg.day.month, leg.day.day)
                    series = facility, leg.item.split("/")[1]
                    flows[series][day] += leg.quantity if into else -leg.quantity
        for series, lines in self.series.items():
            days = sorted(flows[series].items())
            balance = 0
            for line in lines:
                end = real_data.last_day(line.month)
                while days and days[0][0] <= end:
                    balance += days.pop(0)[1]
                    self.assertGreaterEqual(balance, 0, line)
                self.assertEqual(balance, line.closing, line)
            self.assertEqual(days, [], "nothing after the last line")

    def test_c_stock_read_back_is_the_last_closing(self):
        for month in (datetime.date(2016, 12, 1), datetime.date(2017, 9, 1), None):
            for facility in sorted({facility for facility, _ in self.series})[::7]:
                fields = {"facility": f"facilities/{facility}"}
                if month is not None:
                    fields["asOfDate"] = real_data.civil(real_data.last_day(month))
                stock = real_data.pages(self.api, region.LIST_STOCK, fields, "lines")
                got = {line.item.split("/")[1]: line.quantity for line in stock}
                want = {}
                for (site, item), lines in self.series.items():
                    past = [line for line in lines if month is None or line.month <= month]
                    if site == facility and past and past[-1].closing:
                        want[item] = past[-1].closing
                self.assertEqual(got, want, (facility, month))

    def test_d_every_difference_is_visible_and_listed(self):
        remarks = self.results[-1]["remarks"]
        want = collections.Counter()
        for lines in self.series.values():
            want["opening-stock"] += lines[0].opening != 0
            for before, line in zip(lines, lines[1:]):
                gap = real_data.next_month(before.month) != line.month
                differs = before.closing != line.opening
                want["opening-differs"] += differs and not gap
                want["opening-differs-after-gap"] += differs and gap
                want["months-missing"] += gap and not differs
        self.assertEqual({sort: int(count) for sort, count in remarks.items()}, dict(want))
        listed = real_data.side_file(self.results[-1]["remarks_file"])
        self.assertEqual(collections.Counter(row["sort"] for row in listed), want)
        self.assertEqual((want["opening-differs"], want["opening-differs-after-gap"]), (142, 71))
        posted = collections.Counter()
        for facility in {facility for facility, _ in self.series}:
            for movement in real_data.pages(
                self.api, region.LIST_MOVEMENTS, {"parent": f"facilities/{facility}"}, "movements"
            ):
                if movement.document_number.endswith("/opening"):
                    (leg,) = movement.legs
                    self.assertIn(5, (getattr(leg, "from").kind, leg.to.kind))
                    posted["all"] += 1
        differences = [sort for sort in want if sort.startswith("opening")]
        self.assertEqual(posted["all"], sum(want[sort] for sort in differences))

    def test_e_headquarters_daily_use_is_explained(self):
        comparison = daily_use.Comparison(self.series)
        after = [f"inventory/main@{self.head()}"]
        self.api.call(region.LIST_LEVELS, {"pageSize": 1}, after=after)
        comparison.ask(self.api)
        print(comparison)
        self.assertEqual(comparison.unexplained, [])
        self.assertEqual(sum(comparison.use.values()), len(self.series))

    def test_e_reports_are_the_files_and_headquarters(self):
        reports = facility_reports.FacilityReports(self.series)
        begin = time.monotonic()
        reports.ask(self.api)
        print(reports)
        print(f"reports read in {time.monotonic() - begin:.1f} s")
        self.assertEqual(reports.unexplained, [])
        self.assertEqual(sum(reports.out_days.values()), len(self.series))
        self.assertEqual(sum(reports.orders.values()), len(self.series))

    def test_f_again_posts_nothing(self):
        before = self.head()
        begin = time.monotonic()
        results, code, errors = self.import_all()
        print(f"again in {time.monotonic() - begin:.1f} s")
        self.assertEqual(code, 0, errors)
        for first, second in zip(self.results, results):
            self.assertEqual(second["already_there"], first["recorded"])
            self.assertEqual((second["recorded"], second["conflicts"]), (0, 0))
        self.assertEqual(self.head(), before)

    def test_g_the_next_months_file_adds_only_its_own(self):
        """Another file name, the last months again, one more line: as the next export would be."""
        before = self.head()
        (facility, item), lines = next(
            (key, lines) for key, lines in sorted(self.series.items())
            if lines[-1].month == datetime.date(2019, 3, 1) and lines[-1].closing > 5
        )  # fmt: skip
        with open(self.lines, encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        kept = [row for row in rows if row[:2] == ["2019", "3"]]
        closing = lines[-1].closing
        kept.append(["2019", "4", "R", "D", facility.upper(), item.upper(), closing, 0, 5, 0,
                     closing - 5, 0, 0, ""])  # fmt: skip
        path = self.write_rows("export-2019-04.csv", [header, *kept])
        results, code, errors = self.run_import(self.node.address, "ledger", path)
        self.assertEqual(code, 0, errors)
        self.assertEqual(results[0]["recorded"], 1, results)
        self.assertEqual(results[0]["conflicts"], 0)
        self.assertEqual(self.head(), before + 1)

    def test_h_an_edited_line_is_a_conflict_of_its_row(self):
        before = self.head()
        with open(self.lines, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        line = next(
            lines[5] for _, lines in sorted(self.series.items())
            if len(lines) > 8 and lines[5].used > 0 and lines[5].closing > 0
        )  # fmt: skip
        edited = rows[line.row - 1]
        edited[8] = str(line.used + 1)
        edited[10] = str(line.closing - 1)
        path = self.write_rows("edited.csv", rows)
        results, code, errors = self.run_import(self.node.address, "ledger", path)
        self.assertEqual(code, 6, errors)
        self.assertEqual(results[0]["conflicts"], 1)
        rejects = real_data.side_file(results[0]["rejects_file"])
        conflict = [row for row in rejects if "held back" not in row["reject_reason"]]
        self.assertEqual([row["reject_row"] for row in conflict], [str(line.row)])
        self.assertIn("REQUEST_ID_REUSED", conflict[0]["reject_reason"])
        # What comes after it in its series builds on it.
        self.assertEqual(results[0]["held_back"], len(rejects) - 1)
        self.assertEqual(self.head(), before, "nothing was posted")

    def test_i_wrong_lines_hold_back_their_series_and_can_be_mended(self):
        """A fresh site's lines, one of them wrong: mended in the rejects file they go in."""
        with open(self.lines, encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        facility = sorted(self.series)[0][0].upper()
        rows = []
        for number in range(4):
            closing = 90 - 10 * number if number != 1 else 12345
            rows.append([2010, number + 1, "R", "D", facility, "AS27000", 100 - 10 * number, 0,
                         10, 0, closing, 0, 0, ""])  # fmt: skip
        path = self.write_rows("wrong.csv", [header, *rows])
        flags = ("--source", "mending")
        results, code, errors = self.run_import(self.node.address, "ledger", path, *flags)
        self.assertEqual(code, 6, errors)
        self.assertEqual((results[0]["recorded"], results[0]["rejected"]), (1, 3))
        rejects = self.folder / "mended.csv"
        text = pathlib.Path(results[0]["rejects_file"]).read_text(encoding="utf-8-sig")
        self.assertIn("want 80 = opening 90 + received 0 - distributed 10 + adjustment 0", text)
        rejects.write_text(text.replace("12345", "80", 1), encoding="utf-8")
        results, code, errors = self.run_import(self.node.address, "ledger", rejects, *flags)
        self.assertEqual(code, 0, errors)
        self.assertEqual((results[0]["recorded"], results[0]["remarks"]), (3, {}))

    def write_rows(self, name, rows):
        path = self.folder / name
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    def test_z_a_full_rebuild_reproduces_every_row(self):
        self.assertEqual(self.node.stop(), 0)
        verified = subprocess.run(
            [str(harness.BIN / "waystation-node"), "--verify", "--exercise", "--data-dir",
             str(self.folder / "data")],
            capture_output=True, text=True, timeout=real_data.IMPORT_S, check=False,
        )  # fmt: skip
        print(verified.stdout.strip())
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


if __name__ == "__main__":
    unittest.main()

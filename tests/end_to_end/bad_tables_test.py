"""Every table that can be imported, spoilt in every way: the message says where and what, and nothing
is recorded.

A whole file that can't be read is refused (exit code 2); a row that can't be is rejected by its number
and column (6) while others would go on, so the spoilt row here is the only one.
"""

import csv
import io
import os
import subprocess
import time
import unittest

import harness

# A node looks for what is due at least so often.
TICK_S = 1
EXIT_REFUSED = 2
EXIT_REJECTED = 6
LOGS = ("facility/main", "inventory/main")
AT = "khojaly-field-hospital"

# A row of each table that would be recorded: its columns, and those that the ways below spoil.
TABLES = {
    "items": {
        "row": {
            "item": "spoilt-item", "name_az": "", "name_hy": "", "name_ru": "", "name_en": "Salt",
            "category": "condiments", "base_unit": "gram", "vital_class": "normal",
            "storage_class": "ambient", "pack_name": "bag", "pack_quantity": "1000",
            "pack_weight_g": "1010", "pack_volume_ml": "900", "grams_per_unit": "",
            "density_mg_per_ml": "", "energy_kcal_per_100g": "", "protein_mg_per_100g": "",
            "fat_mg_per_100g": "", "carbohydrate_mg_per_100g": "", "allergens": "",
            "controlled": "no", "menu_allowed": "yes",
        },
        "number": "pack_quantity", "text": "name_en", "word": "vital_class", "day": None,
    },
    "storage-classes": {
        "row": {
            "storage_class": "spoilt-class", "name_az": "", "name_hy": "", "name_ru": "",
            "name_en": "Cool", "min_celsius": "8", "max_celsius": "15", "freeze_sensitive": "yes",
            "allowed_minutes": "60", "allowed_up_to_celsius": "25", "protect_from_light": "no",
            "protect_from_moisture": "no", "note": "", "source": "a paper",
        },
        "number": "allowed_minutes", "text": "name_en", "word": "freeze_sensitive", "day": None,
    },
    "facilities": {
        "row": {
            "facility": "spoilt-post", "kind": "health-post", "name_az": "", "name_hy": "",
            "name_ru": "", "name_en": "Post", "latitude": "39.9", "longitude": "46.7",
            "time_zone": "Asia/Baku", "service_day_start": "06:00", "people_served": "100",
            "report_interval_minutes": "1440", "beds": "", "state": "open",
        },
        "number": "people_served", "text": "name_en", "word": "kind", "day": None,
    },
    "movements": {
        "row": {
            "facility": AT, "document_number": "BAD-1", "kind": "receipt", "day": "-1",
            "time": "10:00", "source": "convoy", "item": "rice-white", "lot": "L1",
            "expiry_day": "300", "date_kind": "best-before", "place": "main", "to_place": "",
            "purpose": "", "quantity": "5000", "packs": "", "recorded_by": "p-1", "note": "",
        },
        "number": "quantity", "text": "note", "word": "kind", "day": "day",
    },
    "counts": {
        "row": {
            "facility": AT, "count": "BAD-1", "kind": "cyclic", "complete": "no", "place": "main",
            "day": "-1", "time": "10:00", "item": "rice-white", "lot": "L1", "expiry_day": "300",
            "quantity": "5000", "packs": "", "counted_by": "p-1", "second_counted_by": "",
            "note": "",
        },
        "number": "quantity", "text": "note", "word": "kind", "day": "day",
    },
    "reports": {
        "row": {
            "facility": AT, "day": "-1", "time": "10:00", "reported_by": "p-1",
            "measure": "patients-seen", "subject": "", "value": "34",
        },
        "number": "value", "text": "reported_by", "word": "measure", "day": "day",
    },
    "requisitions": {
        "row": {
            "facility": AT, "requisition": "BAD-1", "day": "-1", "time": "10:00",
            "priority": "urgent", "needed_by_day": "3", "asked_of": "headquarters",
            "item": "rice-white", "quantity": "5000", "packs": "", "recorded_by": "p-1",
            "note": "",
        },
        "number": "quantity", "text": "note", "word": "priority", "day": "day",
    },
    "deliveries": {
        "row": {
            "facility": AT, "delivery": "BAD-1", "source": "convoy", "earliest_day": "2",
            "latest_day": "3", "confirmed_by": "", "requisition": "", "item": "rice-white",
            "quantity": "5000", "packs": "", "transport_note": "", "recorded_by": "p-1",
            "note": "",
        },
        "number": "quantity", "text": "note", "word": None, "day": "earliest_day",
    },
}


def written(rows, columns=None, end="\n"):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(columns or list(rows[0]))
    for row in rows:
        writer.writerow(list(row.values()))
    return text.getvalue()


def with_value(table, column, value):
    return written([{**table["row"], column: value}])


def spoilt_rows(table):
    """(way, column, file, further words of the message) of rows that are rejected by themselves."""
    number, text, word, day = (table[key] for key in ("number", "text", "word", "day"))
    ways = [(f"{number} is {value!r}", number, with_value(table, number, value), [value])
            for value in ("twelve", "12 pieces", "1,5", "1.234,5", "0x10", "1e3", "--1",
                          "99999999999999999999")]
    if word:
        ways.append(("no such word", word, with_value(table, word, "no-such-word"),
                     ["no-such-word"]))
    if day:
        ways += [(f"{day} is {value}", day, with_value(table, day, value), [value])
                 for value in ("31.12.2026", "12/31/2026", "2026-02-30", "2026-13-01", "yesterday",
                               "46387")]
    ways.append(("ISO-8859-1", text, with_value(table, text, "r\xe9z").encode("iso-8859-1"), []))
    ways.append(("a field of 1 MB", text, with_value(table, text, "x" * (1 << 20)), []))
    ways.append(("a zero byte", text, with_value(table, text, "a\0b"), []))
    return ways


def spoilt_files(table):
    """(way, file, words of the message) of files that are refused whole, or broken off."""
    row, number = table["row"], table["number"]
    without = {column: value for column, value in row.items() if column != number}
    good = written([row])
    return [
        ("a column is missing", written([without]), [f"column {number} is missing"]),
        ("an unknown column", written([{**row, "colour": "red"}]), ["colour"]),
        ("a column twice", written([row], list(row) + [number]), [number]),
        ("empty", "", ["empty"]),
        ("UTF-16", good.encode("utf-16"), ["UTF-16"]),
        ("a quote that never ends", good.rstrip("\n") + '"', ["row 2"]),
        ("semicolons", good.replace(",", ";"), [";"]),
        ("100,000 columns", ",".join(f"c{i}" for i in range(100_000)) + "\n", ["fields"]),
        ("the last row has no line end", good.rstrip("\n"), ["row 2", "cut off"]),
        ("binary", bytes(range(256)) * 40, []),
    ]


class BadTablesTest(harness.ProcessTest):
    def setUp(self):
        super().setUp()
        server = self.start()
        self.environment = {
            **os.environ,
            "WAYSTATION_SERVER": server.address,
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "TZ": "Asia/Baku",
        }
        # What falls silent while time passes would be recorded too.
        code, said = self.run_command("clock", "set", "2026-11-28 12:00", "--frozen")
        self.assertEqual(code, 0, said)
        starter = self.folder / "starter"
        subprocess.run(["cp", "-r", harness.ROOT / "deploy" / "starter", starter], check=True)
        code, said = self.run_command("import", "starter", starter)
        self.assertEqual(code, 0, said)
        heads = None
        while heads != self.heads():
            heads = self.heads()
            time.sleep(2 * TICK_S)

    def run_command(self, *words):
        done = subprocess.run(
            [harness.BIN / "waystation", *words],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
            check=False,
        )
        return done.returncode, done.stdout.decode("utf-8", "backslashreplace")

    def heads(self):
        return [self.run_command("log", "show", log) for log in LOGS]

    def imported(self, table, content, *flags):
        path = self.folder / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return self.run_command("import", table, path, *flags)

    def test_rows_are_rejected_by_row_and_column(self):
        for name, table in TABLES.items():
            before = self.heads()
            for way, column, content, words in spoilt_rows(table):
                with self.subTest(table=name, way=way):
                    code, said = self.imported(name, content)
                    self.assertEqual(code, EXIT_REJECTED, said[:2000])
                    self.assertRegex(said, r"row 2\b", said[:2000])
                    self.assertIn(column, said)
                    for word in words:
                        self.assertIn(word, said)
            self.assertEqual(self.heads(), before, name)

    def test_files_that_are_no_such_table_are_refused(self):
        for name, table in TABLES.items():
            before = self.heads()
            for way, content, words in spoilt_files(table):
                with self.subTest(table=name, way=way):
                    code, said = self.imported(name, content)
                    self.assertIn(code, (EXIT_REFUSED, EXIT_REJECTED), said[:2000])
                    self.assertNotRegex(said, r"[1-9][0-9]* recorded")
                    self.assertLess(len(said), 4000, "a message for people")
                    for word in words:
                        self.assertIn(word, said)
            self.assertEqual(self.heads(), before, name)

    def test_what_is_odd_and_right_is_taken(self):
        for name, table in TABLES.items():
            good = written([table["row"]])
            with self.subTest(table=name, way="a dry run sends nothing"):
                before = self.heads()
                for content in (good, "\ufeff" + good, good.replace("\n", "\r\n"),
                                good.replace("\n", "\r\n", 1)):
                    code, said = self.imported(name, content, "--dry-run")
                    self.assertEqual(code, 0, said)
                self.assertEqual(self.heads(), before)
            with self.subTest(table=name, way="a header alone"):
                code, said = self.imported(name, good.split("\n")[0] + "\n")
                self.assertEqual(code, 0, said)
                self.assertEqual(self.heads(), before)
            with self.subTest(table=name, way="twice"):
                self.assertEqual(self.imported(name, good)[0], 0)
                after = self.heads()
                self.assertNotEqual(after, before)
                code, said = self.imported(name, good)
                self.assertEqual(code, 0, said)
                self.assertRegex(said, r"\b0 recorded")
                self.assertEqual(self.heads(), after)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""The load generator against real nodes: it records what it says, and never in real data unasked."""

import json
import pathlib
import os
import subprocess
import unittest

import harness

LOAD = pathlib.Path(os.environ["WAYSTATION_BIN"]) / "waystation-load"
GET_LOG = "waystation.common.v1.LogService/GetLog"
LIST_LEVELS = "waystation.headquarters.v1.SupplyService/ListSupplyLevels"
REGION = ("--facilities", "3", "--items", "5", "--lines", "5", "--seed", "7")


class LoadGeneratorTest(harness.ProcessTest):
    def load(self, server, workload, *options):
        return subprocess.run([LOAD, workload, "--server", server.address, *REGION, *options],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=120, check=False)

    def head(self, server):
        return self.client(server).call(GET_LOG, {"log": "inventory/main"}).head.revision

    def test_what_it_counts_is_recorded_once(self):
        server = self.start()
        built = self.load(server, "build")
        self.assertEqual(built.returncode, 0, built.stderr)
        # Birth, five items, a receipt and a use at each of three facilities.
        self.assertEqual(self.head(server), 1 + 5 + 3 + 3)
        self.assertEqual(self.load(server, "catch-up").returncode, 0)
        levels = self.client(server).call(LIST_LEVELS).supply_levels
        self.assertEqual(len(levels), 3 * 5)

        run = self.load(server, "receipts", "--operations", "20", "--in-flight", "4")
        self.assertEqual(run.returncode, 0, run.stderr)
        told = json.loads(run.stdout.splitlines()[-1])
        self.assertEqual((told["calls"], told["errors"]), (20, 0))
        self.assertEqual(self.head(server), 12 + 20)
        for workload in ("empty", "clock", "stock", "levels", "overviews"):
            run = self.load(server, workload, "--operations", "5")
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_facilities_report_what_keeps_them_running(self):
        server = self.start()
        self.assertEqual(self.load(server, "build").returncode, 0)
        for workload, calls in (("plants", 3 * 5), ("reports", 6), ("endings", 5)):
            run = self.load(server, workload, "--operations", str(calls), "--in-flight", "1")
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            self.assertEqual(json.loads(run.stdout.splitlines()[-1])["errors"], 0)
        api = self.client(server)
        head = api.call(GET_LOG, {"log": "facility/main"}).head.revision
        # Birth, three facilities, what they have, what they told twice.
        self.assertEqual(head, 1 + 3 + 15 + 6)

    def test_real_data_is_left_alone(self):
        server = self.start(exercise=False)
        for workload in ("build", "receipts", "batches", "plants", "reports"):
            run = self.load(server, workload)
            self.assertNotEqual(run.returncode, 0)
            self.assertIn("real data", run.stderr)
        self.assertEqual(self.head(server), 1)
        asked = self.load(server, "build", "--write-into-real-data")
        self.assertEqual(asked.returncode, 0, asked.stderr)
        self.assertEqual(self.head(server), 12)

    def test_errors_are_told(self):
        server = self.start()
        run = self.load(server, "receipts", "--operations", "3")
        self.assertNotEqual(run.returncode, 0)
        told = json.loads(run.stdout.splitlines()[-1])
        self.assertEqual((told["calls"], told["errors"]), (0, 3))
        self.assertIn("NOT_KNOWN", run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)

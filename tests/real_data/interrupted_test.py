"""An import cut off in the middle, by the death of either side, and run again: nothing twice."""

import os
import random
import signal
import subprocess
import time
import unittest

import real_data
from real_data import RealDataTest, harness, region

KILLS = 3
SOME_SITES = 40
# Entries of inventory's log beside the movements: the folder's birth, and the products.
BIRTH = 1
PRODUCTS = 11


class InterruptedTest(RealDataTest):
    @classmethod
    def setUpClass(cls):
        tables = [
            real_data.table("civ_lmis", name)
            for name in (
                "contraceptive_logistics_data_to_2019_03.csv", "service_delivery_site_data.csv",
                "product.csv",
            )
        ]  # fmt: skip
        super().setUpClass()
        lines, cls.sites, cls.products = map(cls.copy, tables)
        cls.series = real_data.ledger_lines(lines)
        some = sorted({facility for facility, _ in cls.series})[:SOME_SITES]
        cls.series = {key: value for key, value in cls.series.items() if key[0] in some}
        cls.lines = cls.folder / "some.csv"
        kept = {line.row for value in cls.series.values() for line in value}
        with open(lines, encoding="utf-8") as file:
            rows = file.readlines()
        cls.lines.write_text(
            "".join(row for number, row in enumerate(rows, start=1) if number == 1 or number in kept),
            encoding="utf-8",
        )

    def words(self, address):
        return self.command(
            address, "import", "ledger", self.lines, "--facilities", self.sites, "--items",
            self.products, "--time-zone", real_data.ZONE,
        )  # fmt: skip

    def head(self, address):
        api = harness.Api(address, patient=True)
        try:
            return api.call(region.GET_LOG, {"log": "inventory/main"}).head.revision
        finally:
            api.close()

    def begin_and_wait_for_half(self, node, target):
        running = subprocess.Popen(
            self.words(node.address), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.addCleanup(self.end, running)
        while running.poll() is None and self.head(node.address) < target:
            time.sleep(0.001)
        return running

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait()

    def test_nothing_is_lost_or_posted_twice(self):
        seed = int(os.environ.get("WAYSTATION_SEED", random.SystemRandom().randrange(2**32)))
        print("WAYSTATION_SEED", seed)
        pick = random.Random(seed)
        port = harness.lasting_port()
        node = self.launch(listen=f"127.0.0.1:{port}")
        target = BIRTH + PRODUCTS
        for kill in range(KILLS):
            target += pick.randrange(200, 900)
            running = self.begin_and_wait_for_half(node, target)
            self.assertIsNone(running.poll(), "cut off in the middle")
            if kill < KILLS - 1:
                running.send_signal(signal.SIGKILL)
                running.wait()
            else:
                # The program goes on by itself when the server is back.
                node.kill()
                node = self.launch(listen=f"127.0.0.1:{port}")
                self.assertEqual(running.wait(real_data.IMPORT_S), 0)
        results, code, errors = self.run_import(
            node.address, "ledger", self.lines, "--facilities", self.sites, "--items",
            self.products, "--time-zone", real_data.ZONE,
        )  # fmt: skip
        self.assertEqual(code, 0, errors)
        self.assertEqual(results[-1]["exceptions"], 0)
        api = self.client(node)
        for facility in {facility for facility, _ in self.series}:
            fields = {"facility": f"facilities/{facility}"}
            stock = real_data.pages(api, region.LIST_STOCK, fields, "lines")
            want = {
                item: lines[-1].closing
                for (site, item), lines in self.series.items()
                if site == facility and lines[-1].closing
            }
            self.assertEqual({line.item.split("/")[1]: line.quantity for line in stock}, want)
        whole = self.head(node.address)
        parts = sum(
            (line.received > 0) + (line.used > 0) + (line.adjustment != 0)
            + (line.opening != (before.closing if before else 0))
            for lines in self.series.values()
            for before, line in zip([None, *lines], lines)
        )  # fmt: skip
        self.assertEqual(whole, BIRTH + PRODUCTS + parts, "each part of each line once")


if __name__ == "__main__":
    unittest.main()

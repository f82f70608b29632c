"""deploy/run as a newcomer uses it, without its build: twice on one folder, and stopped."""

import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

import harness
import ledger
import region

RUN_S = 120


class DeployRunTest(harness.ProcessTest):
    def setUp(self):
        super().setUp()
        self.environment = {**os.environ, "HOME": str(self.folder / "home")}
        (self.folder / "home").mkdir()

    def run_script(self, *flags):
        return subprocess.run(
            [harness.ROOT / "deploy/run", "--no-build", "--data-dir", self.folder / "data", *flags],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=RUN_S,
            env=self.environment,
        )

    def detached(self, *flags):
        """Runs until the node is left running: what was printed, its process id and address."""
        done = self.run_script("--detach", *flags)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        pid = int(re.search(r"^pid (\d+)$", done.stdout, re.M).group(1))
        self.addCleanup(self.end, pid)
        address = re.search(r"The node answers on (\S+)\.", done.stdout).group(1)
        return done.stdout, pid, address

    @staticmethod
    def end(pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def stop(self, pid):
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + harness.STOP_S
        while pathlib.Path(f"/proc/{pid}/cmdline").exists():
            state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
            if state == "Z":
                return
            self.assertLess(time.monotonic(), end, "does not stop")
            time.sleep(0.05)

    def commands(self, api):
        """What people and programs recorded; ticks come by time alone."""
        return [
            [entry for entry in ledger.read_log(api, log) if not entry.method.startswith("tick/")]
            for log in ("inventory/main", "facility/main")
        ]

    def test_a_second_run_changes_nothing(self):
        flags = ["--listen", "127.0.0.1:0"]
        text, pid, address = self.detached(*flags)
        self.assertIn("khojaly-field-hospital", text)
        self.assertIn("EXERCISE", text)
        first = self.commands(self.client(address))
        self.assertGreater(len(first[0]), 100)
        self.check_headquarters(self.client(address))

        # While it runs, its address is taken and its folder in use; both are said.
        taken = self.run_script("--listen", address)
        self.assertNotEqual(taken.returncode, 0)
        self.assertIn(f"{address} is taken", taken.stderr)
        in_use = self.run_script(*flags)
        self.assertNotEqual(in_use.returncode, 0)
        self.assertIn(str(self.folder / "data"), in_use.stderr)

        self.stop(pid)
        text, pid, address = self.detached(*flags)
        self.assertNotIn("Loading", text)
        self.assertIn("khojaly-field-hospital", text)
        self.assertEqual(self.commands(self.client(address)), first)
        self.stop(pid)

    def check_headquarters(self, api):
        """Every level at headquarters is what inventory's log adds up to."""
        entries = ledger.read_log(api, "inventory/main")
        folded = ledger.fold_stock(entries)
        api.call(region.LIST_SOURCES, after=[f"inventory/main@{len(entries)}"])
        levels = {
            (level.facility, level.item): level.usable_quantity
            + level.expired_quantity
            + level.quarantined_quantity
            for level in ledger.pages(api, region.LIST_LEVELS, {}, "supply_levels")
        }
        differing = {
            place: (levels.get(place), folded.get(place))
            for place in {*levels, *folded}
            if levels.get(place) != folded.get(place)
        }
        self.assertEqual(differing, {}, "(headquarters, inventory)")

    def test_without_the_starter_region(self):
        _, pid, address = self.detached("--listen", "127.0.0.1:0", "--no-starter")
        self.assertEqual(list(self.client(address).call(region.LIST_FACILITIES).facilities), [])
        self.stop(pid)

    def test_interrupt_stops_the_node_cleanly(self):
        flags = ["--no-build", "--no-starter", "--listen", "127.0.0.1:0"]
        script = subprocess.Popen(
            [harness.ROOT / "deploy/run", *flags, "--data-dir", self.folder / "data"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment,
        )
        self.addCleanup(script.stdout.close)
        for line in script.stdout:
            if "Ctrl-C stops" in line:
                break
        script.send_signal(signal.SIGINT)
        rest = script.stdout.read()
        self.assertEqual(script.wait(harness.STOP_S), 0, rest)
        self.assertIn("Stopping", rest)
        # The folder is free again.
        self.start().stop()


if __name__ == "__main__":
    unittest.main(verbosity=2)

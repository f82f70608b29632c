"""SIGKILL at random instants under sixteen clients: every acknowledged command is there exactly
once, none is half there, the logs' digests are unbroken, headquarters holds what the logs say.

WAYSTATION_KILLS (30) is how many kills there are, a quarter of them of one process among separate
ones. WAYSTATION_SEED (1) decides where each one falls: at which answer, how long after one, or how
far into a start. More kills with the same seed begin with the same ones.
"""

import os
import random
import statistics
import subprocess
import threading
import time
import unittest

import crash_check
import crash_clients
import harness
import region

KILLS = int(os.environ.get("WAYSTATION_KILLS", "30"))
SEED = os.environ.get("WAYSTATION_SEED", "1")
STOCK_CLIENTS = 9
REPORT_CLIENTS = 6
PROGRESS_S = 60
SERVICES = {"facility": (), "inventory": ("facility",), "headquarters": ("facility", "inventory")}


class Shape:
    """The processes that serve one data folder, and the address of each log's owner."""

    def __init__(self, test, peers_of):
        self._test = test
        self._peers_of = peers_of
        self._listen = {name: f"127.0.0.1:{harness.lasting_port()}" for name in peers_of}
        self.servers = {}
        for name in peers_of:
            self.launch(name)
            self.servers[name].wait_until_listening()

    def launch(self, name):
        """Starts a process without waiting for it."""
        flags = ["--log-level", "error"]
        for peer in self._peers_of[name]:
            flags += ["--peer", f"{peer}={self._listen[peer]}"]
        self.servers[name] = self._test.start(
            f"waystation-{name}", None, *flags, listen=self._listen[name], wait=False
        )
        return self.servers[name]

    def address_of(self, log):
        service = log.split("/")[0]
        return self._listen.get(service) or self._listen["node"]

    def stop(self):
        return [self.servers[name].stop() for name in reversed(self.servers)]


class CrashTest(harness.ProcessTest):
    def test_one_node(self):
        self.crash({"node": ()}, max(1, KILLS - KILLS // 4), "node")

    def test_one_of_separate_processes(self):
        self.crash(SERVICES, max(1, KILLS // 4), "separate")

    def crash(self, peers_of, kills, label):
        print(f"{label}: {kills} of WAYSTATION_KILLS={KILLS} WAYSTATION_SEED={SEED}", flush=True)
        self.shape = Shape(self, peers_of)
        self.apis = {}
        self.heads = []
        self.start_s = []
        after = self.settle()
        self.trigger = crash_clients.Trigger()
        stop = threading.Event()
        clients = self.make_clients(after, stop)
        for client in clients:
            client.start()
        began = time.monotonic()
        for kill in range(kills):
            self.kill_once(clients, random.Random(f"{SEED}/{label}/kill/{kill}"))
        self.wait_for_answers(clients, 2 * len(clients))
        stop.set()
        for client in clients:
            client.join(crash_clients.RETRY_S)
            self.assertFalse(client.is_alive())
        self.raise_problems(clients)
        self.tell(clients, time.monotonic() - began)
        self.note_heads()
        books = crash_check.Books(self.api)
        books.check(self, clients, self.heads)
        self.assertEqual(self.shape.stop(), [0] * len(peers_of))
        self.verify()

    def api(self, log):
        if log not in self.apis:
            self.apis[log] = harness.Api(self.shape.address_of(log), patient=True)
            self.addCleanup(self.apis[log].close)
        return self.apis[log]

    def settle(self):
        facility = self.api("facility/main")
        for name in crash_clients.FACILITIES:
            fields = region.facility(name, name.split("/")[1])
            facility.call(region.CREATE_FACILITY, fields)
            for installation in region.installations(name):
                last = facility.call(region.SET_INSTALLATION, installation)
        inventory = self.api("inventory/main")
        for name in crash_clients.ITEMS:
            inventory.call(region.CREATE_ITEM, region.item(name, name.split("/")[1]))
        return [harness.position(last.receipt)]

    def make_clients(self, after, stop):
        kinds = [(crash_clients.StockClient, "inventory/main")] * STOCK_CLIENTS
        kinds += [(crash_clients.ReportClient, "facility/main")] * REPORT_CLIENTS
        kinds += [(crash_clients.ImportClient, "inventory/main")]
        return [
            kind(SEED, number, self.shape.address_of(log), after, self.trigger, stop)
            for number, (kind, log) in enumerate(kinds)
        ]

    def kill_once(self, clients, choices):
        """One kill, and what it takes to be ready for the next."""
        name = choices.choice(list(self.shape.servers))
        server = self.shape.servers[name]
        moment = choices.choice(["answer", "answer", "between", "between", "start"])
        if moment == "answer":
            self.trigger.arm(choices.randint(1, 150), server.process.kill)
            self.wait_until(clients, self.trigger.fired.is_set)
        elif moment == "between":
            self.wait_for_answers(clients, 1)
            time.sleep(choices.uniform(0, 0.5))
        else:
            server.kill()
            server = self.shape.launch(name)
            usual = statistics.median(self.start_s or [0.05])
            time.sleep(choices.uniform(0, 1.2) * usual)
        server.kill()
        began = time.monotonic()
        self.shape.launch(name).wait_until_listening()
        self.start_s.append(time.monotonic() - began)
        self.note_heads()

    def note_heads(self):
        for log in crash_check.LOGS:
            api = harness.Api(self.shape.address_of(log), patient=True)
            head = api.call(region.GET_LOG, {"log": log}).head
            api.close()
            self.heads.append((log, head.revision, head.digest))

    def wait_for_answers(self, clients, count):
        want = self.trigger.answers + count
        self.wait_until(clients, lambda: self.trigger.answers >= want)

    def wait_until(self, clients, condition):
        end = time.monotonic() + PROGRESS_S
        while not condition():
            self.raise_problems(clients)
            self.assertLess(time.monotonic(), end, "the clients do not get on")
            time.sleep(0.002)

    def raise_problems(self, clients):
        for client in clients:
            if client.problem is not None:
                raise client.problem

    def tell(self, clients, took_s):
        answers = sum(len(client.done) for client in clients)
        resent = sum(client.resent for client in clients)
        if len(self.start_s) >= 5:
            self.assertGreater(resent, 0, "no kill hit a command")
        print(
            f"  {answers} commands answered, {resent} attempts repeated, {took_s:.1f} s; start to "
            f"listening: median {statistics.median(self.start_s):.3f} s, "
            f"longest {max(self.start_s):.3f} s",
            flush=True,
        )

    def verify(self):
        """Rows of every service equal a fold of its log from nothing."""
        command = [harness.BIN / "waystation-node", "--verify", "--exercise"]
        command += ["--data-dir", self.folder / "data"]
        verified = subprocess.run(command, capture_output=True, text=True, timeout=120)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        print("  " + verified.stdout.replace("\n", "\n  ").rstrip(), flush=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""From an entry at a facility to headquarters' view, and what a SIGKILL leaves of it."""

import random
import threading
import time
import unittest

import grpc

import harness
import ledger
import region

CLIENTS = 8
KILLS = 3
COMMANDS_PER_LIFE = 60
RETRY_S = 90
RETRIED = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


class SpineTest(harness.ProcessTest):
    def test_receipt_and_issue_show_at_headquarters(self):
        api = self.client(self.start())
        after = region.settle(api)
        watch = api.stream(region.WATCH_LEVELS, {"filter": {"facility": region.FACILITY}})
        self.addCleanup(watch.cancel)
        self.assertEqual(list(next(watch).supply_levels), [])

        api.call(region.CREATE_MOVEMENT, region.receipt([(region.PARACETAMOL, 900)]), after)
        self.wait_for_quantity(watch, 900)
        issued = api.call(region.CREATE_MOVEMENT, region.issue([(region.PARACETAMOL, 100)]))
        level = self.wait_for_quantity(watch, 800)
        self.assertEqual(level.item_display_names[0].text, "Paracetamol 500 mg, tablet")
        self.assertEqual(level.daily_use.consumed_quantity, 100)

        overviews = api.call(region.LIST_OVERVIEWS, after=[harness.position(issued.receipt)])
        (overview,) = overviews.facility_overviews
        self.assertEqual(overview.facility, region.FACILITY)
        self.assertEqual(overview.binding_item.item, region.PARACETAMOL)
        for source in overviews.basis.sources:
            self.assertTrue(source.reachable, source.log)

    def wait_for_quantity(self, watch, quantity):
        for answer in watch:
            for level in answer.supply_levels:
                if level.usable_quantity == quantity:
                    return level
        self.fail(f"never {quantity}")

    def test_data_survives_an_orderly_stop(self):
        node = self.start()
        api = self.client(node)
        after = region.settle(api)
        api.call(region.CREATE_MOVEMENT, region.receipt([(region.RICE, 5000)]), after)
        self.assertEqual(node.stop(), 0)
        api = self.client(self.start())
        lines = api.call(region.LIST_STOCK, {"facility": region.FACILITY}).lines
        self.assertEqual([(line.item, line.quantity) for line in lines], [(region.RICE, 5000)])


class Writer(threading.Thread):
    """A client that notes each command before sending it, and sends it until it is answered."""

    def __init__(self, number, address, after, stop):
        super().__init__(daemon=True)
        self._api = harness.Api(address)
        self._random = random.Random(number)
        self._number = number
        self._after = after
        self._stop_event = stop
        self.acknowledged = {}  # request id: (request, name of the movement)
        self.resent = 0
        self.problem = None

    def run(self):
        try:
            while not self._stop_event.is_set():
                self._send_until_answered(self._next_command())
        except Exception as error:  # Shown by the test: a thread can't fail it.
            self.problem = error
        finally:
            self._api.close()

    def _next_command(self):
        number = f"W{self._number}-{len(self.acknowledged):05d}"
        item = self._random.choice([region.PARACETAMOL, region.RICE])
        make = self._random.choice([region.receipt, region.receipt, region.issue])
        return make([(item, self._random.randint(1, 500))], documentNumber=number)

    def _send_until_answered(self, request):
        end = time.monotonic() + RETRY_S
        while True:
            try:
                answer = self._api.call(region.CREATE_MOVEMENT, request, self._after, timeout=5)
                break
            except grpc.RpcError as error:
                if error.code() not in RETRIED or time.monotonic() > end:
                    raise
                self.resent += 1
                time.sleep(0.05)
        self.acknowledged[request["requestId"]] = (request, answer.movement.name)


class KillTest(harness.ProcessTest):
    def test_every_acknowledged_command_is_there_exactly_once(self):
        listen = f"127.0.0.1:{harness.free_port()}"
        node = self.start(listen=listen)
        after = region.settle(self.client(node))
        stop = threading.Event()
        writers = [Writer(number, listen, after, stop) for number in range(CLIENTS)]
        for writer in writers:
            writer.start()
        for life in range(1, KILLS + 1):
            self.wait_for_commands(writers, life * COMMANDS_PER_LIFE)
            node.kill()
            node = self.start(listen=listen)
        self.wait_for_commands(writers, (KILLS + 1) * COMMANDS_PER_LIFE)
        stop.set()
        for writer in writers:
            writer.join(RETRY_S)
            self.assertIsNone(writer.problem)
        self.assertGreater(sum(writer.resent for writer in writers), 0, "no kill hit a command")
        api = self.client(node)
        self.check_exactly_once(api, writers)
        self.check_replay(api, writers)
        self.check_headquarters(api)

    def wait_for_commands(self, writers, count):
        end = time.monotonic() + RETRY_S
        while sum(len(writer.acknowledged) for writer in writers) < count:
            for writer in writers:
                self.assertIsNone(writer.problem)
            self.assertLess(time.monotonic(), end, "the writers do not get on")
            time.sleep(0.01)

    def check_exactly_once(self, api, writers):
        acknowledged = [name for writer in writers for _, name in writer.acknowledged.values()]
        listed = [
            movement.name
            for movement in ledger.pages(
                api, region.LIST_MOVEMENTS, {"parent": region.FACILITY}, "movements"
            )
        ]
        self.assertEqual(sorted(listed), sorted(acknowledged))
        entries = ledger.read_log(api, "inventory/main")
        ids = [entry.request_id for entry in entries if entry.request_id]
        self.assertEqual(len(ids), len(set(ids)))

    def check_replay(self, api, writers):
        """The same request once more changes nothing and gives the first answer."""
        head = api.call(region.GET_LOG, {"log": "inventory/main"}).head.revision
        for writer in writers:
            for request, name in list(writer.acknowledged.values())[::10]:
                again = api.call(region.CREATE_MOVEMENT, request)
                self.assertEqual(again.movement.name, name)
                self.assertTrue(again.receipt.replayed)
        self.assertEqual(api.call(region.GET_LOG, {"log": "inventory/main"}).head.revision, head)

    def check_headquarters(self, api):
        entries = ledger.read_log(api, "inventory/main")
        folded = ledger.fold_stock(entries)
        self.assertTrue(all(quantity >= 0 for quantity in folded.values()))
        answer = api.call(region.LIST_LEVELS, after=[f"inventory/main@{len(entries)}"])
        levels = {
            (level.facility, level.item): level.usable_quantity + level.expired_quantity
            for level in answer.supply_levels
        }
        self.assertEqual(levels, folded)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""What must be so after all kills, read from the logs over the wire and compared with what the
clients were answered."""

import collections
import time

import grpc

import crash_clients
import harness
import ledger
import region

LOGS = ("inventory/main", "facility/main")
FOLLOW_S = 180


class Books:
    """Both logs as they are in the end, every digest and the chain between them checked."""

    def __init__(self, api_of):
        self._api_of = api_of
        self.ends = {}  # log: {revision: digest} of its groups
        self.entries = {}
        self.record_times_us = {}  # (log, revision): when
        for log in LOGS:
            groups = list(ledger.read_groups(api_of(log), log))
            self.ends[log] = {group.last_revision: group.digest for group in groups}
            self.record_times_us |= {
                (log, group.first_revision + i): group.record_time_us
                for group in groups
                for i in range(len(group.entries))
            }
            self.entries[log] = [entry for group in groups for entry in group.entries]

    def check(self, test, clients, heads):
        """`heads`: (log, revision, digest) as seen after each start."""
        for log, revision, digest in heads:
            found = self.ends[log].get(revision)
            test.assertEqual(found, digest, f"{log}@{revision} was rewritten")
        self.check_exactly_once(test, clients)
        self.check_rows(test, clients)
        self.check_headquarters(test)
        self.check_autonomy(test)

    def check_autonomy(self, test):
        """What was published of each facility is what is told when asked as of that time."""
        published = {}
        for entry in self.entries["facility/main"]:
            for event in decode("waystation.facility.v1.Event", entry):
                if event.HasField("autonomy_derived"):
                    published[entry.scope] = (entry.revision, event.autonomy_derived.limits)
        test.assertEqual(sorted(published), sorted(crash_clients.FACILITIES))
        api = self._api_of("facility/main")
        for facility, (revision, limits) in published.items():
            when = self.record_times_us["facility/main", revision]
            request = api.build(region.GET_AUTONOMY, {"name": f"{facility}/autonomy"})
            request.as_of_time.seconds = when // 1_000_000
            request.as_of_time.nanos = when % 1_000_000 * 1000
            answer = api.send(region.GET_AUTONOMY, request)
            test.assertEqual(list(answer.autonomy.limits), list(limits), facility)

    def check_exactly_once(self, test, clients):
        done = [command for client in clients for command in client.done]
        accepted = {c.request.request_id: c for c in done if c.answer is not None}
        refused = {c.request.request_id for c in done if c.answer is None}
        found = collections.Counter()
        for log in LOGS:
            for entry in self.entries[log]:
                found[entry.request_id] += 1
                test.assertNotIn(entry.request_id, refused, "a refused command was recorded")
                command = accepted.get(entry.request_id)
                if command is not None:
                    test.assertEqual(command.answer.receipt.log, log)
                    test.assertEqual(command.answer.receipt.revision, entry.revision)
                    check_whole(test, command, entry)
        for request_id in accepted:
            test.assertEqual(found[request_id], 1)

    def check_rows(self, test, clients):
        """Every movement, and none else, is listed."""
        answered = [
            command.answer.movement.name
            for client in clients
            for command in client.done
            if command.answer is not None and command.path != region.REPORT_STATUS
        ]
        api = self._api_of("inventory/main")
        listed = [
            movement.name
            for facility in crash_clients.FACILITIES
            for movement in ledger.pages(
                api, region.LIST_MOVEMENTS, {"parent": facility}, "movements"
            )
        ]
        test.assertEqual(sorted(listed), sorted(answered))

    def check_headquarters(self, test):
        """Levels, exceptions and last reports are those of the logs."""
        api = self._api_of("headquarters/main")
        after = [f"{log}@{len(self.entries[log])}" for log in LOGS]
        wait_until_followed(test, api, after)
        stock = ledger.fold_stock(self.entries["inventory/main"])
        test.assertTrue(all(quantity >= 0 for quantity in stock.values()))
        levels = {
            (level.facility, level.item): level.usable_quantity + level.expired_quantity
            for level in ledger.pages(api, region.LIST_LEVELS, {}, "supply_levels")
        }
        test.assertEqual(levels, stock)
        open_exceptions = fold_exceptions(self.entries["inventory/main"])
        reports = fold_reports(self.entries["facility/main"])
        for overview in ledger.pages(api, region.LIST_OVERVIEWS, {}, "facility_overviews"):
            test.assertEqual(
                overview.open_exception_count, open_exceptions.get(overview.facility, 0)
            )
            last = reports.get(overview.facility)
            if last is not None:
                test.assertEqual(overview.report_time, last)


def wait_until_followed(test, api, after):
    """A copy may have to be folded from the beginning: what was not flushed went with the kill."""
    end = time.monotonic() + FOLLOW_S
    while True:
        try:
            return api.call(region.LIST_LEVELS, after=after)
        except grpc.RpcError as error:
            refusal = harness.Refusal(error)
            test.assertEqual(refusal.reason, "NOT_YET_FOLLOWED")
            test.assertLess(time.monotonic(), end, refusal)


def check_whole(test, command, entry):
    """The entry holds all of the command: every line with its legs, every value."""
    if command.path == region.REPORT_STATUS:
        events = decode("waystation.facility.v1.Event", entry)
        (reported,) = [e.status_reported for e in events if e.HasField("status_reported")]
        test.assertEqual(reported.report, command.answer.report)
        test.assertEqual(
            [(r.value.measure, r.value.amount) for r in reported.records],
            [(v.measure, v.amount) for v in command.request.values],
        )
        return
    (event,) = decode("waystation.inventory.v1.Event", entry)
    movement = event.movement_posted.movement
    test.assertEqual(movement.name, command.answer.movement.name)
    test.assertEqual(list(movement.legs), list(command.answer.movement.legs))
    if command.path != region.CREATE_MOVEMENT:
        test.assertEqual(movement.reverses, command.request.name)
        test.assertTrue(movement.legs)
        return
    receipt = movement.kind == 1
    moved = collections.Counter()
    for leg in movement.legs:
        if getattr(leg, "from").kind == 1 if receipt else leg.to.kind == 3:
            moved[leg.line_index] += leg.quantity
    wanted = {index: line.quantity for index, line in enumerate(command.request.movement.lines)}
    test.assertEqual(dict(moved), wanted)


def decode(name, entry):
    message = harness.schema().message(name)
    return [message.FromString(data) for data in entry.events]


def fold_exceptions(entries):
    """{facility: open exceptions}"""
    last = {}
    for entry in entries:
        for event in decode("waystation.inventory.v1.Event", entry):
            for exception in event.movement_posted.exceptions:
                last[exception.name] = (entry.scope, exception.state)
    return collections.Counter(scope for scope, state in last.values() if state == 1)


def fold_reports(entries):
    """{facility: effective time of its latest value}"""
    last = {}
    for entry in entries:
        for event in decode("waystation.facility.v1.Event", entry):
            for record in event.status_reported.records:
                time = record.effective_time
                known = last.get(entry.scope)
                if known is None or (time.seconds, time.nanos) >= (known.seconds, known.nanos):
                    last[entry.scope] = time
    return last

"""Clients of the crash test: each makes a command, and sends it under one request id until it is
answered, whatever happens to the servers meanwhile."""

import random
import threading
import time

import grpc

import harness
import region

RETRY_S = 90
CALL_S = 5
RETRIED = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
REPORT_LINES = 3
BULK_LINES = 300
REVERSE_MOVEMENT = "waystation.inventory.v1.MovementService/ReverseMovement"
GET_MOVEMENT = "waystation.inventory.v1.MovementService/GetMovement"

FACILITIES = [f"facilities/post-{number}" for number in range(3)]
ITEMS = [f"items/item-{number:02d}" for number in range(40)]


class Trigger:
    """Kills a process from the thread of whichever client is answered next."""

    def __init__(self):
        self._lock = threading.Lock()
        self._left = 0
        self._kill = None
        self.fired = threading.Event()
        self.answers = 0

    def arm(self, answers, kill):
        """`kill` is called right after so many more answers."""
        with self._lock:
            self.fired.clear()
            self._left = answers
            self._kill = kill

    def answered(self):
        with self._lock:
            self.answers += 1
            self._left -= 1
            if self._kill is None or self._left > 0:
                return
            self._kill()
            self._kill = None
            self.fired.set()


class Done:
    """One command that was answered; `answer` is None when it was refused."""

    def __init__(self, path, request, answer):
        self.path = path
        self.request = request
        self.answer = answer


class Client(threading.Thread):
    """Sends commands one after another until told to stop; `done` is what it was answered."""

    def __init__(self, seed, number, address, after, trigger, stop):
        super().__init__(daemon=True)
        self.random = random.Random(f"{seed}/client/{number}")
        self.number = number
        self.done = []
        self.resent = 0
        self.problem = None
        self._api = harness.Api(address, patient=True)
        self._after = after
        self._trigger = trigger
        self._stop_event = stop

    def run(self):
        try:
            while not self._stop_event.is_set():
                path, fields = self.next_command()
                self._send(path, self._api.build(path, fields))
                self._stop_event.wait(self.pause_s())
        except Exception as error:  # Shown by the test: a thread can't fail it.
            self.problem = error
        finally:
            self._api.close()

    def next_command(self):
        raise NotImplementedError

    def pause_s(self):
        return self.random.uniform(0, 0.01)

    def may_be_refused(self, fields):
        return False

    def _send(self, path, request):
        answer, attempts = self._until_answered(path, request)
        self._trigger.answered()
        self.done.append(Done(path, request, answer))
        if answer is None:
            return
        assert attempts > 1 or not answer.receipt.replayed, "a new command was taken for an old one"
        if self.random.random() < 0.05:
            self._send_again(path, request, answer)
        self.look_again(answer)

    def _send_again(self, path, request, first):
        again, _ = self._until_answered(path, request)
        assert again.receipt.replayed, "a repeated command was recorded twice"
        assert again.receipt.revision == first.receipt.revision

    def look_again(self, answer):
        """Reads its own write, now and then."""

    def _until_answered(self, path, request):
        """(answer or None when refused, attempts)"""
        end = time.monotonic() + RETRY_S
        attempts = 0
        while True:
            attempts += 1
            try:
                return self._api.send(path, request, self._after, timeout=CALL_S), attempts
            except grpc.RpcError as error:
                refusal = harness.Refusal(error)
                if self.may_be_refused(request) and refusal.reason == "NOT_ENOUGH_STOCK":
                    return None, attempts
                if refusal.code not in RETRIED or time.monotonic() > end:
                    raise AssertionError(f"{path}: {refusal}") from error
            self.resent += 1
            time.sleep(self.random.uniform(0.005, 0.03))


class StockClient(Client):
    """Receipts, issues as facts and as orders, and reversals of its own movements."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self._made = 0
        self._reversible = []

    def next_command(self):
        self._made += 1
        if self._reversible and self.random.random() < 0.15:
            name = self._reversible.pop(self.random.randrange(len(self._reversible)))
            fields = {"name": name, "intent": "INTENT_HAPPENED", "recordedBy": "p-test"}
            return REVERSE_MOVEMENT, {"requestId": harness.new_id(), **fields}
        make = self.random.choice([region.receipt, region.receipt, region.issue])
        intent = "ORDER" if make is region.issue and self.random.random() < 0.5 else "HAPPENED"
        lines = [
            (self.random.choice(ITEMS), self.random.randint(1, 500))
            for _ in range(self.random.randint(1, 3))
        ]
        return region.CREATE_MOVEMENT, make(
            lines,
            parent=self.random.choice(FACILITIES),
            intent=intent,
            documentNumber=f"C{self.number}-{self._made:06d}",
        )

    def may_be_refused(self, request):
        movement = getattr(request, "movement", None)
        return movement is not None and movement.intent == 1

    def look_again(self, answer):
        if answer.movement.kind != 6:
            self._reversible.append(answer.movement.name)
        if self.random.random() < 0.05:
            request = self._api.build(GET_MOVEMENT, {"name": answer.movement.name})
            found, _ = self._until_answered(GET_MOVEMENT, request)
            assert found.movement.name == answer.movement.name


class ImportClient(Client):
    """Bulk: whole deliveries of hundreds of lines."""

    def next_command(self):
        lines = [(self.random.choice(ITEMS), self.random.randint(1, 9)) for _ in range(BULK_LINES)]
        number = f"B{self.number}-{len(self.done):06d}"
        parent = self.random.choice(FACILITIES)
        return region.CREATE_MOVEMENT, region.receipt(lines, parent=parent, documentNumber=number)

    def pause_s(self):
        return self.random.uniform(0, 0.2)


class ReportClient(Client):
    """Status reports of a few values, one of them about what keeps the facility running."""

    def of_installations(self):
        state = "SOURCE_STATE_ON" if self.random.random() < 0.5 else "SOURCE_STATE_OFF"
        source = {"subject": "generator-1", "sourceState": state}
        return [
            {"measure": "MEASURE_SOURCE_STATE", **source},
            {
                "measure": "MEASURE_TANK_LEVEL_ML",
                "subject": "tank-1",
                "amount": self.random.randint(0, 500_000),
            },
            {
                "measure": "MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS",
                "subject": "fridge-1",
                "amount": self.random.randint(0, 12_000),
            },
        ]

    def next_command(self):
        measures = self.random.sample(
            ["PATIENTS_SEEN", "MEALS_SERVED", "STAFF_PRESENT", "LOAD_W", "WATER_LEVEL_ML"],
            REPORT_LINES,
        )
        values = [
            {"measure": f"MEASURE_{measure}", "amount": self.random.randint(0, 1000)}
            for measure in measures
        ]
        values += self.random.sample(self.of_installations(), 1)
        parent = self.random.choice(FACILITIES)
        fields = {"requestId": harness.new_id(), "parent": parent, "values": values}
        return region.REPORT_STATUS, fields

"""Every release's logs, folded by this program, answer what that release answered; and the newest
of them hold one of everything that there is to fold."""

import json
import unittest

import golden
import harness
import ledger


class ReplayTest(harness.ProcessTest):
    def test_every_release_answers_as_it_did(self):
        self.assertTrue(golden.releases())
        for release in golden.releases():
            with self.subTest(release=release.name):
                self.replay(release)

    def replay(self, release):
        expected = json.loads((release / "expected.json").read_text())
        data = self.folder / release.name
        golden.unpack(release, data)
        node = self.start(data_dir=data)
        api = self.client(node)
        golden.set_clock(api, expected["time"])
        for read in expected["reads"]:
            answer = golden.ask(api, read["method"], read["request"], expected["after"])
            found = list(golden.differences(read["answer"], answer))
            self.assertEqual(found, [], f"{read['method']} {json.dumps(read['request'])}")
        self.assertEqual(node.stop(), 0)
        now = golden.rows(data)
        for service, rows in expected["rows"].items():
            if now[service]["row_format"] == rows["row_format"]:
                self.assertEqual(now[service], rows, service)

    def test_a_changed_answer_is_a_difference(self):
        was = {"level": {"quantity": "5", "lots": [{"id": "a"}]}, "more": False}
        self.assertEqual(list(golden.differences(was, {**was, "newer": 1})), [])
        for now in (
            {"level": {"quantity": "6", "lots": [{"id": "a"}]}, "more": False},
            {"level": {"quantity": "5", "lots": []}, "more": False},
            {"level": {"quantity": "5", "lots": [{"id": "b"}]}, "more": False},
            {"level": {"quantity": "5", "lots": [{"id": "a"}]}},
            {"level": None, "more": False},
        ):
            self.assertEqual(len(list(golden.differences(was, now))), 1, now)


class CoverageTest(unittest.TestCase):
    """What the newest golden logs lack: mend script.py, run make_golden (README.md)."""

    def setUp(self):
        self.release = golden.releases()[-1]
        self.entries = {
            service: [
                entry
                for data in golden.read_log(self.release / f"{service}.log")
                for entry in ledger.Group(data).entries
            ]
            for service in golden.SERVICES
        }

    def test_every_case_of_every_event_is_there(self):
        events = [
            (service, harness.schema().pool.FindMessageTypeByName(f"{package}.Event"))
            for service, package in zip(golden.SERVICES, golden.PACKAGES)
            if f"waystation/{service}/v1/events.proto" in harness.schema().files
        ]
        self.assertGreaterEqual(len(events), 2)
        for service, descriptor in events:
            message = harness.schema().message(descriptor.full_name)
            seen = {
                message.FromString(event).WhichOneof("event")
                for entry in self.entries[service]
                for event in entry.events
            }
            cases = {field.name for field in descriptor.oneofs_by_name["event"].fields}
            self.assertEqual(cases - seen, set(), f"{service}: events in no golden log")

    def test_every_kind_of_entry_is_there(self):
        (log,) = [f for n, f in harness.schema().files.items() if n.endswith("common/v1/log.proto")]
        (entry_type,) = [m for m in log.message_type if m.name == "LogEntry"]
        seen = {
            field.name
            for entries in self.entries.values()
            for entry in entries
            for field, _ in entry.ListFields()
        }
        fields = {field.name for field in entry_type.field}
        self.assertEqual(fields - seen, set(), "fields of LogEntry in no golden log")

    def test_every_method_is_there(self):
        expected = json.loads((self.release / "expected.json").read_text())
        called = {entry.method for entries in self.entries.values() for entry in entries}
        called |= {"/" + read["method"] for read in expected["reads"]}
        methods = {
            "/" + path
            for path, method in harness.schema().methods()
            if path.startswith(golden.PACKAGES) and not method.server_streaming
        }
        self.assertGreater(len(methods), 20)
        self.assertEqual(methods - called, set(), "methods that the golden run never called")


if __name__ == "__main__":
    unittest.main(verbosity=2)

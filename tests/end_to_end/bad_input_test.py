"""Bad input: each is refused with a clear error that names what is wrong, and nothing changes."""

import subprocess
import unittest

import grpc

import harness
import region

INVALID = grpc.StatusCode.INVALID_ARGUMENT
NOT_FOUND = grpc.StatusCode.NOT_FOUND
FAILED = grpc.StatusCode.FAILED_PRECONDITION
EXISTS = grpc.StatusCode.ALREADY_EXISTS
LARGEST = (1 << 63) - 1


class BadInputTest(harness.ProcessTest):
    def setUp(self):
        super().setUp()
        self.api = self.client(self.start())
        self.after = region.settle(self.api)
        self.api.call(
            region.CREATE_MOVEMENT, region.receipt([(region.PARACETAMOL, 100)]), self.after
        )
        self.heads = self.read_heads()

    def read_heads(self):
        return [
            self.api.call(region.GET_LOG, {"log": log}).head
            for log in ("inventory/main", "facility/main")
        ]

    def tearDown(self):
        self.assertEqual(self.read_heads(), self.heads, "something was recorded")

    def refusal_of_movement(self, request):
        return self.refused(self.api.call, region.CREATE_MOVEMENT, request)

    def check_movement(self, request, code, reason, **metadata):
        refusal = self.refusal_of_movement(request)
        self.assertEqual((refusal.code, refusal.reason), (code, reason), refusal)
        for key, value in metadata.items():
            self.assertEqual(refusal.metadata.get(key), value, refusal)
        return refusal

    def check_field(self, request, field):
        refusal = self.refusal_of_movement(request)
        self.assertEqual((refusal.code, refusal.reason), (INVALID, "INVALID_FIELD"), refusal)
        self.assertIn(field, refusal.fields, refusal)
        self.assertIn("got", refusal.fields[field])

    def test_unknown_names(self):
        unknown = "facilities/no-such-place"
        self.check_movement(
            region.receipt([(region.PARACETAMOL, 1)], parent=unknown),
            NOT_FOUND,
            "NOT_KNOWN",
            resource=unknown,
        )
        self.check_movement(
            region.receipt([("items/no-such-item", 1)]),
            NOT_FOUND,
            "NOT_KNOWN",
            resource="items/no-such-item",
        )
        line = {"item": region.PARACETAMOL, "lot": "NO-SUCH-LOT", "quantity": 1}
        refusal = self.check_movement(
            region.issue([line], intent="ORDER"), NOT_FOUND, "NOT_KNOWN"
        )
        self.assertIn("NO-SUCH-LOT", refusal.metadata["resource"])

    def test_quantities(self):
        for quantity in (0, -5):
            with self.subTest(quantity=quantity):
                line = (region.PARACETAMOL, quantity)
                self.check_field(region.receipt([line]), "movement.lines[0].quantity")

    def test_every_field_at_fault_is_named_at_once(self):
        request = region.receipt([(region.PARACETAMOL, 0), ("paracetamol", 5)])
        request["requestId"] = ""
        refusal = self.refusal_of_movement(request)
        self.assertLessEqual(
            {"request_id", "movement.lines[0].quantity", "movement.lines[1].item"},
            set(refusal.fields),
            refusal,
        )

    def test_overflow(self):
        self.check_movement(
            region.receipt([(region.PARACETAMOL, LARGEST)]), FAILED, "QUANTITY_OVERFLOW"
        )

    def test_an_order_for_more_than_is_there(self):
        self.check_movement(
            region.issue([(region.PARACETAMOL, 101)], intent="ORDER"),
            FAILED,
            "NOT_ENOUGH_STOCK",
            item=region.PARACETAMOL,
            wanted="101",
            available="100",
        )

    def test_a_message_of_100_megabytes(self):
        request = region.receipt([(region.PARACETAMOL, 1)], note="x" * (100 << 20))
        refusal = self.refusal_of_movement(request)
        self.assertEqual(refusal.code, grpc.StatusCode.RESOURCE_EXHAUSTED, refusal)

    def test_bytes_that_are_no_request(self):
        for data in (b"\xff\xff\xff\xff", b"\x12\x03\xff\xfe\xfd"):
            with self.subTest(data=data):
                refusal = self.refused(self.api.raw, region.CREATE_MOVEMENT, data)
                self.assertEqual(refusal.code, INVALID, refusal)

    def test_a_page_token_from_another_query(self):
        answer = self.api.call(region.LIST_ITEMS, {"pageSize": 1})
        self.assertTrue(answer.next_page_token)
        for request in (
            {"pageSize": 1, "text": "rice", "pageToken": answer.next_page_token},
            {"pageSize": 1, "pageToken": "made-up"},
        ):
            with self.subTest(request=request):
                refusal = self.refused(self.api.call, region.LIST_ITEMS, request)
                self.assertEqual(refusal.code, INVALID, refusal)
                self.assertEqual(refusal.reason, "PAGE_TOKEN_MISMATCH", refusal)


class RequestIdTest(harness.ProcessTest):
    def test_a_request_id_used_for_other_content(self):
        api = self.client(self.start())
        after = region.settle(api)
        request = region.receipt([(region.PARACETAMOL, 100)])
        first = api.call(region.CREATE_MOVEMENT, request, after)
        head = api.call(region.GET_LOG, {"log": "inventory/main"}).head

        again = api.call(region.CREATE_MOVEMENT, request)
        self.assertTrue(again.receipt.replayed)
        self.assertEqual(again.movement, first.movement)
        request["movement"]["lines"][0]["quantity"] = 101
        refusal = self.refused(api.call, region.CREATE_MOVEMENT, request)
        self.assertEqual((refusal.code, refusal.reason), (EXISTS, "REQUEST_ID_REUSED"))
        self.assertEqual(api.call(region.GET_LOG, {"log": "inventory/main"}).head, head)


class DataFolderTest(harness.ProcessTest):
    def refused_start(self, code=1, **options):
        try:
            self.start(**options)
        except harness.NotStarted as refusal:
            self.assertEqual(refusal.code, code, refusal.text)
            return refusal.text
        self.fail("it started")

    def test_a_folder_in_use(self):
        node = self.start()
        text = self.refused_start()
        self.assertIn(str(self.folder / "data"), text)
        self.assertIn(str(node.process.pid), text, "does not say who holds it")

    def test_a_folder_of_the_other_kind(self):
        self.start().stop()
        self.assertIn("exercise", self.refused_start(exercise=False))

    def test_a_folder_of_a_newer_program(self):
        self.start().stop()
        tool = harness.BIN.parent / "tests/make_newer_folder"
        subprocess.run([tool, self.folder / "data/inventory"], check=True)
        text = self.refused_start()
        self.assertIn("newer", text)
        self.assertIn(str(self.folder / "data/inventory"), text)

    def test_a_folder_that_is_a_file(self):
        (self.folder / "data").write_text("not a folder")
        self.assertIn(str(self.folder / "data"), self.refused_start())

    def test_an_address_beyond_loopback(self):
        self.assertIn("0.0.0.0", self.refused_start(code=2, listen="0.0.0.0:0"))

    def test_an_address_that_is_taken(self):
        node = self.start()
        taken = self.folder / "other"
        text = self.refused_start(data_dir=taken, listen=node.address)
        self.assertIn(node.address, text)


if __name__ == "__main__":
    unittest.main(verbosity=2)

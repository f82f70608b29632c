"""Each service as a process of its own, found by configuration: the same spine as in one node."""

import unittest

import harness
import region


class SeparateProcessesTest(harness.ProcessTest):
    def setUp(self):
        super().setUp()
        self.servers = {}
        self.run_service("facility")
        self.run_service("inventory", "facility")
        self.run_service("headquarters", "facility", "inventory")

    def run_service(self, name, *peers, listen="127.0.0.1:0"):
        flags = [
            word for peer in peers for word in ("--peer", f"{peer}={self.servers[peer].address}")
        ]
        self.servers[name] = self.start(
            f"waystation-{name}", self.folder / name, *flags, listen=listen
        )

    def api(self, name):
        return self.client(self.servers[name])

    def test_a_receipt_at_inventory_is_a_level_at_headquarters(self):
        created = self.api("facility").call(region.CREATE_FACILITY, region.facility())
        inventory = self.api("inventory")
        inventory.call(region.CREATE_ITEM, region.item())
        posted = inventory.call(
            region.CREATE_MOVEMENT,
            region.receipt([(region.PARACETAMOL, 700)]),
            after=[harness.position(created.receipt)],
        )
        level = self.level_after(posted)
        self.assertEqual(level.usable_quantity, 700)
        self.assertEqual(level.facility_display_names[0].text, "Khojaly field hospital")

        # Headquarters answers on with a source gone, and says so; then catches up with it again.
        address = self.servers["inventory"].address
        self.assertEqual(self.servers["inventory"].stop(), 0)
        headquarters = self.api("headquarters")
        levels = headquarters.call(region.LIST_LEVELS).supply_levels
        self.assertEqual([level.usable_quantity for level in levels], [700])
        self.run_service("inventory", "facility", listen=address)
        posted = self.api("inventory").call(
            region.CREATE_MOVEMENT, region.issue([(region.PARACETAMOL, 50)])
        )
        self.assertEqual(self.level_after(posted).usable_quantity, 650)

    def level_after(self, posted):
        name = region.level_name(region.FACILITY, region.PARACETAMOL)
        answer = self.api("headquarters").call(
            region.GET_LEVEL, {"name": name}, after=[harness.position(posted.receipt)]
        )
        return answer.supply_level

    def test_every_process_stops_in_order(self):
        for name in ("headquarters", "inventory", "facility"):
            self.assertEqual(self.servers[name].stop(), 0, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)

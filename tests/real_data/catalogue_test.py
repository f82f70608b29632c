"""The catalogue of the IFRC and ICRC as Sahana has it: 11,782 items, mostly UTF-8."""

import collections
import csv
import re
import unittest

import real_data
from real_data import RealDataTest, harness, region

ITEMS = ("ifrc_catalogue", "IFRC_supply_item_ifrc_standard.csv")
CATEGORIES = ("ifrc_catalogue", "IFRC_supply_item_category_ifrc_standard.csv")


def item_id(code):
    return re.sub("[^a-z0-9]+", "-", code.lower().replace("+", "-plus-")).strip("-")


class CatalogueTest(RealDataTest):
    @classmethod
    def setUpClass(cls):
        items, categories = real_data.table(*ITEMS), real_data.table(*CATEGORIES)
        super().setUpClass()
        cls.path, cls.categories = cls.copy(items), cls.copy(categories)
        cls.node = cls.launch()
        cls.first = cls.import_catalogue("--dry-run")
        cls.second = cls.import_catalogue()
        cls.third = cls.import_catalogue()
        cls.api = harness.Api(cls.node.address)
        cls.addClassCleanup(lambda: cls.api.close())
        listed = real_data.pages(cls.api, region.LIST_ITEMS, {}, "items")
        cls.items = {item.name.split("/")[1]: item for item in listed}

    @classmethod
    def import_catalogue(cls, *flags):
        (result,), code, errors = cls.run_import(
            cls.node.address, "catalogue", cls.path, "--categories", cls.categories, *flags
        )
        assert code == 0, errors
        return result

    def test_every_row_is_an_item(self):
        self.assertEqual(len(self.items), 11782)
        self.assertEqual(self.first["recorded"], 0, "a dry run sends nothing")
        self.assertEqual(self.second["recorded"], 11782)
        self.assertEqual((self.third["recorded"], self.third["already_there"]), (0, 11782))
        for result in (self.first, self.second, self.third):
            self.assertEqual((result["rows"], result["rejected"]), (11782, 0))

    def test_volumes_that_disagree_are_reported_and_the_larger_is_kept(self):
        self.assertEqual(self.second["remarks"]["volume-differs"], 158)
        remarks = real_data.side_file(self.second["remarks_file"])
        lines = [int(row["row"]) for row in remarks if row["sort"] == "volume-differs"]
        with open(self.path, encoding="iso-8859-1", newline="") as file:
            rows = list(csv.reader(file))
        for line in lines:
            code, _, *measures = rows[line - 1][:7]
            length, height, width, volume = map(float, measures[:4])
            larger = max(length * height * width, volume * 1000)
            pack = self.items[item_id(code)].packs[0]
            self.assertLess(abs(pack.volume_ml - larger), 1.001, code)
            self.assertGreaterEqual(pack.volume_ml + 1e-6, larger, code)

    def test_text_is_neither_lost_nor_mangled(self):
        def name(item):
            return self.items[item].display_names[0].text

        # UTF-8, ISO-8859-1, and both in one row.
        self.assertEqual(name("xfixstrycpp30"), "(clamp, screw-assembly) POST 30°, 4920-2140")
        self.assertEqual(name("lpmdcrf00942bs"), "CICR: 20 Años en Afganistán")
        self.assertEqual(
            name("lpmdcrf009362"), "Colombia: searching for safety / en quête de sécurité"
        )
        self.assertEqual(self.second["remarks"]["not-utf-8"], 5)
        for item in self.items.values():
            for character in item.display_names[0].text:
                self.assertFalse(0x80 <= ord(character) < 0xA0, item.name)
            self.assertNotIn("Ã", item.display_names[0].text)

    def test_categories_are_those_of_the_table(self):
        self.assertEqual(self.second["remarks"]["category-unknown"], 42)
        with open(self.categories, encoding="iso-8859-1", newline="") as file:
            families = {row[2] + row[4] for row in list(csv.reader(file))[1:]}
        self.assertEqual(self.items["apacbagp100"].category, "administration-packing-material")
        used = collections.Counter(item.category for item in self.items.values())
        self.assertGreater(len(used), 150)
        self.assertLessEqual(len(used), len(families) + 18)


if __name__ == "__main__":
    unittest.main()

"""Facilities of others: the treatment centres of the West African Ebola response as Sahana has them
(90 rows), and the settlements of the South Caucasus of GeoNames (712 rows)."""

import collections
import csv
import unittest

import real_data
from real_data import RealDataTest, harness

HOSPITALS = ("ifrc_catalogue", "Disease_Ebola_hospital.csv")
PLACES = ("geonames_south_caucasus", "cities500_south_caucasus.tsv")
LIST_FACILITIES = "waystation.facility.v1.FacilityService/ListFacilities"
GET_LOG = "waystation.common.v1.LogService/GetLog"
# The table says the country; the zones are these.
ZONES = ("LR=Africa/Monrovia", "GN=Africa/Conakry", "SL=Africa/Freetown")
FIELD_HOSPITAL, HEALTH_POST, SETTLEMENT = 1, 5, 6
PLANNED, OPEN, CLOSED = 1, 2, 3
LEFT = {"PPLQ", "PPLW", "PPLH", "PPLCH"}


class FacilityTables(RealDataTest):
    """One node for one table, imported dry, in earnest, and again."""

    separator = ","

    @classmethod
    def import_thrice(cls, path, *flags):
        cls.path = cls.copy(path)
        cls.node = cls.launch()
        cls.flags = ("facilities", "--format", *flags, cls.path)
        cls.api = harness.Api(cls.node.address)
        cls.addClassCleanup(lambda: cls.api.close())
        (cls.dry,), cls.code, _ = cls.run_import(cls.node.address, *cls.flags, "--dry-run")
        cls.nothing_yet = cls.facilities()
        (cls.first,), cls.code, _ = cls.run_import(cls.node.address, *cls.flags)
        # What later imports write takes their place.
        cls.rejects, cls.remarks = (
            real_data.side_file(cls.first[name], cls.separator) if cls.first[name] else []
            for name in ("rejects_file", "remarks_file")
        )
        cls.made = cls.facilities()
        cls.head = cls.log_head()
        (cls.again,), _, _ = cls.run_import(cls.node.address, *cls.flags)

    @classmethod
    def facilities(cls):
        listed = real_data.pages(cls.api, LIST_FACILITIES, {}, "facilities")
        return {facility.name.split("/")[1]: facility for facility in listed}

    @classmethod
    def log_head(cls):
        return cls.api.call(GET_LOG, {"log": "facility/main"}).head.revision

    def check_again(self, recorded, rejected):
        self.assertEqual(self.nothing_yet, {}, "a dry run sends nothing")
        self.assertEqual((self.dry["recorded"], self.dry["rejected"]), (0, rejected))
        self.assertEqual((self.first["recorded"], self.first["rejected"]), (recorded, rejected))
        self.assertEqual(self.again["already_there"], recorded)
        self.assertEqual((self.again["recorded"], self.again["conflicts"]), (0, 0))
        self.assertEqual(self.log_head(), self.head)
        self.assertEqual(self.facilities(), self.made)


class HospitalTest(FacilityTables):
    @classmethod
    def setUpClass(cls):
        path = real_data.table(*HOSPITALS)
        super().setUpClass()
        zones = [word for zone in ZONES for word in ("--time-zone", zone)]
        cls.import_thrice(path, "sahana-hospitals", *zones)
        with open(path, encoding="utf-8", newline="") as file:
            cls.rows = list(csv.DictReader(file))

    def test_every_row_is_a_facility_or_named(self):
        self.assertEqual(self.first["rows"], 90)
        self.assertEqual(self.code, 6)
        self.check_again(recorded=32, rejected=58)
        self.assertEqual(len(self.made), 32)
        self.assertEqual(len(self.rejects), 58)
        wanting = {
            row for row, fields in enumerate(self.rows, start=2)
            if fields["Name"] == "no name" or not fields["Lat"] or not fields["Type"]
        }  # fmt: skip
        self.assertEqual({int(row["reject_row"]) for row in self.rejects}, wanting)

    def test_reasons_are_those_of_the_table(self):
        reasons = collections.Counter()
        for row in self.rejects:
            reasons["name"] += "what people call it" in row["reject_reason"]
            reasons["place"] += "where it is" in row["reject_reason"]
            reasons["type"] += "--site-kind" in row["reject_reason"]
        self.assertEqual(reasons, {"name": 24, "place": 57, "type": 1})

    def test_facilities_are_the_rows(self):
        by_id = {row["Code"].lower(): row for row in self.rows if row["Code"]}
        kinds = collections.Counter(facility.kind for facility in self.made.values())
        self.assertEqual(kinds, {FIELD_HOSPITAL: 26, HEALTH_POST: 6})
        states = collections.Counter(facility.state for facility in self.made.values())
        self.assertEqual(states, {OPEN: 17, PLANNED: 14, CLOSED: 1})
        zones = {"LR": "Africa/Monrovia", "GN": "Africa/Conakry", "SL": "Africa/Freetown"}
        beds = 0
        for name, facility in self.made.items():
            row = by_id[name]
            self.assertEqual(facility.display_names[0].text, row["Name"].strip())
            self.assertEqual(facility.time_zone, zones[row["Country"]])
            self.assertEqual(facility.latitude_microdegrees, round(float(row["Lat"]) * 1e6))
            told = int(row["Beds Total"] or 0)
            self.assertEqual(sum(listed.capacity for listed in facility.beds), told)
            self.assertEqual(len(facility.beds), 1 if told else 0)
            beds += told
        self.assertEqual(beds, 1077)
        self.assertEqual(self.made["libstj"].beds[0].type, "inpatient")
        self.assertEqual(self.made["libstj"].state, CLOSED)
        self.assertEqual(self.made["guidon"].beds[0].type, "isolation")
        self.assertEqual(self.first["remarks"], {"finer-than-microdegree": 11, "no-beds": 2})


class GazetteerTest(FacilityTables):
    separator = "\t"

    @classmethod
    def setUpClass(cls):
        path = real_data.table(*PLACES)
        super().setUpClass()
        cls.import_thrice(path, "geonames")
        with open(path, encoding="utf-8", newline="") as file:
            cls.rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    def test_every_row_is_a_settlement(self):
        self.assertEqual((self.code, self.first["rows"]), (0, 712))
        self.check_again(recorded=712, rejected=0)
        self.assertEqual(len(self.made), 712)
        states = collections.Counter(place.state for place in self.made.values())
        self.assertEqual(states, {PLANNED: 709, CLOSED: 3})
        for place in self.made.values():
            self.assertEqual((place.kind, place.people_served), (SETTLEMENT, 0))

    def test_names_places_and_zones_are_the_tables(self):
        by_name = {}
        for place in self.made.values():
            names = {name.language: name.text for name in place.display_names}
            by_name[names["en"], place.latitude_microdegrees] = place, names
        languages = collections.Counter()
        for row in self.rows:
            place, names = by_name[row["name"], round(float(row["latitude"]) * 1e6)]
            self.assertEqual(place.time_zone, row["timezone"])
            spellings = {row["name"], *row["alternatenames"].split(",")}
            self.assertLessEqual(set(names.values()), spellings)
            languages.update(names.keys())
        self.assertEqual(dict(languages), LANGUAGES)

    def test_what_is_left_out_is_counted(self):
        people = sum(int(row["population"]) > 0 for row in self.rows)
        self.assertEqual(self.first["remarks"]["population-left-out"], people)
        left = sum(row["feature_code"] in LEFT for row in self.rows)
        self.assertEqual(self.first["remarks"]["place-left"], left)
        self.assertEqual(self.first["remarks"], REMARKS)
        of_rows = collections.defaultdict(set)
        for remark in self.remarks:
            if remark["sort"] == "spelling-left-out":
                of_rows[int(remark["row"])].add(remark["value"])
        places = {
            (name.text, place.latitude_microdegrees): place
            for place in self.made.values()
            for name in place.display_names
            if name.language == "en"
        }
        aliases = 0
        for line, row in enumerate(self.rows, start=2):
            place = places[row["name"], round(float(row["latitude"]) * 1e6)]
            kept = {name.text for name in place.display_names}
            kept |= {alias.text for alias in place.aliases}
            aliases += len(place.aliases)
            every = {row["name"], *(s.strip() for s in row["alternatenames"].split(",") if s)}
            self.assertEqual(len(of_rows[line]), len(every - kept), row["name"])
        self.assertEqual(aliases, ALIASES)

    def test_ids_are_stable_whatever_is_asked_for(self):
        alike = [name for name in self.made if name.startswith("agarak-")]
        self.assertEqual(sorted(alike), ["agarak-175007", "agarak-617018"])
        (near,), code, errors = self.run_import(
            self.node.address, *self.flags, "--within", "39.82,46.75,60"
        )
        self.assertEqual(code, 0, errors)
        self.assertEqual((near["recorded"], near["conflicts"]), (0, 0))
        self.assertEqual(near["already_there"] + near["nothing_to_record"], 712)
        self.assertEqual(near["already_there"], NEAR)
        (home,), _, _ = self.run_import(self.node.address, *self.flags, "--country", "AZ")
        self.assertEqual((home["already_there"], home["nothing_to_record"]), (187, 525))


LANGUAGES = {"en": 712, "ru": 541, "hy": 345, "az": 159}
ALIASES = 3843
REMARKS = {
    "place-left": 3,
    "population-left-out": 686,
    "several-in-russian-letters": 60,
    "spelling-left-out": 18,
}
NEAR = 21

if __name__ == "__main__":
    unittest.main()

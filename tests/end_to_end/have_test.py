"""Bed status as EDXL-HAVE: well formed, made as the schemas say, and no more than is known."""

import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

import harness

SPACES = {
    "have": "urn:oasis:names:tc:emergency:edxl:have:2.0",
    "edxl-ct": "urn:oasis:names:tc:emergency:edxl:ct:1.0",
    "xnl": "urn:oasis:names:tc:emergency:edxl:ciq:1.0:xnl",
    "gml": "http://www.opengis.net/gml/3.2",
    "have1": "urn:oasis:names:tc:emergency:EDXL:HAVE:1.0",
    "xpil1": "urn:oasis:names:tc:ciq:xpil:3",
    "xnl1": "urn:oasis:names:tc:ciq:xnl:3",
    "gml1": "http://www.opengis.net/gml",
}
MANY = 10**9

# What the common types take: no "Z", no parts of a second.
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"
ORGANISATION = [("xnl:OrganisationName", 1, MANY, [("xnl:NameElement", 0, MANY, ".+")])]
PERIOD = [("edxl-ct:fromDateTime", 1, 1, TIME), ("edxl-ct:toDateTime", 1, 1, TIME)]
COMMENT = "(?s).+"
# xs:ID.
NAME = r"[A-Za-z_][\w.-]*"
BEDS = [
    ("have:availableCount", 1, 1, r"-?\d+"),
    ("have:baselineCount", 0, 1, r"\d+"),
    ("have:capacityNote", 0, 1, COMMENT),
    ("have:availability", 0, 1, "Open|Full|Exceeded|Inactive"),
]
STATUS = [
    ("have:isAvailable", 1, 1, "true|false"),
    ("have:colourStatus", 0, 1, None),
    ("have:comment", 0, 1, COMMENT),
    ("have:stability", 0, 1, "stable|improving|deteriorating"),
]
SERVICE = [
    ("have:serviceTaxonomyKeyValue", 1, 1, ".+"),
    ("have:serviceName", 1, 1, ".+"),
    ("have:serviceStatus", 0, 1, STATUS),
    ("have:serviceBedCapacity", 0, 1, BEDS),
    ("have:capacity", 0, 1, None),
    ("have:staffingLevels", 0, 1, None),
    ("have:comment", 0, 1, COMMENT),
]
SERVICES = [
    ("have:taxonomyURI", 1, 1, "urn:.+"),
    ("have:taxonomyName", 1, 1, ".+"),
    ("have:serviceTaxonomyComment", 0, 1, COMMENT),
    ("have:serviceListComment", 0, 1, COMMENT),
    ("have:serviceListItem", 1, MANY, SERVICE),
]
INFORMATION = [
    ("have:facilityID", 1, 1, NAME),
    ("have:parentFacility", 0, 1, NAME),
    ("have:facilityName", 1, 1, ".+"),
    ("have:facilityGeoLocation", 0, 1, [
        ("edxl-ct:EDXLGeoLocation", 1, 1, [
            ("gml:Point", 1, 1, [("gml:pos", 1, 1, r"-?\d+\.\d+ -?\d+\.\d+")]),
        ]),
    ]),
    ("have:facilityDetails", 1, 1, ORGANISATION),
    ("have:facilityKind", 0, 1, "Hospital|LongTermCare|TemporaryFacility"),
]
FACILITY = [
    ("have:facilityInformation", 1, 1, INFORMATION),
    ("have:reportingPeriod", 0, 1, PERIOD),
    ("have:activityInPeriod", 0, 1, None),
    ("have:serviceList", 1, MANY, SERVICES),
    ("have:capacity", 0, 1, None),
    ("have:resources", 0, 1, None),
    ("have:commentText", 0, MANY, COMMENT),
]
# The elements that an export has, in the schema's order: (name, least, most, what is in it): a
# pattern for text, a list for elements, None for what an export never has.
HAVE = [
    ("have:organizationInformation", 1, 1, ORGANISATION),
    ("have:reportingPeriod", 0, 1, PERIOD),
    ("have:reportComment", 0, 1, COMMENT),
    ("have:facility", 1, MANY, FACILITY),
]

# Version 1.0 likewise, by the schema of the OASIS standard.
BED_TYPES = (
    "AdultICU|PediatricICU|NeonatalICU|EmergencyDepartment|NurseryBeds|MedicalSurgical|"
    "RehabLongTermCare|Burn|Pediatrics|AdultPsychiatric|PediatricPsychiatric|"
    "NegativeFlowIsolation|OtherIsolation|OperatingRooms"
)
ORGANIZATION_1 = [
    ("have1:OrganizationInformation", 1, 1, [
        ("xnl1:OrganisationName", 1, MANY, [("xnl1:NameElement", 0, MANY, ".+")]),
        ("xpil1:Identifiers", 0, 1, [
            ("xpil1:Identifier", 1, MANY, [
                ("xpil1:IdentifierElement", 0, MANY, ".+"),
                ("xpil1:IssuerName", 0, 1, [("xnl1:NameElement", 0, MANY, ".+")]),
            ]),
        ]),
    ]),
    ("have1:OrganizationGeoLocation", 0, 1, [
        ("gml1:Point", 1, 1, [("gml1:pos", 1, 1, r"-?\d+\.\d+ -?\d+\.\d+")]),
    ]),
    ("have1:CommentText", 0, MANY, COMMENT),
]
CAPACITY_1 = [
    ("have1:CapacityStatus", 0, 1, "Vacant/Available|NotAvailable"),
    ("have1:AvailableCount", 0, 1, r"-?\d+"),
    ("have1:BaselineCount", 0, 1, r"-?\d+"),
]
BEDS_1 = [
    ("have1:BedCapacity", 1, MANY, [
        ("have1:BedType", 0, MANY, BED_TYPES),
        ("have1:SubCategoryBedType", 0, MANY, None),
        ("have1:Capacity", 0, MANY, CAPACITY_1),
        ("have1:CommentText", 0, MANY, COMMENT),
    ]),
]
STATE_1 = [
    ("have1:FacilityStatus", 0, 1, "Normal|Compromised|Evacuating|Closed"),
    ("have1:CommentText", 0, MANY, COMMENT),
]
HAVE_1 = [
    ("have1:Hospital", 1, MANY, [
        ("have1:Organization", 1, 1, ORGANIZATION_1),
        ("have1:EmergencyDepartmentStatus", 0, 1, None),
        ("have1:HospitalBedCapacityStatus", 0, 1, BEDS_1),
        ("have1:ServiceCoverageStatus", 0, 1, None),
        ("have1:HospitalFacilityStatus", 0, 1, STATE_1),
        ("have1:HospitalResourcesStatus", 0, 1, None),
        ("have1:LastUpdateTime", 1, 1, TIME),
    ]),
]


def tag(name):
    prefix, local = name.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


def faults(element, content, path=""):
    """Where the element is not as the table says."""
    if isinstance(content, str):
        if len(element) > 0 or not re.fullmatch(content, element.text or ""):
            yield f"{path}: {element.text!r} is not {content}"
        return
    order = [tag(name) for name, *_ in content]
    places = [order.index(child.tag) if child.tag in order else None for child in element]
    if None in places:
        yield f"{path}: unknown {element[places.index(None)].tag}"
        return
    if places != sorted(places):
        yield f"{path}: wrong order"
    for place, (name, least, most, below) in enumerate(content):
        here = [child for child in element if child.tag == tag(name)]
        if not least <= len(here) <= most or (here and below is None):
            yield f"{path}: {len(here)} of {name}"
        for child in here:
            yield from faults(child, below, f"{path}/{name}") if below is not None else ()


class HaveTest(harness.ProcessTest):
    def setUp(self):
        super().setUp()
        self.server = self.start()
        self.run_command(
            "facility", "create", "5th-hospital", "--kind", "field-hospital", "--name-en",
            "5th <Field> & \"Tent\" 'Hospital'", "--name-az", "Səhra hospitalı", "--latitude",
            "39.91297", "--longitude", "-46.79028", "--time-zone", "Asia/Baku", "--beds",
            "inpatient=40", "--beds", "intensive=4", "--beds", "maternity=6", "--report-interval",
            "60",
        )  # fmt: skip
        self.run_command(
            "facility", "create", "a-post", "--kind", "health-post", "--name-en", "Post",
            "--latitude", "0", "--longitude", "0", "--time-zone", "Asia/Baku", "--planned",
        )  # fmt: skip
        self.run_command(
            "facility", "create", "a-store", "--kind", "warehouse", "--name-en", "Store",
            "--latitude", "0", "--longitude", "0", "--time-zone", "Asia/Baku",
        )  # fmt: skip

    def run_command(self, *words, code=0):
        done = subprocess.run(
            [
                harness.BIN / "waystation", "--server", self.server.address, "--profile-dir",
                self.folder / "profile", *words,
            ],
            env={**os.environ, "TZ": "Asia/Baku"}, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode("utf-8")

    def export(self, *words):
        """The export's root; its form is checked."""
        text = self.run_command("facility", "export", "--format", "edxl-have", *words)
        root = ElementTree.fromstring(text)
        self.assertEqual(root.tag, tag("have:HAVE"))
        self.assertEqual(list(faults(root, HAVE)), [], text)
        ids = [element.text for element in root.iter(tag("have:facilityID"))]
        ids += [point.get(tag("gml:id")) for point in root.iter(tag("gml:Point"))]
        self.assertEqual(len(ids), len(set(ids)))
        return root

    def services(self, root):
        """{type: element} of all facilities."""
        return {
            item.find(tag("have:serviceName")).text: item
            for item in root.iter(tag("have:serviceListItem"))
        }

    def number(self, item, name):
        found = item.find(f"{tag('have:serviceBedCapacity')}/{tag(name)}")
        return None if found is None else int(found.text)

    def test_what_is_known_is_told_and_nothing_else(self):
        self.run_command(
            "facility", "report", "5th-hospital", "beds-free:inpatient=3",
            "beds-occupied:inpatient=37", "beds-occupied:intensive=7",
        )  # fmt: skip
        self.run_command(
            "facility", "report", "5th-hospital", "beds-free:maternity=2", "--when", "2h ago"
        )
        root = self.export("--organization", "Relief & Co")
        self.assertEqual(root.find(f".//{tag('xnl:NameElement')}").text, "Relief & Co")
        names = [element.text for element in root.iter(tag("have:facilityName"))]
        self.assertEqual(names, ["5th <Field> & \"Tent\" 'Hospital'", "Post"])
        self.assertEqual(root.find(f".//{tag('have:facilityID')}").text, "_5th-hospital")
        self.assertEqual(root.find(f".//{tag('gml:pos')}").text, "39.912970 -46.790280")
        services = self.services(root)
        self.assertEqual(self.number(services["inpatient"], "have:availableCount"), 3)
        self.assertEqual(self.number(services["inpatient"], "have:baselineCount"), 40)
        for unknown in ("intensive", "maternity", "beds"):
            self.assertIsNone(self.number(services[unknown], "have:availableCount"), unknown)
        comments = {name: item.findtext(tag("have:comment")) for name, item in services.items()}
        self.assertIn("surge of 3", comments["intensive"])
        self.assertIn("free not known now, last told 2 at ", comments["maternity"])
        self.assertIn("no beds", comments["beds"])

    def test_a_silent_facility_has_no_counts(self):
        self.run_command("clock", "set", "2027-01-15 12:00", "--frozen")
        self.run_command("facility", "report", "5th-hospital", "beds-free:inpatient=3")
        free = self.number(self.services(self.export())["inpatient"], "have:availableCount")
        self.assertEqual(free, 3)
        self.run_command("clock", "set", "2027-01-15 13:01", "--frozen")
        root = self.export("--facility", "5th-hospital")
        self.assertEqual(list(root.iter(tag("have:availableCount"))), [])
        said = " ".join(element.text for element in root.iter(tag("have:commentText")))
        self.assertIn("SILENT since 2027-01-15T09:00:00+00:00", said)
        self.assertIn("last told 3 at 2027-01-15T08:00:00+00:00", self.services(root)[
            "inpatient"].findtext(tag("have:comment")))

    def test_version_1(self):
        self.run_command(
            "facility", "report", "5th-hospital", "beds-free:inpatient=3",
            "beds-free:maternity=0",
        )  # fmt: skip
        text = self.run_command("facility", "export", "--format", "edxl-have-1.0",
                                "--organization", "Relief & Co")
        root = ElementTree.fromstring(text)
        self.assertEqual(root.tag, tag("have1:HospitalStatus"))
        self.assertEqual(list(faults(root, HAVE_1)), [], text)
        self.assertEqual(len(root), 2)
        counts = [
            [bed.findtext(tag("have1:BedType")), *(
                bed.findtext(f"{tag('have1:Capacity')}/{tag(name)}") for name in (
                    "have1:CapacityStatus", "have1:AvailableCount", "have1:BaselineCount"))]
            for bed in root.iter(tag("have1:BedCapacity"))
        ]
        self.assertEqual(counts, [
            ["MedicalSurgical", "Vacant/Available", "3", "40"],
            ["AdultICU", None, None, "4"],
            [None, "NotAvailable", "0", "6"],
        ])

    def test_the_table_finds_faults(self):
        text = self.run_command("facility", "export", "--format", "edxl-have")
        for old, new in (
            ("have:facilityName>", "have:facilityTitle>"),
            ("<have:facilityKind>TemporaryFacility", "<have:facilityKind>Tent"),
            ("<have:taxonomyName>EDXL-HAVE 1.0 BedType</have:taxonomyName>", ""),
            ("edxl-ct:toDateTime>", "edxl-ct:fromDateTime>"),
            ("+00:00<", "Z<"),
        ):
            self.assertIn(old, text)
            spoilt = ElementTree.fromstring(text.replace(old, new))
            self.assertNotEqual(list(faults(spoilt, HAVE)), [], old)

    def test_an_exercise_is_told_everywhere(self):
        text = self.run_command("facility", "export", "--format", "edxl-have")
        self.assertIn("<!-- EXERCISE", text)
        root = ElementTree.fromstring(text)
        self.assertTrue(root.findtext(tag("have:reportComment")).startswith("EXERCISE"))
        for facility in root.iter(tag("have:facility")):
            self.assertIn("EXERCISE", facility.findtext(tag("have:commentText")))

    def test_what_is_asked_for(self):
        def ids(*words):
            return [e.text for e in self.export(*words).iter(tag("have:facilityID"))]

        self.assertEqual(ids(), ["_5th-hospital", "a-post"])
        self.assertEqual(ids("--kind", "field-hospital"), ["_5th-hospital"])
        self.assertEqual(ids("--facility", "a-post", "--facility", "a-store"),
                         ["a-post", "a-store"])
        self.assertEqual(self.export("--language", "az").findtext(
            f".//{tag('have:facilityName')}"), "Səhra hospitalı")
        have = ("facility", "export", "--format", "edxl-have")
        self.run_command(*have, "--facility", "nowhere", code=3)
        self.run_command(*have, "--kind", "settlement", code=3)
        self.run_command(*have, "--kind", "spaceship", code=2)
        self.run_command("facility", "export", code=1)

    def test_a_file_is_replaced_whole(self):
        path = self.folder / "beds.xml"
        path.write_text("older and longer " * 1000)
        have = ("facility", "export", "--format", "edxl-have", "--file")
        self.run_command(*have, path)
        self.assertEqual(list(faults(ElementTree.parse(path).getroot(), HAVE)), [])
        self.run_command(*have, self.folder / "no" / "beds.xml", code=2)
        self.assertEqual([p.name for p in self.folder.glob("*.part")], [])

    def test_a_table_is_imported_back_unchanged(self):
        self.run_command("facility", "close", "a-store")
        path = self.folder / "facilities.csv"
        self.run_command("facility", "export", "--format", "csv", "--file", path)
        before = path.read_bytes()
        self.server.kill()
        self.server = self.start(data_dir=self.folder / "other")
        self.run_command("import", "facilities", path)
        self.assertEqual(self.run_command("facility", "export", "--format", "csv").encode(), before)


if __name__ == "__main__":
    unittest.main()

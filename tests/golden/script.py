"""The run of which a golden log is made: something of everything that a log can hold, and the
questions asked at its end. A new event, entry or method belongs in here."""

import base64
import datetime
import hashlib
import time

import golden
import harness
import ledger
import region
from google.protobuf import json_format

HOSPITAL = region.FACILITY
KITCHEN = "facilities/kitchen-mobile-1"
DEPOT = "facilities/depot-north"
PARACETAMOL = region.PARACETAMOL
RICE = region.RICE
DIESEL = "items/diesel"
GTIN = "6291041500213"
KIT = "items/fever-kit"
MORPHINE = "items/morphine"
COLD = "storageClasses/refrigerated"

_I = "waystation.inventory.v1."
_F = "waystation.facility.v1."
_H = "waystation.headquarters.v1."
CONFIRM_CLOCK = "waystation.common.v1.ClockService/ConfirmClock"
GET_CLOCK = "waystation.common.v1.ClockService/GetClock"


def text(moment):
    return moment.isoformat().replace("+00:00", "Z")


def date(moment):
    return {"year": moment.year, "month": moment.month, "day": moment.day}


class Run:
    """`launch` starts a node on the one folder and gives (server, client)."""

    def __init__(self, launch):
        self._launch = launch
        # A day ahead of the machine, since record times never go back.
        today = datetime.datetime.now(datetime.timezone.utc).replace(
            hour=8, minute=0, second=0, microsecond=0
        )
        self.start_time = today + datetime.timedelta(days=1)
        self.now = self.start_time
        self._requests = 0
        self.names = {}
        # Requisitions, expected deliveries and reservations.
        self.asked = []
        self.counted = []
        self.expected = []
        self.sent = []
        self.promised = []
        self.recalls = []
        self.places = []
        self.warnings = []
        self.handed = []

    def run(self):
        self.node, self.api = self._launch()
        self.at(hours=0)
        self.register()
        self.move_stock()
        self.set_apart()
        self.change_kits()
        self.merge_items()
        self.raise_exceptions()
        self.keep_under_control()
        self.count()
        self.ask_and_decide()
        self.expect_and_receive()
        self.transfer()
        self.promise()
        self.call_back()
        self.keep_cold()
        self.dip()
        self.read_fridge()
        self.report()
        self.restart_with_a_suspect_clock()
        self.fall_silent()
        self.installations()
        self.describe_people()
        self.make_stops()
        self.warn()
        self.hand_over()

    def at(self, **after):
        """The clock stands at so much after the start."""
        self.now = self.start_time + datetime.timedelta(**after)
        golden.set_clock(self.api, text(self.now))

    def write(self, method, fields, metadata=()):
        self._requests += 1
        seed = hashlib.sha256(f"golden {self._requests}".encode()).digest()[:16]
        request = {**fields, "requestId": base64.b64encode(seed).decode()}
        answer = self.api.call(
            method, request, [], [("waystation-principal", "p-golden"), *metadata]
        )
        if hasattr(answer, "receipt"):
            self.follow(harness.position(answer.receipt))
        return answer

    def follow(self, position):
        """Waits until every service that follows has it."""
        self.api.call(region.LIST_LEVELS, after=[position])
        self.api.call(region.LIST_STOCK, {"facility": HOSPITAL}, after=[position])

    def heads(self):
        return {
            f"{service}/main": self.api.call(region.GET_LOG, {"log": f"{service}/main"}).head
            for service in golden.SERVICES
        }

    # The parts, in order.

    def installations(self):
        """A tank set twice, what burns from it, and a contact that is removed."""
        name = f"{HOSPITAL}/installations/"
        tank = {"name": name + "tank-1", "tank": {"fluid": "FLUID_DIESEL", "capacityMl": 500000}}
        curve = [
            {"loadPercent": 50, "fuelMlPerHour": 3500},
            {"loadPercent": 100, "fuelMlPerHour": 6000},
        ]
        engine = {"ratedPowerW": 20000, "fuelCurve": curve, "tank": "tank-1", "circuits": ["main"]}
        engine |= {"startsByItself": True, "runMinutesPerDay": 600}
        use = {"purpose": "FUEL_PURPOSE_HEATING", "tank": "tank-1", "fuelMlPerDay": 24000}
        fridge = {"circuit": "main", "classMinimumMillicelsius": 2000, "holdoverMinutes": 600}
        fridge |= {"classMaximumMillicelsius": 8000, "instrumentMaximumMillicelsius": 60000}
        fridge |= {"contentMoveMinutes": 60, "freezesAtMillicelsius": 0}
        office = {"role": "CONTACT_ROLE_UTILITY", "telephones": ["+994 00"]}
        texts = [{"language": "en", "text": "Power company"}]
        for installation in (
            tank,
            tank | {"note": "leaks"},
            {"name": name + "main", "circuit": {}},
            {"name": name + "generator-1", "generator": engine},
            {"name": name + "heating", "fuelUse": use},
            {"name": name + "fridge-1", "fridge": fridge},
            {"name": name + "utility", "contact": office, "displayNames": texts},
        ):
            self.write(_F + "InstallationService/SetInstallation", {"installation": installation})
        self.write(_F + "InstallationService/RemoveInstallation", {"name": name + "utility"})

    def describe_people(self):
        """Aliases, groups, theatres and a daily load that is not all known."""
        aliases = [{"language": "az", "text": "Xocalı"}, {"text": "Ivanyan"}]
        groups = [{"group": "displaced", "people": 1200}, {"group": "children-under-5"}]
        facility = {
            "name": HOSPITAL,
            "aliases": aliases,
            "peopleGroups": groups,
            "operatingTheatres": 2,
            "dailyLoad": {"outpatientsPerDay": 80, "operationsPerDay": 0, "residents": 60},
        }
        mask = "aliases,peopleGroups,operatingTheatres,dailyLoad"
        self.write(
            _F + "FacilityService/UpdateFacility", {"facility": facility, "updateMask": mask}
        )

    def make_stops(self):
        """A day planned twice; a stop reached and left, one only left, one that nobody planned."""
        kind = {"name": KITCHEN, "kind": "FACILITY_KIND_MOBILE_CAFETERIA"}
        self.write(
            _F + "FacilityService/UpdateFacility", {"facility": kind, "updateMask": "kind"}
        )
        point = {"latitudeMicrodegrees": 39910000, "longitudeMicrodegrees": 46800000}
        day = date(self.now)
        noon = {"stop": "noon", "place": {"facility": HOSPITAL}, "arriveMinutes": 360}
        noon |= {"leaveMinutes": 450, "expectedDiners": 220}
        evening = {"stop": "evening", "place": {"coordinates": point}}
        evening |= {"arriveMinutes": 720, "leaveMinutes": 810}
        for stops in ([noon], [noon, evening]):
            plan = {"facility": KITCHEN, "day": day, "stops": stops}
            self.write(_F + "StopService/PlanStops", {"plan": plan})
        told = {"name": KITCHEN, "day": day}
        self.write(_F + "StopService/RecordArrival", told | {"stop": "noon"})
        left = {"stop": "noon", "diners": 214, "note": "all served"}
        self.write(_F + "StopService/RecordDeparture", told | left)
        self.write(_F + "StopService/RecordDeparture", told | {"stop": "evening"})
        self.write(_F + "StopService/RecordArrival", {"name": KITCHEN, "stop": "night"})

    def observe(self, *values):
        """At the hospital, now; each (measure, subject, value as its field has it)."""
        at = {"observedTime": text(self.now), "reportedBy": "p-manager"}
        found = [{"measure": m, "subject": s, **v, **at} for m, s, v in values]
        self.write(region.REPORT_STATUS, {"parent": HOSPITAL, "values": found})

    def warn(self):
        """Warnings from raised to closed, by a person and by themselves; a night nobody looked."""
        name = f"{HOSPITAL}/installations/"
        fridge = {"circuit": "cold-2", "classMinimumMillicelsius": 2000, "holdoverMinutes": 6000}
        fridge |= {"classMaximumMillicelsius": 8000, "instrumentMaximumMillicelsius": 60000}
        for installation in (
            {"name": name + "cold-2", "circuit": {}},
            {"name": name + "feeder-2", "gridFeeder": {"circuits": ["cold-2"]}},
            {"name": name + "fridge-2", "fridge": fridge},
        ):
            self.write(_F + "InstallationService/SetInstallation", {"installation": installation})
        cold = ("MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS", "fridge-2")
        grid = ("MEASURE_SOURCE_STATE", "feeder-2", {"sourceState": "SOURCE_STATE_ON"})
        self.observe(("MEASURE_OXYGEN_CYLINDERS_FULL", "", {"amount": 0}))
        for amount in (9000, 9500):
            self.observe((*cold, {"amount": amount}), grid)
        listed = self.api.call(_F + "WarningService/ListWarnings", {"parent": HOSPITAL})
        kind = "WARNING_KIND_EXCURSION"
        found = json_format.MessageToDict(listed)["warnings"]
        warning = {"name": next(one["name"] for one in found if one["kind"] == kind)}
        self.warnings.append(warning["name"])
        self.write(_F + "WarningService/MarkSeen", warning | {"seenBy": "p-nurse"})
        self.write(_F + "WarningService/StartDoing", warning | {"doing": "door shut"})
        self.write(_F + "WarningService/CloseWarning", warning | {"reason": "cooling again"})
        self.observe((*cold, {"amount": 5000}), grid)
        self.at(days=6, hours=5)
        self.wait_for_events("warning_escalated", 2)
        self.observe(("MEASURE_BEDS_OCCUPIED", "inpatient", {"amount": 30}))
        # The temperature is too old before the hospital is silent; both are found at once.
        self.at(days=10)
        self.wait_for_events("went_silent", 4)
        self.wait_for_events("warnings_reviewed", 1)
        # Longer than any warning waits: nothing is due any more, so that a restart adds nothing.
        self.at(days=10, hours=13)
        self.wait_for_escalations()

    def wait_for_escalations(self):
        end = time.monotonic() + harness.CALL_S
        while True:
            every = {"parent": "facilities/-", "pageSize": 1000}
            listed = self.api.call(_F + "WarningService/ListWarnings", every)
            if all(warning.HasField("escalated_time") for warning in listed.warnings):
                return
            assert time.monotonic() < end, "warnings that never escalate"
            time.sleep(0.05)

    def hand_over(self):
        """A shift with two tasks, accepted later; one task is done, one goes on to the next."""
        shift = {"outgoing": "p-night", "incoming": "p-day", "note": "quiet"}
        shift |= {"controlledNotCountedReason": "none is kept here"}
        tasks = [{"text": "dip tank-1", "assignedTo": "p-driver"}, {"text": "wash sheets"}]
        create = _F + "HandoverService/CreateHandover"
        made = self.write(
            create, {"parent": HOSPITAL, "handover": shift | {"tasks": tasks}}
        ).handover
        accept = {"name": made.name, "acceptedBy": "p-day", "signature": "s-81"}
        self.write(_F + "HandoverService/AcceptHandover", accept)
        done = {"name": made.tasks[0].name, "completedBy": "p-driver", "note": "180 litres"}
        self.write(_F + "HandoverService/CompleteTask", done)
        shift = {"outgoing": "p-day", "incoming": "p-night", "outgoingSignature": "s-82"}
        shift |= {"controlledHandover": f"{HOSPITAL}/handovers/counted"}
        shift |= {"controlledResult": "CONTROLLED_RESULT_AGREES", "incomingSignature": "s-83"}
        self.write(create, {"parent": HOSPITAL, "handover": shift})
        self.handed.append(made.name)

    def register(self):
        for name, english in ((HOSPITAL, "Hospital"), (KITCHEN, "Kitchen")):
            self.write(region.CREATE_FACILITY, region.facility(name, english))
        depot = region.facility(DEPOT, "Depot") | {"initialState": "FACILITY_STATE_PLANNED"}
        depot["facility"] |= {"kind": "FACILITY_KIND_FUEL_DEPOT", "reportIntervalMinutes": 43200}
        self.write(region.CREATE_FACILITY, depot)
        self.write(_F + "FacilityService/OpenFacility", {"name": DEPOT})
        names = [{"language": "en", "text": "Hospital"}, {"language": "hy", "text": "Հոսպիտալ"}]
        self.write(
            _F + "FacilityService/UpdateFacility",
            {"facility": {"name": HOSPITAL, "displayNames": names}, "updateMask": "displayNames"},
        )
        moved = {"latitudeMicrodegrees": 39900000, "longitudeMicrodegrees": 46800000}
        self.write(
            _F + "FacilityService/MoveFacility",
            {"name": KITCHEN, "movedTime": text(self.now), "recordedBy": "p-lead", **moved},
        )
        for name, english in ((PARACETAMOL, "Paracetamol"), (RICE, "Rice"), (DIESEL, "Diesel")):
            self.write(region.CREATE_ITEM, region.item(name, english))
        self.write(
            _I + "ItemService/UpdateItem",
            {
                "item": {"name": RICE, "category": "food", "vitalClass": "VITAL_CLASS_ESSENTIAL"},
                "updateMask": "category,vitalClass",
            },
        )
        box = {"name": "box of 100", "quantity": 100, "gtin": GTIN}
        self.write(
            _I + "ItemService/UpdateItem",
            {"item": {"name": PARACETAMOL, "packs": [box]}, "updateMask": "packs"},
        )
        self.describe()

    def describe(self):
        """What else the catalogue holds: a class, a kit, a class by kind, another of one identity."""
        cold = {
            "displayNames": [{"language": "en", "text": "Refrigerator"}],
            "minTemperatureMillicelsius": 2000,
            "maxTemperatureMillicelsius": 8000,
            "outOfRange": {"maxMinutes": 40320, "maxTemperatureMillicelsius": 30000},
        }
        self.write(
            _I + "StorageClassService/CreateStorageClass",
            {"storageClassId": "refrigerated", "storageClass": cold},
        )
        self.write(
            _I + "StorageClassService/UpdateStorageClass",
            {
                "storageClass": {"name": COLD, "freezeSensitive": True},
                "updateMask": "freezeSensitive",
            },
        )
        medicine = {"inn": "paracetamol", "strength": "500 mg", "form": "tablet"}
        self.write(
            _I + "ItemService/UpdateItem",
            {
                "item": {
                    "name": PARACETAMOL,
                    "medicine": medicine,
                    "storageClass": "refrigerated",
                    "codes": [{"system": "atc", "code": "N02BE01"}],
                    "vitalClassesByKind": [
                        {
                            "facilityKind": "FACILITY_KIND_MOBILE_CAFETERIA",
                            "vitalClass": "VITAL_CLASS_NORMAL",
                        }
                    ],
                },
                "updateMask": "medicine,storageClass,codes,vitalClassesByKind",
            },
        )
        kit = region.item(KIT, "Fever kit", "VITAL_CLASS_NORMAL")
        kit["item"]["medicine"] = {**medicine, "strength": "0.5 g"}
        kit["item"]["substitutes"] = [{"item": PARACETAMOL, "note": "without the box"}]
        kit["item"]["kitContents"] = [{"item": PARACETAMOL, "quantity": 20}]
        self.write(region.CREATE_ITEM, kit)

    def move(self, name, kind, lines, **fields):
        metadata = fields.pop("metadata", ())
        request = region.movement(kind, lines, **fields)
        request["movement"].setdefault("recordedBy", "p-nurse")
        if "happenedTime" not in fields:
            request["movement"]["happenedTime"] = text(self.now)
        answer = self.write(region.CREATE_MOVEMENT, request, metadata)
        self.names[name] = answer.movement.name
        for exception in answer.exceptions:
            self.names[f"{name}:{len(self.names)}"] = exception.name
        return answer

    def lot(self, item, quantity, lot, days, kind="USE_BY"):
        expiry = date(self.start_time + datetime.timedelta(days=days))
        return {
            "item": item,
            "quantity": quantity,
            "lot": lot,
            "expiryDate": expiry,
            "dateKind": f"DATE_KIND_{kind}",
        }

    def move_stock(self):
        old = text(self.now - datetime.timedelta(days=300))
        self.move(
            "opening",
            "RECEIPT",
            [self.lot(PARACETAMOL, 2000, "P-1", 40)],
            source="count",
            happenedTime=old,
            openingHistory=True,
        )
        packed = {"item": PARACETAMOL, "quantity": 300, "lot": "P-0"}
        packed |= {"packName": "box of 100", "packCount": 3, "packFactor": 100}
        self.move(
            "convoy",
            "RECEIPT",
            [self.lot(RICE, 50000, "R-1", 90, "BEST_BEFORE"), packed, (DIESEL, 200000)],
            source="joint-convoy",
            documentNumber="WB-7",
        )
        self.at(hours=20)
        self.move("care", "ISSUE", [(PARACETAMOL, 250)], purpose="PURPOSE_PATIENT_CARE")
        order = {"intent": "ORDER", "purpose": "PURPOSE_MEALS"}
        self.move("meals", "ISSUE", [(RICE, 4000)], **order)
        self.move("found", "ADJUSTMENT_GAIN", [(DIESEL, 500)])
        self.move("lost", "ADJUSTMENT_LOSS", [(RICE, 100)])
        self.move("spoiled", "WASTE", [(RICE, 50)], wasteReason="WASTE_REASON_SPOILED")
        self.move("to-ward", "ISSUE", [(PARACETAMOL, 100)], toPlace="ward-1")
        self.move(
            "for-another",
            "ISSUE",
            [(DIESEL, 1000)],
            purpose="PURPOSE_GENERATOR",
            metadata=[("waystation-acting-for", "p-driver")],
        )
        self.write(
            _I + "MovementService/ReverseMovement",
            {"name": self.names["lost"], "intent": "INTENT_HAPPENED", "recordedBy": "p-nurse"},
        )

    def set_apart(self):
        """Stock of every condition, and every way from one to another."""
        donated = self.lot(PARACETAMOL, 600, "D-1", 200)
        donation = {"donor": "a-charity", "askedFor": "ASKED_FOR_YES", "labelLanguages": ["en"]}
        self.move("donated", "RECEIPT", [donated], source="a-charity", donation=donation)
        lot = {"item": PARACETAMOL, "lot": "D-1"}
        decided = {"decidedBy": "p-pharmacist", "note": "looked at"}
        self.move("released", "RELEASE", [{**lot, "quantity": 400}], **decided)
        self.move(
            "set-apart",
            "QUARANTINE",
            [{**lot, "quantity": 50}],
            quarantineReason="QUARANTINE_REASON_SUSPECTED_QUALITY",
        )
        self.move(
            "broken", "DAMAGE", [{**lot, "quantity": 20}], damageReason="DAMAGE_REASON_BROKEN"
        )
        care = {"purpose": "PURPOSE_PATIENT_CARE"}
        unreleased = {**lot, "quantity": 10, "condition": "CONDITION_QUARANTINED"}
        self.move("use-unreleased", "ISSUE", [unreleased], **care)
        self.move("unused", "RETURN", [(PARACETAMOL, 30)], **care)
        broken = {**lot, "quantity": 5, "condition": "CONDITION_DAMAGED"}
        self.move("thrown-away", "WASTE", [broken], wasteReason="WASTE_REASON_DAMAGED")

    def change_kits(self):
        """A kit opened as its packing list says, one with less in it, and one put together."""
        self.move("kits", "RECEIPT", [self.lot(KIT, 3, "K-1", 300)], source="convoy-1")
        kit = {"item": KIT, "lot": "K-1"}
        content = {"item": PARACETAMOL, "lot": "K-1"}
        self.move("opened", "UNPACK", [{**kit, "quantity": 1}, {**content, "quantity": 20}])
        self.move("robbed", "UNPACK", [{**kit, "quantity": 1}, {**content, "quantity": 3}])
        packed = [self.lot(KIT, 1, "K-2", 200), (PARACETAMOL, 20)]
        self.move("packed", "PACK", packed, intent="ORDER")

    def merge_items(self):
        """A duplicate with stock that becomes an alias, and is named again."""
        twice = "items/paracetamol-twice"
        self.write(region.CREATE_ITEM, region.item(twice, "Paracetamol, again"))
        self.move("twice", "RECEIPT", [self.lot(twice, 40, "T-1", 200)], source="convoy-1")
        self.write(
            _I + "ItemService/MergeItem",
            {"name": twice, "into": PARACETAMOL, "reason": "typed in twice", "mergedBy": "p-boss"},
        )
        books = {"parent": HOSPITAL, "item": twice}
        for _ in range(200):
            if len(self.api.call(_I + "MovementService/ListMovements", books).movements) == 2:
                break
            time.sleep(0.05)
        self.move("named-again", "ISSUE", [(twice, 5)], purpose="PURPOSE_PATIENT_CARE")

    def raise_exceptions(self):
        self.at(hours=44)
        care = {"purpose": "PURPOSE_PATIENT_CARE"}
        self.move("too-much", "ISSUE", [(PARACETAMOL, 9000)], **care)
        late = text(self.now - datetime.timedelta(hours=2))
        self.move("late", "RECEIPT", [(PARACETAMOL, 500)], source="convoy", happenedTime=late)
        future = text(self.now + datetime.timedelta(days=3))
        self.move("future", "RECEIPT", [(RICE, 10)], source="convoy", happenedTime=future)
        ancient = text(self.now - datetime.timedelta(days=700))
        self.move("ancient", "RECEIPT", [(RICE, 20)], source="convoy", happenedTime=ancient)
        other_date = [self.lot(PARACETAMOL, 5, "P-1", 41)]
        self.move("other-date", "RECEIPT", other_date, source="convoy")
        expired = [self.lot(RICE, 30, "R-0", -3)]
        self.move("expired", "RECEIPT", expired, source="convoy")
        self.move("use-expired", "ISSUE", [{**expired[0], "quantity": 5}], purpose="PURPOSE_MEALS")
        for name in ("again", "again-2"):
            repeat = {"source": "joint-convoy", "documentNumber": "WB-7"}
            answer = self.move(name, "RECEIPT", [(RICE, 77)], **repeat)
            resolution = "RESOLUTION_POST" if name == "again" else "RESOLUTION_CLOSE"
            self.write(
                _I + "ExceptionService/ResolveException",
                {"name": answer.exceptions[0].name, "resolution": resolution, "note": "seen"},
            )
        self.move("kitchen", "RECEIPT", [(RICE, 9000)], source="convoy", parent=KITCHEN)
        self.write(_F + "FacilityService/CloseFacility", {"name": DEPOT})
        self.move("closed", "RECEIPT", [(DIESEL, 1)], source="convoy", parent=DEPOT)

    def keep_under_control(self):
        """A controlled item: signed at once, signed late, never signed, taken back; two handovers."""
        service = _I + "ControlledService/"
        item = region.item(MORPHINE, "Morphine")
        item["item"] |= {"controlled": True}
        self.write(region.CREATE_ITEM, item)
        witnessed = {"witnessedBy": "p-second"}
        self.move("controlled", "RECEIPT", [(MORPHINE, 100)], source="convoy", **witnessed)
        care = {"purpose": "PURPOSE_PATIENT_CARE"}
        for name in ("signed-late", "unsigned", "unsigned-reversed"):
            self.move(name, "ISSUE", [(MORPHINE, 3)], **care)
        signature = {"name": self.names["signed-late"], "signedBy": "p-second", "note": "on call"}
        self.write(service + "SignMovement", signature)
        self.write(
            _I + "MovementService/ReverseMovement",
            {"name": self.names["unsigned-reversed"], "intent": "INTENT_HAPPENED"},
        )
        for incoming, counts in (
            ("p-second", [{"item": MORPHINE, "countedQuantity": 93}]),
            ("", []),
        ):
            handover = {"outgoing": "p-nurse", "incoming": incoming, "counts": counts}
            handover |= {"countedTime": text(self.now), "note": "night shift"}
            answer = self.write(
                service + "RecordHandover", {"parent": HOSPITAL, "handover": handover}
            )
            for exception in answer.exceptions:
                self.names[f"handover:{len(self.names)}"] = exception.name

    def count(self):
        """A count with a shortfall that it ends, an entry before it, a complete one taken back."""
        service = _I + "CountService/CreateCount"
        counted = {
            "kind": "COUNT_KIND_CYCLIC",
            "place": "shelf",
            "lines": [{"item": RICE, "lot": "K1", "quantity": 70}],
            "countedTime": text(self.now),
            "countedBy": "p-nurse",
            "secondCountedBy": "p-lead",
            "note": "monthly",
        }
        earlier = {"happenedTime": text(self.now - datetime.timedelta(hours=2))}
        kept = [{"item": RICE, "quantity": 100, "lot": "K1", "place": "shelf"}]
        for kind, lines, more in (
            ("RECEIPT", kept, {"source": "convoy"}),
            ("ISSUE", [kept[0] | {"quantity": 110}], {"purpose": "PURPOSE_MEALS"}),
        ):
            movement = {"kind": f"MOVEMENT_KIND_{kind}", "intent": "INTENT_HAPPENED", "lines": lines}
            request = {"parent": HOSPITAL, "movement": movement | more | earlier}
            self.write(_I + "MovementService/CreateMovement", request)
        answer = self.write(service, {"parent": HOSPITAL, "count": counted})
        self.counted.append(answer.count.name)
        late = {"kind": "MOVEMENT_KIND_WASTE", "intent": "INTENT_HAPPENED"} | earlier
        late |= {"lines": [kept[0] | {"quantity": 3}], "wasteReason": "WASTE_REASON_SPOILED"}
        self.write(_I + "MovementService/CreateMovement", {"parent": HOSPITAL, "movement": late})
        whole = counted | {"kind": "COUNT_KIND_FULL", "complete": True, "lines": []}
        answer = self.write(service, {"parent": HOSPITAL, "count": whole})
        self.counted.append(answer.count.name)
        reversal = {"name": answer.count.movement, "intent": "INTENT_ORDER"}
        self.write(_I + "MovementService/ReverseMovement", reversal)


    def ask_and_decide(self):
        """One requisition for each way in which one can end, the first of them still open."""
        service = _I + "RequisitionService/"
        soon = date(self.now + datetime.timedelta(days=3))
        for parent in (HOSPITAL, HOSPITAL, HOSPITAL, HOSPITAL, DEPOT):
            lines = [{"item": RICE, "quantity": 40000}, {"item": PARACETAMOL, "quantity": 500}]
            requisition = {
                "priority": "REQUISITION_PRIORITY_URGENT",
                "neededByDate": soon,
                "askedOf": "headquarters" if parent == HOSPITAL else HOSPITAL,
                "lines": lines,
                "recordedBy": "p-nurse",
                "note": "monthly",
            }
            request = {"parent": parent, "requisition": requisition}
            answer = self.write(service + "CreateRequisition", request)
            self.asked.append(answer.requisition.name)
        part = {"approved": [{"item": RICE, "quantity": 25000}], "decidedBy": "p-boss"}
        self.write(service + "ApproveRequisition", {"name": self.asked[0], **part})
        reason = {"reason": "REJECT_REASON_DUPLICATE", "decidedBy": "p-boss", "note": "see the first"}
        self.write(service + "RejectRequisition", {"name": self.asked[1], **reason})
        self.write(service + "CancelRequisition", {"name": self.asked[2], "note": "found some"})
        self.write(service + "CloseRequisition", {"name": self.asked[3]})

    def expect_and_receive(self):
        service = _I + "ExpectedDeliveryService/"
        for days, confirmed_by in ((3, ""), (9, "p-dispatch"), (2, ""), (5, "")):
            delivery = {
                "source": "joint-convoy",
                "latestDate": date(self.now + datetime.timedelta(days=days)),
                "lines": [{"item": RICE, "quantity": 25000}],
                "transportNote": "two lorries",
                "requisition": self.asked[0],
                "confirmedBy": confirmed_by,
            }
            request = {"parent": HOSPITAL, "expectedDelivery": delivery}
            answer = self.write(service + "CreateExpectedDelivery", request)
            self.expected.append(answer.expected_delivery.name)
        confirm = {"name": self.expected[0], "confirmedBy": "p-dispatch"}
        self.write(service + "ConfirmExpectedDelivery", confirm)
        later = {"latestDate": date(self.now + datetime.timedelta(days=12))}
        later |= {"reason": "DELIVERY_REASON_ROAD", "note": "bridge"}
        self.write(service + "RescheduleExpectedDelivery", {"name": self.expected[1], **later})
        lost = {"name": self.expected[2], "reason": "DELIVERY_REASON_LOST"}
        self.write(service + "CancelExpectedDelivery", lost)
        self.write(service + "CloseExpectedDelivery", {"name": self.expected[3]})
        named = {"source": "joint-convoy", "expectedDelivery": self.expected[0]}
        self.move("of-delivery", "RECEIPT", [(RICE, 9000)], **named)
        self.move("of-delivery-again", "RECEIPT", [(RICE, 700), (DIESEL, 80)], **named)
        self.write(
            _I + "MovementService/ReverseMovement",
            {"name": self.names["of-delivery-again"], "intent": "INTENT_HAPPENED"},
        )
        unknown = {"source": "joint-convoy", "requisition": f"{HOSPITAL}/requisitions/req-0099"}
        self.move("of-nothing", "RECEIPT", [(RICE, 11)], **unknown)

    def transfer(self):
        """From the hospital to the kitchen: received with differences that are answered, taken back,
        returned, received before its dispatch, cancelled."""
        service = _I + "TransferService/"
        for quantity in (3000, 900, 500, 400):
            transfer = {
                "toFacility": KITCHEN,
                "lines": [{"item": RICE, "quantity": quantity}],
                "plannedArrivalDate": date(self.now + datetime.timedelta(days=2)),
                "recordedBy": "p-store",
            }
            answer = self.write(
                service + "CreateTransfer", {"parent": HOSPITAL, "transfer": transfer}
            )
            self.sent.append({"name": answer.transfer.name})
        first, second, third, fourth = self.sent
        self.write(service + "PickTransfer", {**first, "recordedBy": "p-store"})
        left = {"intent": "INTENT_HAPPENED", "vehicle": "10-AB-123", "carrier": "p-driver"}
        self.write(service + "DispatchTransfer", {**first, **left})
        wrong = {"lines": [{"waybillLine": 1, "quantity": 17}]}
        answer = self.write(service + "ReceiveTransfer", {**first, **wrong})
        self.write(
            _I + "MovementService/ReverseMovement",
            {"name": answer.movement.name, "intent": "INTENT_HAPPENED"},
        )
        lines = [
            {"waybillLine": 1, "quantity": 100, "difference": "DIFFERENCE_KIND_DAMAGED"},
            {"waybillLine": 1, "quantity": 40, "difference": "DIFFERENCE_KIND_WARM"},
            {"item": PARACETAMOL, "quantity": 30, "difference": "DIFFERENCE_KIND_NOT_ON_WAYBILL"},
            {"waybillLine": 1, "quantity": 700, "place": "shelf"},
        ]
        answer = self.write(
            service + "ReceiveTransfer",
            {**first, "lines": lines, "complete": True, "recordedBy": "p-cook"},
        )
        answers = {
            "DIFFERENCE_KIND_DAMAGED": "ACCEPTED",
            "DIFFERENCE_KIND_WARM": "DISPUTED",
            "DIFFERENCE_KIND_NOT_ON_WAYBILL": "MISCOUNTED",
        }
        shorts = iter(("FOUND", "LOST", "MISCOUNTED", "LOST", "LOST"))
        for difference in answer.transfer.differences:
            kind = type(difference).DESCRIPTOR.fields_by_name["kind"].enum_type
            word = answers.get(kind.values_by_number[difference.kind].name) or next(shorts)
            said = {"answer": f"DIFFERENCE_ANSWER_{word}", "answeredBy": "p-store", "note": "seen"}
            self.write(
                service + "AnswerDifference", {**first, "difference": difference.number, **said}
            )
        self.write(service + "CloseTransfer", first)
        self.write(service + "DispatchTransfer", {**second, **left})
        self.write(service + "ReturnTransfer", {**second, "note": "road closed"})
        early = {"lines": [{"item": RICE, "quantity": 450}]}
        self.write(service + "ReceiveTransfer", {**third, **early})
        self.write(service + "DispatchTransfer", {**third, **left})
        self.write(service + "CancelTransfer", {**fourth, "note": "not needed"})
    def promise(self):
        """One reservation for each state: fulfilled in part and shrunk, picked, released, expired."""
        service = _I + "ReservationService/"
        for hours, quantity, priority in (
            (400, 3000, "MEALS"),
            (400, 2000, "CLINICAL"),
            (400, 500, "TRANSFER"),
            (1, 400, "OTHER"),
            (400, 300, "PLANNED_CARE"),
        ):
            reservation = {
                "owner": "meals",
                "priority": f"RESERVATION_PRIORITY_{priority}",
                "purpose": "lunch",
                "neededByDate": date(self.now),
                "expireTime": text(self.now + datetime.timedelta(hours=hours)),
                "lines": [{"item": RICE, "quantity": quantity}],
                "recordedBy": "p-cook",
            }
            request = {"parent": HOSPITAL, "reservation": reservation}
            answer = self.write(service + "CreateReservation", request)
            self.promised.append(answer.reservation.name)
        later = text(self.now + datetime.timedelta(hours=500))
        self.write(service + "ExtendReservation", {"name": self.promised[0], "expireTime": later})
        self.write(service + "PickReservation", {"name": self.promised[1], "note": "loaded"})
        self.write(service + "ReleaseReservation", {"name": self.promised[2], "note": "menu"})
        meals = {"purpose": "PURPOSE_MEALS", "reservation": self.promised[0]}
        self.move("of-promise", "ISSUE", [(RICE, 700)], **meals)
        self.move("of-promise-again", "ISSUE", [(RICE, 200)], **meals)
        self.write(
            _I + "MovementService/ReverseMovement",
            {"name": self.names["of-promise-again"], "intent": "INTENT_HAPPENED"},
        )
        balance = {"facility": HOSPITAL, "item": RICE}
        free = self.api.call(_I + "StockService/GetStockBalance", balance).available_quantity
        urgent = {"purpose": "PURPOSE_PATIENT_CARE", "emergency": True, "note": "no other food"}
        self.move("in-an-emergency", "ISSUE", [(RICE, free + 350)], **urgent)

    def call_back(self):
        """One recall in force, with what was found of it, and one withdrawn."""
        service = _I + "RecallService/"
        for lots in (["P-1", "P-9"], ["P-2"]):
            recall = {
                "item": PARACETAMOL,
                "lots": lots,
                "recallClass": "RECALL_CLASS_II",
                "authority": "the maker",
                "reference": "FSN-7",
                "reason": "glass in the blister",
                "instruction": "RECALL_INSTRUCTION_RETURN",
                "recordedBy": "p-pharmacist",
                "note": "by radio",
            }
            answer = self.write(service + "CreateRecall", {"recall": recall})
            self.recalls.append(answer.recall.name)
        self.move("of-recalled", "RECEIPT", [self.lot(PARACETAMOL, 6, "P-9", 400)], source="convoy")
        care = {"purpose": "PURPOSE_PATIENT_CARE", "lastResort": "no other", "decidedBy": "p-doctor"}
        recalled = [{"item": PARACETAMOL, "quantity": 2, "lot": "P-9"}]
        self.move("use-recalled", "ISSUE", recalled, **care)
        found = {"foundQuantity": 300, "returnedQuantity": 200, "destroyedQuantity": 50}
        for note in ("first look", "once more"):
            told = {"acknowledgement": {**found, "recordedBy": "p-nurse", "note": note}}
            fields = {"name": self.recalls[0], "facility": HOSPITAL, **told}
            self.write(service + "AcknowledgeRecall", fields)
        withdrawn = {"name": self.recalls[1], "decidedBy": "p-boss", "note": "another lot was meant"}
        self.write(service + "WithdrawRecall", withdrawn)

    def keep_cold(self):
        """Storage places, what lies too warm, a decision, and a place that is closed."""
        service = _I + "StoragePlaceService/"
        name = [{"language": "en", "text": "Place"}]
        ranges = {
            "fridge": {"kind": "STORAGE_PLACE_KIND_FRIDGE", "storageClass": "refrigerated"},
            "tent": {
                "kind": "STORAGE_PLACE_KIND_SHELF",
                "minTemperatureMillicelsius": 15000,
                "maxTemperatureMillicelsius": 30000,
            },
            "freezer": {
                "kind": "STORAGE_PLACE_KIND_FREEZER",
                "minTemperatureMillicelsius": -25000,
                "maxTemperatureMillicelsius": -18000,
            },
        }
        for place, fields in ranges.items():
            request = {"parent": HOSPITAL, "storagePlaceId": place}
            answer = self.write(
                service + "CreateStoragePlace",
                {**request, "storagePlace": {"displayNames": name, **fields}},
            )
            self.places.append(answer.storage_place.name)
        lots = [("P-warm", "tent"), ("P-back", "tent"), ("P-cold", "freezer")]
        for lot, place in lots:
            line = {**self.lot(PARACETAMOL, 40, lot, 300), "place": place}
            self.move(f"store {lot}", "RECEIPT", [line], source="convoy-cold")
        self.at(days=3, hours=9)
        # Behind the count of main, which would take it back.
        kept = self.lot(PARACETAMOL, 40, "P-kept", 300)
        self.move("keep in main", "RECEIPT", [kept], source="convoy-cold")
        back = {"item": PARACETAMOL, "quantity": 40, "lot": "P-back", "place": "tent"}
        self.move("cool P-back", "ISSUE", [back], toPlace="fridge")
        used = {"item": PARACETAMOL, "quantity": 5, "lot": "P-cold", "place": "freezer"}
        self.move("use P-cold", "ISSUE", [used], purpose="PURPOSE_PATIENT_CARE")
        self.write(
            service + "DecideExposure",
            {
                "parent": HOSPITAL,
                "item": PARACETAMOL,
                "place": "freezer",
                "lot": "P-cold",
                "decidedBy": "p-pharmacist",
                "note": "tablets bear it",
            },
        )
        closed = {"name": self.places[0], "state": "STORAGE_PLACE_STATE_CLOSED"}
        line = {"item": PARACETAMOL, "quantity": 40, "lot": "P-back", "place": "fridge"}
        self.move("empty the fridge", "ISSUE", [line], toPlace="corner")
        self.write(
            service + "UpdateStoragePlace", {"storagePlace": closed, "updateMask": "state"}
        )

    def dip(self):
        """A tank that is a storage place: filled, dipped, and the dip posted as a count."""
        liquid = {
            "displayNames": [{"language": "en", "text": "Diesel by volume"}],
            "category": "fuel",
            "baseUnit": "BASE_UNIT_MILLILITRE",
            "vitalClass": "VITAL_CLASS_VITAL",
            "storageClass": "flammable",
        }
        self.write(region.CREATE_ITEM, {"itemId": "golden-diesel", "item": liquid})
        place = {
            "kind": "STORAGE_PLACE_KIND_TANK",
            "displayNames": [{"language": "en", "text": "Tank"}],
            "installation": "golden-tank",
        }
        answer = self.write(
            _I + "StoragePlaceService/CreateStoragePlace",
            {"parent": HOSPITAL, "storagePlaceId": "golden-tank", "storagePlace": place},
        )
        self.places.append(answer.storage_place.name)
        diesel = {"item": "items/golden-diesel", "quantity": 500000, "lot": "G1"}
        self.move("fill", "RECEIPT", [{**diesel, "place": "golden-tank"}], source="convoy-fuel")
        self.at(days=3, hours=10)
        value = {"measure": "MEASURE_TANK_LEVEL_ML", "subject": "golden-tank", "amount": 495000}
        dipped = {**value, "observedTime": text(self.now), "reportedBy": "p-manager"}
        self.write(region.REPORT_STATUS, {"parent": HOSPITAL, "values": [dipped]})
        self.write(
            _I + "TankService/PostTankDip",
            {"name": answer.storage_place.name, "dipTime": text(self.now)},
        )

    def read_fridge(self):
        """A lot in a fridge that is a storage place, too warm by its readings."""
        place = {
            "kind": "STORAGE_PLACE_KIND_FRIDGE",
            "displayNames": [{"language": "en", "text": "Fridge"}],
            "installation": "golden-fridge",
        }
        answer = self.write(
            _I + "StoragePlaceService/CreateStoragePlace",
            {"parent": HOSPITAL, "storagePlaceId": "golden-fridge", "storagePlace": place},
        )
        self.places.append(answer.storage_place.name)
        line = {**self.lot(PARACETAMOL, 40, "P-read", 300), "place": "golden-fridge"}
        self.move("store P-read", "RECEIPT", [line], source="convoy-cold")
        for minutes in (20, 40):
            self.at(days=3, hours=10, minutes=minutes)
            value = {"measure": "MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS", "amount": 45000}
            read = {**value, "subject": "golden-fridge", "observedTime": text(self.now)}
            self.write(region.REPORT_STATUS, {"parent": HOSPITAL, "values": [read]})
        self.wait_for_events("readings_weighed", 1, "inventory")

    def values(self, observed):
        at = {"observedTime": text(observed), "reportedBy": "p-manager"}
        return [
            {"measure": "MEASURE_BEDS_OCCUPIED", "subject": "inpatient", "amount": 31, **at},
            {"measure": "MEASURE_POWER_SOURCE", "powerSource": "POWER_SOURCE_GENERATOR", **at},
            {"measure": "MEASURE_TANK_LEVEL_ML", "subject": "tank-1", "amount": 120000, **at},
            {"measure": "MEASURE_ACCESS", "access": "ACCESS_RESTRICTED", **at},
            {"measure": "MEASURE_NOTE", "note": "Road closed after rain", **at},
            {
                "measure": "MEASURE_SOURCE_STATE",
                "subject": "generator-1",
                "sourceState": "SOURCE_STATE_ON",
                "sinceTime": text(observed - datetime.timedelta(minutes=20)),
                "attachments": [{"name": "log book 7, page 12"}],
                **at,
            },
            {
                "measure": "MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS",
                "subject": "fridge-1",
                "amount": 4500,
                **at,
            },
        ]

    def report(self):
        values = self.values(self.now)
        self.write(region.REPORT_STATUS, {"parent": HOSPITAL, "values": values})
        late = self.values(self.now + datetime.timedelta(days=2))
        self.write(region.REPORT_STATUS, {"parent": KITCHEN, "values": late[:1]})

    def restart_with_a_suspect_clock(self):
        """A restart forgets the clock that was set; the machine's is behind what was recorded."""
        assert self.node.stop() == 0
        self.node, self.api = self._launch()
        self.now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        self.move("suspect", "ISSUE", [(RICE, 60)], purpose="PURPOSE_MEALS")
        values = self.values(self.now)
        self.write(region.REPORT_STATUS, {"parent": HOSPITAL, "values": values[:1]})
        clock = self.api.call(GET_CLOCK)
        confirmed = {"clockTime": clock.clock_time.ToJsonString(), "confirmedBy": "p-manager"}
        answer = self.write(CONFIRM_CLOCK, {**confirmed, "note": "radio"})
        for receipt in answer.receipts:
            self.follow(harness.position(receipt))

    def fall_silent(self):
        """By time alone; at the end nothing is due any more, so that a restart adds nothing."""
        self.at(days=4)
        self.wait_for_events("went_silent", 2)
        values = self.values(self.now)
        self.write(region.REPORT_STATUS, {"parent": HOSPITAL, "values": values})
        self.wait_for_events("back_in_touch", 1)
        self.at(days=6)
        self.wait_for_events("went_silent", 3)

    def wait_for_events(self, case, count, service="facility"):
        event_type = harness.schema().message(f"waystation.{service}.v1.Event")

        def seen():
            entries = ledger.read_log(self.api, f"{service}/main")
            cases = [
                event_type.FromString(event).WhichOneof("event")
                for entry in entries
                for event in entry.events
            ]
            return cases.count(case) >= count

        end = time.monotonic() + harness.CALL_S
        while not seen():
            assert time.monotonic() < end, f"never {count} times {case}"
            time.sleep(0.05)

    def reports(self):
        """Each now and as of the first day's end."""
        service = _I + "ReportService/"
        for facility in (HOSPITAL, KITCHEN):
            for as_of in ({"asOfTime": text(self.now)}, {"asOfDate": date(self.start_time)}):
                report = {"facility": facility, **as_of}
                yield service + "GetStockCard", {**report, "item": RICE}
                yield service + "ListExpiringLots", {**report, "withinDays": 3650}
                yield service + "ListStockOuts", report
                yield service + "ListConsumption", {**report, "period": "REPORT_PERIOD_DAY"}
                yield service + "ListMinimumMaximum", {**report, "leadTimeDays": 3}
                yield service + "GetMorningSheet", {**report, "withinDays": 400}
                yield service + "ListDonorStock", {**report, "withUnowned": True}

    def reads(self):
        """(method, request) of what is asked at the end."""
        yesterday = date(self.start_time + datetime.timedelta(days=1))
        for facility in (HOSPITAL, KITCHEN, DEPOT):
            yield _F + "FacilityService/GetFacility", {"name": facility}
            yield _F + "FacilityService/ListFacilityLocations", {"parent": facility}
            yield _F + "InstallationService/ListInstallations", {"parent": facility}
            yield _F + "StatusService/GetFacilityStatus", {"name": f"{facility}/status"}
            yield _F + "StatusService/ListStatusReports", {"parent": facility}
            yield _F + "AutonomyService/GetAutonomy", {"name": f"{facility}/autonomy"}
            yield _I + "MovementService/ListMovements", {"parent": facility}
            yield _I + "ExceptionService/ListExceptions", {"parent": facility}
            yield _I + "StockService/ListStock", {"facility": facility}
            yield _I + "StockService/ListStock", {"facility": facility, "asOfDate": yesterday}
            yield _H + "SupplyService/ListSupplyLevels", {"filter": {"facility": facility}}
        tank = {"name": f"{HOSPITAL}/installations/tank-1"}
        yield _F + "InstallationService/GetInstallation", tank
        yield _F + "AutonomyService/GetExcursions", {
            "parent": f"{HOSPITAL}/installations/fridge-1",
            "startTime": text(self.start_time),
            "endTime": text(self.start_time + datetime.timedelta(days=4)),
        }
        yield _F + "StopService/GetStops", {"parent": KITCHEN, "day": date(self.now)}
        yield _F + "StopService/ListStops", {"parent": KITCHEN}
        yield _F + "FacilityService/ListFacilities", {"text": "Ходжалы"}
        for one in ("tank-1", "utility"):
            changes = {"parent": f"{HOSPITAL}/installations/{one}"}
            yield _F + "InstallationService/ListInstallationChanges", changes
        yield _F + "FacilityService/ListFacilities", {}
        states = [f"WARNING_STATE_{state}" for state in ("RAISED", "SEEN", "DOING", "CLOSED")]
        for parent in ("facilities/-", HOSPITAL):
            yield _F + "WarningService/ListWarnings", {"parent": parent}
            yield _F + "WarningService/ListWarnings", {"parent": parent, "states": states}
        for name in self.warnings:
            yield _F + "WarningService/GetWarning", {"name": name}
        yield _F + "HandoverService/ListHandovers", {"parent": HOSPITAL}
        for name in self.handed:
            yield _F + "HandoverService/GetHandover", {"name": name}
        yield _F + "StatusService/ListFacilityStatuses", {}
        for item in (PARACETAMOL, RICE, DIESEL):
            yield _I + "ItemService/GetItem", {"name": item}
            balance = {"facility": HOSPITAL, "item": item, "date": yesterday}
            yield _I + "StockService/GetStockBalance", balance
            propose = {"parent": HOSPITAL, "item": item, "quantity": 100}
            propose["happenedTime"] = text(self.now)
            yield _I + "MovementService/ProposeIssue", propose
            yield region.GET_LEVEL, {"name": region.level_name(HOSPITAL, item)}
        yield _I + "ItemService/ListItems", {"text": "rice"}
        yield _I + "ItemService/ListItems", {"text": GTIN}
        for scans in ([GTIN, "(10)P-1"], [GTIN]):
            yield _I + "ScanService/ResolveScan", {"parent": HOSPITAL, "scans": scans}
        yield _I + "ItemService/ListItems", {"text": "N02BE01"}
        yield _I + "ItemService/GetItem", {"name": KIT}
        yield _I + "StorageClassService/GetStorageClass", {"name": COLD}
        yield _I + "StorageClassService/ListStorageClasses", {}
        for name in sorted(self.names.values()):
            if "/movements/" in name:
                yield _I + "MovementService/GetMovement", {"name": name}
            else:
                yield _I + "ExceptionService/GetException", {"name": name}
        for name in self.counted:
            yield _I + "CountService/GetCount", {"name": name}
        yield _I + "CountService/ListCounts", {"parent": HOSPITAL}
        for kind in ("FULL", "CYCLIC"):
            yield _I + "CountService/ProposeCount", {"parent": HOSPITAL, "kind": f"COUNT_KIND_{kind}"}
        for name in self.asked:
            yield _I + "RequisitionService/GetRequisition", {"name": name}
        for name in self.expected:
            request = {"name": name, "asOfDate": date(self.start_time + datetime.timedelta(days=9))}
            yield _I + "ExpectedDeliveryService/GetExpectedDelivery", request
        for transfer in self.sent:
            yield _I + "TransferService/GetTransfer", transfer
        incoming = {"parent": KITCHEN, "direction": "TRANSFER_DIRECTION_INCOMING"}
        yield _I + "TransferService/ListTransfers", incoming
        for place in ("", "main"):
            request = {"facility": HOSPITAL, "item": MORPHINE, "place": place}
            yield _I + "ControlledService/GetControlledRegister", request
        yield _I + "ControlledService/ListHandovers", {"parent": HOSPITAL}
        for name in self.promised:
            yield _I + "ReservationService/GetReservation", {"name": name}
        yield _I + "ReservationService/ListReservations", {"parent": "facilities/-"}
        yield _I + "RequisitionService/ListRequisitions", {"parent": "facilities/-"}
        yield _I + "ExpectedDeliveryService/ListExpectedDeliveries", {"parent": HOSPITAL}
        yield from self.reports()
        for name in self.recalls:
            yield _I + "RecallService/GetRecall", {"name": name}
            yield _I + "RecallService/GetRecallProgress", {"name": name}
        yield _I + "RecallService/ListRecalls", {}
        yield _I + "RecallService/ListRecalls", {"facility": HOSPITAL}
        for name in self.places:
            yield _I + "StoragePlaceService/GetStoragePlace", {"name": name}
        yield _I + "StoragePlaceService/ListStoragePlaces", {"parent": HOSPITAL}
        yield _I + "StoragePlaceService/ListExcursions", {"parent": HOSPITAL}
        yield _I + "TankService/ListTanks", {"parent": HOSPITAL}
        yield _I + "TankService/ListTankDips", {"parent": HOSPITAL}
        yield _H + "SupplyService/ListFacilityOverviews", {}
        yield _H + "SupplyService/ListEndings", {}
        yield _H + "SupplyService/ListEndings", {"unknown": True}
        yield region.LIST_LEVELS, {"order": "SUPPLY_ORDER_RUN_OUT"}
        yield _H + "SupplyService/ListSources", {}

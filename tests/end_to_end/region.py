"""The small region that the end-to-end tests work in, and the calls they make in it."""

import datetime

import harness

FACILITY = "facilities/khojaly-field-hospital"
PARACETAMOL = "items/paracetamol-500mg-tablet"
RICE = "items/rice-white"

_INVENTORY = "waystation.inventory.v1."
_FACILITY = "waystation.facility.v1."
_HEADQUARTERS = "waystation.headquarters.v1."
CREATE_FACILITY = _FACILITY + "FacilityService/CreateFacility"
LIST_FACILITIES = _FACILITY + "FacilityService/ListFacilities"
SET_INSTALLATION = _FACILITY + "InstallationService/SetInstallation"
GET_AUTONOMY = _FACILITY + "AutonomyService/GetAutonomy"
REPORT_STATUS = _FACILITY + "StatusService/ReportStatus"
CREATE_ITEM = _INVENTORY + "ItemService/CreateItem"
LIST_ITEMS = _INVENTORY + "ItemService/ListItems"
CREATE_MOVEMENT = _INVENTORY + "MovementService/CreateMovement"
LIST_MOVEMENTS = _INVENTORY + "MovementService/ListMovements"
LIST_STOCK = _INVENTORY + "StockService/ListStock"
LIST_EXCEPTIONS = _INVENTORY + "ExceptionService/ListExceptions"
LIST_LEVELS = _HEADQUARTERS + "SupplyService/ListSupplyLevels"
GET_LEVEL = _HEADQUARTERS + "SupplyService/GetSupplyLevel"
WATCH_LEVELS = _HEADQUARTERS + "SupplyService/WatchSupplyLevels"
LIST_OVERVIEWS = _HEADQUARTERS + "SupplyService/ListFacilityOverviews"
LIST_SOURCES = _HEADQUARTERS + "SupplyService/ListSources"
GET_LOG = "waystation.common.v1.LogService/GetLog"
FOLLOW = "waystation.common.v1.LogService/Follow"


def facility(name=FACILITY, english="Khojaly field hospital"):
    return {
        "requestId": harness.new_id(),
        "facilityId": name.split("/")[1],
        "initialState": "FACILITY_STATE_OPEN",
        "facility": {
            "kind": "FACILITY_KIND_FIELD_HOSPITAL",
            "displayNames": [{"language": "en", "text": english}],
            "latitudeMicrodegrees": 39912970,
            "longitudeMicrodegrees": 46790280,
            "timeZone": "Asia/Baku",
            "serviceDayStartMinutes": 360,
            "peopleServed": 9000,
            "reportIntervalMinutes": 720,
            "beds": [{"type": "inpatient", "capacity": 40}],
        },
    }


def installations(name=FACILITY):
    """What keeps it running: a circuit, a tank, what burns from it, a fridge."""
    curve = [{"loadPercent": 50, "fuelMlPerHour": 3500}, {"loadPercent": 100, "fuelMlPerHour": 6000}]
    engine = {"ratedPowerW": 20000, "fuelCurve": curve, "tank": "tank-1", "circuits": ["main"]}
    fridge = {
        "circuit": "main",
        "classMinimumMillicelsius": 2000,
        "classMaximumMillicelsius": 8000,
        "instrumentMinimumMillicelsius": -40000,
        "instrumentMaximumMillicelsius": 60000,
        "holdoverMinutes": 600,
    }
    for one, kind in (
        ("main", {"circuit": {}}),
        ("tank-1", {"tank": {"fluid": "FLUID_DIESEL", "capacityMl": 500000}}),
        ("generator-1", {"generator": engine}),
        ("fridge-1", {"fridge": fridge}),
    ):
        installation = {"name": f"{name}/installations/{one}", **kind}
        yield {"requestId": harness.new_id(), "installation": installation}


def item(name=PARACETAMOL, english="Paracetamol 500 mg, tablet", vital="VITAL_CLASS_VITAL"):
    return {
        "requestId": harness.new_id(),
        "itemId": name.split("/")[1],
        "item": {
            "displayNames": [{"language": "en", "text": english}],
            "category": "medicine",
            "baseUnit": "BASE_UNIT_EACH",
            "vitalClass": vital,
            "storageClass": "ambient",
            "packs": [{"name": "box of 100", "quantity": 100}],
        },
    }


def now(**back):
    """A timestamp as JSON has it, `back` (such as hours=1) ago."""
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**back)
    return moment.isoformat().replace("+00:00", "Z")


def movement(kind, lines, parent=FACILITY, intent="HAPPENED", back=None, **fields):
    """A CreateMovement request; `lines` are (item, quantity) or whole lines."""
    return {
        "requestId": harness.new_id(),
        "parent": parent,
        "movement": {
            "kind": "MOVEMENT_KIND_" + kind,
            "intent": "INTENT_" + intent,
            "lines": [
                line if isinstance(line, dict) else {"item": line[0], "quantity": line[1]}
                for line in lines
            ],
            "happenedTime": now(**(back or {"minutes": 1})),
            "recordedBy": "p-test",
            **fields,
        },
    }


def receipt(lines, **fields):
    return movement("RECEIPT", lines, source="joint-convoy", **fields)


def issue(lines, **fields):
    fields.setdefault("purpose", "PURPOSE_PATIENT_CARE")
    return movement("ISSUE", lines, **fields)


def settle(api):
    """Registers the facility and two items; the positions that show them, for `after`."""
    created = api.call(CREATE_FACILITY, facility())
    api.call(CREATE_ITEM, item(RICE, "Rice, white"))
    last = api.call(CREATE_ITEM, item())
    return [harness.position(created.receipt), harness.position(last.receipt)]


def level_name(facility_name, item_name):
    return f"{facility_name}/supplyLevels/{item_name.split('/')[1]}"

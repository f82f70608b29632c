"""What a release left: its logs, and what it answered from them. The files are told in README.md."""

import base64
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))

import harness
from google.protobuf import json_format

TOOL = pathlib.Path(
    os.environ.get("WAYSTATION_GOLDEN_LOG", harness.BIN.parent / "tests" / "golden_log")
)
FIRST_LINE = "waystation golden log 1"
SERVICES = harness.SERVICES
PACKAGES = tuple(f"waystation.{service}.v1" for service in SERVICES)
SET_CLOCK = "waystation.common.v1.ClockService/SetClock"
# Of the process that answers, not of the log it answers from.
PROCESS_FIELDS = {
    "clock_state",
    "confirm_time",
    "copy_age",
    "facility_copy_age",
    "head_revision",
    "last_error",
    "reachable",
}


def releases():
    """The folders of all releases, oldest first."""
    found = [path.parent for path in HERE.glob("*/expected.json")]
    return sorted(found, key=lambda path: [int(part) for part in path.name.split(".")])


def write_log(path, log, groups):
    lines = [FIRST_LINE, f"log {log}"]
    lines += ["group " + base64.b64encode(group).decode() for group in groups]
    lines.append(f"end {len(groups)}")
    path.write_text("".join(line + "\n" for line in lines))


def read_log(path):
    """The groups' bytes."""
    lines = path.read_text().splitlines()
    assert lines[0] == FIRST_LINE and lines[-1] == f"end {len(lines) - 3}", path
    return [base64.b64decode(line.removeprefix("group ")) for line in lines[2:-1]]


def unpack(release, data):
    """Makes a data folder with the release's logs and no rows."""
    for service in SERVICES:
        tool("unpack", release / f"{service}.log", data / service)


def rows(data):
    """{service: {"row_format", "rows", "sha256"}}. REQUIRES: nobody has the folder open."""
    found = {}
    for service in SERVICES:
        row_format, count, digest = tool("rows", data / service).split()
        found[service] = {"row_format": int(row_format), "rows": int(count), "sha256": digest}
    return found


def tool(*arguments):
    done = subprocess.run([TOOL, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def set_clock(api, time):
    api.call(SET_CLOCK, {"serverTime": time, "frozen": True})


def ask(api, method, request, after=()):
    """The answer as JSON has it, every field written out, without what is the process's own."""
    answer = api.call(method, request, after)
    fields = json_format.MessageToDict(
        answer, including_default_value_fields=True, preserving_proto_field_name=True
    )
    return without_process_fields(fields)


def without_process_fields(value):
    if isinstance(value, list):
        return [without_process_fields(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: without_process_fields(one) for key, one in value.items() if key not in PROCESS_FIELDS
    }


def differences(expected, got, path="answer"):
    """Where an answer is not what it was. Fields that came later are no difference."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key, value in expected.items():
            if key not in got:
                yield f"{path}.{key}: missing, was {json.dumps(value)}"
            else:
                yield from differences(value, got[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, (one, other) in enumerate(zip(expected, got)):
            yield from differences(one, other, f"{path}[{index}]")
    elif expected != got:
        yield f"{path}: {json.dumps(got)}, was {json.dumps(expected)}"

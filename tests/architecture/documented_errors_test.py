"""Every error that a contract promises was provoked by a test over gRPC.

The tests of handlers note each error that they got (tests/support/provoked.h); the contracts' comments
say which each method may fail with. Those of a whole service (overload, deadlines) are runtime's.
"""

import os
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROTO = ROOT / "proto" / "waystation"
PACKAGES = ("facility", "headquarters", "inventory")
SERVICE = re.compile(r"((?:^//[^\n]*\n)+)service (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
METHOD = re.compile(r"((?:^  //[^\n]*\n)+)  rpc (\w+)\((\w+)\)", re.MULTILINE)
REASON = re.compile(r"\bERROR_REASON_([A-Z_]+) =")
# Said of every call by the rooms that all services share.
EVERYWHERE = {"DEADLINE_PASSED", "LOG_UNAVAILABLE", "NOT_YET_FOLLOWED", "OVERLOADED",
              "REQUEST_TOO_LARGE"}
# Also the name of a status: then the reason follows it.
STATUS = "ALREADY_EXISTS"


def reasons_in(comment, reasons):
    """The reasons that a comment names."""
    words = re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", comment)
    return {
        word
        for word, follows in zip(words, words[1:] + [""])
        if word in reasons and not (word == STATUS and follows in reasons - {STATUS})
    }


def documented():
    """{(request type, reason)} that the comments of methods name, and those of whole services."""
    reasons = set(REASON.findall((PROTO / "common/v1/error_reason.proto").read_text("utf-8")))
    of_methods, of_services = set(), set()
    for package in PACKAGES:
        for path in sorted((PROTO / package).rglob("*.proto")):
            for head, _, body in SERVICE.findall(path.read_text("utf-8")):
                comments = {method: comment for comment, method, _ in METHOD.findall(body)}
                for comment, _, request in METHOD.findall(body):
                    name = f"waystation.{package}.v1.{request}"
                    for other in re.findall(r"Errors: as for (\w+)", comment):
                        comment += comments.get(other, "")
                    of_methods |= {(name, word) for word in reasons_in(comment, reasons)}
                    of_services |= {(name, word) for word in reasons_in(head, reasons)}
    return of_methods, of_services


def provoked():
    """{(request type, reason)} that tests have met."""
    folder = pathlib.Path(os.environ["WAYSTATION_PROVOKED"])
    return {
        tuple(line.split())
        for path in folder.iterdir()
        for line in path.read_text("ascii").splitlines()
    }


class DocumentedErrorsTest(unittest.TestCase):
    def test_the_contracts_promise_errors(self):
        self.assertGreater(len(documented()[0]), 200)

    def test_every_promised_error_was_provoked(self):
        missing = sorted(documented()[0] - provoked())
        self.assertEqual([], [f"{request} {reason}" for request, reason in missing])

    def test_every_provoked_error_is_promised(self):
        of_methods, of_services = documented()
        surprising = sorted(
            f"{request} {reason}"
            for request, reason in provoked() - of_methods - of_services
            if reason not in EVERYWHERE and request.split(".")[1] in PACKAGES
        )
        self.assertEqual([], surprising)


if __name__ == "__main__":
    unittest.main(verbosity=2)

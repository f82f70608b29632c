"""House rules that can be read off the sources: who may include whom, sizes, contracts."""

import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = ("storage", "services", "clients", "tests")
HEADER_LINES = 150
SOURCE_LINES = 400
FUNCTION_LINES = 70
COMMENT_SHARE = 0.40

# Files over the size limit and the reason why they are better whole.
LARGE_FILES = {}
# Functions over the limit, "path:name", likewise.
LARGE_FUNCTIONS = {}

INCLUDE = re.compile(r'^\s*#include\s+[<"]([^>"]+)[>"]', re.M)
MESSAGES = re.compile(r"^(waystation|google)/(?!.*\.grpc\.pb\.h$).*\.pb\.h$")


def sources(*folders, suffixes=(".h", ".cc")):
    for folder in folders or CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "node_modules" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def own_headers(text):
    """What a file includes of this repository, generated messages apart."""
    top = ("storage/", "services/", "clients/", "tests/")
    return [name for name in INCLUDE.findall(text) if name.startswith(top)]


def allowed(path):
    """Prefixes that the file at `path` may include, by the room it is in; None: anything."""
    parts = path.split("/")
    if path.startswith("storage/base/"):
        return ["storage/base/"]
    if parts[0] == "storage":
        return ["storage/"]
    if path.startswith("services/runtime/"):
        return ["services/runtime/", "storage/"]
    if path.startswith("services/node/"):
        return ["services/node/", "services/runtime/"] + [
            f"services/{name}/service.h" for name in service_names()
        ]
    if parts[0] == "services":
        return allowed_in_service(parts)
    if path.startswith("clients/cpp/"):
        return ["clients/cpp/", "storage/base/"]
    if path.startswith("clients/cli/text/"):
        return ["clients/cli/text/"]
    if re.match(r"clients/cli/import/(?!send/|commands/)", path):
        return ["clients/cli/import/", "clients/cli/text/", "services/inventory/gs1/"]
    if path.startswith("clients/cli/"):
        # A scan is read on the device too, for a day without a link.
        return ["clients/cli/", "clients/cpp/", "storage/base/", "services/inventory/gs1/"]
    return None


def allowed_in_service(parts):
    service = f"services/{parts[1]}/"
    room = parts[2] if len(parts) > 3 else "main"
    # A parser of its own, below the domain, which knows no other room.
    if room == "gs1":
        return [f"{service}gs1/"]
    domain = [f"{service}limits.h", f"{service}domain/", f"{service}gs1/", "storage/base/"]
    store = domain + [f"{service}store/", "storage/", "services/runtime/workflow/record.h"]
    workflow = store + [f"{service}workflow/", "services/runtime/workflow/"]
    handler = workflow + [f"{service}handler/", "services/runtime/"]
    return {
        "domain": domain,
        "store": store,
        "workflow": workflow,
        "handler": handler,
        "main": handler + [service],
    }.get(room, [f"{service}{room}/"] + domain)


def service_names():
    return sorted(
        path.name
        for path in (ROOT / "services").iterdir()
        if path.is_dir() and path.name not in ("runtime", "node")
    )


class RoomsTest(unittest.TestCase):
    def test_includes_follow_the_arrows(self):
        for path, text in sources():
            prefixes = allowed(path)
            if prefixes is None:
                continue
            for name in own_headers(text):
                with self.subTest(file=path, includes=name):
                    self.assertTrue(name.startswith(tuple(prefixes)))

    def test_domains_are_pure(self):
        outside = re.compile(r"^(grpc|grpcpp|rocksdb|prometheus)/")
        impure = re.compile(
            r"absl::Now\(|system_clock|steady_clock|random_device|absl::BitGen|std::ofstream"
            r"|std::ifstream|std::c(out|err)|getenv"
        )
        for path, text in sources("services"):
            if "/domain/" not in path and "/gs1/" not in path:
                continue
            for name in INCLUDE.findall(text):
                with self.subTest(file=path, includes=name):
                    self.assertIsNone(outside.match(name))
                    if name.startswith(("waystation/", "google/rpc/")):
                        self.assertRegex(name, MESSAGES)
            with self.subTest(file=path):
                self.assertIsNone(impure.search(text))

    def test_grpc_stubs_are_included_only_where_they_are_needed(self):
        place = re.compile(r"^(services/[^/]+/handler/[^/]+\.cc|services/runtime/.*|clients/.*)$")
        for path, text in sources("storage", "services", "clients"):
            if any(name.endswith(".grpc.pb.h") for name in INCLUDE.findall(text)):
                with self.subTest(file=path):
                    self.assertRegex(path, place)

    def test_only_runtime_clients_and_workflows_call_services(self):
        place = re.compile(r"^(services/runtime/|clients/|services/[^/]+/workflow/)")
        for path, text in sources("storage", "services", "clients"):
            if "ClientContext" in text:
                with self.subTest(file=path):
                    self.assertRegex(path, place)

    def test_rocksdb_stays_in_its_engine(self):
        place = re.compile(r"^(storage/rocks/|services/runtime/)")
        for path, text in sources("storage", "services", "clients"):
            if any(name.startswith("rocksdb/") for name in INCLUDE.findall(text)):
                with self.subTest(file=path):
                    self.assertRegex(path, place)

    def test_every_header_is_included_somewhere(self):
        included = {name for _, text in sources() for name in own_headers(text)}
        for path, _ in sources(suffixes=(".h",)):
            with self.subTest(file=path):
                self.assertTrue(path in included)


class SizesTest(unittest.TestCase):
    def test_files(self):
        for path, text in sources():
            limit = HEADER_LINES if path.endswith(".h") else SOURCE_LINES
            lines = text.count("\n")
            with self.subTest(file=path):
                if path in LARGE_FILES:
                    self.assertGreater(lines, limit, "no longer large: take it off the list")
                else:
                    self.assertLessEqual(lines, limit)

    def test_functions(self):
        """Functions at namespace scope: clang-format puts their first and last line at column 0."""
        for path, text in sources():
            for name, lines in functions(text):
                if f"{path}:{name}" in LARGE_FUNCTIONS:
                    continue
                with self.subTest(function=f"{path}:{name}"):
                    self.assertLessEqual(lines, FUNCTION_LINES)


def functions(text):
    """(name, lines) of each function definition at column 0."""
    other = re.compile(r"^(namespace|class|struct|enum|union|extern|constexpr|const|#|//)")
    begin = None
    for number, line in enumerate(text.split("\n")):
        if line == "}" and begin is not None:
            yield begin[1], number - begin[0] + 1
            begin = None
        elif line[:1].isalpha() and not other.match(line) and begin is None and "(" in line:
            begin = (number, line.split("(")[0].split()[-1])
        if begin is not None and begin[0] == number and line.endswith((";", "}")):
            begin = None


class ContractsTest(unittest.TestCase):
    def test_contracts_are_two_fifths_comment(self):
        packages = {}
        for path, text in sources("proto/waystation", suffixes=(".proto",)):
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            packages.setdefault(path.rsplit("/", 1)[0], []).extend(lines)
        for package, lines in packages.items():
            comments = sum(line.startswith("//") for line in lines)
            with self.subTest(package=package):
                self.assertGreaterEqual(round(comments / len(lines), 2), COMMENT_SHARE)

    def test_every_method_says_what_may_go_wrong(self):
        for path, text in sources("proto/waystation", suffixes=(".proto",)):
            for comment, name in re.findall(r"((?:^  //.*\n)*)^  rpc (\w+)", text, re.M):
                with self.subTest(file=path, method=name):
                    self.assertTrue(comment)

    def test_no_floating_point_and_no_unsigned_numbers_on_the_wire(self):
        number = re.compile(r"^\s*(repeated |optional )?(double|float|u?fixed\d+|uint\d+) ", re.M)
        for path, text in sources("proto/waystation", suffixes=(".proto",)):
            with self.subTest(file=path):
                self.assertIsNone(number.search(text))


class TidyTest(unittest.TestCase):
    def test_no_paths_of_a_machine_and_no_unfinished_business(self):
        words = re.compile(r"/home/|/root/|/work/|/Users/|\b(TODO|FIXME|XXX)\b")
        for path in tracked_files():
            if path.suffix in (".csv", ".png") or path.name == "package-lock.json":
                continue
            if path == pathlib.Path(__file__).resolve():
                continue
            found = words.search(path.read_text(encoding="utf-8", errors="replace"))
            with self.subTest(file=path.relative_to(ROOT).as_posix()):
                self.assertIsNone(found, found and found.group())

    def test_lock_files_name_no_registry(self):
        for path in tracked_files():
            if path.name == "package-lock.json":
                with self.subTest(file=path.relative_to(ROOT).as_posix()):
                    self.assertNotIn('"resolved"', path.read_text())


def tracked_files():
    """Every file of the product: what git has or would add; without git, what is there."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"],
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        names = listed.stdout.split("\n")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    skipped = {"build", "node_modules", "data", ".git"}
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
    ]


if __name__ == "__main__":
    unittest.main()

"""Real processes and a plain gRPC client for the end-to-end tests.

Needs Debian's python3 with python3-grpcio, python3-protobuf and protoc; no generated code: messages
are built from descriptors.
"""

import os
import pathlib
import queue
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import uuid

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("WAYSTATION_BIN", ROOT / "build/release/bin"))
START_S = 30
STOP_S = 30
CALL_S = 20
SERVICES = ("facility", "inventory", "headquarters")


class Schema:
    """Messages and methods by name, from a set of file descriptors."""

    def __init__(self, files):
        self.pool = descriptor_pool.DescriptorPool()
        self.files = {file.name: file for file in files}
        self._added = set()
        for name in self.files:
            self._add(name)
        self._factory = message_factory.MessageFactory(self.pool)

    def _add(self, name):
        if name in self._added:
            return
        self._added.add(name)
        for dependency in self.files[name].dependency:
            self._add(dependency)
        self.pool.Add(self.files[name])

    @classmethod
    def of_repository(cls):
        """What the contracts of this repository and the standard protocols say."""
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "all.pb"
            roots = [ROOT / "proto", ROOT / "tests/end_to_end/protos"]
            protos = [
                str(path)
                for root in roots
                for path in sorted(root.rglob("*.proto"))
                if "node_modules" not in path.parts
            ]
            command = ["protoc", *(f"-I{root}" for root in roots), "--include_imports"]
            subprocess.run([*command, f"--descriptor_set_out={out}", *protos], check=True)
            files = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()).file
        return cls(files)

    def message(self, name):
        return self._factory.GetPrototype(self.pool.FindMessageTypeByName(name))

    def method(self, path):
        """`path`: "waystation.inventory.v1.ItemService/GetItem"."""
        service, method = path.split("/")
        return self.pool.FindServiceByName(service).methods_by_name[method]

    def methods(self):
        """(path, method) of every method of every service of ours."""
        for file in self.files.values():
            for service in file.service:
                full = f"{file.package}.{service.name}"
                if full.startswith("waystation."):
                    for method in service.method:
                        yield f"{full}/{method.name}", method


_schema = None


def schema():
    global _schema
    if _schema is None:
        _schema = Schema.of_repository()
    return _schema


class Api:
    """A stock gRPC client: calls by method path, requests as dictionaries. It has a connection of
    its own: a shared one may be to a server that stopped since, which is noticed by the call that
    fails. A `patient` one waits, within a call's timeout, for a server that is away."""

    def __init__(self, address, described_by=None, patient=False):
        self.patient = patient
        self.channel = grpc.insecure_channel(
            address,
            options=[
                ("grpc.max_send_message_length", -1),
                ("grpc.max_receive_message_length", -1),
                ("grpc.enable_retries", 0),
                ("grpc.use_local_subchannel_pool", 1),
                ("grpc.initial_reconnect_backoff_ms", 50),
                ("grpc.max_reconnect_backoff_ms", 500),
            ],
        )
        self.schema = described_by or schema()

    def close(self):
        self.channel.close()

    def build(self, path, fields):
        request = self.schema.message(self.schema.method(path).input_type.full_name)()
        return json_format.ParseDict(fields, request)

    def call(self, path, fields=None, after=(), metadata=(), timeout=CALL_S):
        """The answer; grpc.RpcError otherwise. `after`: positions such as "facility/main@3"."""
        return self.send(path, self.build(path, fields or {}), after, metadata, timeout)

    def send(self, path, request, after=(), metadata=(), timeout=CALL_S):
        output = self.schema.message(self.schema.method(path).output_type.full_name)
        raw = self.raw(path, request.SerializeToString(), after, metadata, timeout)
        return output.FromString(raw)

    def raw(self, path, data, after=(), metadata=(), timeout=CALL_S):
        """Sends any bytes as the request and gives the answer's bytes."""
        sent = [("waystation-after", position) for position in after] + list(metadata)
        call = self.channel.unary_unary("/" + path)
        return call(data, timeout=timeout, metadata=sent, wait_for_ready=self.patient)

    def stream(self, path, fields=None, timeout=CALL_S):
        """The running call of a server-streaming method; cancel() it."""
        output = self.schema.message(self.schema.method(path).output_type.full_name)
        request = self.build(path, fields or {}).SerializeToString()
        call = self.channel.unary_stream("/" + path, response_deserializer=output.FromString)
        return call(request, timeout=timeout)


class Refusal:
    """What an error says: code, reason, metadata, and the fields at fault."""

    def __init__(self, error):
        self.code = error.code()
        self.message = error.details()
        self.reason = ""
        self.metadata = {}
        self.fields = {}
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                self._read(schema().message("google.rpc.Status").FromString(value))

    def _read(self, status):
        for detail in status.details:
            name = detail.type_url.split("/")[-1]
            part = schema().message(name).FromString(detail.value)
            if name == "google.rpc.ErrorInfo":
                self.reason = part.reason
                self.metadata = dict(part.metadata)
            elif name == "google.rpc.BadRequest":
                self.fields.update({v.field: v.description for v in part.field_violations})

    def __repr__(self):
        return f"{self.code} {self.reason} {self.message} {self.metadata} {self.fields}"


def new_id():
    """A request id: 16 random bytes, as JSON has bytes."""
    import base64

    return base64.b64encode(uuid.uuid4().bytes).decode()


def position(receipt):
    return f"{receipt.log}@{receipt.revision}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def lasting_port():
    """A free port that stays free while its server is down: below those that the system gives to
    outgoing connections, one of which could take it meanwhile (or meet itself there)."""
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Server:
    """One server process; `address` once it listens. Without `wait` it is only launched: call
    wait_until_listening."""

    def __init__(self, binary, data_dir, *flags, listen="127.0.0.1:0", exercise=True, wait=True):
        command = [str(BIN / binary), "--data-dir", str(data_dir), "--listen", listen, *flags]
        if exercise:
            command.append("--exercise")
        self._lines = queue.Queue()
        self.errors = []
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        threading.Thread(target=self._read_output, daemon=True).start()
        self._error_reader = threading.Thread(target=self._read_errors, daemon=True)
        self._error_reader.start()
        self.address = None
        if wait:
            self.wait_until_listening()

    def _read_output(self):
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors.append(line)

    def wait_until_listening(self):
        end = time.monotonic() + START_S
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                self.kill()
                raise AssertionError("not listening in time:\n" + "".join(self.errors))
            if line is None:
                self.process.wait(STOP_S)
                self._error_reader.join(STOP_S)
                self.close()
                raise NotStarted(self.process.returncode, "".join(self.errors))
            if line.startswith("listening on "):
                self.address = line.split()[-1]
                return

    def close(self):
        """Lets go of the output. REQUIRES: the process has ended."""
        self.process.stdout.close()
        self.process.stderr.close()

    def kill(self):
        """SIGKILL: no chance to write anything more."""
        self.process.kill()
        self.process.wait(STOP_S)

    def stop(self):
        """SIGTERM; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_S)


class NotStarted(Exception):
    """A server that ended before it listened."""

    def __init__(self, code, text):
        super().__init__(f"exit code {code}: {text}")
        self.code = code
        self.text = text


class ProcessTest(unittest.TestCase):
    """A test with a temporary folder, whose processes end with it."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="waystation-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self, binary="waystation-node", data_dir=None, *flags, **options):
        server = Server(binary, data_dir or self.folder / "data", *flags, **options)
        self.addCleanup(self._end, server)
        return server

    @staticmethod
    def _end(server):
        if server.process.poll() is None:
            server.kill()
        server.close()

    def client(self, server):
        api = Api(server.address if isinstance(server, Server) else server)
        self.addCleanup(api.close)
        return api

    def refused(self, function, *arguments, **options):
        """The refusal of a call that must fail."""
        try:
            answer = function(*arguments, **options)
        except grpc.RpcError as error:
            return Refusal(error)
        self.fail(f"accepted: {answer}")

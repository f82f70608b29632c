"""A stock gRPC client in another language: health, reflection, calls by what reflection says."""

import unittest

import grpc
from google.protobuf import descriptor_pb2

import harness
import region

REFLECT = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
HEALTH = "grpc.health.v1.Health/Check"


class Reflection:
    """The standard reflection protocol, used as grpcurl and its like do."""

    def __init__(self, api):
        output = api.schema.message("grpc.reflection.v1alpha.ServerReflectionResponse")
        self._request = api.schema.message("grpc.reflection.v1alpha.ServerReflectionRequest")
        self._ask = api.channel.stream_stream(
            "/" + REFLECT, response_deserializer=output.FromString
        )

    def ask(self, **question):
        data = self._request(**question).SerializeToString()
        return next(iter(self._ask(iter([data]), timeout=harness.CALL_S)))

    def services(self):
        answer = self.ask(list_services="")
        return [service.name for service in answer.list_services_response.service]

    def files(self, services):
        """Every file that the services need, fetched one by one."""
        found = {}
        wanted = [("file_containing_symbol", service) for service in services]
        while wanted:
            kind, name = wanted.pop()
            if kind == "file_by_filename" and name in found:
                continue
            answer = self.ask(**{kind: name})
            for data in answer.file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(data)
                found[file.name] = file
                wanted += [("file_by_filename", other) for other in file.dependency]
        return list(found.values())


class StockClientTest(harness.ProcessTest):
    def setUp(self):
        super().setUp()
        self.api = self.client(self.start())

    def test_health_of_the_server_and_of_each_service(self):
        for service in ("", *harness.SERVICES):
            answer = self.api.call(HEALTH, {"service": service})
            self.assertEqual(answer.status, 1, f"{service or 'server'} is not SERVING")
        refusal = self.refused(self.api.call, HEALTH, {"service": "no.such.Service"})
        self.assertEqual(refusal.code, grpc.StatusCode.NOT_FOUND)

    def test_reflection_lists_every_service_of_the_contracts(self):
        listed = set(Reflection(self.api).services())
        ours = {path.split("/")[0] for path, _ in harness.schema().methods()}
        self.assertEqual(ours - listed, set())

    def test_the_api_can_be_called_knowing_only_what_reflection_says(self):
        reflection = Reflection(self.api)
        services = [name for name in reflection.services() if name.startswith("waystation.")]
        learned = harness.Schema(reflection.files(services))
        api = harness.Api(self.api_address(), learned)
        self.addCleanup(api.close)
        created = api.call(region.CREATE_ITEM, region.item())
        self.assertEqual(created.item.name, region.PARACETAMOL)
        items = api.call(region.LIST_ITEMS, {"text": "paracetamol"}).items
        self.assertEqual([item.name for item in items], [region.PARACETAMOL])

    def api_address(self):
        return self.server.address

    def start(self, *arguments, **options):
        self.server = super().start(*arguments, **options)
        return self.server


if __name__ == "__main__":
    unittest.main(verbosity=2)

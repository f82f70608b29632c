"""A method added to a contract compiles in C++ and then answers UNIMPLEMENTED: call them all."""

import pathlib
import sys
import unittest

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
import harness


class EveryMethodTest(harness.ProcessTest):
    def test_no_method_is_unimplemented(self):
        api = self.client(self.start())
        methods = list(harness.schema().methods())
        self.assertGreater(len(methods), 20)
        for path, method in methods:
            with self.subTest(method=path):
                self.assertNotEqual(self.code_of(api, path, method), grpc.StatusCode.UNIMPLEMENTED)

    @staticmethod
    def code_of(api, path, method):
        """How an empty request fares; a stream counts as answered with its first message."""
        try:
            if method.server_streaming:
                call = api.stream(path)
                next(call)
                call.cancel()
            else:
                api.raw(path, b"")
        except grpc.RpcError as error:
            return error.code()
        return grpc.StatusCode.OK


if __name__ == "__main__":
    unittest.main(verbosity=2)

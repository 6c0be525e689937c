# The cases of gRPC's interoperability test descriptions, for a grpcio client. A case that must leave a check out,
# because grpcio does not show what it would look at, gives PARTLY.
import queue
import time

import grpc
from grpc import _channel

PARTLY = "passed in part"
GZIP = grpc.Compression.Gzip
REQUESTS = [27182, 8, 1828, 45904]
RESPONSES = [31415, 9, 2653, 58979]
# GRPC_WRITE_NO_COMPRESS in grpc_types.h.
NO_COMPRESS = 2


def same(expected, actual, what):
    if expected != actual:
        raise AssertionError(f"{what} is {actual!r}; expected {expected!r}")


def zeros(payload, size):
    same(size, len(payload.body), "the size of the response")
    same(0, len(payload.body.strip(b"\0")), "the number of bytes at the ends that are no zeros")


def fails(code, call, what):
    try:
        call()
    except grpc.RpcError as error:
        same(code, error.code(), f"the status of {what} ({error.details()})")
        return error
    raise AssertionError(f"the status of {what} is OK; expected {code}")


class Cases:
    def __init__(self, messages, stubs):
        self.m = messages
        self.call = stubs

    def large(self, **more):
        return self.m.SimpleRequest(response_size=314159, payload=self.m.zeros(271828), **more)

    def ask(self, size, payload=0):
        request = self.m.StreamingOutputCallRequest(response_parameters=[self.m.ResponseParameters(size=size)])
        if payload:
            request.payload.CopyFrom(self.m.zeros(payload))
        return request

    def flag(self, value):
        return self.m.BoolValue(value=value)

    def empty_unary(self):
        same(b"", self.call.EmptyCall(self.m.Empty()).SerializeToString(), "the response")

    def cacheable_unary(self):
        request = self.m.SimpleRequest(payload=self.m.Payload(body=str(time.time_ns()).encode()))
        metadata = (("x-user-ip", "1.2.3.4"),)
        bodies = [self.call.CacheableUnaryCall(request, metadata=metadata).payload.body for _ in range(2)]
        same(bodies[0], bodies[1], "the second answer")

    def large_unary(self):
        zeros(self.call.UnaryCall(self.large()).payload, 314159)

    def client_compressed_unary(self):
        probe = self.large(expect_compressed=self.flag(True))
        fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: self.call.UnaryCall(probe), "the probe")
        for value, compression in ((True, GZIP), (False, None)):
            request = self.large(expect_compressed=self.flag(value))
            zeros(self.call.UnaryCall(request, compression=compression).payload, 314159)

    def server_compressed_unary(self):
        for value in (True, False):
            zeros(self.call.UnaryCall(self.large(response_compressed=self.flag(value))).payload, 314159)
        return PARTLY

    def client_streaming(self):
        requests = (self.m.StreamingInputCallRequest(payload=self.m.zeros(size)) for size in REQUESTS)
        same(74922, self.call.StreamingInputCall(requests).aggregated_payload_size, "the sum")

    def client_compressed_streaming(self):
        compressed, plain = (
            self.m.StreamingInputCallRequest(payload=self.m.zeros(size), expect_compressed=self.flag(value))
            for size, value in ((27182, True), (45904, False))
        )
        fails(
            grpc.StatusCode.INVALID_ARGUMENT, lambda: self.call.StreamingInputCall(iter([compressed])), "the probe"
        )

        def requests():
            yield compressed
            # grpcio has no flags for a message of a stream, but one place where it takes them from.
            _channel._EMPTY_FLAGS = NO_COMPRESS
            yield plain
            _channel._EMPTY_FLAGS = 0

        response = self.call.StreamingInputCall(requests(), compression=GZIP)
        same(73086, response.aggregated_payload_size, "the sum")

    def server_streaming(self):
        request = self.m.StreamingOutputCallRequest(
            response_parameters=[self.m.ResponseParameters(size=size) for size in RESPONSES]
        )
        responses = list(self.call.StreamingOutputCall(request))
        same(len(RESPONSES), len(responses), "the number of responses")
        for response, size in zip(responses, RESPONSES):
            zeros(response.payload, size)

    def server_compressed_streaming(self):
        wanted = ((31415, True), (92653, False))
        request = self.m.StreamingOutputCallRequest(
            response_parameters=[
                self.m.ResponseParameters(size=size, compressed=self.flag(value)) for size, value in wanted
            ]
        )
        responses = list(self.call.StreamingOutputCall(request))
        same(len(wanted), len(responses), "the number of responses")
        for response, (size, _) in zip(responses, wanted):
            zeros(response.payload, size)
        return PARTLY

    def ping_pong(self):
        requests = Requests()
        call = self.call.FullDuplexCall(requests)
        for request, response in zip(REQUESTS, RESPONSES):
            requests.put(self.ask(response, request))
            zeros(next(call).payload, response)
        requests.end()
        same([], list(call), "what came after the last response")
        same(grpc.StatusCode.OK, call.code(), "the status")

    def empty_stream(self):
        call = self.call.FullDuplexCall(iter(()))
        same([], list(call), "the responses")
        same(grpc.StatusCode.OK, call.code(), "the status")

    def custom_metadata(self):
        sent = (
            ("x-grpc-test-echo-initial", "test_initial_metadata_value"),
            ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"),
        )

        def check(call):
            same(sent[0][1], dict(call.initial_metadata()).get(sent[0][0]), "the header")
            same(sent[1][1], dict(call.trailing_metadata()).get(sent[1][0]), "the trailer")

        response, call = self.call.UnaryCall.with_call(self.large(), metadata=sent)
        zeros(response.payload, 314159)
        check(call)
        duplex = self.call.FullDuplexCall(iter([self.ask(314159, 271828)]), metadata=sent)
        responses = list(duplex)
        same(1, len(responses), "the number of responses")
        zeros(responses[0].payload, 314159)
        check(duplex)

    def status_code_and_message(self):
        status = self.m.EchoStatus(code=2, message="test status message")
        unary = self.m.SimpleRequest(response_status=status)
        duplex = iter([self.m.StreamingOutputCallRequest(response_status=status)])
        for call in (lambda: self.call.UnaryCall(unary), lambda: list(self.call.FullDuplexCall(duplex))):
            same(status.message, fails(grpc.StatusCode.UNKNOWN, call, "the call").details(), "the message")

    def special_status_message(self):
        message = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n"
        request = self.m.SimpleRequest(response_status=self.m.EchoStatus(code=2, message=message))
        error = fails(grpc.StatusCode.UNKNOWN, lambda: self.call.UnaryCall(request), "the call")
        same(message, error.details(), "the message")

    def unimplemented_method(self):
        code = grpc.StatusCode.UNIMPLEMENTED
        fails(code, lambda: self.call.UnimplementedCall(self.m.Empty()), "a method that nobody implements")

    def unimplemented_service(self):
        code = grpc.StatusCode.UNIMPLEMENTED
        fails(code, lambda: self.call.no_service(self.m.Empty()), "a service that nobody implements")

    def cancel_after_begin(self):
        requests = Requests()
        call = self.call.StreamingInputCall.future(requests)
        call.cancel()
        requests.end()
        same(True, call.cancelled(), "whether the call was cancelled")
        same(grpc.StatusCode.CANCELLED, call.code(), "the status")

    def cancel_after_first_response(self):
        requests = Requests()
        call = self.call.FullDuplexCall(requests)
        requests.put(self.ask(31415, 27182))
        zeros(next(call).payload, 31415)
        call.cancel()
        requests.end()
        fails(grpc.StatusCode.CANCELLED, lambda: next(call), "a call that was cancelled after its first response")

    def timeout_on_sleeping_server(self):
        requests = Requests()
        call = self.call.FullDuplexCall(requests, timeout=0.001)
        requests.put(self.m.StreamingOutputCallRequest(payload=self.m.zeros(27182)))
        fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: next(call), "a call with a deadline of a millisecond")
        requests.end()


class Requests:
    """An iterator that gives what is put into it, until it is ended."""

    def __init__(self):
        self._queue = queue.Queue()

    def put(self, request):
        self._queue.put(request)

    def end(self):
        self._queue.put(None)

    def __iter__(self):
        return self

    def __next__(self):
        request = self._queue.get()
        if request is None:
            raise StopIteration
        return request


NAMES = [name for name, value in vars(Cases).items() if callable(value) and name not in ("__init__", "large", "ask", "flag")]

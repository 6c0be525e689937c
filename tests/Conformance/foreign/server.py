# python3 server.py --descriptors FILE --port N [--uds PATH] [--tls_cert_file F --tls_key_file F]
# Serves TestService, prints its address, ends when its input ends.
import hashlib
import sys
from concurrent import futures

import grpc

from flags import content, read
from service import SERVICE, Messages

flags = read(["descriptors", "port", "uds", "tls_cert_file", "tls_key_file"])
m = Messages(flags.descriptors)
# The numbers of the codes are the first of their pair.
CODES = {code.value[0]: code for code in grpc.StatusCode}


def echo(context):
    received = dict(context.invocation_metadata())
    initial, trailing = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
    context.send_initial_metadata([(initial, received[initial])] if initial in received else [])
    context.set_trailing_metadata([(trailing, received[trailing])] if trailing in received else [])


def fail_if_asked(status, context):
    if status.code:
        context.abort(CODES[status.code], status.message)


class Handlers:
    def EmptyCall(self, request, context):
        return m.Empty()

    def UnaryCall(self, request, context):
        if request.response_compressed.value:
            context.set_compression(grpc.Compression.Gzip)
        echo(context)
        fail_if_asked(request.response_status, context)
        return m.SimpleResponse(payload=m.zeros(request.response_size))

    def CacheableUnaryCall(self, request, context):
        return m.SimpleResponse(payload=m.Payload(body=hashlib.sha256(request.payload.body).digest()))

    def StreamingOutputCall(self, request, context):
        if any(parameters.compressed.value for parameters in request.response_parameters):
            context.set_compression(grpc.Compression.Gzip)
        echo(context)
        fail_if_asked(request.response_status, context)
        yield from self.answers(request, context)

    def StreamingInputCall(self, requests, context):
        echo(context)
        return m.StreamingInputCallResponse(aggregated_payload_size=sum(len(r.payload.body) for r in requests))

    def FullDuplexCall(self, requests, context):
        echo(context)
        for request in requests:
            fail_if_asked(request.response_status, context)
            yield from self.answers(request, context)

    @staticmethod
    def answers(request, context):
        for parameters in request.response_parameters:
            if not parameters.compressed.value:
                context.disable_next_message_compression()
            yield m.StreamingOutputCallResponse(payload=m.zeros(parameters.size))


KINDS = {
    (False, False): grpc.unary_unary_rpc_method_handler,
    (False, True): grpc.unary_stream_rpc_method_handler,
    (True, False): grpc.stream_unary_rpc_method_handler,
    (True, True): grpc.stream_stream_rpc_method_handler,
}
handlers = Handlers()
server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
server.add_generic_rpc_handlers((
    grpc.method_handlers_generic_handler(
        SERVICE,
        {
            name: KINDS[streams_in, streams_out](getattr(handlers, name), request.FromString, response.SerializeToString)
            for name, streams_in, streams_out, request, response in m.methods
            if hasattr(handlers, name)
        },
    ),
))
address = f"unix:{flags.uds}" if flags.uds else f"127.0.0.1:{flags.port}"
if flags.tls_cert_file:
    credentials = grpc.ssl_server_credentials([(content(flags.tls_key_file), content(flags.tls_cert_file))])
    port = server.add_secure_port(address, credentials)
else:
    port = server.add_insecure_port(address)
server.start()
print(address if flags.uds else f"127.0.0.1:{port}", flush=True)
sys.stdin.read()
server.stop(None)

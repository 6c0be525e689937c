# python3 client.py --descriptors FILE --server_host H --server_port N --test_case NAME [--use_tls --ca_file F] [--uds PATH]
# Runs a case, or all; says of each whether it passed; ends with 0 when all did.
import sys
import types

import grpc

from cases import Cases, NAMES
from flags import content, read
from service import SERVICE, Messages

flags = read(
    ["descriptors", "server_host", "server_port", "test_case", "use_tls", "ca_file", "server_host_override", "uds"]
)
names = NAMES if flags.test_case == "all" else [flags.test_case]
if not set(names) <= set(NAMES):
    sys.exit(f"--test_case is {flags.test_case!r}, which is not known; known: all, {', '.join(NAMES)}")

target = f"unix:{flags.uds}" if flags.uds else f"{flags.server_host or 'localhost'}:{flags.server_port}"
options = [("grpc.ssl_target_name_override", flags.server_host_override)] if flags.server_host_override else []
if flags.use_tls == "true":
    roots = content(flags.ca_file) if flags.ca_file else None
    channel = grpc.secure_channel(target, grpc.ssl_channel_credentials(roots), options)
else:
    channel = grpc.insecure_channel(target, options)

messages = Messages(flags.descriptors)
KINDS = {
    (False, False): channel.unary_unary,
    (False, True): channel.unary_stream,
    (True, False): channel.stream_unary,
    (True, True): channel.stream_stream,
}
stubs = types.SimpleNamespace(
    no_service=channel.unary_unary(
        "/grpc.testing.UnimplementedService/UnimplementedCall", lambda m: m.SerializeToString(), messages.Empty.FromString
    ),
    **{
        name: KINDS[streams_in, streams_out](f"/{SERVICE}/{name}", request.SerializeToString, response.FromString)
        for name, streams_in, streams_out, request, response in messages.methods
    },
)
cases = Cases(messages, stubs)
failed = False
for name in names:
    try:
        print(f"{name}: {getattr(cases, name)() or 'passed'}", flush=True)
    except Exception as error:  # Whatever it is, the case has failed.
        failed = True
        print(f"{name}: failed: {type(error).__name__}: {' '.join(str(error).split())}", file=sys.stderr, flush=True)
channel.close()
sys.exit(1 if failed else 0)

// node connect.js HTTP1 HTTP2 DESCRIPTORS: calls grpc.testing.TestService with the clients of connectrpc.com, over
// gRPC-Web and Connect, from Node's HTTP stack and from fetch, which browsers have; prints what came back as JSON.
'use strict';

const fs = require('fs');
const { createFileRegistry, fromBinary } = require('@bufbuild/protobuf');
const { FileDescriptorSetSchema } = require('@bufbuild/protobuf/wkt');
const { createClient, ConnectError } = require('@connectrpc/connect');
const node = require('@connectrpc/connect-node');
const web = require('@connectrpc/connect-web');

const [http1, http2, descriptors] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, fs.readFileSync(descriptors)));
const TestService = registry.getService('grpc.testing.TestService');
const ErrorInfo = registry.getMessage('google.rpc.ErrorInfo');

const h1 = { baseUrl: http1, httpVersion: '1.1' };
const h2 = { baseUrl: http2, httpVersion: '2' };
const transports = {
  'grpc-web node 1.1': node.createGrpcWebTransport(h1),
  'grpc-web node 2': node.createGrpcWebTransport({ ...h2, sendCompression: node.compressionGzip }),
  'grpc-web fetch': web.createGrpcWebTransport({ baseUrl: http1 }),
  'connect json node 1.1': node.createConnectTransport({ ...h1, useBinaryFormat: false, sendCompression: node.compressionGzip }),
  'connect proto node 2': node.createConnectTransport({ ...h2, useBinaryFormat: true }),
  'connect json fetch': web.createConnectTransport({ baseUrl: http1 }),
  'connect proto fetch': web.createConnectTransport({ baseUrl: http1, useBinaryFormat: true }),
};

const caught = async (call) => {
  try {
    return { value: await call(), code: 0 };
  } catch (e) {
    const error = ConnectError.from(e);
    return {
      code: error.code,
      message: error.rawMessage,
      reasons: error.findDetails(ErrorInfo).map((d) => d.reason),
      trailing: error.metadata.get('x-reason'),
    };
  }
};

const every = async (transport) => {
  const client = createClient(TestService, transport);
  const results = {};
  results.unary = await caught(async () =>
    (await client.unaryCall({ responseSize: 314159, payload: { body: new Uint8Array(271828) } })).payload.body.length);
  const seen = {};
  await client.unaryCall({ responseSize: 1 }, {
    headers: { 'x-grpc-test-echo-initial': 'hello', 'x-grpc-test-echo-trailing-bin': 'q6ur' },
    onHeader: (h) => { seen.initial = h.get('x-grpc-test-echo-initial'); },
    onTrailer: (t) => { seen.trailing = t.get('x-grpc-test-echo-trailing-bin'); },
  });
  results.metadata = seen;
  results.error = await caught(() => client.unaryCall({ responseStatus: { code: 9, message: 'not now ☺ 100%' } }));
  results.details = await caught(() => client.unaryCall({ fillUsername: true }));
  results.late = await caught(() => client.unaryCall({ fillOauthScope: true }, { timeoutMs: 200 }));
  results.unimplemented = await caught(() => client.unimplementedCall({}));
  results.stream = await caught(async () => {
    const sizes = [];
    for await (const m of client.streamingOutputCall({ responseParameters: [{ size: 31415 }, { size: 9 }, { size: 2653 }] })) {
      sizes.push(m.payload.body.length);
    }

    return sizes;
  });
  results.streamError = await caught(async () => {
    for await (const m of client.streamingOutputCall({ responseStatus: { code: 5, message: 'gone' } })) {
      throw new Error(`unexpected ${m}`);
    }
  });
  return results;
};

const main = async () => {
  const all = {};
  for (const [name, transport] of Object.entries(transports)) {
    all[name] = await every(transport);
  }

  process.stdout.write(`${JSON.stringify(all)}\n`);
  process.exit(0);
};

main().catch((e) => {
  process.stderr.write(`${e.stack}\n`);
  process.exit(1);
});

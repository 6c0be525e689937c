// node text.js HTTP1: calls grpc.testing.TestService with the gRPC-Web client of protobuf-ts, which speaks the text
// form; prints what came back as JSON.
'use strict';

const { MessageType } = require('@protobuf-ts/runtime');
const { ServiceType } = require('@protobuf-ts/runtime-rpc');
const { GrpcWebFetchTransport } = require('@protobuf-ts/grpcweb-transport');

const scalar = (no, name, T) => ({ no, name, kind: 'scalar', T });
const message = (no, name, T, extra) => ({ no, name, kind: 'message', T, ...extra });
const [INT32, STRING, BYTES] = [5, 9, 12];
const Payload = new MessageType('grpc.testing.Payload', [scalar(2, 'body', BYTES)]);
const EchoStatus = new MessageType('grpc.testing.EchoStatus', [scalar(1, 'code', INT32), scalar(2, 'message', STRING)]);
const SimpleRequest = new MessageType('grpc.testing.SimpleRequest', [
  scalar(2, 'response_size', INT32), message(3, 'payload', () => Payload), message(7, 'response_status', () => EchoStatus),
]);
const SimpleResponse = new MessageType('grpc.testing.SimpleResponse', [message(1, 'payload', () => Payload)]);
const Parameters = new MessageType('grpc.testing.ResponseParameters', [scalar(1, 'size', INT32)]);
const StreamRequest = new MessageType('grpc.testing.StreamingOutputCallRequest', [
  message(2, 'response_parameters', () => Parameters, { repeat: 1 }), message(7, 'response_status', () => EchoStatus),
]);
const StreamResponse = new MessageType('grpc.testing.StreamingOutputCallResponse', [message(1, 'payload', () => Payload)]);
const { methods: [unary, output] } = new ServiceType('grpc.testing.TestService', [
  { name: 'UnaryCall', I: SimpleRequest, O: SimpleResponse },
  { name: 'StreamingOutputCall', serverStreaming: true, I: StreamRequest, O: StreamResponse },
]);

const transport = new GrpcWebFetchTransport({ baseUrl: process.argv[2], format: 'text' });
const options = (extra) => transport.mergeOptions(extra);
const caught = async (call) => {
  try {
    return { value: await call(), code: 'OK' };
  } catch (e) {
    return { code: e.code, message: e.message };
  }
};
const ask = (request, extra) => transport.unary(unary, SimpleRequest.create(request), options(extra));
const sizes = async (request) => {
  const call = transport.serverStreaming(output, StreamRequest.create(request), options());
  const seen = [];
  for await (const m of call.responses) {
    seen.push(m.payload.body.length);
  }

  await call.status;
  return seen;
};

const main = async () => {
  const results = {};
  results.unary = await caught(async () =>
    (await ask({ responseSize: 314159, payload: { body: new Uint8Array(271828) } }).response).payload.body.length);
  results.trailing = await caught(async () =>
    (await ask({ responseSize: 1 }, { meta: { 'x-grpc-test-echo-trailing-bin': 'q6ur' } }).trailers)['x-grpc-test-echo-trailing-bin']);
  results.error = await caught(() => ask({ responseStatus: { code: 9, message: 'not now' } }).response);
  results.stream = await caught(() => sizes({ responseParameters: [{ size: 31415 }, { size: 9 }, { size: 2653 }] }));
  results.streamError = await caught(() => sizes({ responseStatus: { code: 5, message: 'gone' } }));
  process.stdout.write(`${JSON.stringify(results)}\n`);
  process.exit(0);
};

main().catch((e) => {
  process.stderr.write(`${e.stack}\n`);
  process.exit(1);
});

// node client.js TARGET PROTOS: makes one call of each kind and prints what came back as one line of JSON.
'use strict';

const { grpc, load } = require('./service');

const [target, protos] = process.argv.slice(2);
const Service = load(protos);
const client = new Service(target, grpc.credentials.createInsecure());
const packing = new Service(target, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
const deadline = () => ({ deadline: Date.now() + 20000 });
const payload = (size) => ({ body: Buffer.alloc(size) });

const unary = (stub, method, request, metadata = new grpc.Metadata()) => new Promise((resolve) => {
  const seen = {};
  const call = stub[method](request, metadata, deadline(), (error, response) => {
    seen.code = error ? error.code : 0;
    seen.details = error ? error.details : '';
    seen.size = response && response.payload ? response.payload.body.length : -1;
  });
  call.on('metadata', (m) => { seen.initial = m.get('x-grpc-test-echo-initial')[0]; });
  call.on('status', (s) => {
    const trailing = s.metadata.get('x-grpc-test-echo-trailing-bin')[0];
    seen.trailing = trailing ? trailing.toString('hex') : undefined;
    setImmediate(() => resolve(seen));
  });
});

const drain = (call) => new Promise((resolve) => {
  const seen = { sizes: [] };
  call.on('data', (m) => seen.sizes.push(m.payload.body.length));
  call.on('error', () => {});
  call.on('status', (s) => resolve({ ...seen, code: s.code, details: s.details }));
});

const main = async () => {
  const results = {};
  results.empty = await unary(client, 'EmptyCall', {});
  results.unary = await unary(client, 'UnaryCall', { response_size: 314159, payload: payload(271828) });
  const metadata = new grpc.Metadata();
  metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
  metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
  results.metadata = await unary(client, 'UnaryCall', { response_size: 1 }, metadata);
  results.error = await unary(client, 'UnaryCall', { response_status: { code: 9, message: 'not now ☺ 100%' } });
  results.unimplemented = await unary(client, 'UnimplementedCall', {});
  results.packed = await unary(packing, 'UnaryCall', {
    response_size: 50000, payload: payload(50000), expect_compressed: { value: true }, response_compressed: { value: true },
  });
  results.stream = await drain(client.StreamingOutputCall(
    { response_parameters: [{ size: 31415 }, { size: 9 }, { size: 2653 }] }, new grpc.Metadata(), deadline()));
  results.streamError = await drain(client.StreamingOutputCall(
    { response_status: { code: 5, message: 'gone' } }, new grpc.Metadata(), deadline()));
  results.upload = await new Promise((resolve) => {
    const call = client.StreamingInputCall(new grpc.Metadata(), deadline(), (error, response) =>
      resolve({ code: error ? error.code : 0, sum: response ? response.aggregated_payload_size : -1 }));
    [27182, 8, 1828, 45904].forEach((size) => call.write({ payload: payload(size) }));
    call.end();
  });
  const duplex = client.FullDuplexCall(new grpc.Metadata(), deadline());
  const answers = drain(duplex);
  [3, 5].forEach((size) => duplex.write({ response_parameters: [{ size }] }));
  duplex.end();
  results.duplex = await answers;
  results.late = await new Promise((resolve) => {
    const call = client.StreamingOutputCall(
      { response_parameters: [{ size: 1, interval_us: 60000000 }] }, new grpc.Metadata(), { deadline: Date.now() + 200 });
    call.on('data', () => {});
    call.on('error', () => {});
    call.on('status', (s) => resolve({ code: s.code }));
  });
  process.stdout.write(`${JSON.stringify(results)}\n`);
  client.close();
  packing.close();
};

main().catch((e) => {
  process.stderr.write(`${e.stack}\n`);
  process.exit(1);
});

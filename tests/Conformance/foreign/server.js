// node server.js ADDRESS PROTOS: serves TestService, prints the port (0 for a socket), ends when its input ends.
'use strict';

const { grpc, load } = require('./service');

const [address, protos] = process.argv.slice(2);
const zeros = (size) => ({ payload: { body: Buffer.alloc(size) } });

const echo = (call) => {
  const initial = call.metadata.get('x-grpc-test-echo-initial');
  const headers = new grpc.Metadata();
  initial.forEach((v) => headers.add('x-grpc-test-echo-initial', v));
  call.sendMetadata(headers);
  const trailers = new grpc.Metadata();
  call.metadata.get('x-grpc-test-echo-trailing-bin').forEach((v) => trailers.add('x-grpc-test-echo-trailing-bin', v));
  return trailers;
};

const failure = (status) => (status && status.code !== 0 ? { code: status.code, details: status.message } : null);

const server = new grpc.Server();
server.addService(load(protos).service, {
  EmptyCall: (call, done) => done(null, {}),
  UnaryCall: (call, done) => {
    const trailers = echo(call);
    const failed = failure(call.request.response_status);
    done(failed, failed ? null : zeros(call.request.response_size), trailers);
  },
  StreamingOutputCall: (call) => {
    const failed = failure(call.request.response_status);
    call.request.response_parameters.forEach((p) => call.write(zeros(p.size)));
    if (failed) {
      call.emit('error', failed);
    } else {
      call.end();
    }
  },
  StreamingInputCall: (call, done) => {
    let sum = 0;
    call.on('data', (m) => { sum += m.payload.body.length; });
    call.on('end', () => done(null, { aggregated_payload_size: sum }));
  },
  FullDuplexCall: (call) => {
    call.on('data', (m) => m.response_parameters.forEach((p) => call.write(zeros(p.size))));
    call.on('end', () => call.end());
  },
});
server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  }

  process.stdout.write(`${port}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();

// node server.js --protos DIR --port N [--uds PATH] [--tls_cert_file F --tls_key_file F]: serves TestService, prints
// its address, ends when its input ends.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const { grpc, load, zeros } = require('./service');
const { read } = require('./flags');

const flags = read(process.argv.slice(2), ['protos', 'port', 'uds', 'tls_cert_file', 'tls_key_file']);
const payload = (size) => ({ payload: zeros(size) });
const failure = (status) => (status && status.code !== 0 ? { code: status.code, details: status.message } : null);

const miscompressed = (message) => (message.expect_compressed && message.expect_compressed.value !== message.cameCompressed
  ? { code: grpc.status.INVALID_ARGUMENT, details: `expect_compressed is ${message.expect_compressed.value}` }
  : null);

// Sends the headers that the caller wants back, and gives the trailers that it wants back.
const echo = (call) => {
  const headers = new grpc.Metadata();
  call.metadata.get('x-grpc-test-echo-initial').forEach((v) => headers.add('x-grpc-test-echo-initial', v));
  call.sendMetadata(headers);
  const trailers = new grpc.Metadata();
  call.metadata.get('x-grpc-test-echo-trailing-bin').forEach((v) => trailers.add('x-grpc-test-echo-trailing-bin', v));
  return trailers;
};

const server = new grpc.Server();
const { TestService } = load(flags.protos);
server.addService(TestService.service, {
  EmptyCall: (call, done) => done(null, {}),
  UnaryCall: (call, done) => {
    const trailers = echo(call);
    const failed = miscompressed(call.request) || failure(call.request.response_status);
    done(failed, failed ? null : payload(call.request.response_size), trailers);
  },
  CacheableUnaryCall: (call, done) =>
    done(null, { payload: { body: crypto.createHash('sha256').update(call.request.payload.body).digest() } }),
  StreamingOutputCall: (call) => {
    const failed = failure(call.request.response_status);
    call.request.response_parameters.forEach((p) => call.write(payload(p.size)));
    if (failed) {
      call.emit('error', failed);
    } else {
      call.end();
    }
  },
  StreamingInputCall: (call, done) => {
    let sum = 0;
    let failed = null;
    call.on('data', (message) => {
      failed = failed || miscompressed(message);
      sum += message.payload.body.length;
    });
    call.on('end', () => done(failed, failed ? null : { aggregated_payload_size: sum }));
  },
  FullDuplexCall: (call) => {
    const trailers = echo(call);
    call.on('data', (message) => {
      const failed = failure(message.response_status);
      if (failed) {
        call.emit('error', failed);
      } else {
        message.response_parameters.forEach((p) => call.write(payload(p.size)));
      }
    });
    call.on('end', () => call.end(trailers));
  },
});

const credentials = flags.tls_cert_file
  ? grpc.ServerCredentials.createSsl(null, [{ cert_chain: fs.readFileSync(flags.tls_cert_file), private_key: fs.readFileSync(flags.tls_key_file) }])
  : grpc.ServerCredentials.createInsecure();
server.bindAsync(flags.uds ? `unix:${flags.uds}` : `127.0.0.1:${flags.port}`, credentials, (error, port) => {
  if (error) {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  }

  process.stdout.write(`${flags.uds ? `unix:${flags.uds}` : `127.0.0.1:${port}`}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();

// The cases of gRPC's interoperability test descriptions, for a grpc-js client.
'use strict';

const assert = require('assert');
const { grpc, zeros } = require('./service');
const { unary, upload, download, duplex } = require('./calls');

const { status } = grpc;
const REQUESTS = [27182, 8, 1828, 45904];
const RESPONSES = [31415, 9, 2653, 58979];
const NO_COMPRESS = 2;
const large = (more = {}) => ({ response_size: 314159, payload: zeros(271828), ...more });
const ask = (size, payload) => ({ response_parameters: [{ size }], ...(payload ? { payload: zeros(payload) } : {}) });
const isOk = (seen) => assert.strictEqual(seen.code, status.OK, `the call ended with ${seen.code}: ${seen.details}`);
const isCode = (seen, code, what) => assert.strictEqual(seen.code, code, `${what} ended with ${seen.code}: ${seen.details}; expected ${code}`);
const holds = (message, size) => {
  assert(message && message.payload, 'the response holds no payload');
  assert.strictEqual(message.payload.body.length, size, 'the size of the response');
  assert(message.payload.body.every((b) => b === 0), 'the response holds something other than zeros');
};
const cameCompressed = (message, expected) =>
  assert.strictEqual(message.cameCompressed, expected, `whether the response came compressed: ${message.cameCompressed}; expected ${expected}`);

exports.cases = {
  empty_unary: async ({ plain }) => isOk(await unary(plain, 'EmptyCall', {})),

  cacheable_unary: async ({ plain }) => {
    const metadata = new grpc.Metadata();
    metadata.set('x-user-ip', '1.2.3.4');
    const request = { payload: { body: Buffer.from(process.hrtime.bigint().toString()) } };
    const first = await unary(plain, 'CacheableUnaryCall', request, metadata);
    const second = await unary(plain, 'CacheableUnaryCall', request, metadata);
    [first, second].forEach(isOk);
    assert(first.message.payload.body.equals(second.message.payload.body), 'the two answers differ');
  },

  large_unary: async ({ plain }) => {
    const seen = await unary(plain, 'UnaryCall', large());
    isOk(seen);
    holds(seen.message, 314159);
  },

  client_compressed_unary: async ({ plain, packing }) => {
    const probe = await unary(plain, 'UnaryCall', large({ expect_compressed: { value: true } }));
    isCode(probe, status.INVALID_ARGUMENT, 'the probe');
    for (const [client, value] of [[packing, true], [plain, false]]) {
      const seen = await unary(client, 'UnaryCall', large({ expect_compressed: { value } }));
      isOk(seen);
      holds(seen.message, 314159);
    }
  },

  server_compressed_unary: async ({ plain }) => {
    for (const value of [true, false]) {
      const seen = await unary(plain, 'UnaryCall', large({ response_compressed: { value } }));
      isOk(seen);
      holds(seen.message, 314159);
      cameCompressed(seen.message, value);
    }
  },

  client_streaming: async ({ plain }) => {
    const seen = await upload(plain, REQUESTS.map((size) => ({ request: { payload: zeros(size) } })));
    isOk(seen);
    assert.strictEqual(seen.message.aggregated_payload_size, 74922);
  },

  client_compressed_streaming: async ({ plain, packing }) => {
    const request = (size, value) => ({ payload: zeros(size), expect_compressed: { value } });
    isCode(await upload(plain, [{ request: request(27182, true) }]), status.INVALID_ARGUMENT, 'the probe');
    const seen = await upload(packing, [{ request: request(27182, true) }, { request: request(45904, false), flags: NO_COMPRESS }]);
    isOk(seen);
    assert.strictEqual(seen.message.aggregated_payload_size, 73086);
  },

  server_streaming: async ({ plain }) => {
    const seen = await download(plain, { response_parameters: RESPONSES.map((size) => ({ size })) });
    isOk(seen);
    assert.strictEqual(seen.messages.length, RESPONSES.length, 'the number of responses');
    seen.messages.forEach((message, i) => holds(message, RESPONSES[i]));
  },

  server_compressed_streaming: async ({ plain }) => {
    const wanted = [[31415, true], [92653, false]];
    const seen = await download(plain, { response_parameters: wanted.map(([size, value]) => ({ size, compressed: { value } })) });
    isOk(seen);
    assert.strictEqual(seen.messages.length, wanted.length, 'the number of responses');
    seen.messages.forEach((message, i) => {
      holds(message, wanted[i][0]);
      cameCompressed(message, wanted[i][1]);
    });
  },

  ping_pong: async ({ plain }) => {
    const seen = await duplex(plain, async (call, next) => {
      for (let i = 0; i < REQUESTS.length; i += 1) {
        call.write(ask(RESPONSES[i], REQUESTS[i]));
        holds(await next(), RESPONSES[i]);
      }

      call.end();
    });
    isOk(seen);
    assert.strictEqual(seen.messages.length, REQUESTS.length, 'the number of responses');
  },

  empty_stream: async ({ plain }) => {
    const seen = await duplex(plain, async (call) => call.end());
    isOk(seen);
    assert.strictEqual(seen.messages.length, 0, 'the number of responses');
  },

  custom_metadata: async ({ plain }) => {
    const metadata = new grpc.Metadata();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
    const check = (seen) => {
      isOk(seen);
      assert.deepStrictEqual(seen.initial.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
      assert.deepStrictEqual(seen.trailing.get('x-grpc-test-echo-trailing-bin').map((v) => v.toString('hex')), ['ababab']);
    };
    check(await unary(plain, 'UnaryCall', large(), metadata));
    const seen = await duplex(plain, async (call) => {
      call.write(ask(314159, 271828));
      call.end();
    }, metadata);
    check(seen);
    assert.strictEqual(seen.messages.length, 1, 'the number of responses');
    holds(seen.messages[0], 314159);
  },

  status_code_and_message: async ({ plain }) => {
    const request = { response_status: { code: 2, message: 'test status message' } };
    const check = (seen, what) => {
      isCode(seen, status.UNKNOWN, what);
      assert.strictEqual(seen.details, 'test status message');
    };
    check(await unary(plain, 'UnaryCall', request), 'the unary call');
    check(await duplex(plain, async (call) => {
      call.write(request);
      call.end();
    }), 'the duplex call');
  },

  special_status_message: async ({ plain }) => {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1F608}\t\n';
    const seen = await unary(plain, 'UnaryCall', { response_status: { code: 2, message } });
    isCode(seen, status.UNKNOWN, 'the call');
    assert.strictEqual(seen.details, message);
  },

  unimplemented_method: async ({ plain }) =>
    isCode(await unary(plain, 'UnimplementedCall', {}), status.UNIMPLEMENTED, 'a method that nobody implements'),

  unimplemented_service: async ({ none }) =>
    isCode(await unary(none, 'UnimplementedCall', {}), status.UNIMPLEMENTED, 'a service that nobody implements'),

  cancel_after_begin: async ({ plain }) =>
    isCode(await upload(plain, [], (call) => call.cancel()), status.CANCELLED, 'a call that was cancelled as it began'),

  cancel_after_first_response: async ({ plain }) => {
    const seen = await duplex(plain, async (call, next) => {
      call.write(ask(31415, 27182));
      holds(await next(), 31415);
      call.cancel();
    });
    isCode(seen, status.CANCELLED, 'a call that was cancelled after its first response');
  },

  timeout_on_sleeping_server: async ({ plain }) => {
    const seen = await duplex(plain, async (call) => call.write({ payload: zeros(27182) }), new grpc.Metadata(), Date.now() + 1);
    isCode(seen, status.DEADLINE_EXCEEDED, 'a call with a deadline of a millisecond');
  },
};

// node reflection.js TARGET VERSION: asks a server for its services by reflection, makes a client of one of them from
// the descriptors alone, calls it, and prints what was seen as one line of JSON. VERSION is v1 or v1alpha. The few
// messages that are used are written down here, by the field numbers of gRPC's reflection.proto.
'use strict';

const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');

const [target, version] = process.argv.slice(2);
const { root } = protobuf.parse(`syntax = "proto3";
  message Request { oneof question { string file_by_filename = 3; string file_containing_symbol = 4; string list_services = 7; } }
  message Files { repeated bytes file_descriptor_proto = 1; }
  message Service { string name = 1; }
  message Services { repeated Service service = 1; }
  message Problem { int32 error_code = 1; string error_message = 2; }
  message Response { oneof answer { Files files = 4; Services services = 6; Problem problem = 7; } }
  message FileSet { repeated bytes file = 1; }`, { keepCase: true });
const type = (name) => root.lookupType(name);

const Reflection = grpc.makeGenericClientConstructor({
  Ask: {
    path: `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
    requestStream: true,
    responseStream: true,
    requestSerialize: (request) => Buffer.from(type('Request').encode(request).finish()),
    requestDeserialize: (bytes) => bytes,
    responseSerialize: (bytes) => bytes,
    responseDeserialize: (bytes) => type('Response').decode(bytes),
  },
}, 'ServerReflection');
const client = new Reflection(target, grpc.credentials.createInsecure());

const ask = (questions) => new Promise((resolve, reject) => {
  const answers = [];
  const call = client.Ask({ deadline: Date.now() + 20000 });
  call.on('data', (answer) => answers.push(answer));
  call.on('error', reject);
  call.on('end', () => resolve(answers));
  questions.forEach((question) => call.write(question));
  call.end();
});

const main = async () => {
  const symbol = 'grpcexp.conformance.shop.Shop';
  const [list, files, missing] = await ask([
    { list_services: '' }, { file_containing_symbol: symbol }, { file_containing_symbol: 'no.such.Symbol' },
  ]);
  const set = type('FileSet').encode({ file: files.files.file_descriptor_proto }).finish();
  const definition = loader.loadFileDescriptorSetFromBuffer(Buffer.from(set), { keepCase: true });
  const { Shop } = grpc.loadPackageDefinition(definition).grpcexp.conformance.shop;
  const shop = new Shop(target, grpc.credentials.createInsecure());
  const receipt = await new Promise((resolve, reject) => {
    const order = { lines: [{ part: { weight: 30 }, count: 4 }, { part: { weight: 5 }, count: 2 }], cash: 7 };
    shop.Sell(order, { deadline: Date.now() + 20000 }, (error, response) => (error ? reject(error) : resolve(response)));
  });
  process.stdout.write(`${JSON.stringify({
    services: list.services.service.map((service) => service.name),
    files: files.files.file_descriptor_proto.length,
    weight: receipt.weight,
    missing: missing.problem.error_code,
  })}\n`);
  shop.close();
  client.close();
};

main().catch((e) => {
  process.stderr.write(`${e.stack}\n`);
  process.exit(1);
});

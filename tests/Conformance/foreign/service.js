// Loads the services of grpc.testing from the protos folder given.
'use strict';

const path = require('path');
const { watch } = require('./witness');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

exports.grpc = grpc;
exports.load = (protos) => {
  const definition = loader.loadSync(path.join('grpc', 'testing', 'test.proto'), {
    includeDirs: [protos], keepCase: true, longs: Number, defaults: true,
  });
  Object.values(definition['grpc.testing.TestService']).forEach((method) => {
    method.requestDeserialize = watch(method.requestDeserialize);
    method.responseDeserialize = watch(method.responseDeserialize);
  });
  return grpc.loadPackageDefinition(definition).grpc.testing;
};

exports.zeros = (size) => ({ body: Buffer.alloc(size) });

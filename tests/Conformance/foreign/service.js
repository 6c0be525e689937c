// Loads grpc.testing.TestService from the protos folder given on the command line.
'use strict';

const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

exports.grpc = grpc;
exports.load = (protos) => {
  const definition = loader.loadSync(path.join('grpc', 'testing', 'test.proto'), {
    includeDirs: [protos], keepCase: true, longs: Number, defaults: true,
  });
  return grpc.loadPackageDefinition(definition).grpc.testing.TestService;
};

// Tells which messages came compressed. grpc-js shows an application no flag that says so, but it asks Node.js to
// unpack them, and what is unpacked then is what the deserializer is given next.
'use strict';

const zlib = require('zlib');

const unpacked = [];
const { createGunzip } = zlib;
const createWatchedGunzip = (...args) => {
  const stream = createGunzip(...args);
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  stream.on('end', () => unpacked.push(Buffer.concat(chunks)));
  return stream;
};
Object.defineProperty(zlib, 'createGunzip', { value: createWatchedGunzip, configurable: true });

const cameCompressed = (bytes) => {
  const found = unpacked.findIndex((output) => output.equals(bytes));
  if (found >= 0) {
    unpacked.splice(found, 1);
  }

  return found >= 0;
};

// A deserializer whose messages say how they came, in the property cameCompressed.
exports.watch = (deserialize) => (bytes) =>
  Object.defineProperty(deserialize(bytes), 'cameCompressed', { value: cameCompressed(bytes) });

// Makes the calls of grpc-js as promises: of what came, its metadata and its status.
'use strict';

const { grpc } = require('./service');

// A call that is forgotten ends all the same.
const deadline = () => Date.now() + 30000;

const observe = (call) => new Promise((resolve) => {
  const seen = { messages: [], initial: new grpc.Metadata() };
  call.on('metadata', (metadata) => { seen.initial = metadata; });
  call.on('data', (message) => seen.messages.push(message));
  call.on('error', () => {});
  call.on('status', (status) => setImmediate(() => resolve({ ...seen, code: status.code, details: status.details, trailing: status.metadata })));
});

exports.unary = async (client, method, request, metadata = new grpc.Metadata()) => {
  let message;
  const call = client[method](request, metadata, { deadline: deadline() }, (error, response) => { message = response; });
  const seen = await observe(call);
  return { ...seen, message };
};

// Writes the requests, with flags when given, and half-closes.
exports.upload = async (client, requests, stop = (call) => call.end()) => {
  let message;
  const call = client.StreamingInputCall(new grpc.Metadata(), { deadline: deadline() }, (error, response) => { message = response; });
  const ended = observe(call);
  for (const { request, flags } of requests) {
    // Node.js refuses numbers where grpc-js takes its write flags, so this goes one layer down.
    await new Promise((resolve) => { call.call.sendMessageWithContext({ flags, callback: resolve }, request); });
  }

  stop(call);
  return { ...(await ended), message };
};

exports.download = (client, request) => observe(client.StreamingOutputCall(request, new grpc.Metadata(), { deadline: deadline() }));

// Opens a duplex call; converse(call, next) writes, and next() gives the next response, or undefined at the end.
exports.duplex = async (client, converse, metadata = new grpc.Metadata(), until = deadline()) => {
  const call = client.FullDuplexCall(metadata, { deadline: until });
  const arrived = [];
  const waiting = [];
  const hand = (message) => (waiting.length > 0 ? waiting.shift()(message) : arrived.push(message));
  call.on('data', hand);
  call.on('status', () => hand(undefined));
  const ended = observe(call);
  await converse(call, () => (arrived.length > 0 ? arrived.shift() : new Promise((resolve) => { waiting.push(resolve); })));
  return ended;
};

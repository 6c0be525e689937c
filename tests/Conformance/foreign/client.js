// node client.js --protos DIR --server_host H --server_port N --test_case NAME [--use_tls --ca_file F] [--uds PATH]
// Runs a case, or all; says of each whether it passed; ends with 0 when all did.
'use strict';

const fs = require('fs');
const { grpc, load } = require('./service');
const { cases } = require('./cases');
const { read } = require('./flags');

const flags = read(
  process.argv.slice(2),
  ['protos', 'server_host', 'server_port', 'test_case', 'use_tls', 'ca_file', 'server_host_override', 'uds']);
const names = flags.test_case === 'all' ? Object.keys(cases) : [flags.test_case];
const unknown = names.find((name) => !cases[name]);
if (unknown !== undefined || names.length === 0) {
  throw new Error(`--test_case is '${unknown}', which is not known; known: all, ${Object.keys(cases).join(', ')}`);
}

const target = flags.uds ? `unix:${flags.uds}` : `${flags.server_host || 'localhost'}:${flags.server_port}`;
const credentials = flags.use_tls === 'true'
  ? grpc.credentials.createSsl(flags.ca_file ? fs.readFileSync(flags.ca_file) : undefined)
  : grpc.credentials.createInsecure();
const options = flags.server_host_override ? { 'grpc.ssl_target_name_override': flags.server_host_override } : {};
const { TestService, UnimplementedService } = load(flags.protos);
const clients = {
  plain: new TestService(target, credentials, options),
  packing: new TestService(target, credentials, { ...options, 'grpc.default_compression_algorithm': 2 }),
  none: new UnimplementedService(target, credentials, options),
};

(async () => {
  for (const name of names) {
    try {
      await cases[name](clients);
      process.stdout.write(`${name}: passed\n`);
    } catch (e) {
      process.stderr.write(`${name}: failed: ${e.message.replace(/\s+/g, ' ')}\n`);
      process.exitCode = 1;
    }
  }

  Object.values(clients).forEach((client) => client.close());
  // grpc-js keeps the timers of deadlines that no longer matter, and with them the process.
  process.exit();
})();

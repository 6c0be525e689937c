// node client.js flagd --port N | flagd --socket PATH | ofrep --url URL
// An OpenFeature client. Reads a request a line, {"type", "key", "default", "context"}, and prints its evaluation details a
// line; prints {"event", "flags"} lines as the provider sends events. Ends with its input.
'use strict';
const readline = require('node:readline');
const { OpenFeature, ProviderEvents } = require('@openfeature/server-sdk');
const { FlagdProvider } = require('@openfeature/flagd-provider');
const { OFREPProvider } = require('@openfeature/ofrep-provider');

const [kind, option, value] = process.argv.slice(2);
const provider = kind === 'ofrep'
  ? new OFREPProvider({ baseUrl: value })
  : new FlagdProvider(option === '--socket' ? { socketPath: value, deadlineMs: 5000 } : { host: '127.0.0.1', port: Number(value), deadlineMs: 5000 });
const print = (line) => process.stdout.write(JSON.stringify(line) + '\n');

async function main() {
  const client = OpenFeature.getClient();
  client.addHandler(ProviderEvents.ConfigurationChanged, (e) => print({ event: 'changed', flags: e.flagsChanged }));
  await OpenFeature.setProviderAndWait(provider);
  print({ event: 'ready' });
  const resolvers = {
    boolean: (r) => client.getBooleanDetails(r.key, r.default, r.context),
    string: (r) => client.getStringDetails(r.key, r.default, r.context),
    number: (r) => client.getNumberDetails(r.key, r.default, r.context),
    object: (r) => client.getObjectDetails(r.key, r.default, r.context),
  };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    print(await resolvers[request.type](request));
  }

  await OpenFeature.close();
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});

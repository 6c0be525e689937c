// node health.js TARGET PROTOS: checks the server and a service that it lacks, then prints what a watch sees until its input ends.
'use strict';

const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [target, protos] = process.argv.slice(2);
const definition = loader.loadSync(path.join('grpc', 'health', 'v1', 'health.proto'), { includeDirs: [protos], enums: String, defaults: true });
const { Health } = grpc.loadPackageDefinition(definition).grpc.health.v1;
const client = new Health(target, grpc.credentials.createInsecure());
const say = (line) => process.stdout.write(`${line}\n`);

client.Check({ service: '' }, { deadline: Date.now() + 20000 }, (error, response) => {
  say(`check ${error ? error.message : response.status}`);
  client.Check({ service: 'missing' }, { deadline: Date.now() + 20000 }, (missing) => {
    say(`check missing ${missing ? missing.code : 0}`);
    const watch = client.Watch({ service: '' });
    watch.on('data', (state) => say(`watch ${state.status}`));
    watch.on('error', () => {});
    process.stdin.on('end', () => {
      watch.cancel();
      client.close();
    });
    process.stdin.resume();
  });
});

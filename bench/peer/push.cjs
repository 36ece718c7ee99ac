/**
 * One PouchDB with a village's documents, replicated once: node push.cjs REMOTE_URL documents.ndjson
 * Prints READY, waits for a line, replicates, prints {written, bytes_up, requests, seconds}.
 */

'use strict';

const fs = require('node:fs');
const net = require('node:net');
const channel = require('node:diagnostics_channel');
const PouchDB = require('pouchdb-node');
PouchDB.plugin(require('pouchdb-adapter-memory'));

const sockets = new Set();
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function remember(...given) {
  sockets.add(this);
  return connect.apply(this, given);
};
let requests = 0;
channel.subscribe('http.client.request.start', () => { requests += 1; });
const bytesUp = () => [...sockets].reduce((sum, one) => sum + one.bytesWritten, 0);

async function main() {
  const [remote, file] = process.argv.slice(2);
  const local = new PouchDB(`village-${process.pid}`, { adapter: 'memory' });
  const documents = fs.readFileSync(file, 'utf8').split('\n').filter(line => line).map(line => JSON.parse(line));
  await local.bulkDocs(documents);
  process.stdout.write('READY\n');
  await new Promise(go => { process.stdin.once('data', go); });
  const start = process.hrtime.bigint();
  const result = await local.replicate.to(new PouchDB(remote, { skip_setup: true }), { batch_size: 100 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(JSON.stringify({ written: result.docs_written, bytes_up: bytesUp(), requests, seconds }));
  process.exit(0);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});

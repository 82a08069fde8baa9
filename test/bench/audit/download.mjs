// Downloads the spec of each job, and nothing else: what wid cannot be quicker than.
// Usage: download.mjs CONCURRENCY [fetch]      fetch: with that instead of node:http, as a script would
import { Agent, get } from 'node:http';

const [, , concurrency, client] = process.argv;
const address = process.env.NOMAD_ADDR;
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrency) });

async function fetched(path) {
  const response = await fetch(address + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

function got(path) {
  return new Promise((resolve, reject) => {
    get(address + path, { agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.once('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(Buffer.concat(chunks).toString()));
        else reject(new Error(`${path}: ${response.statusCode}`));
      });
      response.once('error', reject);
    }).once('error', reject);
  });
}

const read = client === 'fetch' ? fetched : got;
const listed = await read('/v1/jobs?namespace=*');
let next = 0;
let found = 0;
const worker = async () => {
  for (let one = listed[next++]; one !== undefined; one = listed[next++]) {
    const job = await read(`/v1/job/${encodeURIComponent(one.ID)}?namespace=${one.Namespace}`);
    if (job.ID === one.ID) found += 1;
  }
};
await Promise.all(Array.from({ length: Number(concurrency) }, worker));
agent.destroy();
console.log(String(found));

// The embedded servers with many jobs, in a process of their own. Says where they are once the jobs are there, and to each
// message how many requests they got since the one before.
import { subscribe } from 'node:diagnostics_channel';
import { startLab } from '../../../dist/lab/embedded.js';
import { jobs } from './jobs.mjs';

const [, , count, ...namespaces] = process.argv;
const lab = await startLab();
const put = async (path, body) => {
  const answer = await fetch(lab.nomad.address + path, { method: 'PUT', body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
};
for (const Name of namespaces) await put(`/v1/namespace/${Name}`, { Name });
for (const Job of jobs(Number(count), namespaces)) await put('/v1/jobs', { Job });

let requests = 0;
subscribe('http.server.request.start', () => {
  requests += 1;
});
process.on('message', () => {
  process.send({ requests });
  requests = 0;
});
process.on('disconnect', () => process.exit());
process.send({ environment: lab.environment() });

export { startConsul } from './consul.ts';
export { findServer } from './find.ts';
export { ask } from './launch.ts';
export type { Server } from './launch.ts';
export { startNomad } from './nomad.ts';
export { describeWithServers, serversRequired } from './suite.ts';
export { startVault } from './vault.ts';

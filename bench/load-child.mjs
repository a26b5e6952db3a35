import { once } from "node:events";

// Imports the bundle that it is sent, and answers with how long that took.
const [{ bundle }] = await once(process, "message");
const began = performance.now();
await import(bundle);
const ms = performance.now() - began;
process.send({ ms }, () => process.exit(0));

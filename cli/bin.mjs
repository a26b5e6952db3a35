#!/usr/bin/env node
import { register } from "tsx/esm/api";

// The SDK tells every process on Node 20 that its time will come in 2027; a user of this command cannot help it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// The command is TypeScript like everything else; nothing has to be compiled before it runs.
register();
const { main } = await import("./main.ts");
await main();

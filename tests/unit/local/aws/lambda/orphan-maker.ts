import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createProcessHost } from "../../../../../local/aws/lambda/index.ts";

// A local cloud to be killed: starts one environment, invokes it and prints the process id that it wrote down.
const taskRoot = process.argv[2] ?? ".";
const host = createProcessHost();
const environment = host.start({
  id: "orphan",
  functionName: "worker",
  region: "eu-west-1",
  taskRoot,
  handler: "index.handler",
  variables: { LAMBDA_TASK_ROOT: taskRoot, _HANDLER: "index.handler" },
  memoryMb: 128,
  onOutput: () => undefined,
});
await environment.initialised;
void environment.invoke({ requestId: "r", functionArn: "arn", payload: "{}", deadlineMs: 0, traceId: "" });
await sleep(200);
process.stdout.write(readFileSync(path.join(taskRoot, "pid")));
setInterval(() => undefined, 1000);

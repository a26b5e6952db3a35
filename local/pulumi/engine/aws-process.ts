import grpc from "@grpc/grpc-js";
import provrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { createAwsService } from "./aws-service.ts";
import type { Answered, Asked, EngineAnswer, EngineRequest } from "./messages.ts";

/** Numbers the requests to the parent and hands each answer to its asker. */
function createAsk(): {
  ask: (request: EngineRequest) => Promise<EngineAnswer>;
  answered: (message: Answered) => void;
} {
  const waiting = new Map<number, (message: Answered) => void>();
  let calls = 0;
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        calls += 1;
        const call = calls;
        waiting.set(call, ({ answer, error }) => (answer === undefined ? reject(new Error(error)) : resolve(answer)));
        process.send?.({ kind: "asked", call, request } satisfies Asked);
      }),
    answered(message) {
      waiting.get(message.call)?.(message);
      waiting.delete(message.call);
    },
  };
}

const { ask, answered } = createAsk();
// The parent is this same code: it sends nothing else.
process.on("message", (message: Answered) => answered(message));
process.on("disconnect", () => process.exit(1));
// Ctrl-C in a terminal reaches the whole group; the parent decides when this process ends.
process.on("SIGINT", () => undefined);

const [accountId = "", version = ""] = process.argv.slice(2);
const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(provrpc.ResourceProviderService, createAwsService({ accountId, version, ask }));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (fault, port) => {
  if (fault !== null) throw fault;
  // As every provider of Pulumi tells its parent where it listens.
  console.log(port);
});

import type { ServiceModel } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { autoName } from "../auto-name.ts";
import { defineResource } from "../inputs.ts";
import { logsAuthorizations, logsOperations } from "./operations.ts";
import { createLogStore } from "./store.ts";
import type { LogStore } from "./store.ts";

/** CloudWatch Logs in all regions. */
export interface Logs {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** Writes lines as of now; makes the group and the stream where they are missing, as Lambda does. */
  append(region: string, logGroup: string, logStream: string, lines: readonly string[]): void;
}

/** Creates CloudWatch Logs without groups. */
export function createLogs(options: { readonly kernel: Kernel; readonly accountId: string }): Logs {
  const { kernel, accountId } = options;
  const store = createLogStore(kernel, accountId);
  return {
    service: {
      name: "logs",
      handle: logsOperations(store),
      authorizations: (call) => logsAuthorizations(accountId, call),
    },
    resources: [groupModel(kernel, store)],
    append(region, logGroup, logStream, lines) {
      const group = store.find(region, logGroup) ?? store.createGroup(region, logGroup);
      const stream = group.streams.get(logStream) ?? store.createStream(region, logGroup, logStream);
      const timestamp = kernel.now();
      store.append(
        group,
        stream,
        lines.map((message) => ({ timestamp, message })),
      );
    },
  };
}

function groupModel(kernel: Kernel, store: LogStore): ResourceModel {
  return defineResource({
    type: "aws:cloudwatch/logGroup:LogGroup",
    honoured: ["name", "retentionInDays", "kmsKeyId"],
    echoed: ["deletionProtectionEnabled", "logGroupClass", "skipDestroy"],
    create(inputs, registration) {
      const name = inputs.text("name") ?? autoName(kernel, registration);
      const retentionInDays = inputs.number("retentionInDays") ?? 0;
      const group = store.createGroup(registration.region, name, retentionInDays, inputs.text("kmsKeyId"));
      return { id: name, outputs: { name, arn: group.arn, retentionInDays } };
    },
  });
}

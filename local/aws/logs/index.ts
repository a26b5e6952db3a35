import type { ServiceModel } from "../../core/call.ts";
import type { Counts } from "../../core/counts.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { groupModel } from "./group-resource.ts";
import { logsAuthorizations, logsOperations } from "./operations.ts";
import { streamModel } from "./stream-resource.ts";
import { createLogStore } from "./store.ts";
import type { MayUseKey } from "./store.ts";

/** CloudWatch Logs in all regions. */
export interface Logs {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** Writes lines as of now; makes the group and the stream where they are missing, as Lambda does. */
  append(region: string, logGroup: string, logStream: string, lines: readonly string[]): void;
}

/** What a line is billed for besides its text. Source: the API reference, PutLogEvents. */
const EVENT_BYTES = 26;

/** Creates CloudWatch Logs without groups. */
export function createLogs(options: {
  readonly kernel: Kernel;
  readonly accountId: string;
  /** Without it every key may be used. */
  readonly mayUseKey?: MayUseKey;
  /** Hears of every line, by its bytes. */
  readonly counts?: Pick<Counts, "add">;
  /** Reads every line that a service or a function writes, for the metrics in it. */
  readonly readLine?: (region: string, line: string) => void;
}): Logs {
  const { kernel, accountId, mayUseKey, counts, readLine } = options;
  const store = createLogStore(kernel, accountId, mayUseKey);
  return {
    service: {
      name: "logs",
      handle: logsOperations(store),
      authorizations: (call) => logsAuthorizations(accountId, call),
    },
    resources: [groupModel(store), streamModel(store)],
    append(region, logGroup, logStream, lines) {
      const group = store.find(region, logGroup) ?? store.createGroup(region, logGroup);
      const stream = group.streams.get(logStream) ?? store.createStream(region, logGroup, logStream);
      const timestamp = kernel.now();
      const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + EVENT_BYTES, 0);
      counts?.add({ service: "logs", region, what: "Line", of: logGroup, times: lines.length, bytes });
      if (readLine !== undefined) for (const line of lines) readLine(region, line);
      store.append(
        group,
        stream,
        lines.map((message) => ({ timestamp, message })),
      );
    },
  };
}

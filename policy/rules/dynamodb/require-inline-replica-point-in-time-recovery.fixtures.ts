import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { inlineReplica, table } from "./compliant.ts";
import { requireInlineReplicaPointInTimeRecovery } from "./require-inline-replica-point-in-time-recovery.ts";

/** Replicas as blocks of their table, with and without backups. */
export const fixtures: Fixtures = {
  rule: requireInlineReplicaPointInTimeRecovery,
  compliant: {
    "no replica": { properties: table },
    "a replica with it": { properties: changed(table, { replicas: [inlineReplica] }) },
  },
  violating: {
    "nothing said": {
      properties: changed(table, { replicas: [changed(inlineReplica, { pointInTimeRecovery: undefined })] }),
      faults: ["The replica in us-east-1 has no point-in-time recovery."],
    },
    "off, beside one of which it is not known yet": {
      properties: changed(table, {
        replicas: [
          changed(inlineReplica, { regionName: "us-west-2", pointInTimeRecovery: UNKNOWN }),
          changed(inlineReplica, { pointInTimeRecovery: false }),
        ],
      }),
      faults: ["The replica in us-east-1 has no point-in-time recovery."],
    },
    off: {
      properties: changed(table, { replicas: [changed(inlineReplica, { pointInTimeRecovery: false })] }),
      faults: ["The replica in us-east-1 has no point-in-time recovery."],
    },
  },
  unknown: {
    it: {
      properties: changed(table, { replicas: [changed(inlineReplica, { pointInTimeRecovery: UNKNOWN })] }),
      path: "replicas[0].pointInTimeRecovery",
    },
  },
};

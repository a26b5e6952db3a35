import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What is encrypted with a customer's key in one region is so in the others. */
export const requireSecretReplicaKey = rule({
  name: "require-secret-replica-key",
  description: "Replicas of a secret with a customer managed key have one too.",
  types: ["aws:secretsmanager/secret:Secret"],
  property: "secretsmanager.Secret.replicas.kmsKeyId",
  severity: "medium",
  level: "mandatory",
  reason: "A replica with AWS's key is the same password behind a weaker lock.",
  remediation: "Set `kmsKeyId` of each block of `replicas` to a customer managed key of its region.",
  controls: { "pci-dss-4.0.1": ["3.6.1", "8.3.2"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    const replicas = read.blocks("replicas");
    // A secret without a customer's key is at fault already, whatever its replicas have.
    if (replicas.length === 0 || keyFault("The secret", given, read, "kmsKeyId") !== undefined) return [];
    return faultsOfEach(replicas, (one) =>
      keyFault(`The replica in ${one.text("region") ?? "another region"}`, given, one, "kmsKeyId"),
    );
  },
});

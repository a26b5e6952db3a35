import { rule } from "../../core/rule.ts";

/** Personal data stays in the vault of its cell. */
export const disallowVaultReplication = rule({
  name: "disallow-vault-replication",
  description: "Vault tables have no replica, in no region.",
  types: ["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica", "aws:dynamodb/globalTable:GlobalTable"],
  property: "dynamodb.Table.vaultReplicas",
  severity: "critical",
  level: "mandatory",
  scope: "stack",
  reason:
    "A replica in another region takes personal data out of its residency, for good: backups keep it after " +
    "the replica is gone.",
  remediation: "Take `replicas` and every aws.dynamodb.TableReplica of the vault away.",
  controls: { gdpr: ["44", "5.1.f"], soc2: ["C1.1"] },
  settings: { vault: { type: "string", description: "How the vaults' table names end.", default: "-vault" } },
  judge({ resource, read, stack, settings: { vault } }) {
    const isVault = (name: string | undefined): boolean => name?.endsWith(vault) === true;
    switch (resource.type) {
      case "aws:dynamodb/table:Table":
        if (!isVault(read.text("name") ?? resource.name)) return undefined;
        return read.blocks("replicas").length > 0 ? "The vault is replicated to other regions." : undefined;
      case "aws:dynamodb/globalTable:GlobalTable":
        return isVault(read.text("name")) ? "The vault is a global table." : undefined;
      default: {
        const table = stack.referredBy(resource, "globalTableArn", "aws:dynamodb/table:Table");
        const arn = table === undefined ? read.text("globalTableArn") : (table.read.text("name") ?? table.name);
        return isVault(arn) ? "The replica is one of a vault." : undefined;
      }
    }
  },
});

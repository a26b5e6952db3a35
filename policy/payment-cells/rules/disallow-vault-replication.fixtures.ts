import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { vault } from "../compliant.ts";
import { disallowVaultReplication } from "./disallow-vault-replication.ts";

const replica = "aws:dynamodb/tableReplica:TableReplica";
const tableArn = (name: string): string => `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`;

/** Vaults, and other tables that may well have replicas. */
export const fixtures: Fixtures = {
  rule: disallowVaultReplication,
  compliant: {
    "a vault in its cell": { properties: vault },
    "a ledger with replicas": {
      properties: changed(vault, { name: "prod-ledger", replicas: [{ regionName: "us-east-1" }] }),
    },
    "a replica of a ledger": { type: replica, properties: { globalTableArn: tableArn("prod-ledger") } },
    "a global table of another kind": {
      type: "aws:dynamodb/globalTable:GlobalTable",
      properties: { name: "sessions" },
    },
  },
  violating: {
    "a replica in the table": {
      properties: changed(vault, { replicas: [{ regionName: "us-east-1" }] }),
      faults: ["The vault is replicated to other regions."],
    },
    "a replica beside it": {
      type: replica,
      properties: { globalTableArn: tableArn("prod-eu-vault") },
      faults: ["The replica is one of a vault."],
    },
    "a replica of a table that is made in this stack": {
      type: replica,
      properties: { globalTableArn: UNKNOWN },
      madeFrom: { globalTableArn: ["vault"] },
      companions: [{ type: "aws:dynamodb/table:Table", name: "vault", properties: vault }],
      faults: ["The replica is one of a vault."],
    },
    "a global table of the first version": {
      type: "aws:dynamodb/globalTable:GlobalTable",
      properties: { name: "prod-vault" },
      faults: ["The vault is a global table."],
    },
  },
  unknown: {
    replicas: { properties: changed(vault, { replicas: UNKNOWN }), path: "replicas" },
    table: { type: replica, properties: { globalTableArn: UNKNOWN }, path: "globalTableArn" },
  },
};

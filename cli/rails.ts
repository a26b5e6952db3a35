import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SANCTIONS_KEY } from "../functions/domain/vault-keys.ts";
import { encodeKeyedItem } from "../functions/stores/item-codec.ts";
import type { LocalCloud } from "../local/cloud.ts";
import { rootCaller } from "../local/aws/principals.ts";
import type { Deployment } from "./deployment.ts";

const LIST = fileURLToPath(new URL("../examples/sanctions-list.json", import.meta.url));

/**
 * What an operator does by hand before a cell's first payout: shares a key with the bank, and puts the list of those
 * who may not be paid into the vault. Here the bank is the local cloud's own, and the list an example.
 */
export async function openRails(
  cloud: Pick<LocalCloud, "accountId" | "bank" | "call">,
  deployment: Deployment,
): Promise<void> {
  const key = { id: "local-1", secret: randomBytes(32) };
  cloud.bank.rotate([key]);
  const keys = [{ id: key.id, secret: key.secret.toString("base64") }];
  const list = await readFile(LIST, "utf8");
  const caller = rootCaller(cloud.accountId);
  for (const { name, region } of deployment.cells) {
    const secret = { SecretId: deployment.bankSecret(name), SecretString: JSON.stringify({ keys }) };
    const requestId = `rails-${name}`;
    await cloud.call({ service: "secretsmanager", action: "PutSecretValue", input: secret, region, caller, requestId });
    const Item = encodeKeyedItem(SANCTIONS_KEY, { list });
    const item = { TableName: deployment.vaultTable(name), Item };
    await cloud.call({ service: "dynamodb", action: "PutItem", input: item, region, caller, requestId });
  }
}

import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { homeOf, parseAccountId, type AccountId } from "../functions/domain/ids.ts";
import { accountKey } from "../functions/domain/keys.ts";
import { decodeItem, encodeKey } from "../functions/stores/item-codec.ts";
import { UserError } from "../local/core/errors.ts";
import { createAws, type Aws } from "./aws.ts";
import type { CliContext } from "./context.ts";
import { readDeployment, type Deployment } from "./deployment.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { createEdgeClient, type EdgeClient } from "./edge-client.ts";
import { findCloud, type RunningCloud } from "./running-cloud.ts";

/** Everything a verb needs to talk to the running local cloud. */
export interface Connection {
  readonly cloud: RunningCloud;
  readonly deployment: Deployment;
  readonly aws: Aws;
  readonly directory: Directory;
  readonly edge: EdgeClient;
}

/**
 * Connects to the running local cloud. Throws `UserError` if there is none, or if it is empty and `cells` are needed.
 */
export async function connect(context: CliContext, needed: "cells" | "anything" = "cells"): Promise<Connection> {
  const cloud = await findCloud(context);
  if (needed === "cells" && Object.keys(cloud.status.stacks).length === 0) {
    throw new UserError("Nothing is deployed on the running local cloud: end it, and start `npx cells up`.");
  }
  const deployment = readDeployment();
  const aws = createAws(cloud.url);
  return {
    cloud,
    deployment,
    aws,
    directory: createDirectory(aws, deployment, context.clock),
    edge: createEdgeClient(cloud.status.edgeUrl, context.clock, context.random),
  };
}

/** An account id as a user typed it. Throws `UserError` where it is none. */
export function accountArgument(text: string): AccountId {
  const id = parseAccountId(text);
  if (id.ok) return id.value;
  throw new UserError(
    `${text} is no account id: they look like acc_eu_ and 32 hex digits, as POST /v1/accounts answers.`,
  );
}

/** A token of the tenant that an account belongs to, from its home's issuer. Throws `UserError` where there is none. */
export async function tokenFor(account: AccountId, { aws, deployment, directory }: Connection): Promise<string> {
  const home = homeOf(account);
  const place = deployment.cells.find(({ name }) => name === home);
  if (place === undefined) throw new UserError(`Account ${account} is at home in a cell that does not exist: ${home}.`);
  const key = { TableName: deployment.ledgerTable, Key: encodeKey(accountKey(account)) };
  const { Item } = await aws.dynamodb(place.region).send(new GetItemCommand(key));
  const tenant = Item === undefined ? undefined : decodeItem(Item)["tenant"];
  if (typeof tenant !== "string") throw new UserError(`Cell ${home} knows no account ${account}.`);
  return directory.token(await directory.client(tenant, home));
}

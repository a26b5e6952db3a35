import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { defaultKnobs } from "../../local/faults/knobs.ts";
import { createWallClock } from "../../local/drivers/wall-clock.ts";
import { createDynamoDb, type DynamoDb } from "../../local/aws/dynamodb/index.ts";
import { AwsError } from "../../local/core/errors.ts";
import { jsonFault, jsonReply, parseJsonInput, parseTarget } from "../../local/http/json-protocol.ts";
import type { Reply } from "../../local/http/reply.ts";
import { createTransport, type Transport } from "../fixture/transport.ts";
import { registrationsOf } from "../program/evaluate.ts";

const ACCOUNT = "111122223333";
const JSON_1_0 = "application/x-amz-json-1.0";
const caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } as const;

/** Credentials that nobody checks: below these clients there is a model, not a network. */
export const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };

/** The local cloud's DynamoDB, without a server around it. */
export interface InProcessDynamoDb extends DynamoDb {
  /** A real SDK client whose requests reach the model of that region. */
  client(region: string): DynamoDBClient;
  /** Resolves when every replica has every change. */
  untilReplicated(): Promise<void>;
}

/** DynamoDB with the tables that the program declares for a founding cell, and a replica of the ledger in `joiner`. */
export async function createInProcessDynamoDb(founder: string, joiner: string): Promise<InProcessDynamoDb> {
  const kernel = createWallClock((fault) => {
    throw fault;
  });
  const knobs = { ...defaultKnobs(), replication: { lagMs: 0, jitterMs: 0 } };
  const dynamoDb = createDynamoDb({ kernel, knobs, accountId: ACCOUNT });
  for (const { type, name, inputs } of await registrationsOf("prod-eu")) {
    if (type === "aws:dynamodb/table:Table") await create(type, name, founder, inputs);
  }
  const kmsKeyArn = `arn:aws:kms:${joiner}:${ACCOUNT}:key/mrk-bench`;
  const globalTableArn = `arn:aws:dynamodb:${founder}:${ACCOUNT}:table/prod-ledger`;
  await create("aws:dynamodb/tableReplica:TableReplica", "ledger", joiner, { globalTableArn, kmsKeyArn });

  async function create(type: string, name: string, region: string, inputs: Readonly<Record<string, unknown>>) {
    const model = dynamoDb.resources.find((resource) => resource.type === type);
    if (model === undefined) throw new Error(`The local DynamoDB does not model ${type}.`);
    await model.create({ type, name, urn: `urn:bench:${name}`, inputs, region, accountId: ACCOUNT });
  }

  return {
    ...dynamoDb,
    client: (region) =>
      new DynamoDBClient({ region, credentials, maxAttempts: 1, requestHandler: transportTo(dynamoDb, region) }),
    async untilReplicated() {
      while (dynamoDb.replicationLag().inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}

function transportTo({ service }: DynamoDb, region: string): Transport {
  return createTransport(async (target, body) => {
    const { action, ...named } = parseTarget(target);
    const call = { service: service.name, action, region, input: parseJsonInput(body()), caller, requestId: "bench" };
    try {
      return answered(jsonReply(service.name, JSON_1_0, call.requestId, await service.handle(call)));
    } catch (fault) {
      if (fault instanceof AwsError) return answered(jsonFault(named, JSON_1_0, call.requestId, fault));
      throw fault;
    }
  });
}

function answered({ status, body }: Reply) {
  return { statusCode: status, body: Buffer.from(body) };
}

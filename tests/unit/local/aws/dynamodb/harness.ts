import { createDynamoDb, type DynamoDb } from "../../../../../local/aws/dynamodb/index.ts";
import type { AuthorizationRequest, Call } from "../../../../../local/core/call.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { defaultKnobs, type Knobs } from "../../../../../local/faults/knobs.ts";
import { register } from "../account.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";

export type Input = Readonly<Record<string, unknown>>;
export type Reply = Readonly<Record<string, unknown>>;

export const accountId = "111122223333";
export const eu = "eu-west-1";
export const us = "us-east-1";

/** A DynamoDB on virtual time, called as the endpoint would call it. */
export interface Harness {
  readonly kernel: VirtualKernel;
  readonly knobs: Knobs;
  readonly db: DynamoDb;
  call(action: string, input: Input, region?: string): Reply;
  /** The reply, or "Code: message" of the refusal. */
  answer(action: string, input: Input, region?: string): Reply | string;
  authorizations(action: string, input: Input): readonly AuthorizationRequest[];
  create(type: "table:Table" | "tableReplica:TableReplica", inputs: Input, region?: string): Promise<Reply>;
}

export function createHarness(seed = 1): Harness {
  const kernel = createVirtualKernel(seed);
  const knobs = defaultKnobs();
  const db = createDynamoDb({ kernel, knobs, accountId });
  const callOf = (action: string, input: Input, region: string): Call => ({
    service: "dynamodb",
    action,
    region,
    input,
    caller: { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId },
    requestId: "request",
  });
  const call = (action: string, input: Input, region = eu): Reply => {
    const reply = db.service.handle(callOf(action, input, region));
    if (reply instanceof Promise) throw new Error("DynamoDB answers at once");
    return reply;
  };
  return {
    kernel,
    knobs,
    db,
    call,
    answer(action, input, region = eu) {
      try {
        return call(action, input, region);
      } catch (fault) {
        if (fault instanceof AwsError) return `${fault.code}: ${fault.message}`;
        throw fault;
      }
    },
    authorizations: (action, input) => db.service.authorizations(callOf(action, input, eu)),
    async create(type, inputs, region = eu) {
      return (await register(db.resources, `aws:dynamodb/${type}`, inputs, region)).outputs;
    },
  };
}

/** The details of a refusal: `Item`, `CancellationReasons`. */
export function refusal(act: () => unknown): { readonly code: string } & Reply {
  try {
    act();
  } catch (fault) {
    if (fault instanceof AwsError) return { code: fault.code, ...fault.details };
    throw fault;
  }
  throw new Error("nothing was refused");
}

/** A CreateTable request like the ledger's: pk and sk, a sparse index, a stream of both images. */
export function ledgerTable(name = "ledger"): Input {
  const attribute = (AttributeName: string): Input => ({ AttributeName, AttributeType: "S" });
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk", "due", "dueAt"].map(attribute),
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "due-index",
        KeySchema: [
          { AttributeName: "due", KeyType: "HASH" },
          { AttributeName: "dueAt", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  };
}

/** The inputs of the same table as the program declares it. */
export const ledgerInputs: Input = {
  name: "ledger",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: ["pk", "sk", "due", "dueAt"].map((name) => ({ name, type: "S" })),
  globalSecondaryIndexes: [{ name: "due", hashKey: "due", rangeKey: "dueAt", projectionType: "KEYS_ONLY" }],
  streamEnabled: true,
  streamViewType: "NEW_AND_OLD_IMAGES",
};

export const key = (pk: string, sk = "1"): Input => ({ pk: { S: pk }, sk: { S: sk } });

import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { createDynamoDb, type DynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs, type Knobs } from "../../../../local/faults/knobs.ts";
import { accountId, register } from "../../local/aws/account.ts";
import { dynamoDbSeam } from "./sdk-seam.ts";

/** DynamoDB in virtual time, with regions that can be cut off: what is sent there is never answered. */
export interface VirtualWorld {
  readonly kernel: VirtualKernel;
  readonly knobs: Knobs;
  readonly clock: Clock;
  /** Regions that answer nobody. */
  readonly lost: Set<string>;
  /** The DynamoDB of a region; `calls` hears what it is asked. */
  client(region: string, calls?: (action: string) => void): Pick<DynamoDBClient, "send">;
  /**
   * The authority's table, one for all regions: what a strongly consistent one looks like from outside. Whoever calls
   * `from` a lost region gets no answer either.
   */
  replica(region: string, calls?: (action: string) => void, from?: string): Pick<DynamoDBClient, "send">;
  /** The clock of a machine whose wall clock is this far ahead, milliseconds. */
  clockAhead(ms: number): Clock;
  /** Moves time on in small steps, each with a turn of the event loop for what it woke. */
  advance(ms: number, stepMs?: number): Promise<void>;
}

/** Where the authority table stands in the model. */
const AUTHORITY_HOME = "eu-west-1";
const STEP_MS = 50;

/** A world with a table `authority`, and a global table `ledger` over the regions of the cells. */
export async function createVirtualWorld(seed = 1): Promise<VirtualWorld> {
  const kernel = createVirtualKernel(seed);
  const knobs = defaultKnobs();
  const dynamoDb = createDynamoDb({ kernel, knobs, accountId });
  await createTables(dynamoDb);
  const lost = new Set<string>();

  function client(region: string, calls?: (action: string) => void, home = region, from = region) {
    const seam = dynamoDbSeam(dynamoDb.service, home, calls);
    const send = (command: object, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown> => {
      // One of its overloads.
      if (!lost.has(region) && !lost.has(from)) return (seam.send as (command: object) => Promise<unknown>)(command);
      return new Promise((_, reject) => {
        options?.abortSignal?.addEventListener("abort", () => reject(named("TimeoutError")));
      });
    };
    // The overloads of `send` cannot be written for a seam.
    return { send } as unknown as Pick<DynamoDBClient, "send">;
  }

  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: (ms) => new Promise((resolve) => void kernel.after(ms, resolve)),
    deadline(ms) {
      const controller = new AbortController();
      kernel.after(ms, () => controller.abort());
      return controller.signal;
    },
  };

  return {
    kernel,
    knobs,
    lost,
    clock,
    client: (region, calls) => client(region, calls),
    replica: (region, calls, from) => client(region, calls, AUTHORITY_HOME, from),
    clockAhead: (ms) => ({ ...clock, now: () => kernel.now() + ms }),
    async advance(ms, stepMs = STEP_MS) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await kernel.advance(Math.min(stepMs, ms - passed));
        await new Promise((resolve) => void setImmediate(resolve));
      }
    },
  };
}

async function createTables({ resources }: DynamoDb): Promise<void> {
  const attributes = ["pk", "sk"].map((name) => ({ name, type: "S" }));
  const pay = { billingMode: "PAY_PER_REQUEST" };
  const table = "aws:dynamodb/table:Table";
  const stream = { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" };
  await register(resources, table, { name: "authority", hashKey: "pk", attributes: attributes.slice(0, 1), ...pay });
  for (const cell of ["eu-west-1", "us-east-1"]) {
    await register(
      resources,
      table,
      { name: "control", hashKey: "pk", attributes: attributes.slice(0, 1), ...pay },
      cell,
    );
  }
  const ledger = { name: "ledger", hashKey: "pk", rangeKey: "sk", attributes, ...pay, ...stream };
  const { outputs } = await register(resources, table, ledger, "eu-west-1");
  const replica = { globalTableArn: outputs["arn"] };
  await register(resources, "aws:dynamodb/tableReplica:TableReplica", replica, "us-east-1");
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

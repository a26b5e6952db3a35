import { describe, expect, it } from "vitest";
import { createStreamFeed } from "../../../../drills/simulation/stream-feed.ts";
import { createDynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import { accountId, callOf, register } from "../../local/aws/account.ts";

/** A region's ledger stream, with a reader that refuses the changes of some partition keys while a test says so. */
async function feeding() {
  const kernel = createVirtualKernel(1);
  const log = createFaultLog();
  const dynamoDb = createDynamoDb({ kernel, knobs: defaultKnobs(), accountId });
  await register(dynamoDb.resources, "aws:dynamodb/table:Table", {
    name: "ledger",
    hashKey: "pk",
    rangeKey: "sk",
    attributes: ["pk", "sk"].map((name) => ({ name, type: "S" })),
    billingMode: "PAY_PER_REQUEST",
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
  });
  const refused = new Set<string>();
  const seen: string[] = [];
  const handler = async (
    records: readonly { readonly key: { readonly pk: string }; readonly sequenceNumber: string }[],
  ) => {
    const bad = records.find(({ key }) => refused.has(key.pk));
    seen.push(...records.slice(0, bad && records.indexOf(bad)).map(({ key }) => key.pk));
    return bad?.sequenceNumber;
  };
  const feed = createStreamFeed({ dynamoDb, kernel, log, region: "eu-west-1", table: "ledger", handler });
  const put = (pk: string) =>
    dynamoDb.service.handle(
      callOf("dynamodb", "PutItem", { TableName: "ledger", Item: { pk: { S: pk }, sk: { S: "event" } } }),
    );
  return { kernel, log, feed, refused, seen, put };
}

describe("the ledger stream of a cell", () => {
  it("gives up what is refused again and again; it is redriven, twice", async () => {
    const { kernel, log, feed, refused, seen, put } = await feeding();
    refused.add("bad");
    for (const pk of ["one", "bad", "four"]) await put(pk);
    await kernel.elapse(60_000);
    expect(seen.toSorted()).toEqual(["four", "one"]);
    expect([feed.parked(), feed.backlog().deadLetters]).toEqual([[{ pk: "bad", sk: "event" }], 1]);
    refused.clear();
    feed.redriveTwice();
    await kernel.elapse(10_000);
    expect(seen.toSorted()).toEqual(["bad", "bad", "four", "one"]);
    expect([feed.parked(), feed.backlog().deadLetters, feed.waiting()]).toEqual([[], 0, 0]);
    feed.redriveTwice();
    expect(log.counts()).toEqual({ redrivenTwice: 1 });
  });
});

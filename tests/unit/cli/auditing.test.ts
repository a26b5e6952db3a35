import type { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { auditUntilSure } from "../../../cli/auditing.ts";
import type { Aws } from "../../../cli/aws.ts";
import { readDeployment } from "../../../cli/deployment.ts";
import type { LedgerState } from "../../../drills/checkers/ledger-view.ts";
import { encodeItem, encodeKey } from "../../../functions/stores/item-codec.ts";
import { cleanState, names, withChange } from "../drills/checkers/states.ts";
import { fakeContext } from "./fake-context.ts";

const balance = { pk: `us#acct#${names.abroad}`, sk: "balance" };
const overdrawn = (by: bigint) => withChange(cleanState(), balance, (item) => ({ ...item, available: -by }));

/** An AWS whose ledger is another state at every reading of all regions; the last one stays. */
function awsWith(...states: readonly [LedgerState, ...LedgerState[]]) {
  const readings = new Map<string, number>();
  const dynamodb = (region: string) => {
    // The scan is all that an audit asks for.
    const client = { send: (command: ScanCommand) => Promise.resolve(scan(region, command)) };
    return client as unknown as DynamoDBClient;
  };
  function scan(region: string, { input }: ScanCommand) {
    const reading = readings.get(region) ?? 0;
    const state = states[Math.min(reading, states.length - 1)] ?? states[0];
    const items = state.regions.get(region) ?? [];
    const start = input.ExclusiveStartKey === undefined ? 0 : Number(input.ExclusiveStartKey["at"]?.N);
    const end = Math.min(items.length, start + 5);
    if (end === items.length) readings.set(region, reading + 1);
    return {
      Items: items.slice(start, end).map(({ key, item }) => ({ ...encodeKey(key), ...encodeItem(item) })),
      ...(end === items.length ? {} : { LastEvaluatedKey: { at: { N: `${end}` } } }),
    };
  }
  const aws: Pick<Aws, "dynamodb"> = { dynamodb };
  return { aws, readings };
}

async function audit(...states: readonly [LedgerState, ...LedgerState[]]) {
  const { aws, readings } = awsWith(...states);
  const { findings, items, moving } = await auditUntilSure(aws, readDeployment(), fakeContext().clock);
  const broken = findings.filter(({ breaches }) => breaches.length > 0).map(({ checker }) => checker.name);
  return { broken, items, moving, readings: readings.get("eu-west-1") };
}

it("reads every page of every region once where nothing is broken", async () => {
  const items = [...cleanState().regions.values()].flat().length;
  expect(await audit(cleanState())).toEqual({ broken: [], items, moving: false, readings: 1 });
});

it("believes a breach that it finds twice in a row", async () => {
  const broken = ["balances-match-postings", "no-overdraft"];
  expect(await audit(overdrawn(1n))).toMatchObject({ broken, moving: false, readings: 2 });
});

it("lets go of a breach that was only a write seen by half", async () => {
  expect(await audit(overdrawn(1n), cleanState())).toMatchObject({ broken: [], moving: false, readings: 2 });
});

it("says so where the ledger changes all the while", async () => {
  const [first, ...others] = Array.from({ length: 12 }, (_, n) => overdrawn(BigInt(n + 1)));
  if (first === undefined) throw new Error("There are twelve states.");
  expect(await audit(first, ...others)).toMatchObject({ moving: true, readings: 10 });
});

import type { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { auditUntilSure, type AuditOptions } from "../../../cli/auditing.ts";
import type { Aws } from "../../../cli/aws.ts";
import { readDeployment } from "../../../cli/deployment.ts";
import { checkers } from "../../../drills/checkers/index.ts";
import type { LedgerState, StoredItem } from "../../../drills/checkers/ledger-view.ts";
import { encodeItem, encodeKey, encodeKeyedItem } from "../../../functions/stores/item-codec.ts";
import { plus } from "../drills/checkers/changes.ts";
import { evacuatedState } from "../drills/checkers/evacuation.ts";
import { cleanState, names, withChange } from "../drills/checkers/states.ts";
import { viewsOf } from "../drills/checkers/views.ts";
import { fakeContext } from "./fake-context.ts";

const balance = { pk: `us#acct#${names.abroad}`, sk: "balance" };
const overdrawn = (by: bigint) => withChange(cleanState(), balance, (item) => ({ ...item, available: -by }));

/** A row of the views that nobody has ever rebuilt. */
const served = ({ key, item }: StoredItem) => encodeKeyedItem({ ...key, pk: `1#${key.pk}` }, item);

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
    if (input.TableName?.endsWith("-views") === true) return { Items: viewsOf(state).map(served) };
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

async function audit(states: readonly [LedgerState, ...LedgerState[]], options: AuditOptions = {}) {
  const { aws, readings } = awsWith(...states);
  const { findings, ...found } = await auditUntilSure(aws, readDeployment(), fakeContext().clock, options);
  const broken = findings.filter(({ breaches }) => breaches.length > 0).map(({ checker }) => checker.name);
  return { ...found, broken, judged: findings.length, readings: readings.get("eu-west-1") };
}

it("reads every page of every region once where nothing is broken", async () => {
  const items = [...evacuatedState().regions.values()].flat().length;
  const sound = { broken: [], items, moving: false, atRest: true, judged: checkers.length + 1, readings: 1 };
  expect(await audit([evacuatedState()])).toMatchObject(sound);
});

it("judges what always holds while something is under way, and the rest when asked to", async () => {
  const always = checkers.filter(({ holds }) => holds === "always").length;
  expect(await audit([cleanState()])).toMatchObject({ broken: [], atRest: false, judged: always, readings: 1 });
  const broken = ["nothing-under-way", "clearing-zero"];
  expect(await audit([cleanState()], { afterHeal: true })).toMatchObject({ broken, atRest: true, readings: 2 });
});

it("believes a breach that it finds twice in a row", async () => {
  const broken = ["balances-match-postings", "no-overdraft-beyond-tail"];
  expect(await audit([overdrawn(1n)])).toMatchObject({ broken, moving: false, readings: 2 });
});

it("lets go of a breach that was only a write seen by half", async () => {
  expect(await audit([overdrawn(1n), cleanState()])).toMatchObject({ broken: [], moving: false, readings: 2 });
});

it("tells only what it saw twice where the ledger changes all the while, and says so", async () => {
  const moving = Array.from({ length: 12 }, (_, n) => lastingly(overdrawn(BigInt(n + 1))));
  const [first, ...others] = moving;
  if (first === undefined) throw new Error("There are twelve states.");
  expect(await audit([first, ...others])).toMatchObject({ broken: ["one-writer"], moving: true, readings: 10 });
});

it("tells tails, and overdrafts within them, as facts", async () => {
  const paid = (by: bigint) => plus("available", by);
  const below = withChange(evacuatedState(), { pk: `eu#acct#${names.payer}`, sk: "balance" }, paid(-100_000n));
  const { tails, overdrafts } = await audit([below]);
  expect(tails).toMatchObject([{ account: names.payer, spender: "us", amount: 300n }]);
  expect(overdrafts).toMatchObject([{ account: names.payer, tail: 300n }]);
});

/** A breach that stands in every state, besides those that come and go. */
function lastingly(state: LedgerState): LedgerState {
  return withChange(state, { pk: "zz#transit#eu#0", sk: "balance" }, () => ({ net_EUR: 0n }));
}

import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { timeText } from "../../../functions/domain/view-keys.ts";
import { createAws } from "../../../cli/aws.ts";
import { processContext, type CliContext } from "../../../cli/context.ts";
import type { CellPlace } from "../../../cli/deployment.ts";
import type { Actors } from "../../../cli/demo/actors.ts";
import { inParallel } from "../../../cli/demo/in-parallel.ts";
import { pay } from "../../../cli/demo/pay-all.ts";
import type { PlannedPayment } from "../../../cli/demo/payments.ts";
import { prepare } from "../../../cli/demo/prepare.ts";
import { createEdgeClient } from "../../../cli/edge-client.ts";
import { standUp } from "../../../cli/stand-up.ts";
import { answerAll } from "../../standing.ts";
import type { LagOrder, Lags } from "../messages.ts";

// A whole platform on a local cloud, paid through its edge; its views are looked at beside.

const POLL_MS = 20;
/** Clocks are the same; an entry is booked when its payment is taken, before the answer. */
const LOOK_BACK_MS = 5_000;
const PATIENCE_MS = 60_000;
const WARM_UPS = 200;
const FUNDS = { amount: 1_000_000_000n, currency: "EUR" } as const;
const AMOUNT = 100n;
/** Of a table that was never rebuilt. */
const GENERATION = "1";

// Sent by bench/figures/views.ts alone.
answerAll((message) => carryOut(message as LagOrder));

/** When a payment was answered, on the wall clock, and where its debtor is. */
interface Answered {
  readonly at: number;
  readonly account: string;
  readonly cell: string;
}

async function carryOut({ payments, concurrency }: LagOrder): Promise<Lags> {
  const context: CliContext = { ...processContext(), screen: undefined, err: () => undefined };
  const cloud = await standUp({ port: 0, edgePort: 0 }, context);
  const aws = createAws(cloud.awsUrl);
  try {
    const edge = createEdgeClient(cloud.edgeUrl, context.clock, context.random);
    const { actors, tokens } = await prepare(cloud, aws, edge, FUNDS, context);
    const { cells } = cloud.deployment;
    const paid = async (name: string, payments: number): Promise<Followed> => {
      const answered = new Map<string, Answered>();
      const follow = ({ name: cell, region }: CellPlace) =>
        followEntries(aws.dynamodb(region), cloud.deployment.viewsTable(cell), answered, payments);
      const seen = Promise.all(cells.map(follow));
      const began = performance.now();
      await inParallel(plan(name, payments, actors), concurrency, async (payment) => {
        const { answer } = await pay(payment, { edge, tokenOf: tokens.marketplace, concurrency }, context);
        if (answer.is !== "accepted") throw new Error("A payment of the bench was not accepted.");
        answered.set(answer.id, { at: Date.now(), account: payment.debtor.account, cell: payment.debtor.cell });
      });
      const perSecond = (payments * 1_000) / (performance.now() - began);
      return { answered, seen: await seen, perSecond };
    };
    // Until then functions start, and the views' own first rows are made.
    await paid("warm-up", WARM_UPS);
    return lagsIn(await paid("counted", payments), cells);
  } finally {
    aws.close();
    await cloud.shutdown();
  }
}

/** What became of some payments: when they were answered, and when each cell's views had them. */
interface Followed {
  readonly answered: ReadonlyMap<string, Answered>;
  readonly seen: readonly ReadonlyMap<string, number>[];
  readonly perSecond: number;
}

function lagsIn({ answered, seen, perSecond }: Followed, cells: readonly CellPlace[]): Lags {
  const lags = cells.flatMap(({ name }, index) =>
    [...answered].map(([id, { at, cell }]) => {
      const lag = Math.max(0, (seen[index]?.get(id) ?? Number.POSITIVE_INFINITY) - at);
      return { own: cell === name, lag };
    }),
  );
  const of = (own: boolean) => lags.filter((one) => one.own === own).map(({ lag }) => lag);
  return { own: of(true), other: of(false), perSecond };
}

/** The debtors take turns, and every payee gets one from each of them. */
function plan(name: string, payments: number, { debtors, payees }: Actors): readonly PlannedPayment[] {
  return Array.from({ length: payments }, (_, number) => {
    const debtor = debtors[number % debtors.length] ?? debtors[0];
    const payee = payees[Math.floor(number / debtors.length) % payees.length] ?? payees[0];
    return { debtor, payee, amount: AMOUNT, currency: "EUR", idempotencyKey: `lag-${name}-${number}` };
  });
}

/** When the debtor's entry of every payment was first seen in a cell's views. */
async function followEntries(
  client: ReturnType<ReturnType<typeof createAws>["dynamodb"]>,
  table: string,
  answered: ReadonlyMap<string, Answered>,
  payments: number,
): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  for (let last = Date.now(); seen.size < payments;) {
    const missing = [...answered].filter(([id]) => !seen.has(id));
    const oldest = Math.min(...missing.map(([, { at }]) => at));
    for (const account of new Set(missing.map(([, one]) => one.account))) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk AND sk > :since",
          ProjectionExpression: "payment",
          ExpressionAttributeValues: {
            ":pk": { S: `${GENERATION}#acct#${account}` },
            ":since": { S: `entry#${timeText(BigInt(oldest - LOOK_BACK_MS))}` },
          },
        }),
      );
      const now = Date.now();
      for (const id of Items.flatMap(({ payment }) => payment?.S ?? [])) {
        if (!seen.has(id)) [last] = [now, seen.set(id, now)];
      }
    }
    if (Date.now() - last > PATIENCE_MS) throw new Error("Entries of the bench did not come into the views.");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return seen;
}

import { randomUUID } from "node:crypto";
import type { AccountId } from "../../../functions/domain/ids.ts";
import type { Clock } from "../../../functions/stores/clock.ts";
import { UserError } from "../../../local/core/errors.ts";
import { createAws, type Aws } from "../../aws.ts";
import type { CliContext } from "../../context.ts";
import { addTenants, getTokens, openAccounts, type Actors, type Tokens } from "../../demo/actors.ts";
import { createDirectory, type Directory } from "../../directory.ts";
import { createEdgeClient, type EdgeClient, type EdgeReply } from "../../edge-client.ts";
import { findPlatform, type Platform } from "../../operator/platform.ts";
import { untilReady } from "../../readiness.ts";
import type { StandingCloud } from "../../stand-up.ts";
import { accessIam, type IamAccess, type Schedule } from "./iam-access.ts";

/** Everything that a behaviour is tried on. */
export interface Ground {
  readonly cloud: StandingCloud;
  readonly aws: Aws;
  readonly platform: Platform;
  readonly directory: Directory;
  readonly edge: EdgeClient;
  readonly tokens: Tokens;
  readonly actors: Actors;
  readonly clock: Clock;
  readonly iam: IamAccess;
  readonly schedules: readonly Schedule[];
  /** The same ground for one trial: once `callOff` is called, whoever waits on it ends with an error. */
  trial(): Promise<{ readonly ground: Ground; callOff(): void }>;
}

const FUNDS = { amount: 1_000_000_000n, currency: "EUR" } as const;

/** Tenants, accounts and money on a cloud that has just been deployed. */
export async function prepareGround(cloud: StandingCloud, context: CliContext): Promise<Ground> {
  const aws = createAws(cloud.awsUrl);
  const iam = accessIam(cloud.cloud);
  const directory = createDirectory(aws, cloud.deployment, context.clock);
  const edge = createEdgeClient(cloud.edgeUrl, context.clock, context.random);
  const clients = await addTenants(directory);
  const [tokens] = await Promise.all([
    getTokens(directory, clients),
    untilReady(aws, cloud.deployment, [...clients.marketplace, ...clients.platform], context.clock),
  ]);
  const actors = await openAccounts(cloud.deployment, edge, tokens, FUNDS);
  const schedules = await iam.schedules();
  const fixed = { cloud, aws, tokens, actors, iam, schedules };

  /** Whatever waits does so on this clock. */
  async function on(clock: Clock): Promise<Ground> {
    const variables = { ...context.variables, AWS_ENDPOINT_URL: cloud.awsUrl };
    return {
      ...fixed,
      clock,
      platform: await findPlatform({ ...context, clock, variables }, undefined),
      directory: createDirectory(aws, cloud.deployment, clock),
      edge: createEdgeClient(cloud.edgeUrl, clock, context.random),
      trial,
    };
  }

  async function trial(): ReturnType<Ground["trial"]> {
    const { sleep } = context.clock;
    let calledOff = false;
    const stopping = async (ms: number): Promise<void> => {
      if (calledOff) throw new UserError("The trial was called off.");
      await sleep(ms);
    };
    return { ground: await on({ ...context.clock, sleep: stopping }), callOff: () => void (calledOff = true) };
  }

  return on(context.clock);
}

/** Waits until `look` finds something. Throws `UserError` that says what was missing. */
export async function until<T>(
  { clock }: Pick<Ground, "clock">,
  what: string,
  withinMs: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const began = clock.monotonic();
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (clock.monotonic() - began > withinMs) throw new UserError(`${what} did not come about.`);
    await clock.sleep(100);
  }
}

/** An account that pays in a cell, and one that is paid there. */
export function accountsOf(
  { actors }: Ground,
  cell: string,
): { readonly debtor: AccountId; readonly payee: AccountId } {
  const debtor = actors.debtors.find((one) => one.cell === cell)?.account;
  const payee = actors.payees.find((one) => one.startsWith(`acc_${cell}_`));
  if (debtor === undefined || payee === undefined) throw new Error(`Cell ${cell} has no accounts.`);
  return { debtor, payee };
}

/** Changes something through the edge under a key of its own. Throws `UserError` where the answer is another one. */
export async function post(
  ground: Ground,
  cell: string,
  request: { readonly path: string; readonly body: unknown; readonly status: number; readonly key?: string },
): Promise<EdgeReply["body"]> {
  const { path, body, status, key = randomUUID() } = request;
  const token = ground.tokens.marketplace(cell);
  const reply = await ground.edge.send({ method: "POST", path, token, body, idempotencyKey: key, homeCell: cell });
  return expected(`POST ${path}`, reply, status);
}

/** Reads something through the edge, from the cell where that is left open. */
export async function get(ground: Ground, cell: string, path: string): Promise<EdgeReply["body"]> {
  const token = ground.tokens.marketplace(cell);
  const reply = await ground.edge.send({ method: "GET", path, token, preferCell: cell });
  return expected(`GET ${path}`, reply, 200);
}

function expected(what: string, { status, body }: EdgeReply, wanted: number): EdgeReply["body"] {
  if (status === wanted) return body;
  throw new UserError(`${what} was answered with ${status} ${JSON.stringify(body)}.`);
}

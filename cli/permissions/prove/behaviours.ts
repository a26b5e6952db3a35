import { randomUUID } from "node:crypto";
import { UserError } from "../../../local/core/errors.ts";
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../../../functions/stores/clock.ts";
import type { CellPlace } from "../../deployment.ts";
import { evacuateCell } from "../../operator/evacuating.ts";
import { failHomeBack } from "../../operator/failing-back.ts";
import { placeOf } from "../../operator/platform.ts";
import { createSteps, type Steps } from "../../operator/steps.ts";
import { untilReady } from "../../readiness.ts";
import { delivering, sealing } from "./archiving.ts";
import { accountsOf, get, post, until, type Ground } from "./ground.ts";
import { givingBack } from "./giving-back.ts";
import { allowed, type Schedule } from "./iam-access.ts";
import { hearingBanks, payingOut } from "./paying-out.ts";
import { reporting } from "./reporting.ts";
import { telling } from "./telling.ts";
import { uploading } from "./uploading.ts";
import { viewing } from "./viewing.ts";

/** Something that the platform does and customers or operators rely on; `run` throws where it does not. */
export interface Behaviour {
  readonly name: string;
  /**
   * The roles that it is about, where it takes so long that it is tried together with others like it: what others do
   * meanwhile is not its own.
   */
  readonly concerns?: readonly string[];
  run(ground: Ground): Promise<unknown>;
}

/** Everything that the platform does, in each of its cells. Each leaves things as they were, or is repeatable. */
export function behavioursOf(ground: Ground): readonly Behaviour[] {
  const { cells, authorityRegions } = ground.cloud.deployment;
  return [
    ...cells.flatMap(({ name, standIns }) => [
      { name: `${name} takes a payment, shows it and replays it`, run: (on: Ground) => payment(on, name) },
      { name: `${name} opens and closes an account`, run: (on: Ground) => account(on, name) },
      { name: `${name} authorizes, captures, voids and refunds`, run: (on: Ground) => operations(on, name) },
      { name: `${name} shows what was paid in its views`, run: (on: Ground) => viewing(on, name) },
      { name: `${name} pays out to another bank`, run: (on: Ground) => payingOut(on, name) },
      { name: `${name} hears a bank, and sweeps`, run: (on: Ground) => hearingBanks(on, name) },
      { name: `${name} pays a file that is uploaded`, run: (on: Ground) => uploading(on, name) },
      { name: `${name} makes its reports`, run: (on: Ground) => reporting(on, name) },
      { name: `${name} tells endpoints of a payout`, run: (on: Ground) => telling(on, name) },
      { name: `${name} is credited by ${standIns[0]}`, run: (on: Ground) => crossing(on, standIns[0] ?? "", name) },
      { name: `${name} gives back what ${standIns[0]} paid`, run: (on: Ground) => refund(on, standIns[0] ?? "", name) },
      { name: `${name} renews its lease`, run: (on: Ground) => lease(on, name) },
      { name: `${name} beats`, run: (on: Ground) => beat(on, name) },
      { name: `${name} learns of a new client`, run: (on: Ground) => client(on, name) },
    ]),
    ...authorityRegions.map((region) => ({ name: `${region} probes`, run: (on: Ground) => probes(on, region) })),
    ...cells.map(({ name }) => ({
      name: `${name} is evacuated, its accounts pay, and it comes home`,
      run: (on: Ground) => evacuation(on, name),
    })),
    ...cells.map((cell) => ({
      name: `${cell.name} gives back what its inbox cannot act on`,
      run: (on: Ground) => givingBack(on, cell),
    })),
    ...cells.map((cell) => ({
      name: `${cell.name} seals its archive and countersigns`,
      run: (on: Ground) => sealing(on, cell),
    })),
    ...cells.map((cell) => ({
      name: `${cell.name} archives its journal`,
      concerns: [`${ground.cloud.deployment.stage}-${cell.name}-archive-delivery`],
      run: (on: Ground) => delivering(on, cell),
    })),
    ...cells.map((cell) => ({
      name: `${cell.name} starts its functions anew`,
      run: (on: Ground) => renewal(on, cell),
    })),
    ...ground.schedules.map((schedule) => ({
      name: `${schedule.role} starts its function`,
      concerns: [schedule.role, schedule.role.replace(/(-sweep)?-schedule$/, "")],
      run: (on: Ground) => scheduled(on, schedule),
    })),
    ...cells.map(({ name }) => ({
      name: `${name} publishes what its issuer has lost`,
      concerns: [`${ground.cloud.deployment.stage}-${name}-lease-keeper`],
      run: (on: Ground) => issuer(on, name),
    })),
  ];
}

async function payment(ground: Ground, cell: string): Promise<void> {
  const { debtor, payee } = accountsOf(ground, cell);
  const request = {
    path: `/v1/accounts/${debtor}/payments`,
    body: { payee, amount: 100, currency: "EUR", reference: randomUUID() },
    status: 201,
    key: randomUUID(),
  };
  const { id } = await post(ground, cell, request);
  const again = await post(ground, cell, request);
  if (again["id"] !== id) throw new UserError("The same key made another payment.");
  await get(ground, cell, `/v1/payments/${String(id)}`);
  await get(ground, cell, `/v1/accounts/${debtor}/balance`);
  await get(ground, cell, `/v1/accounts/${debtor}/events`);
}

async function account(ground: Ground, cell: string): Promise<void> {
  const { id } = await post(ground, cell, { path: "/v1/accounts", body: { currency: "EUR" }, status: 201 });
  await post(ground, cell, { path: `/v1/accounts/${String(id)}/close`, body: {}, status: 200 });
}

async function operations(ground: Ground, cell: string): Promise<void> {
  const captured = await authorize(ground, cell);
  await operate(ground, cell, captured, "capture");
  await operate(ground, cell, captured, "refunds");
  await operate(ground, cell, await authorize(ground, cell), "void");
}

async function authorize(ground: Ground, cell: string): Promise<string> {
  const { debtor, payee } = accountsOf(ground, cell);
  const body = { payee, amount: 100, currency: "EUR", capture: "manual" };
  return String((await post(ground, cell, { path: `/v1/accounts/${debtor}/payments`, body, status: 201 }))["id"]);
}

function operate(ground: Ground, cell: string, id: string, name: string, status = 201): Promise<unknown> {
  return post(ground, cell, { path: `/v1/payments/${id}/${name}`, body: {}, status });
}

async function crossing(ground: Ground, from: string, to: string): Promise<string> {
  const { debtor } = accountsOf(ground, from);
  const { payee } = accountsOf(ground, to);
  const body = { payee, amount: 100, currency: "EUR" };
  const { id } = await post(ground, from, { path: `/v1/accounts/${debtor}/payments`, body, status: 201 });
  await until(ground, `The credit of a payment from ${from} to ${to}`, 20_000, async () => {
    const { state } = await get(ground, from, `/v1/payments/${String(id)}`);
    return state === "completed" ? true : undefined;
  });
  return String(id);
}

/** Taking money from a payee needs its home's authority: nothing else that comes from another cell does. */
async function refund(ground: Ground, from: string, to: string): Promise<void> {
  const id = await crossing(ground, from, to);
  const { id: operation } = await post(ground, from, { path: `/v1/payments/${id}/refunds`, body: {}, status: 202 });
  await until(ground, `The refund of a payment from ${from} to ${to}`, 20_000, async () => {
    const { operations } = await get(ground, from, `/v1/payments/${id}`);
    // The form of the API's answer.
    const found = (operations as readonly { readonly id: string; readonly state: string }[]).find(
      (one) => one.id === operation,
    );
    return found?.state === "completed" ? true : undefined;
  });
}

async function lease({ platform, clock }: Ground, cell: string): Promise<void> {
  const first = (await platform.lease(cell))?.sent ?? 0;
  await until({ clock }, `A newer lease of ${cell}`, 8_000, async () => {
    const { sent } = (await platform.lease(cell)) ?? { sent: 0 };
    return sent > first + 2_000 ? true : undefined;
  });
}

async function beat({ platform, clock }: Ground, cell: string): Promise<void> {
  const { name } = placeOf(platform.deployment, cell);
  const first = (await platform.signs.beatOf(name))?.count ?? 0n;
  await until({ clock }, `A new beat of ${cell}`, 15_000, async () => {
    const now = (await platform.signs.beatOf(name))?.count ?? 0n;
    return now > first ? true : undefined;
  });
}

async function client(ground: Ground, cell: string): Promise<void> {
  const { directory, aws, cloud, clock } = ground;
  const clients = await directory.add(`tenant-${randomUUID()}`, ["payments/read"]);
  const known = clients.filter((one) => one.cell === cell);
  await untilReady(aws, cloud.deployment, known, clock);
}

async function probes({ platform, clock }: Ground, region: string): Promise<void> {
  const { cells, authorityRegions } = platform.deployment;
  const names = cells.map(({ name }) => placeOf(platform.deployment, name).name);
  const count = async (): Promise<bigint> => {
    const survey = await platform.signs.survey(names, authorityRegions);
    const own = (survey?.probes ?? []).filter((one) => one.region === region);
    return own.reduce((sum, one) => sum + one.count, 0n);
  };
  const first = await count();
  await until({ clock }, `A new probe from ${region}`, 15_000, async () =>
    (await count()) > first ? true : undefined,
  );
}

async function evacuation(ground: Ground, cell: string): Promise<void> {
  const { platform, clock } = ground;
  const before = await authorize(ground, cell);
  await evacuateCell({ cell, by: "permissions", homeIsDead: false, force: true }, platform, untold(clock));
  const standIn = placeOf(platform.deployment, cell).standIns[0] ?? "";
  const { debtor, payee } = accountsOf(ground, cell);
  const away = accountsOf(ground, standIn).payee;
  const pay = (to: string) =>
    post(ground, cell, {
      path: `/v1/accounts/${debtor}/payments`,
      body: { payee: to, amount: 100, currency: "EUR" },
      status: 201,
    });
  await pay(payee);
  await pay(away);
  const meanwhile = await authorize(ground, cell);
  await operate(ground, cell, meanwhile, "capture");
  // What the stand-in did not authorize waits for the home.
  await operate(ground, cell, before, "capture", 202);
  await operate(ground, cell, meanwhile, "refunds", 202);
  await bringHome(ground, cell);
}

function untold(clock: Clock): Steps {
  return createSteps(
    clock,
    () => {},
    () => {},
  );
}

/** Brings a cell home where it is away or on its way, and waits until it has its lease and beats. */
export async function bringHome(ground: Ground, cell: string): Promise<void> {
  const { platform, clock } = ground;
  const { name } = placeOf(platform.deployment, cell);
  const away = async () => {
    const home = (await platform.authority.state())?.homes[name];
    return home === undefined || (home.owner === name && home.mode === "normal") ? undefined : home;
  };
  if ((await away())?.mode === "normal") {
    await failHomeBack({ home: cell, by: "permissions" }, platform, untold(clock));
  }
  await until(ground, `${cell} at home`, 90_000, async () => ((await away()) === undefined ? true : undefined));
  await lease(ground, cell);
  await beat(ground, cell);
}

/** After a deployment functions start in fresh environments: each makes a log stream of its own. */
async function renewal(ground: Ground, { name, region, standIns }: CellPlace): Promise<void> {
  const { iam, cloud } = ground;
  const functions = [
    "payments-api",
    "relay",
    "credit-inbox",
    "projector",
    "bank-connector",
    "payout-ledger",
    "reports",
    "webhooks",
    "batch-runner",
  ].map((one) => `${cloud.deployment.stage}-${name}-${one}`);
  const started = (role: string): number => allowed(ground.iam.usage(), role, "logs:CreateLogStream");
  const before = functions.map(started);
  for (const one of functions) await iam.renew(region, one);
  await crossing(ground, standIns[0] ?? "", name);
  await crossing(ground, name, standIns[0] ?? "");
  // Of which an endpoint is told.
  await telling(ground, name);
  await reporting(ground, name);
  await uploading(ground, name);
  await until(ground, `A fresh environment of each function of ${name}`, 15_000, async () =>
    functions.every((role, index) => started(role) > (before[index] ?? 0)) ? true : undefined,
  );
}

/** Every schedule starts its function once a minute, here in a fresh environment. */
async function scheduled(ground: Ground, { role, region, functionName }: Schedule): Promise<void> {
  const starts = (): number => allowed(ground.iam.usage(), role, "lambda:InvokeFunction");
  await ground.iam.renew(region, functionName);
  const first = starts();
  await until(ground, `A start by ${role}`, 70_000, async () => (starts() > first ? true : undefined));
  await ground.clock.sleep(FIRST_TICKS_MS);
}

const FIRST_TICKS_MS = 4_000;

/** A keeper that starts compares what the directory says of its cell's issuer, and puts it right. */
async function issuer({ aws, cloud, clock }: Ground, cell: string): Promise<void> {
  const { authorityRegions, authorityTable } = cloud.deployment;
  const client = aws.dynamodb(authorityRegions[0]);
  const item = { TableName: authorityTable, Key: { pk: { S: `issuer#${cell}` } } };
  const told = async () =>
    (await client.send(new GetItemCommand({ ...item, ConsistentRead: true }))).Item?.["canary"]?.S;
  await client.send(
    new UpdateItemCommand({ ...item, UpdateExpression: "REMOVE canary", ConditionExpression: "attribute_exists(pk)" }),
  );
  await until({ clock }, `The issuer of ${cell}`, 90_000, told);
}

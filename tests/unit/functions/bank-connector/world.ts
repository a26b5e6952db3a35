import { createApp, type BankConnector, type Stores } from "../../../../functions/bank-connector/app.ts";
import { parseEnv } from "../../../../functions/bank-connector/env.ts";
import { parseBeneficiary } from "../../../../functions/domain/beneficiaries.ts";
import { parsePaymentId } from "../../../../functions/domain/ids.ts";
import type { HomeAuthority, Lease } from "../../../../functions/domain/lease.ts";
import { parseAmount } from "../../../../functions/domain/money.ts";
import type { CreditTransfer } from "../../../../functions/iso20022/pacs008.ts";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { createBank, type Bank } from "../../../../local/bank/bank.ts";
import type { BankKey } from "../../../../local/bank/signatures.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { EU, EUR, NOW, valueOf } from "../domain/world.ts";

export const KEY: BankKey = { id: "k1", secret: Buffer.alloc(32, 1) };
export const NEXT_KEY: BankKey = { id: "k2", secret: Buffer.alloc(32, 2) };

/** The text of a secret with these keys; `until` where one is on its way out. */
export function secretOf(...keys: readonly (BankKey & { readonly until?: string })[]): string {
  const kept = keys.map(({ id, secret, until }) => ({ id, secret: Buffer.from(secret).toString("base64"), until }));
  return JSON.stringify({ keys: kept });
}

export const ENV = {
  CELL: "eu",
  AUTHORITY_TABLE: "prod-authority",
  AUTHORITY_REGIONS: "eu-west-1,eu-north-1",
  VAULT_TABLE: "prod-eu-vault",
  VAULT_KEY: "alias/prod-eu-vault",
  PAYOUTS_MACHINE: "arn:aws:states:eu-west-1:111122223333:stateMachine:prod-eu-payouts",
  BANK_KEYS: "prod-eu-bank",
  BANK_URL: "http://127.0.0.1:9",
  ORDERING_NAME: "Payment Cells Safeguarding",
  ORDERING_IBAN: "DE89370400440532013000",
  ORDERING_BIC: "COBADEFF",
};

/** A connector and a bank in virtual time, and what a test can turn. */
export interface RailWorld {
  readonly kernel: VirtualKernel;
  readonly bank: Bank;
  readonly connector: BankConnector;
  readonly clock: Clock;
  /** What the connector reads it from. */
  readonly authorityStore: Stores["authority"];
  /** What the authority says of the home; `throws` where it cannot be read. */
  authority: HomeAuthority | "throws" | undefined;
  secret: string;
  /** What stands between connector and bank. */
  wire: (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>;
  /** What the bank pushed. */
  readonly pushed: { request: Request; body: string }[];
  /** Runs until what was begun is over. */
  finish<Value>(begun: Promise<Value>): Promise<Value>;
  behave(knobs: unknown): Promise<number>;
  payments(): Promise<readonly { readonly received: number; readonly verdict: string; readonly amount: string }[]>;
}

/** Makes such a world; all of it from one seed. */
export function railWorld(seed = 1): RailWorld {
  const kernel = createVirtualKernel(seed);
  const pushed: RailWorld["pushed"] = [];
  const bank = createBank({
    kernel,
    keys: [KEY],
    fetch: async (request) => {
      pushed.push({ request, body: await request.clone().text() });
      return new Response("");
    },
  });
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
  const toBank = (request: Request) => bank.fetch(new Request(request));
  const stores: Stores = {
    authority: {
      async read() {
        if (world.authority === "throws") throw new Error("unreachable");
        const homes = world.authority === undefined ? {} : { eu: world.authority };
        return { revision: 1n, sent: kernel.now(), homes, directoryRevision: 1n } satisfies Lease;
      },
    },
    secret: async () => world.secret,
    fetch: (request) =>
      Promise.race([
        world.wire(request, toBank),
        new Promise<never>((_, reject) => {
          request.signal.addEventListener("abort", () => reject(new Error("aborted")));
        }),
      ]),
  };
  const world: RailWorld = {
    kernel,
    bank,
    clock,
    pushed,
    authorityStore: stores.authority,
    connector: createApp(parseEnv(ENV), stores, clock),
    authority: { owner: EU, epoch: 1n, mode: "normal" },
    secret: secretOf(KEY),
    wire: (request, send) => send(request),
    async finish(begun) {
      const state = { over: false };
      const ended = begun.finally(() => {
        state.over = true;
      });
      ended.catch(() => undefined);
      // Streams and digests go on between the kernel's tasks.
      for (let turn = 0; turn < 4_000 && !state.over; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (turn % 20 === 19) await kernel.advance(500);
      }
      return ended;
    },
    async behave(knobs) {
      const request = new Request("http://bank/_bank/behaviour", { method: "PUT", body: JSON.stringify(knobs) });
      return (await bank.fetch(request)).status;
    },
    async payments() {
      return JSON.parse(await (await bank.fetch(new Request("http://bank/_bank/payments"))).text());
    },
  };
  return world;
}

/** A payout of 12.50 EUR by its number. */
export function transferOf(number = 1): CreditTransfer {
  const beneficiary = parseBeneficiary({ name: "Ana", iban: "NL91ABNA0417164300" }, EUR);
  if (!beneficiary.ok) throw new Error(beneficiary.refusal.code);
  const payment = valueOf(parsePaymentId(`pay_eu_${number.toString(16).padStart(32, "0")}`));
  return { payment, amount: valueOf(parseAmount(1_250n)), currency: EUR, at: NOW, beneficiary: beneficiary.value };
}

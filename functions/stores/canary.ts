import { accountIdOf, type AccountId, type CellName } from "../domain/ids.ts";
import { ORIGIN_SECRET_HEADER, originAddress, tokenAddress } from "./addresses.ts";
import type { Clock, Random } from "./clock.ts";
import { CANARY_TENANT } from "./control.ts";
import type { Fetch } from "./probe.ts";

/** What a canary payment came to. */
export type CanaryOutcome =
  | { readonly outcome: "paid" }
  /** The cell sends callers to the one that serves its home now: it is well, and knows that it is evacuated. */
  | { readonly outcome: "redirected" }
  | { readonly outcome: "failed"; readonly why: string };

/** A payment between two accounts of the platform's own, through everything that a customer's payment goes through. */
export interface Canary {
  /** Pays, within three seconds all in all. Never throws. */
  pay(): Promise<CanaryOutcome>;
}

/** Where a canary pays, and as whom. */
export interface CanarySettings {
  readonly cell: CellName;
  readonly region: string;
  readonly originHost: string;
  readonly originSecret: string;
  readonly userPoolDomain: string;
  readonly canaryClientId: string;
  readonly canaryClientSecret: string;
  readonly awsEndpoint: string | undefined;
}

const CANARY_DEADLINE_MS = 3_000;
/** A token is given up this long before it expires. */
const TOKEN_MARGIN_MS = 60_000;
const CURRENCY = "EUR";
/** Minor units: the accounts pay one another out of their overdrafts, so that no money ever has to be put into them. */
const OVERDRAFT = 100_000;
const AMOUNT = 1;

/** The two accounts between which a cell's canary pays: their age in another region shows how far that is behind. */
export function canaryAccounts(home: CellName): readonly AccountId[] {
  const scope = { tenant: CANARY_TENANT, method: "POST", route: "/v1/accounts", resource: home } as const;
  return ["a", "b"].map((name) => accountIdOf(home, { ...scope, key: openingKey(name) }));
}

/** The same keys open the same accounts, whoever asks and however often. */
function openingKey(name: string): string {
  return `canary-${name}-${CURRENCY}-${OVERDRAFT}`;
}

/** A canary of a cell; it keeps its token and its accounts, and opens them when it pays for the first time. */
export function createCanary(settings: CanarySettings, fetch: Fetch, clock: Clock, random: Random): Canary {
  const origin = originAddress(settings.originHost, settings.awsEndpoint);
  let token: { readonly text: string; readonly until: number } | undefined;
  let accounts: readonly [source: string, payee: string] | undefined;

  async function currentToken(signal: AbortSignal): Promise<string> {
    if (token !== undefined && clock.monotonic() < token.until) return token.text;
    const asked = clock.monotonic();
    const reply = await fetch(tokenRequest(settings, signal));
    const { access_token: text, expires_in: seconds } = await jsonOf(reply);
    if (typeof text !== "string" || typeof seconds !== "number") throw new Error(`token: status ${reply.status}`);
    token = { text, until: asked + seconds * 1000 - TOKEN_MARGIN_MS };
    return text;
  }

  async function post(path: string, key: string, body: object, signal: AbortSignal): Promise<Response> {
    const headers = {
      authorization: `Bearer ${await currentToken(signal)}`,
      "content-type": "application/json",
      "idempotency-key": key,
      "home-cell": settings.cell,
      [ORIGIN_SECRET_HEADER]: settings.originSecret,
    };
    const request = { method: "POST", headers, body: JSON.stringify(body), signal };
    return fetch(new Request(`${origin}${path}`, request));
  }

  async function open(name: string, signal: AbortSignal): Promise<string | CanaryOutcome> {
    const body = { currency: CURRENCY, overdraft_limit: OVERDRAFT };
    const reply = await post("/v1/accounts", openingKey(name), body, signal);
    const { id } = await jsonOf(reply);
    return reply.status === 201 && typeof id === "string" ? id : outcomeOf(reply, "opening");
  }

  async function payOnce(signal: AbortSignal): Promise<CanaryOutcome> {
    if (accounts === undefined) {
      const [one, other] = [await open("a", signal), await open("b", signal)];
      if (typeof one !== "string") return one;
      if (typeof other !== "string") return other;
      accounts = [one, other];
    }
    const [source, payee] = accounts;
    const key = `canary-${Math.floor(random() * 2 ** 48).toString(16)}`;
    const body = { payee, amount: AMOUNT, currency: CURRENCY };
    const reply = await post(`/v1/accounts/${source}/payments`, key, body, signal);
    await reply.arrayBuffer();
    // Back and forth; and back, too, when one side has nothing left.
    if (reply.status === 201 || reply.status === 422) accounts = [payee, source];
    return reply.status === 201 ? { outcome: "paid" } : outcomeOf(reply, "payment");
  }

  function outcomeOf({ status }: Response, step: string): CanaryOutcome {
    if (status === 421) return { outcome: "redirected" };
    if (status === 401) token = undefined;
    return { outcome: "failed", why: `${step}: status ${status}` };
  }

  return {
    async pay() {
      try {
        return await payOnce(clock.deadline(CANARY_DEADLINE_MS));
      } catch (fault) {
        return { outcome: "failed", why: fault instanceof Error ? fault.message : "a value that is no error" };
      }
    },
  };
}

/** What a canary asks for, and all that its client may have: its accounts live on an overdraft. */
export const CANARY_SCOPES: readonly string[] = ["accounts/write", "credit/write", "payments/write"];

/** RFC 6749, section 4.4: client credentials, authenticated by HTTP Basic. */
function tokenRequest(settings: CanarySettings, signal: AbortSignal): Request {
  const { canaryClientId, canaryClientSecret, userPoolDomain, region, awsEndpoint } = settings;
  const basic = Buffer.from(`${canaryClientId}:${canaryClientSecret}`).toString("base64");
  const headers = { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" };
  const scope = CANARY_SCOPES.join(" ");
  const body = new URLSearchParams({ grant_type: "client_credentials", scope });
  return new Request(tokenAddress(userPoolDomain, region, awsEndpoint), { method: "POST", headers, body, signal });
}

async function jsonOf(reply: Response): Promise<Readonly<Record<string, unknown>>> {
  const value: unknown = await reply.json().catch(() => undefined);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

import { describe, expect, it } from "vitest";
import { originSecretHeader } from "../../../../infra/plan/edge-settings.ts";
import { canaryClient } from "../../../../infra/plan/identity.ts";
import { ORIGIN_SECRET_HEADER } from "../../../../functions/stores/addresses.ts";
import { CANARY_SCOPES, createCanary, type CanarySettings } from "../../../../functions/stores/canary.ts";
import { EU } from "../domain/world.ts";
import { apiClient } from "../platform/api-client.ts";
import { createPlatform } from "../platform/platform.ts";
import { manualClock } from "./scripted-client.ts";

const SETTINGS: CanarySettings = {
  cell: EU,
  region: "eu-west-1",
  originHost: "eu.origin.pay.example.com",
  originSecret: "edge-secret",
  userPoolDomain: "prod-eu-111122223333",
  canaryClientId: "canary-client",
  canaryClientSecret: "canary-secret",
  awsEndpoint: undefined,
};

const TOKEN = { access_token: "t1", expires_in: 3600 };

/** A canary over a script of answers, [status, body] one a request; what it sent is kept. */
function canaryOf(script: readonly (readonly [number, object] | "hang" | Error)[], settings = SETTINGS) {
  const sent: { readonly url: string; readonly headers: Headers; readonly body: string }[] = [];
  const clock = manualClock();
  const deadline = new AbortController();
  const canary = createCanary(
    settings,
    async (request) => {
      const answer = script[sent.length];
      sent.push({ url: request.url, headers: request.headers, body: await request.text() });
      if (answer === undefined) throw new Error("the script has ended");
      if (answer instanceof Error) throw answer;
      if (answer !== "hang") return new Response(JSON.stringify(answer[1]), { status: answer[0] });
      return new Promise((_, reject) => {
        request.signal.addEventListener("abort", () => reject(new Error("aborted")));
        deadline.abort();
      });
    },
    { ...clock, deadline: () => deadline.signal },
    () => 0.5,
  );
  const paths = () => sent.map(({ url }) => url.replace("https://eu.origin.pay.example.com", ""));
  return { canary, sent, paths, clock };
}

const opened = (name: string) => [201, { id: `acc_eu_${name}` }] as const;
const OPENED = [[200, TOKEN], opened("a"), opened("b")] as const;
const PAID = [201, {}] as const;

describe("a canary payment", () => {
  it("opens its accounts, and pays between them, as its own client and past the edge", async () => {
    const { canary, sent } = canaryOf([...OPENED, PAID]);
    expect(await canary.pay()).toEqual({ outcome: "paid" });
    const [token, one, other, payment] = sent;
    expect(token?.url).toBe("https://prod-eu-111122223333.auth.eu-west-1.amazoncognito.com/oauth2/token");
    expect(token?.body).toBe("grant_type=client_credentials&scope=accounts%2Fwrite+credit%2Fwrite+payments%2Fwrite");
    const basic = token?.headers.get("authorization")?.replace("Basic ", "") ?? "";
    expect(Buffer.from(basic, "base64").toString()).toBe("canary-client:canary-secret");
    expect(token?.headers.has("x-origin-secret")).toBe(false);
    for (const request of [one, other, payment]) {
      expect(request?.headers.get("authorization")).toBe("Bearer t1");
      expect(request?.headers.get("x-origin-secret")).toBe("edge-secret");
    }
    expect(one?.headers.get("home-cell")).toBe("eu");
    expect([one, other].map((request) => request?.headers.get("idempotency-key"))).toEqual([
      "canary-a-EUR-100000",
      "canary-b-EUR-100000",
    ]);
    expect(payment?.url).toBe("https://eu.origin.pay.example.com/v1/accounts/acc_eu_a/payments");
    expect(payment?.body).toBe('{"payee":"acc_eu_b","amount":1,"currency":"EUR"}');
  });

  it("goes back and forth, and keeps token and accounts", async () => {
    const { canary, paths } = canaryOf([...OPENED, PAID, PAID, PAID]);
    for (let round = 0; round < 3; round += 1) await canary.pay();
    expect(paths().slice(3)).toEqual(["a", "b", "a"].map((name) => `/v1/accounts/acc_eu_${name}/payments`));
  });

  it("goes the other way once a side has nothing left", async () => {
    const { canary, paths } = canaryOf([...OPENED, [422, {}], PAID]);
    expect(await canary.pay()).toEqual({ outcome: "failed", why: "payment: status 422" });
    expect(await canary.pay()).toEqual({ outcome: "paid" });
    expect(paths()[4]).toBe("/v1/accounts/acc_eu_b/payments");
  });

  it("takes a new token a minute before the old one ends, or when it is refused", async () => {
    const second = [200, { ...TOKEN, access_token: "t2" }] as const;
    const { canary, sent, clock } = canaryOf([...OPENED, PAID, second, [401, {}], [200, TOKEN], PAID]);
    await canary.pay();
    clock.advance(3_540_000);
    expect(await canary.pay()).toEqual({ outcome: "failed", why: "payment: status 401" });
    expect(sent[5]?.headers.get("authorization")).toBe("Bearer t2");
    expect(await canary.pay()).toEqual({ outcome: "paid" });
  });

  it.each<[string, Parameters<typeof canaryOf>[0], object]>([
    ["an evacuated cell sends it elsewhere", [...OPENED, [421, {}]], { outcome: "redirected" }],
    [
      "a cell that was evacuated before opens no accounts",
      [
        [200, TOKEN],
        [421, {}],
        [421, {}],
      ],
      { outcome: "redirected" },
    ],
    ["a cell without a lease", [...OPENED, [503, {}]], { outcome: "failed", why: "payment: status 503" }],
    ["no token", [[400, { error: "invalid_client" }]], { outcome: "failed", why: "token: status 400" }],
    ["no connection", [new Error("ECONNREFUSED")], { outcome: "failed", why: "ECONNREFUSED" }],
    ["a payment that hangs is given up", [...OPENED, "hang"], { outcome: "failed", why: "aborted" }],
  ])("%s", async (_, script, outcome) => {
    expect(await canaryOf(script).canary.pay()).toEqual(outcome);
  });

  it("finds origin and tokens below the endpoint of a cloud that is somewhere else", async () => {
    const settings = { ...SETTINGS, awsEndpoint: "http://127.0.0.1:4566" };
    const { canary, sent } = canaryOf([...OPENED, PAID], settings);
    await canary.pay();
    expect(sent[0]?.url).toBe("http://127.0.0.1:4566/_aws/cognito/prod-eu-111122223333/oauth2/token");
    expect(sent[1]?.url).toBe("http://127.0.0.1:4566/_aws/origins/eu.origin.pay.example.com/v1/accounts");
  });
});

it("takes the name of the secret's header from nobody, but it is the firewall's", () => {
  expect(ORIGIN_SECRET_HEADER).toBe(originSecretHeader);
});

it("asks for what its client may have, and for nothing else", () => {
  expect(CANARY_SCOPES.toSorted()).toEqual(canaryClient.scopes.toSorted());
});

it("pays a cell's own API with the scopes that it asks for, without anybody putting money in", async () => {
  const platform = await createPlatform();
  const answer = async (request: Request) => {
    if (request.url.endsWith("/oauth2/token")) {
      const scope = new URLSearchParams(await request.text()).get("scope");
      return Response.json({ access_token: platform.token("eu", { scope }), expires_in: 3600 });
    }
    return platform.cell("eu").api.request(new URL(request.url).pathname, request);
  };
  const canaries = [0.1, 0.2, 0.3].map((seed) => createCanary(SETTINGS, answer, manualClock(), () => seed));
  for (const canary of canaries) expect(await canary.pay()).toEqual({ outcome: "paid" });
  await platform.renewLeases({ eu: "us" }, 2n);
  await platform.kernel.advance(2_001);
  await platform.renewLeases({ eu: "us" }, 2n);
  await apiClient(platform).get("/healthz", { cell: "eu" });
  for (const canary of canaries) expect(await canary.pay()).toEqual({ outcome: "redirected" });
});

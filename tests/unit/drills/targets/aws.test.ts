import { describe, expect, it } from "vitest";
import { conduct } from "../../../../drills/conduct/drill.ts";
import { drills } from "../../../../drills/scenarios/index.ts";
import { awsTarget, type AwsParts } from "../../../../drills/targets/aws.ts";
import { awsFaults } from "../../../../drills/targets/aws/experiments.ts";
import { readDeployedPlatform } from "../../../../drills/targets/aws/deployed-platform.ts";
import { encodeItem } from "../../../../functions/stores/item-codec.ts";
import { fakeContext } from "../../cli/fake-context.ts";
import { platform } from "./deployed.ts";

interface Sent {
  readonly constructor: { readonly name: string };
  readonly input: Record<string, unknown>;
}

const homes = {
  eu: { owner: "eu", epoch: 1n, mode: "normal" },
  us: { owner: "us", epoch: 1n, mode: "normal" },
};

/** Deployed services that answer what a drill asks of them; `reply` is what the edge answers. */
function fakeParts(
  reply: () => Promise<Response>,
  call: AwsParts["call"] = () => Promise.reject(new Error("no experiment")),
) {
  const sent: string[] = [];
  const requests: Request[] = [];
  const dynamodb = (region: string) => ({
    async send({ constructor, input }: Sent) {
      sent.push(`${region} ${constructor.name}`);
      const authority = encodeItem({ pk: "authority", revision: 3n, directoryRevision: 1n, homes });
      if (constructor.name === "GetItemCommand") return { Item: authority };
      if (constructor.name === "BatchGetItemCommand") return { Responses: { "staging-authority": [authority] } };
      if (constructor.name === "ScanCommand") return { Items: [encodeItem({ pk: "eu#acct#a", sk: "balance" })] };
      return { Attributes: input["ExpressionAttributeValues"] };
    },
  });
  const cognito = (region: string) => ({
    async send({ constructor, input }: Sent) {
      const { ClientName, ClientId } = input;
      const named = [ClientName, ClientId].filter((name) => typeof name === "string");
      sent.push([region, constructor.name, ...named].join(" "));
      const there = [{ ClientName: "drill", ClientId: "id-drill" }];
      if (constructor.name === "ListUserPoolClientsCommand") return { UserPoolClients: there };
      return { UserPoolClient: { ClientId: "id", ClientSecret: "secret" } };
    },
  });
  const parts: AwsParts = {
    dynamodb,
    cognito,
    router: { send: async () => ({ Items: [{ Key: "serves/eu", Value: "us" }] }) },
    call,
    async fetch(input, init) {
      const request = new Request(input, init);
      requests.push(request);
      if (request.url.includes("oauth2")) return Response.json({ access_token: "token", expires_in: 3_600 });
      return reply();
    },
    clock: fakeContext().clock,
    random: () => 0.5,
  };
  return { target: awsTarget(platform, parts), sent, requests };
}

const impossible = drills.filter(({ faults }) => faults.some((fault) => !awsFaults.includes(fault)));
const call = { method: "POST", path: "/v1/accounts", as: "tenant", issuer: "eu", body: { currency: "EUR" } } as const;

describe("deployed cells as a drill's target", () => {
  it("are paid through the public edge, with a token of the cell's own pool that is asked for once", async () => {
    const headers = { "served-by": "us", "home-cell": "us", "retry-after": "2", "idempotent-replayed": "true" };
    const { target, requests, sent } = fakeParts(async () => Response.json({ id: 1 }, { status: 421, headers }));
    const answer = await target.send({ ...call, idempotencyKey: "k", homeCell: "eu", preferCell: "us" }, 1_000);
    expect(answer).toEqual({
      status: 421,
      servedBy: "us",
      homeCell: "us",
      retryAfterSeconds: 2,
      replayed: true,
      body: { id: 1 },
    });
    await target.send(call, 1_000);
    expect(requests.map(({ url }) => url)).toEqual([
      "https://staging-eu-pay.auth.eu-west-1.amazoncognito.com/oauth2/token",
      "https://api.staging.pay.example.com/v1/accounts",
      "https://api.staging.pay.example.com/v1/accounts",
    ]);
    expect(Object.fromEntries(requests[1]?.headers ?? [])).toMatchObject({
      authorization: "Bearer token",
      "idempotency-key": "k",
      "home-cell": "eu",
      "prefer-cell": "us",
    });
    expect(sent).toContain("eu-west-1 DescribeUserPoolClientCommand id-drill");
  });

  it("get a client in a pool that has none of that name, which is listed in the directory", async () => {
    const { target, sent } = fakeParts(async () => Response.json({}));
    await target.send({ ...call, as: "platform", issuer: "us" }, 1_000);
    expect(sent).toContain("us-east-1 CreateUserPoolClientCommand drill-platform");
    expect(sent).toContain("eu-west-1 PutItemCommand");
  });

  it("have given no answer where the edge cannot be reached", async () => {
    const { target } = fakeParts(() => Promise.reject(new TypeError("fetch failed")));
    expect(await target.send(call, 1_000)).toBeUndefined();
  });

  it("may answer by the edge itself, which speaks no JSON", async () => {
    const { target } = fakeParts(async () => new Response("<html>", { status: 502 }));
    expect(await target.send(call, 1_000)).toEqual({ status: 502, replayed: false, body: {} });
  });

  it("show their authority, their route and their replicas", async () => {
    const { target } = fakeParts(async () => Response.json({}));
    expect((await target.survey())?.authority.homes["eu"]).toMatchObject({ owner: "eu" });
    expect([await target.route("eu"), await target.route("us")]).toEqual(["us", "us"]);
    expect([...(await target.ledger()).regions.keys()]).toEqual(["eu-west-1", "us-east-1"]);
  });

  it("are evacuated and brought home by a compare-and-set; a refusal is told", async () => {
    const { target, sent } = fakeParts(async () => Response.json({}));
    expect(await target.operator.evacuate("eu")).toBeUndefined();
    expect(sent).toContain("eu-west-1 UpdateItemCommand");
    expect(await target.operator.failback("eu")).toBe("not_evacuated");
    expect(await target.operator.evacuate("mars")).toBe("unknown_cell");
  });

  it("are left by no fault that a drill began and did not heal", async () => {
    const made: string[] = [];
    const { target } = fakeParts(
      async () => Response.json({}),
      async ({ method, path }) => {
        made.push(`${method} ${path}`);
        const status = made.includes("DELETE /experiments/EXP1") ? "stopped" : "running";
        const tags = { Name: "replication-pause", cell: "eu", stage: "staging" };
        return path === "/experimentTemplates"
          ? { experimentTemplates: [{ id: "EXT1", tags }] }
          : { experiment: { id: "EXP1", state: { status } } };
      },
    );
    await target.begin({ fault: "replicationPaused", cell: "eu" });
    await target.close();
    expect(made).toContain("DELETE /experiments/EXP1");
  });

  it.each(impossible.map((drill) => [drill.name, drill] as const))(
    "cannot do %s, and say so before anything is touched",
    async (_, drill) => {
      const { target, sent } = fakeParts(async () => Response.json({}));
      const run = { seed: 1, commit: "c", tell: () => {} };
      await expect(conduct(drill, target, run)).rejects.toThrow(/cannot bring \w+ about: use --target local/);
      expect(sent).toEqual([]);
    },
  );

  it("can do the others", () => {
    const possible = drills.filter((drill) => !impossible.includes(drill)).map(({ name }) => name);
    expect(possible).toEqual([
      "region-loss",
      "planned-evacuation",
      "partition",
      "replication-pause",
      "failback-under-load",
    ]);
  });
});

describe("a deployed platform is read from the outputs of its stacks", () => {
  const outputs: Readonly<Record<string, unknown>> = {
    "prod-global": {
      publicHost: "api.pay.example.com",
      keyValueStoreArn: "arn",
      authorityTable: "prod-authority",
      authorityRegions: "eu-west-1,eu-central-1",
    },
    ...Object.fromEntries(
      ["eu", "us"].map((cell) => [
        `prod-${cell}`,
        { cell, region: "r", ledgerTable: "prod-ledger", userPoolId: "p", userPoolDomain: "d" },
      ]),
    ),
  };

  it("the global one and each cell's", async () => {
    const read = await readDeployedPlatform("prod", async (stack) => outputs[stack]);
    expect(read.authorityRegions).toEqual(["eu-west-1", "eu-central-1"]);
    expect(read.cells.map(({ name, standIns }) => `${name} ${standIns.join()}`)).toEqual(["eu us", "us eu"]);
  });

  it("and one that lacks an output is named", async () => {
    await expect(
      readDeployedPlatform("prod", async (stack) => (stack === "prod-us" ? {} : outputs[stack])),
    ).rejects.toThrow(/^The outputs of prod-us are not as expected .*: is it deployed\?$/);
  });
});

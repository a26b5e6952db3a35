import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { runCells } from "../../../cli/main.ts";
import { fakeContext } from "./fake-context.ts";

const VERBS = [
  "demo",
  "up",
  "env",
  "token",
  "tenant add",
  "pay",
  "balance",
  "status",
  "evacuate",
  "failback",
  "canary",
  "audit",
  "audit archive",
  "views rebuild",
  "report",
  "payouts list",
  "payouts resume",
  "payouts abandon",
  "payouts rotate-key",
  "vault show",
  "vault export",
  "vault erase",
  "dlq list",
  "dlq show",
  "dlq redrive",
  "trace",
  "cost",
  "permissions",
  "evidence",
  "doctor",
  "init",
];
const account = `acc_eu_${"0".repeat(32)}`;

describe("every verb", () => {
  it.each(VERBS)("%s explains itself and can answer in JSON", async (verb) => {
    const context = fakeContext();
    expect(await runCells([...verb.split(" "), "--help"], context)).toBe(0);
    expect(context.written.out.join("\n")).toMatch(new RegExp(`^Usage: cells ${verb}`));
    expect(context.written.out.join("\n")).toContain("--json");
  });
});

describe("wrong usage is exit code 2 and one line", () => {
  it.each([
    [["pray"], "cells: unknown command 'pray'"],
    [["token"], "cells: required option '--tenant <name>' not specified"],
    [["balance"], "cells: missing required argument 'account'"],
    [
      ["env", "--port", "80000"],
      "cells: option '--port <port>' argument '80000' is invalid. A port is a number from 0 to 65535.",
    ],
    [
      ["demo", "--concurrency", "0"],
      "cells: option '--concurrency <number>' argument '0' is invalid. A number from 1 to 64.",
    ],
  ])("%j", async (argv, line) => {
    const context = fakeContext();
    expect(await runCells(argv, context)).toBe(2);
    expect(context.written.err[0]?.split("\n")[0]).toBe(line);
  });
});

describe("without a running local cloud", () => {
  // Port 9 (discard) is never an HTTP server here.
  const nowhere = { AWS_ENDPOINT_URL: "http://127.0.0.1:9/" };

  it.each([
    ["env"],
    ["token --tenant shop"],
    ["tenant add shop"],
    [`balance ${account}`],
    ["status"],
    ["evacuate eu"],
    ["failback eu"],
    ["audit"],
  ])("%s says so, and how to get one", async (line) => {
    const context = fakeContext(nowhere);
    expect(await runCells(line.split(" "), context)).toBe(1);
    expect(context.written).toEqual({
      out: [],
      err: [
        "cells: No local cloud answers at http://127.0.0.1:9: start one with `npm start` or `npx cells up`, " +
          "or set AWS_ENDPOINT_URL to where it listens.",
      ],
    });
  });

  it.each([
    ["balance acc_1", /^cells: acc_1 is no account id: they look like acc_eu_ and 32 hex digits/],
    [`pay nowhere.xml --debtor ${account}`, /^cells: nowhere.xml cannot be read: there is no such file/],
    ["pay nowhere.xml --debtor 12", /^cells: 12 is no account id/],
    [
      "init prod-mars",
      /^cells: There is no stack prod-mars: by the registry in Pulumi.yaml they are prod-global, prod/,
    ],
    ["doctor prod-mars", /^cells: There is no stack prod-mars: by the registry in Pulumi.yaml they are prod-global, /],
    ["tenant add Shop_1", /^cells: Shop_1 is no tenant's name: up to 40 lower-case letters, digits and hyphens.$/],
  ])("%s is told what is wrong with it first", async (line, message) => {
    const context = fakeContext(nowhere);
    expect(await runCells(line.split(" "), context)).toBe(1);
    expect(context.written.err).toEqual([expect.stringMatching(message)]);
  });
});

describe("with something on the port", () => {
  let server: Server;
  afterEach(() => server.close());

  async function serve(marked: boolean): Promise<{ readonly AWS_ENDPOINT_URL: string }> {
    const status = { edgeUrl: "http://e", stacks: {}, resources: { modelled: 0, declaredOnly: 0 }, functions: {} };
    server = createServer((_, reply) => {
      reply.writeHead(200, marked ? { "x-payment-cells": "local" } : {});
      reply.end(JSON.stringify(status));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A server that listens on TCP has an address with a port.
    return { AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  it("env prints exports that a shell can evaluate", async () => {
    const variables = await serve(true);
    const context = fakeContext(variables);
    expect(await runCells(["env"], context)).toBe(0);
    expect(context.written.out).toEqual([
      `export AWS_ENDPOINT_URL=${variables.AWS_ENDPOINT_URL}`,
      "export AWS_ACCESS_KEY_ID=local",
      "export AWS_SECRET_ACCESS_KEY=local",
      "export AWS_REGION=eu-west-1",
      "export AWS_DEFAULT_REGION=eu-west-1",
    ]);
  });

  it("env finds it by --port and answers in JSON", async () => {
    const { AWS_ENDPOINT_URL } = await serve(true);
    const context = fakeContext({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect(await runCells(["env", "--json", "--port", new URL(AWS_ENDPOINT_URL).port], context)).toBe(0);
    expect(context.written.out.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID: "local" }),
    ]);
  });

  it("status says that nothing is deployed", async () => {
    const context = fakeContext(await serve(true));
    expect(await runCells(["status"], context)).toBe(0);
    expect(context.written.out).toEqual([
      `AWS endpoint ${context.variables["AWS_ENDPOINT_URL"]}, edge http://e`,
      "Nothing is deployed: this local cloud is empty.",
    ]);
  });

  it("tells another server from the local cloud", async () => {
    const context = fakeContext(await serve(false));
    expect(await runCells(["env"], context)).toBe(1);
    expect(context.written.err).toEqual([
      expect.stringMatching(/^cells: What answers at http:\S+ is no local cloud of payment-cells: start one with/),
    ]);
  });
});

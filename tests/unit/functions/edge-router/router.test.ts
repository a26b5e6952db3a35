import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildRouter } from "../../../../infra/bundles/bundle.ts";
import { root } from "../../../../infra/bundles/paths.ts";
import { renderRouter } from "../../../../infra/plan/routing.ts";
import { runRouter, type Run } from "./harness.ts";
import { hasNjs, runRouterInNjs } from "./njs.ts";
import { eventOf, rows, table, usPayment, type Setting } from "./rows.ts";

let code = "";
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "edge-router-"));
  await buildRouter(root, folder);
  const source = await readFile(path.join(folder, "functions/edge-router/router.js"), "utf8");
  code = renderRouter(source, table);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the built router on a request, and tells which origins it selected with which overrides. */
async function route(setting: Setting) {
  const { store = {}, refuses = false } = setting;
  const event = eventOf(setting);
  const { selected, ...outcome } = untraced(await runRouter(code, event, { store, refuses }));
  expect(outcome).toEqual({ value: event.request });
  return selected;
}

/** A run without the trace that the router begins, which is another one every time. */
function untraced(run: Run): Run {
  // The handler gives the event's request back.
  const { headers, ...request } = run.value as {
    readonly headers: Readonly<Record<string, { readonly value: string }>>;
  };
  const { "x-amzn-trace-id": trace, "edge-span": span, ...others } = headers;
  const [, root, parent] = /^Root=(1-[0-9a-f]{8}-[0-9a-f]{24});Parent=([0-9a-f]{16})$/.exec(trace?.value ?? "") ?? [];
  const [, id, started] = /^([0-9a-f]{16})-(\d{13})$/.exec(span?.value ?? "") ?? [];
  expect(root).toBeDefined();
  expect(id).toBe(parent);
  expect(Math.abs(Date.now() - Number(started))).toBeLessThan(60_000);
  return { ...run, value: { ...request, headers: others } };
}

async function cellOf(setting: Setting): Promise<string | undefined> {
  const [first] = await route(setting);
  return first?.[0];
}

describe("the edge router picks a cell", () => {
  it.each(rows)("%s", async (_rule, setting, expected) => {
    expect(await cellOf(setting)).toBe(expected);
  });

  it("and tells its origin under its own name", async () => {
    expect(await route({ uri: usPayment })).toEqual([["us", { hostHeader: "us.origin.pay.example.com" }]]);
  });

  it("and leaves the request to the default origin when the edge refuses", async () => {
    expect(await route({ uri: usPayment, refuses: true })).toEqual([]);
  });
});

describe("the edge router begins a trace", () => {
  it("of its own for every request, whatever the viewer says of one", async () => {
    const claimed = `Root=1-00000000-${"0".repeat(24)};Parent=${"0".repeat(16)};Sampled=1`;
    const event = eventOf({ uri: usPayment, headers: { "x-amzn-trace-id": claimed, "edge-span": "mine" } });
    const runs = await Promise.all([1, 2].map(() => runRouter(code, event, { store: {}, refuses: false })));
    const texts = runs.map(({ value }) => JSON.stringify(value));
    for (const text of texts) expect(text).not.toMatch(/0{16}|mine/);
    expect(texts[0]).not.toBe(texts[1]);
  });
});

describe("as deployed, the edge router", () => {
  it("has at most 3 KB", () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(3 * 1024);
  });

  /** What a stricter parser than the sandbox's, CloudFront's own, does not take. */
  const unknownToCloudFront: readonly (readonly [string, RegExp])[] = [
    ["destructuring", /\b(?:const|let|var)\s*[[{]/],
    ["spread or rest", /\.\.\./],
    ["optional chaining", /\?\.(?!\d)/],
    ["for-of", /\bfor\s*\([^;)]*\bof\b/],
    ["classes", /\bclass\b/],
    ["Map and Set", /\bnew (?:Weak)?(?:Map|Set)\b/],
    ["default parameters", /function \w+\([^)]*=|\([^()]*=[^()=>]*\)=>/],
    ["a catch without a name", /catch\s*\{/],
    ["await in arguments", /[(,]\s*await\b/],
    ["generators", /function\s*\*|\byield\b/],
    ["code made at run time", /\beval\b|\bnew Function\b/],
    ["timers, network or environment", /\b(?:setTimeout|setInterval|setImmediate|fetch|XMLHttpRequest|process)\b/],
    ["modules loaded at run time", /\bimport\s*\(|\brequire\s*\(/],
    ["module but CloudFront's own", /\bfrom\s*["'](?!cloudfront["'])/],
  ];
  it.each(unknownToCloudFront)("uses no %s", (_feature, form) => {
    expect(code).not.toMatch(form);
  });

  it("cannot be made from a source without a place for its table", () => {
    expect(() => renderRouter("function handler() {}", { cells: [], hosts: {}, near: [] })).toThrow(
      "The edge router's source has no __ROUTING_TABLE__; was it built with `npm run build`?",
    );
  });
});

describe.skipIf(!hasNjs)("in njs, a stricter parser than the sandbox's, the edge router", () => {
  it.each(rows)("answers the same: %s", async (_rule, setting) => {
    const { store = {}, refuses = false } = setting;
    const event = eventOf(setting);
    const edge = { store, refuses };
    expect(untraced(runRouterInNjs(code, event, edge))).toEqual(untraced(await runRouter(code, event, edge)));
  });

  it("answers the same where the edge refuses its origin", async () => {
    const event = eventOf({ uri: usPayment });
    const edge = { store: {}, refuses: true };
    expect(untraced(runRouterInNjs(code, event, edge))).toEqual(untraced(await runRouter(code, event, edge)));
  });

  it.each([
    ["destructuring", "const { request } = event;"],
    ["spread", "const all = [...event.request.uri];"],
    ["optional chaining", "const one = event?.request;"],
    ["for-of", "for (const one of [1]) event.one = one;"],
    ["classes", "class One {}"],
    ["default parameters", "function one(two = 3) { return two; }"],
  ])("could not have %s", (_feature, statement) => {
    const spoilt = code.replace("const request=event.request;", `const request=event.request;${statement}`);
    expect(spoilt).not.toBe(code);
    const event = eventOf({ uri: usPayment });
    expect(() => runRouterInNjs(spoilt, event, { store: {}, refuses: false })).toThrow("SyntaxError");
  });
});

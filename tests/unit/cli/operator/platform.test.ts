import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPlatform } from "../../../../cli/operator/platform.ts";
import { fakeContext } from "../fake-context.ts";

const arn = "arn:aws:cloudfront::111122223333:key-value-store/be1079e1-35c7-4271-bdcc-5510deb061d2";
let folder: string;
let server: Server;
let asked: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "platform-"));
  asked = [];
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** A local cloud that tells of one stack, and has nothing else. */
async function cloud(outputs: object, engine?: object): Promise<string> {
  const status = {
    edgeUrl: "http://127.0.0.1:1",
    stacks: { "prod-global": { resources: 76, outputs } },
    ...(engine !== undefined && { engine }),
    resources: { modelled: 1, declaredOnly: 1 },
    functions: {},
  };
  server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? "");
    if (url !== "/_local/status") asked.push(url);
    response.writeHead(url === "/_local/status" ? 200 : 404, { "x-payment-cells": "1" });
    response.end(JSON.stringify(status));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on a port of TCP.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A `pulumi` that prints what it was asked, and where its backend is, as the store's name. */
function pulumi(code: number): string {
  const script = `#!/bin/sh\necho "{\\"keyValueStoreArn\\": \\"${arn}\\", \\"said\\": \\"$*\\"}"\n`;
  writeFileSync(
    path.join(folder, "pulumi"),
    `${script}[ "$PULUMI_BACKEND_URL" = "file:///there" ] && exit ${code}\nexit 9\n`,
  );
  chmodSync(path.join(folder, "pulumi"), 0o755);
  return `${folder}:/usr/bin:/bin`;
}

const engine = { debugProviders: "aws:1,awsx:2", backendUrl: "file:///there" };

describe("the edge's store of a local cloud", () => {
  it.each([
    ["by the outputs of a stack that the local cloud deployed itself", { keyValueStoreArn: arn }, undefined, 9],
    ["by those in the engine's backend, where an engine deployed it", {}, engine, 0],
  ])("is found %s", async (_how, outputs, by, code) => {
    const AWS_ENDPOINT_URL = await cloud(outputs, by);
    const platform = await findPlatform(fakeContext({ AWS_ENDPOINT_URL, PATH: pulumi(code) }), undefined);
    await platform.routes();
    expect(asked[0]).toContain(`/key-value-stores/${arn}`);
  });

  it.each([
    ["an engine that fails", (): string => pulumi(1)],
    ["no engine on the PATH", (): string => "/nowhere"],
  ])("is nobody's with %s, and everything else goes on", async (_what, PATH) => {
    const AWS_ENDPOINT_URL = await cloud({}, engine);
    const platform = await findPlatform(fakeContext({ AWS_ENDPOINT_URL, PATH: PATH() }), undefined);
    expect(await platform.routes()).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { moduleOptions } from "../../../../infra/bundles/bundle.ts";
import { root } from "../../../../infra/bundles/paths.ts";
import { unreachedSdkPlugin } from "../../../../infra/bundles/unreached-sdk.ts";

/** What a module exports once it is bundled as functions are, and the bundle's text. */
async function bundled(contents: string): Promise<{ readonly exports: unknown; readonly text: string }> {
  const { outputFiles } = await build({
    ...moduleOptions,
    stdin: { contents, resolveDir: root, loader: "ts" },
    write: false,
    banner: { js: "" },
    plugins: [unreachedSdkPlugin],
  });
  const text = outputFiles[0]?.text ?? "";
  return { exports: await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`), text };
}

describe("what no function comes to", () => {
  it("throws where a command asks for event streams all the same", async () => {
    const { exports } = await bundled(`
      export const asked = await import("@smithy/core/event-streams").then(
        ({ EventStreamSerde }) => { try { return new EventStreamSerde({}); } catch (fault) { return fault.message; } },
      );`);
    expect(exports).toMatchObject({ asked: expect.stringContaining("infra/bundles/unreached-sdk.ts") });
  });

  it("stays in the bundle of a client that has commands with event streams", async () => {
    const { exports } = await bundled(`
      import { eventStreamSerdeProvider } from "@smithy/core/event-streams";
      export const keeps = typeof eventStreamSerdeProvider({ utf8Encoder: String, utf8Decoder: String }).serialize;`);
    expect(exports).toMatchObject({ keeps: "function" });
  });

  it("is no endpoint discovery of DynamoDB's: none of its commands has any", async () => {
    const commands = path.join(root, "node_modules/@aws-sdk/client-dynamodb/dist-es/commands");
    const files = (await readdir(commands)).filter((file) => file.endsWith("Command.js"));
    const texts = await Promise.all(files.map((file) => readFile(path.join(commands, file), "utf8")));
    expect(files).toContain("TransactWriteItemsCommand.js");
    expect(texts.filter((text) => /EndpointDiscovery/.test(text))).toEqual([]);
  });

  it("is not the version that the user agent says", async () => {
    const manifest = path.join(root, "node_modules/@aws-sdk/client-kms/package.json");
    // The SDK's own manifest.
    const { version } = JSON.parse(await readFile(manifest, "utf8")) as { readonly version: string };
    const { exports, text } = await bundled(`
      import manifest from "@aws-sdk/client-kms/package.json";
      export const { version } = manifest;`);
    expect(exports).toMatchObject({ version });
    expect(text).not.toContain("scripts");
  });
});

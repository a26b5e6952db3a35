import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * DynamoDB's client resolves where to discover endpoints and keeps a cache for them, but none of its commands discovers
 * any: https://github.com/aws/aws-sdk-js-v3, clients/client-dynamodb.
 */
const ENDPOINT_DISCOVERY = `
  export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
    environmentVariableSelector: () => undefined,
    configFileSelector: () => undefined,
    default: undefined,
  };
  export const resolveEndpointDiscoveryConfig = (input) => input;`;

/** Every protocol can load these; only a command that streams events (of Kinesis, S3, Lambda) does. */
const EVENT_STREAMS = `
  const refuse = () => {
    throw new Error("No function reads or writes event streams: infra/bundles/unreached-sdk.ts leaves them out.");
  };
  export const eventStreamSerdeProvider = refuse;
  export class EventStreamSerde {
    constructor() {
      refuse();
    }
  }`;

const NAMESPACE = "unreached-sdk";

/**
 * Leaves out of a bundle what the AWS SDK's clients bring along although no function can come to it, and all of a
 * client's package.json but its version, which the user agent says. What is taken out and asked for all the same
 * throws.
 */
export const unreachedSdkPlugin: Plugin = {
  name: NAMESPACE,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/middleware-endpoint-discovery$/ }, ({ path }) => ({ path, namespace: NAMESPACE }));
    // A client that has such commands imports them at once, and keeps what it imports.
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, namespace: NAMESPACE } : undefined,
    );
    onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: path.startsWith("@smithy/") ? EVENT_STREAMS : ENDPOINT_DISCOVERY,
    }));
    onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify({ version: await versionIn(path) }),
      loader: "json",
    }));
  },
};

async function versionIn(file: string): Promise<string> {
  const parsed: unknown = JSON.parse(await readFile(file, "utf8"));
  if (typeof parsed === "object" && parsed !== null && "version" in parsed && typeof parsed.version === "string") {
    return parsed.version;
  }
  throw new Error(`${file} says no version.`);
}

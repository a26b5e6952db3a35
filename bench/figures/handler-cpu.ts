import { createServer } from "node:http";
import path from "node:path";
import { buildFunction } from "../../infra/bundles/bundle.ts";
import { root } from "../../infra/bundles/paths.ts";
import type { Bench, Figure } from "../figure.ts";
import { forked } from "../forked.ts";
import { median, ratiosOf, type Pair } from "../rounds.ts";

const out = path.join(root, "dist/bench");
const ENVIRONMENT = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
  NODE_ENV: "production",
};

/** CPU of the payment handler against the bare SDK call that it comes down to. */
export const handlerCpu: Bench = {
  name: "handler-cpu",
  about: "CPU of the payment handler, token included, against a bare TransactWriteItems of the same three items",
  async run() {
    // Bundled by the very function that bundles what is deployed; its names are paths below functions/.
    await buildFunction(root, out, "../bench/handler");
    return [
      // As deployed, a transaction leaves the process: a connection is below both.
      { ...(await measuredOverHttp({})), figure: "handler / bare, over HTTP", bound: { max: 1.5 } },
      // A client uses a token for an hour, and its signature is verified once. Here every call brings a new one.
      { ...(await measuredOverHttp({ FRESH_TOKENS: "true" })), figure: "the same, every token new" },
      // Nothing is sent: what the handler adds is the same, what it is compared with is less than any real call.
      { ...(await measured({})), figure: "handler / bare, nothing sent" },
    ];
  },
};

async function measured(env: Readonly<Record<string, string>>): Promise<Omit<Figure, "figure">> {
  const answer = await forked(path.join(out, "bench/handler/index.mjs"), { env: { ...ENVIRONMENT, ...env } });
  // Sent by bench/handler/lambda.ts.
  const pairs = answer as readonly Pair<number>[];
  const details = { handlerUs: median(pairs.map(({ a }) => a)), bareUs: median(pairs.map(({ b }) => b)) };
  return { unit: "ratio", ...ratiosOf(pairs), details };
}

/** This process answers, so that only the client's side is measured. */
async function measuredOverHttp(env: Readonly<Record<string, string>>): Promise<Omit<Figure, "figure">> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.setHeader("content-type", "application/x-amz-json-1.0").end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return await measured({ ...env, AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` });
  } finally {
    server.close();
  }
}

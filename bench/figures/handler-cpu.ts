import path from "node:path";
import { buildFunction } from "../../infra/bundles/bundle.ts";
import { root } from "../../infra/bundles/paths.ts";
import type { Bench } from "../figure.ts";
import { forked } from "../forked.ts";
import { median, ratiosOf, type Pair } from "../rounds.ts";

/** CPU of the payment handler against the bare SDK call that it comes down to. */
export const handlerCpu: Bench = {
  name: "handler-cpu",
  about: "CPU of the payment handler, token included, against a bare TransactWriteItems of the same three items",
  async run() {
    const pairs = await measuredPairs();
    const details = { handlerUs: median(pairs.map(({ a }) => a)), bareUs: median(pairs.map(({ b }) => b)) };
    return [{ figure: "handler / bare", unit: "ratio", bound: { max: 1.5 }, ...ratiosOf(pairs), details }];
  },
};

async function measuredPairs(): Promise<readonly Pair<number>[]> {
  const out = path.join(root, "dist/bench");
  // Bundled by the very function that bundles what is deployed; its names are paths below functions/.
  await buildFunction(root, out, "../bench/handler");
  const answer = await forked(path.join(out, "bench/handler/index.mjs"), {
    env: { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench", NODE_ENV: "production" },
  });
  // Sent by bench/handler/lambda.ts.
  return answer as readonly Pair<number>[];
}

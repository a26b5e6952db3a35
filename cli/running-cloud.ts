import * as v from "valibot";
import { UserError } from "../local/core/errors.ts";
import type { CliContext } from "./context.ts";

const DEFAULT_URL = "http://127.0.0.1:4566";
/** Where nobody listens that shows at once; a cloud that is busy with all its functions may take a while. */
const ANSWER_MS = 30_000;

const statusForm = v.object({
  edgeUrl: v.string(),
  stacks: v.record(v.string(), v.looseObject({ resources: v.number(), outputs: v.optional(v.unknown()) })),
  engine: v.optional(v.object({ debugProviders: v.string(), backendUrl: v.string() })),
  resources: v.object({ modelled: v.number(), declaredOnly: v.number() }),
  functions: v.record(v.string(), v.number()),
  replication: v.optional(
    v.object({
      p50Ms: v.optional(v.number()),
      p99Ms: v.optional(v.number()),
      maxMs: v.optional(v.number()),
      inFlight: v.number(),
    }),
    { inFlight: 0 },
  ),
});

/** How far the replicas of global tables were behind lately. */
export type ReplicationLag = v.InferOutput<typeof statusForm>["replication"];

/** A local cloud that is running, as it tells of itself. */
export interface RunningCloud {
  readonly url: string;
  readonly status: v.InferOutput<typeof statusForm>;
}

/** Finds the running local cloud: at AWS_ENDPOINT_URL, else at the default port. Throws `UserError` without one. */
export function findCloud({ variables }: CliContext): Promise<RunningCloud> {
  return askCloud((variables["AWS_ENDPOINT_URL"] ?? DEFAULT_URL).replace(/\/+$/, ""));
}

/** Asks the local cloud at `url` how it is. Throws `UserError` if there is none. */
export async function askCloud(url: string): Promise<RunningCloud> {
  const remedy = "start one with `npm start` or `npx cells up`, or set AWS_ENDPOINT_URL to where it listens.";
  const reply = await fetch(`${url}/_local/status`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch((fault) => {
    const isLate = fault instanceof Error && fault.name === "TimeoutError";
    const within = isLate ? ` within ${ANSWER_MS / 1_000} s, though something listens` : "";
    throw new UserError(`No local cloud answers at ${url}${within}: ${remedy}`, { cause: fault });
  });
  const status = v.safeParse(statusForm, await reply.json().catch(() => undefined));
  if (!reply.headers.has("x-payment-cells") || !status.success) {
    throw new UserError(`What answers at ${url} is no local cloud of payment-cells: ${remedy}`);
  }
  return { url, status: status.output };
}

import { StateFailure } from "./failure.ts";

/** Bytes of a payload: of an input, a result or an output. Source: Developer Guide, "Quotas". */
export const PAYLOAD_BYTES_MAX = 262_144;

/** The value as JSON. Throws `States.DataLimitExceeded` where that is too long; `what` made it. */
export function payloadOf(value: unknown, what: string): string {
  const json = JSON.stringify(value ?? null);
  if (Buffer.byteLength(json) <= PAYLOAD_BYTES_MAX) return json;
  const limit = "a result with a size exceeding the maximum number of bytes service limit";
  const cause = `The state/task '${what}' returned ${limit}.`;
  throw new StateFailure("States.DataLimitExceeded", cause);
}

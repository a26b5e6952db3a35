import { UserError } from "../local/core/errors.ts";
import type { EdgeReply } from "./edge-client.ts";

/** An answer of the API that was hoped to be another, as one line. */
export function refused(what: string, { status, body }: EdgeReply): UserError {
  const code = typeof body["code"] === "string" ? ` ${body["code"]}` : "";
  const detail = typeof body["detail"] === "string" ? `: ${body["detail"]}` : "";
  const request = typeof body["request_id"] === "string" ? ` (request ${body["request_id"]})` : "";
  return new UserError(`${what}: the API answers ${status}${code}${detail}${request}`);
}

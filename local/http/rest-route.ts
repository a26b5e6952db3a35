import type { AwsError } from "../core/errors.ts";

/** A REST-JSON request after its signature was verified: everything that a route may read, the body as sent. */
export interface RestRequest {
  readonly method: string;
  /** Path parameters by their name in the pattern, percent-decoded once. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The raw body; "" where there is none. */
  readonly body: string;
}

/** How one REST-JSON operation of a service looks on the wire; kept beside the service in its `wire.ts`. */
export interface RestRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Hono's notation: "/2015-03-31/functions/:FunctionName/invocations". */
  readonly pattern: string;
  /** The signing name; it must be the one in the request's credential scope. */
  readonly service: string;
  /** The API action that `ServiceModel.handle` gets. */
  readonly action: string;
  /** The action's input with the AWS field names. May throw `AwsError`. */
  input(request: RestRequest): Readonly<Record<string, unknown>>;
  /** The answer; without it the output is sent as JSON with status 200. */
  reply?(output: Readonly<Record<string, unknown>>): Response;
  /** An error on the wire, of a service that does not speak JSON. */
  fault?(requestId: string, error: AwsError): Response;
}

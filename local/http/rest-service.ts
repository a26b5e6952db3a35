import type { AwsError } from "../core/errors.ts";

/** A request to a service that reads paths, queries and bytes itself, after its signature was verified. */
export interface RestServiceRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** A service whose operations no pattern of paths tells apart; kept beside the service in its `wire`. */
export interface RestService {
  /** The signing name, which tells its requests from all others. */
  readonly service: string;
  /** The call, and how its output looks on the wire. May throw `AwsError`. */
  read(request: RestServiceRequest): {
    readonly action: string;
    readonly input: Readonly<Record<string, unknown>>;
    reply(output: Readonly<Record<string, unknown>>, requestId: string): Response;
  };
  fault(request: Pick<RestServiceRequest, "method">, requestId: string, error: AwsError): Response;
}

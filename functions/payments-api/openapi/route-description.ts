import type { GenericSchema } from "valibot";
import type { ProblemCode } from "../problems.ts";

/** Something that a query may say. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  /** As OpenAPI names forms of text. */
  readonly format?: "date-time";
  /** All that it may say. */
  readonly values?: readonly string[];
}

/** A route as the OpenAPI document describes it; the routes and the document share its schemas. */
export interface RouteDescription {
  readonly method: "get" | "post" | "patch" | "delete";
  /** The path with its parameters in braces: "/v1/accounts/{id}/payments". */
  readonly path: string;
  readonly operationId: string;
  /** A sentence without its full stop. */
  readonly summary: string;
  /** What the token must allow, all of it: "payments/write"; empty for a route open to anyone. */
  readonly scopes: readonly string[];
  /** Whether the route demands an Idempotency-Key. */
  readonly idempotent: boolean;
  /** Whether the route demands a Home-Cell header: the cell where it opens an account. */
  readonly namesHome?: boolean;
  /** Whether the route answers a page of a list, by `limit` and `cursor`. */
  readonly paged?: boolean;
  /** What else the query may say. */
  readonly query?: readonly QueryParameter[];
  readonly body?: GenericSchema;
  /** JSON unless it says otherwise. */
  readonly bodyType?: "application/json" | "application/xml";
  readonly response: GenericSchema;
  /** Further media types of the same answer, as text. */
  readonly forms?: readonly string[];
  /** The status of success. */
  readonly status: number;
  /** Further statuses that carry the same response: 202 for what another cell has to finish. */
  readonly alternateStatuses?: readonly number[];
  /** The route's own problem codes; those of every token, key, body and cell are added by the document. */
  readonly codes: readonly ProblemCode[];
}

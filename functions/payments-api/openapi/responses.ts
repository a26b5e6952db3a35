import { statusOf, type ProblemCode } from "../problems.ts";
import type { JsonSchemas } from "./json-schemas.ts";
import type { RouteDescription } from "./route-description.ts";

/** Headers of every answer, and those of some. */
export const headerComponents = {
  "Request-Id": header("The request's id, for support."),
  "Served-By": header("The cell that answered."),
  "Home-Cell": header("The home of the account addressed; of a 421, the cell that serves it now."),
  "Idempotent-Replayed": header("`true` when this is the answer that the same key was given before."),
  "Retry-After": header("Seconds to wait before the same request is sent again."),
} as const;

type HeaderName = keyof typeof headerComponents;

/** The problem document of RFC 9457 with the platform's own members. */
export const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "detail", "instance", "code", "request_id", "cell", "retryable"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string" },
    code: { type: "string" },
    request_id: { type: "string" },
    cell: { type: "string" },
    retryable: { type: "boolean", description: "Whether the same request may be sent again as it is." },
    instead: { type: "string", description: "The path of a route that takes what this one does not." },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["field", "message"],
        properties: { field: { type: "string" }, message: { type: "string" } },
      },
    },
  },
} as const;

/** The problems that a document writes down once, by the name under which its routes refer to them. */
export type SharedProblems = ReadonlyMap<string, unknown>;

/** Of each status, the problem responses that more than one route gives, that of most routes first. */
export function sharedProblems(routes: readonly RouteDescription[]): SharedProblems {
  const byStatus = new Map<number, Map<string, number>>();
  for (const route of routes) {
    for (const [status, codes] of codesByStatus(route)) {
      const counts = byStatus.get(status) ?? new Map<string, number>();
      const text = JSON.stringify(problemResponse(route, status, codes));
      byStatus.set(status, counts.set(text, (counts.get(text) ?? 0) + 1));
    }
  }
  const shared = [...byStatus]
    .sort(([one], [other]) => one - other)
    .flatMap(([status, counts]) => givenOften(status, counts));
  return new Map(shared);
}

function givenOften(status: number, counts: ReadonlyMap<string, number>): readonly [string, unknown][] {
  const often = [...counts].filter(([, count]) => count > 1).sort(([, one], [, other]) => other - one);
  return often.map(([text], index) => [`Problem${status}${index === 0 ? "" : `Form${index + 1}`}`, JSON.parse(text)]);
}

/** All responses of a route by status, lowest first. */
export function responsesOf(
  route: RouteDescription,
  schemas: JsonSchemas,
  shared: SharedProblems,
): Readonly<Record<string, unknown>> {
  const successes = [route.status, ...(route.alternateStatuses ?? [])].map((status): [number, unknown] => [
    status,
    {
      description:
        status === 202 ? "Accepted; another cell has to finish it, and an event tells the outcome." : "Done.",
      headers: headerRefs(route.idempotent ? [...headersOf(route), "Idempotent-Replayed"] : headersOf(route)),
      content: {
        "application/json": { schema: schemas.use(route.response) },
        ...Object.fromEntries((route.forms ?? []).map((form) => [form, { schema: { type: "string" } }])),
      },
    },
  ]);
  const problems = [...codesByStatus(route)].map(([status, codes]): [number, unknown] => [
    status,
    sharedOr(problemResponse(route, status, codes), shared),
  ]);
  return Object.fromEntries([...successes, ...problems].sort(([one], [other]) => one - other));
}

function sharedOr(response: unknown, shared: SharedProblems): unknown {
  const text = JSON.stringify(response);
  const [name] = [...shared].find(([, problem]) => JSON.stringify(problem) === text) ?? [];
  return name === undefined ? response : { $ref: `#/components/responses/${name}` };
}

function problemResponse(route: RouteDescription, status: number, codes: readonly ProblemCode[]) {
  const headers = status === 503 ? [...headersOf(route), "Retry-After" as const] : headersOf(route);
  return {
    description: `Refused: ${codes.join(", ")}.`,
    headers: headerRefs(headers),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [{ $ref: "#/components/schemas/Problem" }, { properties: { code: { enum: codes } } }],
        },
      },
    },
  };
}

/** The route's own codes and those that follow from what it takes, each status's in alphabetical order. */
function codesByStatus(route: RouteDescription): ReadonlyMap<number, readonly ProblemCode[]> {
  const codes = new Set<ProblemCode>([...route.codes, "internal_error"]);
  if (route.scopes.length > 0) add("token_missing", "token_invalid", "scope_missing");
  if (route.idempotent) add("idempotency_key_missing", "idempotency_key_invalid", "idempotency_key_reused");
  if (route.body !== undefined) add("malformed_request", "invalid_request");
  if (route.paged === true || route.query !== undefined) add("invalid_request");
  if (route.body !== undefined || route.bodyType !== undefined) add("body_too_large", "unsupported_media_type");
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...codes].sort()) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;

  function add(...more: readonly ProblemCode[]): void {
    for (const code of more) codes.add(code);
  }
}

function headersOf(route: RouteDescription): readonly HeaderName[] {
  const addressesAccount = route.path.includes("{") || route.namesHome === true;
  return addressesAccount ? ["Request-Id", "Served-By", "Home-Cell"] : ["Request-Id", "Served-By"];
}

function headerRefs(names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function header(description: string) {
  return { description, schema: { type: "string" } } as const;
}

import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openApiDocument, type AboutApi } from "../../../../../functions/payments-api/openapi/document.ts";
import type { RouteDescription } from "../../../../../functions/payments-api/openapi/route-description.ts";

const thing = v.object({ object: v.literal("thing"), id: v.string(), made_at: v.pipe(v.string(), v.isoTimestamp()) });
const list = v.object({ data: v.array(thing), has_more: v.boolean() });
const making = v.strictObject({
  amount: v.pipe(v.number(), v.integer(), v.minValue(1)),
  // As ids are parsed: text on the wire, a type of its own inside.
  payee: v.pipe(
    v.string(),
    v.rawTransform(({ dataset }) => ({ parsed: dataset.value })),
  ),
  capture: v.optional(v.picklist(["automatic", "manual"]), "automatic"),
});

const MAKE: RouteDescription = {
  method: "post",
  path: "/v1/accounts/{id}/things",
  operationId: "makeThing",
  summary: "Makes a thing",
  scopes: ["payments/write"],
  idempotent: true,
  body: making,
  response: thing,
  status: 201,
  alternateStatuses: [202],
  codes: ["insufficient_funds", "account_closed", "limited", "misdirected"],
};

const READ: RouteDescription = {
  method: "get",
  path: "/v1/accounts/{id}/things",
  operationId: "listThings",
  summary: "Lists things",
  scopes: ["payments/read"],
  idempotent: false,
  response: list,
  status: 200,
  codes: ["not_found"],
};

const SEND: RouteDescription = {
  ...MAKE,
  path: "/v1/files",
  operationId: "sendFile",
  scopes: ["payments/write", "ops/write"],
  namesHome: true,
  body: v.string(),
  bodyType: "application/xml",
};

const HEALTH: RouteDescription = {
  method: "get",
  path: "/healthz",
  operationId: "health",
  summary: "Tells whether this cell may decide",
  scopes: [],
  idempotent: false,
  response: v.object({ cell: v.string() }),
  status: 200,
  codes: [],
};

const ABOUT: AboutApi = {
  title: "Payments",
  version: "1",
  tokenUrl: "https://tokens.example.com/oauth2/token",
  schemas: { Thing: thing },
};

/** The document as a client gets it. */
function documentOf(...routes: readonly RouteDescription[]) {
  return JSON.parse(JSON.stringify(openApiDocument(routes, ABOUT)));
}

describe("an operation", () => {
  // Alone, so that it shares nothing and everything stands in its place.
  const operation = documentOf(MAKE).paths["/v1/accounts/{id}/things"].post;

  it("demands the scopes of its route", () => {
    expect(operation.security).toEqual([{ oauth2: ["payments/write"] }]);
    expect(documentOf(SEND).paths["/v1/files"].post.security).toEqual([{ oauth2: ["payments/write", "ops/write"] }]);
  });

  it("shares its path with the route's other methods", () => {
    expect(Object.keys(documentOf(MAKE, READ).paths["/v1/accounts/{id}/things"])).toEqual(["post", "get"]);
  });

  it("declares the path's parameters and the headers it demands", () => {
    const named = (route: RouteDescription) =>
      (documentOf(route).paths[route.path][route.method].parameters ?? []).map(
        (parameter: { in: string; name: string; required: boolean }) =>
          `${parameter.in} ${parameter.name}${parameter.required ? "" : "?"}`,
      );
    expect(named(MAKE)).toEqual(["path id", "header Idempotency-Key"]);
    expect(named(READ)).toEqual(["path id"]);
    expect(named(SEND)).toEqual(["header Idempotency-Key", "header Home-Cell"]);
    expect(named(HEALTH)).toEqual([]);
  });

  it("describes its body as it travels, defaults optional and nothing else allowed", () => {
    expect(operation.requestBody).toEqual({
      required: true,
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: {
              amount: { type: "integer", minimum: 1 },
              payee: { type: "string" },
              capture: { enum: ["automatic", "manual"], type: "string", default: "automatic" },
            },
            required: ["amount", "payee"],
            additionalProperties: false,
          },
        },
      },
    });
  });

  it("takes an XML file as text", () => {
    expect(documentOf(SEND).paths["/v1/files"].post.requestBody.content).toEqual({
      "application/xml": { schema: { type: "string" } },
    });
  });

  it("has no body where the route has none", () => {
    expect(documentOf(READ).paths[READ.path].get).not.toHaveProperty("requestBody");
  });

  it("lists its successes and, by status, every code it can refuse with", () => {
    const { responses } = operation;
    const told = Object.entries<{ description: string }>(responses).map(([status, { description }]) => [
      status,
      description,
    ]);
    expect(told).toEqual([
      ["201", "Done."],
      ["202", "Accepted; another cell has to finish it, and an event tells the outcome."],
      ["400", "Refused: idempotency_key_invalid, idempotency_key_missing, invalid_request, malformed_request."],
      ["401", "Refused: token_invalid, token_missing."],
      ["403", "Refused: scope_missing."],
      ["413", "Refused: body_too_large."],
      ["415", "Refused: unsupported_media_type."],
      ["421", "Refused: misdirected."],
      ["422", "Refused: account_closed, idempotency_key_reused, insufficient_funds."],
      ["500", "Refused: internal_error."],
      ["503", "Refused: limited."],
    ]);
  });

  it("refuses with problem documents of those codes alone", () => {
    expect(operation.responses["422"].content).toEqual({
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            { properties: { code: { enum: ["account_closed", "idempotency_key_reused", "insufficient_funds"] } } },
          ],
        },
      },
    });
  });

  it.each([
    [MAKE, "201", ["Request-Id", "Served-By", "Home-Cell", "Idempotent-Replayed"]],
    [MAKE, "422", ["Request-Id", "Served-By", "Home-Cell"]],
    [MAKE, "503", ["Request-Id", "Served-By", "Home-Cell", "Retry-After"]],
    [READ, "200", ["Request-Id", "Served-By", "Home-Cell"]],
    [HEALTH, "200", ["Request-Id", "Served-By"]],
  ] as const)("$0.operationId answers %s with its headers", (route, status, headers) => {
    expect(Object.keys(documentOf(route).paths[route.path][route.method].responses[status].headers)).toEqual(headers);
  });

  it("open to anyone says so, and refuses no token", () => {
    const health = documentOf(HEALTH).paths["/healthz"].get;
    expect(health.security).toEqual([]);
    expect(Object.keys(health.responses)).toEqual(["200", "500"]);
  });
});

describe("the document", () => {
  const routes = [MAKE, READ, SEND, HEALTH];

  it("is the same text each time, whatever order the routes' codes have", () => {
    const shuffled = routes.map((route) => ({ ...route, codes: route.codes.toReversed() }));
    expect(JSON.stringify(openApiDocument(shuffled, ABOUT))).toBe(JSON.stringify(openApiDocument(routes, ABOUT)));
  });

  it("lists the scopes of all routes once", () => {
    expect(documentOf(...routes).components.securitySchemes.oauth2).toEqual({
      type: "oauth2",
      flows: {
        clientCredentials: {
          tokenUrl: "https://tokens.example.com/oauth2/token",
          scopes: {
            "ops/write": "Create and change ops.",
            "payments/read": "Read payments.",
            "payments/write": "Create and change payments.",
          },
        },
      },
    });
  });

  it("gives a named schema once and refers to it wherever it appears", () => {
    const document = documentOf(...routes);
    expect(document.components.schemas.Thing).toMatchObject({
      type: "object",
      properties: { object: { const: "thing" }, made_at: { type: "string", format: "date-time" } },
    });
    const reply = document.paths[MAKE.path].post.responses["201"].content["application/json"].schema;
    expect(reply).toEqual({ $ref: "#/components/schemas/Thing" });
    const page = document.paths[READ.path].get.responses["200"].content["application/json"].schema;
    expect(page.properties.data).toEqual({ type: "array", items: { $ref: "#/components/schemas/Thing" } });
    expect(Object.keys(page)).not.toContain("$defs");
  });

  it("writes a problem that several routes give once, and refers to it where they give the same", () => {
    const document = documentOf(...routes);
    const answer = (route: RouteDescription, status: string) =>
      document.paths[route.path][route.method].responses[status];
    const { Problem401: shared } = document.components.responses;
    expect(shared).toEqual(documentOf(MAKE).paths[MAKE.path].post.responses["401"]);
    for (const route of [MAKE, READ, SEND]) {
      expect(answer(route, "401")).toEqual({ $ref: "#/components/responses/Problem401" });
    }
    expect(documentOf(READ).components.responses).toEqual({});
  });

  it("keeps in its place what differs from what most routes give, or is given by one alone", () => {
    const document = documentOf(...routes);
    const answers = (route: RouteDescription) => document.paths[route.path][route.method].responses;
    expect(answers(MAKE)["500"]).toEqual({ $ref: "#/components/responses/Problem500" });
    expect(answers(HEALTH)["500"]).toEqual(documentOf(HEALTH).paths["/healthz"].get.responses["500"]);
    expect(answers(READ)["404"].description).toBe("Refused: not_found.");
    expect(Object.keys(document.components.responses)).not.toContain("Problem404");
  });

  it("throws for a schema that JSON cannot express", () => {
    expect(() => openApiDocument([{ ...READ, response: v.date() }], ABOUT)).toThrow(/date/);
  });
});

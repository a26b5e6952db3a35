import { describe, expect, it } from "vitest";
import { openApiDocument } from "../../../../../functions/payments-api/openapi/document.ts";
import { problemCodes } from "../../../../../functions/payments-api/problems.ts";
import { routeTable } from "../../../../../functions/payments-api/route-table.ts";
import {
  accountReply,
  balanceReply,
  batchReply,
  operationReply,
  paymentReply,
} from "../../../../../functions/payments-api/schemas.ts";

const about = {
  title: "Payment cells",
  version: "1",
  tokenUrl: "https://tokens.example.com/oauth2/token",
  schemas: {
    Account: accountReply,
    Balance: balanceReply,
    Batch: batchReply,
    Operation: operationReply,
    Payment: paymentReply,
  },
};

const text = JSON.stringify(openApiDocument(routeTable, about));
const document = JSON.parse(text);

/** Every value under a key of this name, wherever it is. */
function everywhere(name: string, node: unknown): readonly unknown[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [...(key === name ? [value] : []), ...everywhere(name, value)]);
}

function resolve(reference: string): unknown {
  const parts = reference.replace("#/", "").split("/");
  return parts.reduce<unknown>(
    (node, part) =>
      typeof node === "object" && node !== null ? Object.entries(node).find(([key]) => key === part)?.[1] : undefined,
    document,
  );
}

describe("the API's document", () => {
  it("describes every route of the table once", () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(routeTable.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it("names each operation by an id of its own", () => {
    const ids = everywhere("operationId", document.paths);
    expect(new Set(ids).size).toBe(routeTable.length);
  });

  it("has something behind every reference", () => {
    const references = everywhere("$ref", document);
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((reference) => typeof resolve(String(reference)) !== "object")).toEqual([]);
  });

  it("says nothing twice that routes refuse with in the same words", () => {
    const problems = Object.values<object>(document.paths).flatMap((operations) =>
      Object.values<{ responses: object }>({ ...operations }).flatMap(({ responses }) => Object.entries(responses)),
    );
    const texts = problems.map(([status, response]) => `${status} ${JSON.stringify(response)}`);
    const written = texts.filter((text) => text.includes("problem+json"));
    expect(written.length - new Set(written).size).toBe(0);
    expect(texts.filter((text) => text.includes("#/components/responses/")).length).toBeGreaterThan(60);
  });

  it("leaves no part of JSON Schema's own keeping of definitions", () => {
    expect([...everywhere("$defs", document), ...everywhere("$schema", document)]).toEqual([]);
  });

  it("refers to every reply by its name, and describes none twice", () => {
    const replies = new Set(everywhere("$ref", document.paths));
    for (const name of Object.keys(about.schemas)) expect(replies).toContain(`#/components/schemas/${name}`);
    expect(document.components.schemas.Payment.properties.operations.items).toEqual({
      $ref: "#/components/schemas/Operation",
    });
  });

  it.each(routeTable)("$method $path demands what it takes", ({ method, path, scopes, idempotent }) => {
    const operation = document.paths[path][method];
    const parameters: readonly { readonly in: string; readonly name: string }[] = operation.parameters ?? [];
    const named = (place: string) => parameters.filter((one) => one.in === place).map(({ name }) => name);
    expect(named("path")).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(named("header").includes("Idempotency-Key")).toBe(idempotent);
    expect(operation.security).toEqual(scopes.length === 0 ? [] : [{ oauth2: scopes }]);
    const declared = document.components.securitySchemes.oauth2.flows.clientCredentials.scopes;
    for (const scope of scopes) expect(Object.keys(declared)).toContain(scope);
  });

  it("leaves open to anyone only its own reading and the health check", () => {
    const open = routeTable.filter(({ scopes }) => scopes.length === 0).map(({ path }) => path);
    expect(open.sort()).toEqual(["/healthz", "/openapi.json"]);
  });

  it("asks for writing rights and a key, or a message id, wherever money moves", () => {
    for (const { method, path, scopes, idempotent } of routeTable) {
      if (method !== "post") continue;
      expect(
        scopes.some((scope) => scope.endsWith("/write")),
        path,
      ).toBe(true);
      expect(idempotent || path.endsWith("/payment_batches"), path).toBe(true);
    }
  });

  it("tells codes of the closed list alone", () => {
    const responses = everywhere("responses", document.paths).flatMap((answers) => Object.values(Object(answers)));
    const codes = responses
      .map((response) =>
        Object.hasOwn(Object(response), "$ref") ? resolve(everywhere("$ref", response).join()) : response,
      )
      .flatMap((response) => everywhere("code", response))
      .flatMap((code) => everywhere("enum", code).flat());
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !problemCodes.some((known) => known === code))).toEqual([]);
  });
});

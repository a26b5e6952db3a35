import { expect, it } from "vitest";
import { Problem, problemDocument } from "../../../../functions/payments-api/problems.ts";
import { bodyTooLargeResponse } from "../../../../infra/plan/api.ts";

it("answers a body that the app never sees as the app answers one that is too large", () => {
  const { responseTemplates, statusCode } = bodyTooLargeResponse("eu");
  const template = responseTemplates["application/json"];
  const filled = template.replace("$context.path", "/v1/somewhere").replace("$context.requestId", "req-1");
  const answer: unknown = JSON.parse(filled);
  const { detail, instead } = answer as { readonly detail: string; readonly instead: string }; // as the template has it
  const problem = new Problem("body_too_large", detail, { instead });
  expect(answer).toEqual(problemDocument(problem, { instance: "/v1/somewhere", requestId: "req-1", cell: "eu" }));
  expect(statusCode).toBe("413");
  expect(instead).toBe("/v1/accounts/{id}/payment_uploads");
});

import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { method } from "./compliant.ts";
import { requireRequestValidation } from "./require-request-validation.ts";

/** Methods with and without a validator. */
export const fixtures: Fixtures = {
  rule: requireRequestValidation,
  compliant: {
    "a model and a validator": { properties: method },
    "a validator of this program that is not there yet": {
      properties: changed(method, { requestValidatorId: UNKNOWN }),
      madeFrom: { requestValidatorId: ["other"] },
      companions: [{ type: "aws:apigateway/requestValidator:RequestValidator", name: "other", properties: {} }],
    },
    "nothing declared": { properties: changed(method, { requestModels: undefined, requestValidatorId: undefined }) },
    "a parameter that may be there": {
      properties: changed(method, {
        requestModels: undefined,
        requestValidatorId: undefined,
        requestParameters: { "method.request.querystring.page": false },
      }),
    },
  },
  violating: {
    "a model without a validator": {
      properties: changed(method, { requestValidatorId: undefined }),
      faults: ["The method declares what a request must look like, and nobody checks it."],
    },
    "a required parameter without a validator": {
      properties: changed(method, {
        requestValidatorId: undefined,
        requestModels: undefined,
        requestParameters: { "method.request.header.Idempotency-Key": true },
      }),
      faults: ["The method declares what a request must look like, and nobody checks it."],
    },
  },
  unknown: {
    "the validator": { properties: changed(method, { requestValidatorId: UNKNOWN }), path: "requestValidatorId" },
  },
};

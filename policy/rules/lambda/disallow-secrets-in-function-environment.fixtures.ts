import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { disallowSecretsInFunctionEnvironment } from "./disallow-secrets-in-function-environment.ts";

/** Variables with names of secrets and with secrets. */
export const fixtures: Fixtures = {
  rule: disallowSecretsInFunctionEnvironment,
  compliant: {
    "names of things": { properties: lambdaFunction },
    "the place of a secret": {
      properties: changed(lambdaFunction, {
        environment: {
          variables: {
            DB_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
            DB_PASSWORD: "{{resolve:secretsmanager:db}}",
            DB_SECRET: "prod/orders/db",
            TOKEN_URL: "https://id.example.com/token",
            TOKEN_TTL: "3600",
            KEY_ID: "k-1",
          },
        },
      }),
    },
    "what another resource answers": {
      properties: changed(lambdaFunction, { environment: { variables: { TABLE_NAME: UNKNOWN } } }),
    },
  },
  violating: {
    "a password": {
      properties: changed(lambdaFunction, { environment: { variables: { DB_PASSWORD: "correct-horse" } } }),
      faults: ["The variable DB_PASSWORD holds a secret."],
    },
    "a password in camel case": {
      properties: changed(lambdaFunction, { environment: { variables: { dbPassword: "correct-horse" } } }),
      faults: ["The variable dbPassword holds a secret."],
    },
    "an API key": {
      properties: changed(lambdaFunction, { environment: { variables: { STRIPE_API_KEY: "k-29f1c7" } } }),
      faults: ["The variable STRIPE_API_KEY holds a secret."],
    },
    "an access key under another name": {
      properties: changed(lambdaFunction, { environment: { variables: { UPLOADER: "AKIAIOSFODNN7EXAMPLE" } } }),
      faults: ["The variable UPLOADER holds a secret."],
    },
    "a password in a URL": {
      properties: changed(lambdaFunction, {
        environment: { variables: { DATABASE_URL: "postgres://app:correct-horse@db.internal:5432/orders" } },
      }),
      faults: ["The variable DATABASE_URL holds a secret."],
    },
    "a password, beside one that is not known yet": {
      properties: changed(lambdaFunction, {
        environment: { variables: { DB_PASSWORD: UNKNOWN, API_KEY: "k-29f1c7" } },
      }),
      faults: ["The variable API_KEY holds a secret."],
    },
  },
  unknown: {
    "a password that another resource makes": {
      properties: changed(lambdaFunction, { environment: { variables: { DB_PASSWORD: UNKNOWN } } }),
      path: "environment.variables.DB_PASSWORD",
    },
  },
};

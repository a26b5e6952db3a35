import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import type { Aws } from "../../../cli/aws.ts";
import { readDeployment } from "../../../cli/deployment.ts";
import { createDirectory } from "../../../cli/directory.ts";
import { fakeContext } from "./fake-context.ts";

interface Sent {
  readonly constructor: { readonly name: string };
  readonly input: Record<string, unknown>;
}

/** An AWS with a user pool a cell, and an authority item that is there after `refusals` tries to raise its revision. */
function fakeAws(refusals: number) {
  const calls: string[] = [];
  const items: unknown[] = [];
  let left = refusals;
  const dynamodb = {
    async send({ constructor, input }: Sent) {
      if (constructor.name === "PutItemCommand") items.push(input["Item"]);
      if (constructor.name === "UpdateItemCommand" && left > 0) {
        left -= 1;
        throw new ConditionalCheckFailedException({ $metadata: {}, message: "no authority yet" });
      }
      return { Items: items };
    },
  };
  const cognito = (region: string) => ({
    async send({ constructor, input }: Sent) {
      calls.push(`${region} ${constructor.name} ${JSON.stringify(input)}`);
      const cell = region === "eu-west-1" ? "eu" : "us";
      if (constructor.name === "ListUserPoolsCommand")
        return { UserPools: [{ Name: `prod-${cell}`, Id: `pool-${cell}` }] };
      return { UserPoolClient: { ClientId: `id-${cell}`, ClientSecret: `secret-${cell}` } };
    },
  });
  const aws: Aws = {
    endpoint: "http://aws",
    // These answer the few commands that a directory sends.
    dynamodb: () => dynamodb as unknown as DynamoDBClient,
    cognito: (region) => cognito(region) as unknown as CognitoIdentityProviderClient,
    close: () => {},
  };
  return { aws, calls };
}

it("gives a tenant a client for client credentials in every cell's pool, and lists it", async () => {
  const { aws, calls } = fakeAws(0);
  const directory = createDirectory(aws, readDeployment(), fakeContext().clock);
  expect(await directory.clientIds("shop")).toEqual([]);
  expect(await directory.add("shop", ["payments/read"])).toEqual([
    { cell: "eu", clientId: "id-eu", clientSecret: "secret-eu" },
    { cell: "us", clientId: "id-us", clientSecret: "secret-us" },
  ]);
  const created = {
    UserPoolId: "pool-us",
    ClientName: "shop",
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["client_credentials"],
    AllowedOAuthScopes: ["payments/read"],
  };
  expect(calls).toContain(`us-east-1 CreateUserPoolClientCommand ${JSON.stringify(created)}`);
  const listed = await directory.clientIds("shop");
  expect(listed.toSorted((one, other) => (one.cell < other.cell ? -1 : 1))).toEqual([
    { cell: "eu", clientId: "id-eu" },
    { cell: "us", clientId: "id-us" },
  ]);
  expect(await directory.client("shop", "us")).toEqual({ cell: "us", clientId: "id-us", clientSecret: "secret-us" });
});

it("tries again while the authority table cannot be written", async () => {
  const { aws } = fakeAws(5);
  const context = fakeContext();
  await createDirectory(aws, readDeployment(), context.clock).add("shop", []);
  expect(context.clock.monotonic()).toBeGreaterThan(0);
});

it("gives up after a while, and says what could not be written", async () => {
  const { aws } = fakeAws(Number.POSITIVE_INFINITY);
  await expect(createDirectory(aws, readDeployment(), fakeContext().clock).add("shop", [])).rejects.toThrow(
    "The authority table cannot be written: see `npx cells status`.",
  );
});

it("knows no client of a tenant that has none, and no cell that is not in the registry", async () => {
  const directory = createDirectory(fakeAws(0).aws, readDeployment(), fakeContext().clock);
  await expect(directory.client("nobody", "eu")).rejects.toThrow(
    "Tenant nobody has no client in cell eu; add one: npx cells tenant add nobody",
  );
  await expect(directory.client("nobody", "mars")).rejects.toThrow("There is no cell mars; the registry has eu, us.");
});

import { AwsError } from "../../core/errors.ts";
import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs, ownId } from "../given-inputs.ts";
import { defineResource, isProperties } from "../inputs.ts";
import { all, between, lengthBetween, matching, oneOf } from "../rules.ts";
import type { PoolStore, UserPoolClient } from "./store.ts";

const timeUnit = oneOf("seconds", "minutes", "hours", "days");

const inputs: Readonly<Record<string, InputRule>> = {
  name: {
    autoName: { lengthMax: 128 },
    ...all(lengthBetween(1, 128), matching(/^[\w\s+=,.@-]+$/, "can include any UTF-8 word, space and +=,.@-")),
  },
  userPoolId: { required: true, replaces: true },
  generateSecret: { replaces: true, default: false },
  allowedOauthFlows: { computed: true, unordered: true, ...each(oneOf("code", "implicit", "client_credentials")) },
  allowedOauthFlowsUserPoolClient: { computed: true },
  allowedOauthScopes: { computed: true, unordered: true },
  accessTokenValidity: { computed: true, ...between(0, 86_400) },
  enableTokenRevocation: { computed: true },
  explicitAuthFlows: { computed: true, unordered: true },
  idTokenValidity: { computed: true, ...between(0, 86_400) },
  preventUserExistenceErrors: { computed: true, ...oneOf("LEGACY", "ENABLED") },
  refreshTokenValidity: { computed: true, ...between(0, 315_360_000) },
  supportedIdentityProviders: { computed: true, unordered: true },
  tokenValidityUnits: {
    refusal: (units) =>
      isProperties(units)
        ? Object.values(units)
            .map((unit) => timeUnit.refusal(unit))
            .find((reason) => reason !== undefined)
        : undefined,
  },
};

/** `aws:cognito/userPoolClient:UserPoolClient`: an update leaves the secret as it is. */
export function clientModel(store: PoolStore): ResourceModel {
  const find = (existing: Existing) => {
    const [address = ""] = addressOf(existing, ["userPoolId"]) ?? [];
    // An import names the pool before the client.
    const [userPoolId = "", id = existing.id] = address.split("/");
    const pool = store.find(userPoolId);
    return { pool, client: pool?.clients.get(id) };
  };
  const outputsOf = ({ given, secret }: UserPoolClient, userPoolId: string): Properties => ({
    ...givenInputs(inputs, given),
    userPoolId,
    clientSecret: secret ?? "",
  });
  return defineResource({
    type: "aws:cognito/userPoolClient:UserPoolClient",
    inputs,
    create(reader) {
      const userPoolId = reader.requiredText("userPoolId");
      const client = store.createClient(userPoolId, reader.properties);
      return { id: client.id, outputs: outputsOf(client, userPoolId) };
    },
    read(existing) {
      const { pool, client } = find(existing);
      if (pool === undefined || client === undefined) return undefined;
      return { ...outputsOf(client, pool.id), ...ownId(existing, client.id) };
    },
    update(reader, existing) {
      const { pool, client } = find(existing);
      if (pool === undefined || client === undefined) {
        throw new AwsError("ResourceNotFoundException", `User pool client ${existing.id} does not exist.`);
      }
      store.updateClient(pool, client, reader.properties);
      return outputsOf(client, pool.id);
    },
    delete(existing) {
      const { pool, client } = find(existing);
      if (pool !== undefined && client !== undefined) pool.clients.delete(client.id);
    },
  });
}

/** Every value of a list under one rule. */
function each(rule: ReturnType<typeof oneOf>): ReturnType<typeof oneOf> {
  return {
    refusal: (values) =>
      Array.isArray(values) ? values.map(rule.refusal).find((reason) => reason !== undefined) : undefined,
  };
}

import { AwsError, notImplemented } from "../../core/errors.ts";
import type { CheckFailure, Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs } from "../given-inputs.ts";
import { defineResource, isProperties } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { lengthBetween, matching, oneOf } from "../rules.ts";
import { clientModel } from "./client-resource.ts";
import type { PoolStore, ResourceServer, UserPool } from "./store.ts";

/** The resource types of Cognito over one account's store. */
export function cognitoResources(store: PoolStore): readonly ResourceModel[] {
  return [poolModel(store), domainModel(store), resourceServerModel(store), clientModel(store)];
}

// There are no users here, so what concerns them alone changes nothing.
const poolInputs: Readonly<Record<string, InputRule>> = {
  name: { replaces: true, autoName: { lengthMax: 128 }, ...lengthBetween(1, 128) },
  accountRecoverySetting: { computed: true },
  adminCreateUserConfig: { computed: true },
  aliasAttributes: { replaces: true, unordered: true },
  autoVerifiedAttributes: { unordered: true },
  deletionProtection: { default: "INACTIVE", ...oneOf("ACTIVE", "INACTIVE") },
  deviceConfiguration: {},
  mfaConfiguration: { default: "OFF", ...oneOf("OFF", "ON", "OPTIONAL") },
  passwordPolicy: { computed: true },
  schemas: { unordered: true },
  signInPolicy: { computed: true },
  softwareTokenMfaConfiguration: {},
  usernameAttributes: { replaces: true, unordered: true },
  usernameConfiguration: { replaces: true, computed: true },
  userAttributeUpdateSettings: {},
  userPoolAddOns: {},
  userPoolTier: { computed: true, ...oneOf("LITE", "ESSENTIALS", "PLUS") },
  verificationMessageTemplate: { computed: true },
};

function poolModel(store: PoolStore): ResourceModel {
  const find = ({ id, region }: Existing): UserPool | undefined => {
    const pool = store.find(id);
    return pool?.region === region ? pool : undefined;
  };
  return defineResource({
    type: "aws:cognito/userPool:UserPool",
    inputs: poolInputs,
    recomputed: ["lastModifiedDate"],
    check: ({ aliasAttributes, usernameAttributes }): readonly CheckFailure[] =>
      aliasAttributes === undefined || usernameAttributes === undefined
        ? []
        : [{ property: "aliasAttributes", reason: `"alias_attributes": conflicts with username_attributes` }],
    create(inputs, { region }) {
      const pool = store.createPool(region, inputs.properties);
      return { id: pool.id, outputs: poolOutputs(pool) };
    },
    read(existing) {
      const pool = find(existing);
      return pool === undefined ? undefined : poolOutputs(pool);
    },
    update(inputs, existing) {
      const pool = store.pool(existing.id);
      store.updatePool(pool, inputs.properties);
      return poolOutputs(pool);
    },
    delete(existing) {
      const pool = find(existing);
      if (pool !== undefined) store.deletePool(pool);
    },
  });
}

function poolOutputs({ id, arn, region, given, createdAt, modifiedAt }: UserPool): Properties {
  return {
    ...givenInputs(poolInputs, given),
    deletionProtection: given["deletionProtection"] ?? "INACTIVE",
    mfaConfiguration: given["mfaConfiguration"] ?? "OFF",
    arn,
    endpoint: `cognito-idp.${region}.amazonaws.com/${id}`,
    creationDate: new Date(createdAt).toISOString(),
    lastModifiedDate: new Date(modifiedAt).toISOString(),
    tagsAll: given["tags"] ?? {},
  };
}

function domainModel(store: PoolStore): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = {
    domain: {
      required: true,
      replaces: true,
      ...matching(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/, "only lowercase alphanumeric characters and hyphens"),
    },
    userPoolId: { required: true, replaces: true },
    managedLoginVersion: { computed: true },
  };
  return defineResource({
    type: "aws:cognito/userPoolDomain:UserPoolDomain",
    inputs,
    // A pool has one, and a prefix is one pool's.
    deleteBeforeReplace: true,
    create(reader, { accountId }) {
      const domain = reader.requiredText("domain");
      if (domain.includes(".")) throw notImplemented(`a custom domain of a user pool (${domain})`);
      store.createDomain(reader.requiredText("userPoolId"), domain, reader.properties);
      return { id: domain, outputs: { awsAccountId: accountId } };
    },
    read({ id, accountId }) {
      const pool = store.byDomain(id);
      if (pool?.domain === undefined) return undefined;
      const { prefix, given } = pool.domain;
      return { ...givenInputs(inputs, given), domain: prefix, userPoolId: pool.id, awsAccountId: accountId };
    },
    update(reader, { id }) {
      const domain = store.byDomain(id)?.domain;
      if (domain === undefined) throw new AwsError("ResourceNotFoundException", `Domain ${id} does not exist.`);
      domain.given = reader.properties;
      return givenInputs(inputs, reader.properties);
    },
    delete: ({ id }) => store.deleteDomain(id),
  });
}

function resourceServerModel(store: PoolStore): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = {
    identifier: { required: true, replaces: true, ...lengthBetween(1, 256) },
    name: { autoName: { lengthMax: 256 }, ...lengthBetween(1, 256) },
    scopes: { unordered: true, refusal: scopeRefusal },
    userPoolId: { required: true, replaces: true },
  };
  const find = (existing: Existing) => {
    const [userPoolId = "", identifier = ""] = addressOf(existing, ["userPoolId", "identifier"], "|") ?? [];
    const servers = store.find(userPoolId)?.resourceServers;
    return { userPoolId, identifier, servers, server: servers?.get(identifier) };
  };
  const outputsOf = (userPoolId: string, identifier: string, { given, scopes }: ResourceServer): Properties => ({
    ...givenInputs(inputs, given),
    userPoolId,
    identifier,
    scopeIdentifiers: scopes.map((scope) => `${identifier}/${scope}`),
  });
  return defineResource({
    type: "aws:cognito/resourceServer:ResourceServer",
    inputs,
    recomputed: ["scopeIdentifiers"],
    create(reader) {
      const [userPoolId, identifier] = [reader.requiredText("userPoolId"), reader.requiredText("identifier")];
      const server = serverOf(reader);
      store.putResourceServer(userPoolId, identifier, server, "create");
      return { id: `${userPoolId}|${identifier}`, outputs: outputsOf(userPoolId, identifier, server) };
    },
    read(existing) {
      const { userPoolId, identifier, server } = find(existing);
      return server === undefined ? undefined : outputsOf(userPoolId, identifier, server);
    },
    // A client keeps the name of a scope that is gone, and gets no token for it.
    update(reader, existing) {
      const { userPoolId, identifier } = find(existing);
      const server = serverOf(reader);
      store.putResourceServer(userPoolId, identifier, server, "update");
      return outputsOf(userPoolId, identifier, server);
    },
    delete(existing) {
      const { identifier, servers } = find(existing);
      servers?.delete(identifier);
    },
  });
}

function serverOf(reader: Reader): ResourceServer {
  const scopes = reader.children("scopes").map((scope) => scope.requiredText("scopeName"));
  return { given: reader.properties, scopes };
}

function scopeRefusal(scopes: unknown): string | undefined {
  if (!Array.isArray(scopes)) return undefined;
  const missing = scopes.flatMap((scope) =>
    ["scopeDescription", "scopeName"].filter((key) => isProperties(scope) && scope[key] === undefined),
  );
  const [first] = missing;
  if (first === undefined) return undefined;
  return `Missing required argument. The argument "${first}" is required, but no definition was found.`;
}

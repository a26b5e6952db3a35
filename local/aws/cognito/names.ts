import type { Properties } from "../../core/resource.ts";
import { isProperties } from "../inputs.ts";

/** Inputs of a client, by their names in Cognito's API, each with its name in Pulumi. */
export const clientFields: Readonly<Record<string, string>> = {
  ClientName: "name",
  GenerateSecret: "generateSecret",
  AllowedOAuthFlows: "allowedOauthFlows",
  AllowedOAuthScopes: "allowedOauthScopes",
  AllowedOAuthFlowsUserPoolClient: "allowedOauthFlowsUserPoolClient",
  AccessTokenValidity: "accessTokenValidity",
  IdTokenValidity: "idTokenValidity",
  RefreshTokenValidity: "refreshTokenValidity",
  TokenValidityUnits: "tokenValidityUnits",
  EnableTokenRevocation: "enableTokenRevocation",
  ExplicitAuthFlows: "explicitAuthFlows",
  PreventUserExistenceErrors: "preventUserExistenceErrors",
  SupportedIdentityProviders: "supportedIdentityProviders",
};

/** Inputs of a pool that the local API can change, likewise. */
export const poolFields: Readonly<Record<string, string>> = {
  PoolName: "name",
  DeletionProtection: "deletionProtection",
  AdminCreateUserConfig: "adminCreateUserConfig",
  MfaConfiguration: "mfaConfiguration",
  UserPoolTier: "userPoolTier",
  UserPoolTags: "tags",
};

/** An API's input under Pulumi's names; what is not among `fields` is left out. */
export function toPulumi(fields: Readonly<Record<string, string>>, input: Properties): Properties {
  const pairs = Object.entries(fields).map(([wire, name]): [string, unknown] => {
    const value = input[wire];
    return [name, wire === "UserPoolTags" ? value : recased(value, (key) => key.toLowerCase())];
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** Inputs under the API's names. */
export function toWire(fields: Readonly<Record<string, string>>, given: Properties): Properties {
  const pairs = Object.entries(fields).map(([wire, name]): [string, unknown] => {
    const value = given[name];
    return [wire, wire === "UserPoolTags" ? value : recased(value, (key) => key.toUpperCase())];
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** An object whose keys begin in the other case: "AccessToken" and "accessToken". */
function recased(value: unknown, first: (letter: string) => string): unknown {
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [`${first(key.slice(0, 1))}${key.slice(1)}`, inner]),
  );
}

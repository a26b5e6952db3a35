import { notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { autoName } from "../auto-name.ts";
import { defineResource } from "../inputs.ts";
import { accessTokenSeconds } from "./operations.ts";
import type { PoolStore } from "./store.ts";

/** The resource types of Cognito over one account's store. */
export function cognitoResources(kernel: Kernel, store: PoolStore): readonly ResourceModel[] {
  return [poolModel(kernel, store), domainModel(store), resourceServerModel(store), clientModel(kernel, store)];
}

function poolModel(kernel: Kernel, store: PoolStore): ResourceModel {
  return defineResource({
    type: "aws:cognito/userPool:UserPool",
    honoured: ["name"],
    // There are no users here, so what concerns them alone changes nothing.
    echoed: [
      "accountRecoverySetting",
      "adminCreateUserConfig",
      "aliasAttributes",
      "autoVerifiedAttributes",
      "deletionProtection",
      "deviceConfiguration",
      "mfaConfiguration",
      "passwordPolicy",
      "schemas",
      "signInPolicy",
      "softwareTokenMfaConfiguration",
      "usernameAttributes",
      "usernameConfiguration",
      "userAttributeUpdateSettings",
      "userPoolAddOns",
      "userPoolTier",
      "verificationMessageTemplate",
    ],
    create(inputs, registration) {
      const pool = store.createPool(registration.region, inputs.text("name") ?? autoName(kernel, registration));
      const endpoint = `cognito-idp.${pool.region}.amazonaws.com/${pool.id}`;
      const creationDate = new Date(pool.createdAt).toISOString();
      return { id: pool.id, outputs: { name: pool.name, arn: pool.arn, endpoint, creationDate } };
    },
  });
}

function domainModel(store: PoolStore): ResourceModel {
  return defineResource({
    type: "aws:cognito/userPoolDomain:UserPoolDomain",
    honoured: ["domain", "userPoolId"],
    echoed: ["managedLoginVersion"],
    create(inputs) {
      const domain = inputs.requiredText("domain");
      if (domain.includes(".")) throw notImplemented(`a custom domain of a user pool (${domain})`);
      const userPoolId = inputs.requiredText("userPoolId");
      store.createDomain(userPoolId, domain);
      return { id: domain, outputs: { domain, userPoolId } };
    },
  });
}

function resourceServerModel(store: PoolStore): ResourceModel {
  return defineResource({
    type: "aws:cognito/resourceServer:ResourceServer",
    honoured: ["identifier", "name", "scopes", "userPoolId"],
    create(inputs) {
      const identifier = inputs.requiredText("identifier");
      const userPoolId = inputs.requiredText("userPoolId");
      const scopes = inputs.children("scopes").map((scope) => scope.requiredText("scopeName"));
      store.createResourceServer(userPoolId, identifier, scopes);
      const scopeIdentifiers = scopes.map((scope) => `${identifier}/${scope}`);
      return { id: `${userPoolId}|${identifier}`, outputs: { identifier, userPoolId, scopeIdentifiers } };
    },
  });
}

function clientModel(kernel: Kernel, store: PoolStore): ResourceModel {
  return defineResource({
    type: "aws:cognito/userPoolClient:UserPoolClient",
    honoured: [
      "name",
      "userPoolId",
      "generateSecret",
      "allowedOauthFlows",
      "allowedOauthFlowsUserPoolClient",
      "allowedOauthScopes",
      "accessTokenValidity",
      "tokenValidityUnits",
    ],
    echoed: [
      "enableTokenRevocation",
      "explicitAuthFlows",
      "idTokenValidity",
      "preventUserExistenceErrors",
      "refreshTokenValidity",
      "supportedIdentityProviders",
    ],
    create(inputs, registration) {
      const oauthOn = inputs.flag("allowedOauthFlowsUserPoolClient") ?? false;
      const userPoolId = inputs.requiredText("userPoolId");
      const client = store.createClient(userPoolId, {
        name: inputs.text("name") ?? autoName(kernel, registration),
        generateSecret: inputs.flag("generateSecret") ?? false,
        allowedFlows: oauthOn ? inputs.texts("allowedOauthFlows") : [],
        allowedScopes: inputs.texts("allowedOauthScopes"),
        accessTokenSeconds: accessTokenSeconds(
          inputs.number("accessTokenValidity"),
          inputs.child("tokenValidityUnits")?.text("accessToken"),
        ),
      });
      return { id: client.id, outputs: { name: client.name, userPoolId, clientSecret: client.secret ?? "" } };
    },
  });
}

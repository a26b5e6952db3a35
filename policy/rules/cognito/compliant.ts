import type { Companion, Properties } from "../../core/fixtures.ts";

/** What passwords of the pool are like. */
export const passwords: Properties = {
  minimumLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 3,
  passwordHistorySize: 4,
};

/** A pool of users that every rule of the pack is content with. */
export const userPool: Properties = {
  name: "customers",
  mfaConfiguration: "ON",
  softwareTokenMfaConfiguration: { enabled: true },
  userPoolTier: "PLUS",
  userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
  passwordPolicy: passwords,
  deletionProtection: "ACTIVE",
  accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
  adminCreateUserConfig: { allowAdminCreateUserOnly: true },
  autoVerifiedAttributes: ["email"],
};

/** An application that signs its users in. */
export const client: Properties = {
  name: "web",
  userPoolId: "customers",
  generateSecret: true,
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["code"],
  allowedOauthScopes: ["openid", "email"],
  callbackUrls: ["https://shop.example.com/signed-in", "http://localhost:3000/signed-in", "shop://signed-in"],
  logoutUrls: ["https://shop.example.com/"],
  supportedIdentityProviders: ["COGNITO"],
  explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  preventUserExistenceErrors: "ENABLED",
  enableTokenRevocation: true,
  accessTokenValidity: 30,
  idTokenValidity: 30,
  refreshTokenValidity: 7,
  tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
};

/** A machine that signs itself in. */
export const machine: Properties = {
  name: "partner",
  userPoolId: "customers",
  generateSecret: true,
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["client_credentials"],
  allowedOauthScopes: ["orders/read"],
};

/** The machine's client as another resource of the stack. */
export const machineClient: Companion = {
  type: "aws:cognito/userPoolClient:UserPoolClient",
  name: "partner",
  properties: machine,
};

/** Gives users of a pool credentials of AWS. */
export const identityPool: Properties = {
  identityPoolName: "customers",
  allowUnauthenticatedIdentities: false,
  allowClassicFlow: false,
  cognitoIdentityProviders: [
    {
      clientId: "3n4b5urk1ft4fl3mg5e62d9ado",
      providerName: "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
      serverSideTokenCheck: true,
    },
  ],
};

/** What happens when a sign-in looks like somebody else's. */
export const risks: Properties = {
  userPoolId: "eu-west-1_AbCdEf123",
  compromisedCredentialsRiskConfiguration: { eventFilters: ["SIGN_IN"], actions: { eventAction: "BLOCK" } },
  accountTakeoverRiskConfiguration: {
    actions: {
      highAction: { eventAction: "BLOCK", notify: true },
      mediumAction: { eventAction: "MFA_REQUIRED", notify: true },
    },
  },
};

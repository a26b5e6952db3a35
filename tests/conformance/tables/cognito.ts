import { is, type Fields, type Step, type Suite } from "../case.ts";

const pool = { UserPoolId: "{pool}" } as const;
const createClient = (more: Fields = {}): Step => ({
  call: "CreateUserPoolClient",
  input: { ...pool, ClientName: "client-{case}", ...more },
  keep: { client: "UserPoolClient.ClientId" },
});
const client = { ...pool, ClientId: "{client}" } as const;

/** Cognito, as far as machine clients go. */
export const cognitoSuites: readonly Suite[] = [
  {
    service: "cognito-idp",
    topic: "machine clients",
    setUp: [
      { call: "CreateUserPool", input: { PoolName: "conformance-{run}" }, keep: { pool: "UserPool.Id" } },
      {
        call: "CreateResourceServer",
        input: {
          ...pool,
          Identifier: "api",
          Name: "api",
          Scopes: [{ ScopeName: "pay", ScopeDescription: "Pay" }],
        },
      },
    ],
    tearDown: [{ call: "DeleteUserPool", input: pool }],
    cases: [
      {
        name: "A client with a secret",
        before: [
          {
            ...createClient({
              GenerateSecret: true,
              AllowedOAuthFlows: ["client_credentials"],
              AllowedOAuthScopes: ["api/pay"],
              AllowedOAuthFlowsUserPoolClient: true,
            }),
            gives: { UserPoolClient: { ClientId: is.match(/^[a-z0-9]{20,}$/), ClientSecret: is.text } },
          },
        ],
        call: "DescribeUserPoolClient",
        input: client,
        gives: {
          UserPoolClient: {
            ClientName: "client-{case}",
            ClientSecret: is.text,
            AllowedOAuthFlows: ["client_credentials"],
            AllowedOAuthScopes: ["api/pay"],
          },
        },
      },
      {
        name: "A client without a secret",
        ...createClient(),
        gives: { UserPoolClient: { ClientSecret: is.absent } },
      },
      {
        name: "Client credentials need a secret",
        ...createClient({
          AllowedOAuthFlows: ["client_credentials"],
          AllowedOAuthScopes: ["api/pay"],
          AllowedOAuthFlowsUserPoolClient: true,
        }),
        fails: "InvalidOAuthFlowException",
      },
      {
        name: "A scope that no resource server has",
        ...createClient({
          GenerateSecret: true,
          AllowedOAuthFlows: ["client_credentials"],
          AllowedOAuthScopes: ["api/none"],
          AllowedOAuthFlowsUserPoolClient: true,
        }),
        fails: "ScopeDoesNotExistException",
      },
      {
        name: "A deleted client is gone",
        before: [createClient(), { call: "DeleteUserPoolClient", input: client }],
        call: "DescribeUserPoolClient",
        input: client,
        fails: "ResourceNotFoundException",
      },
      {
        name: "A pool is unknown",
        call: "DescribeUserPoolClient",
        input: { UserPoolId: "eu-west-1_000000000", ClientId: "none" },
        fails: "ResourceNotFoundException",
      },
      {
        name: "ListUserPoolClients pages",
        before: [
          createClient(),
          createClient(),
          {
            call: "ListUserPoolClients",
            input: { ...pool, MaxResults: 1 },
            gives: { UserPoolClients: is.list(1), NextToken: is.text },
            keep: { token: "NextToken", first: "UserPoolClients.0.ClientId" },
          },
        ],
        call: "ListUserPoolClients",
        input: { ...pool, MaxResults: 1, NextToken: "{token}" },
        gives: { UserPoolClients: [{ ClientId: is.not("{first}"), UserPoolId: "{pool}" }] },
      },
      {
        name: "A page of more than 60",
        call: "ListUserPoolClients",
        input: { ...pool, MaxResults: 61 },
        fails: "InvalidParameterException",
      },
      {
        name: "ListUserPools has the pool",
        call: "ListUserPools",
        input: { MaxResults: 60 },
        gives: { UserPools: is.including({ Id: "{pool}", Name: "conformance-{run}" }) },
      },
    ],
  },
];

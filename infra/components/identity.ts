import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CanaryClientPlan, ResourceServerPlan } from "../plan/identity.ts";

/** What is decided about a cell's identities. */
export interface IdentityArgs {
  readonly userPool: string;
  readonly domainPrefix: string;
  readonly resourceServers: readonly ResourceServerPlan[];
  readonly canary: CanaryClientPlan;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** The cell's token issuer: machine clients only, each made when its tenant is added, but for the canary's. */
export class Identity extends pulumi.ComponentResource {
  readonly userPoolId: pulumi.Output<string>;
  readonly canaryClientId: pulumi.Output<string>;
  readonly canaryClientSecret: pulumi.Output<string>;

  constructor(name: string, args: IdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Identity", name, {}, opts);
    const pool = new aws.cognito.UserPool(
      name,
      {
        name: args.userPool,
        adminCreateUserConfig: { allowAdminCreateUserOnly: true },
        deletionProtection: args.protect ? "ACTIVE" : "INACTIVE",
        tags: args.tags,
      },
      { parent: this, protect: args.protect },
    );
    new aws.cognito.UserPoolDomain(name, { domain: args.domainPrefix, userPoolId: pool.id }, { parent: this });
    const servers = args.resourceServers.map((server) => resourceServer(name, server, pool, this));
    const canary = new aws.cognito.UserPoolClient(
      `${name}-canary`,
      {
        name: args.canary.name,
        userPoolId: pool.id,
        generateSecret: true,
        allowedOauthFlowsUserPoolClient: true,
        allowedOauthFlows: ["client_credentials"],
        allowedOauthScopes: [...args.canary.scopes],
      },
      // Cognito refuses scopes that it does not know yet.
      { parent: this, dependsOn: servers },
    );
    this.canaryClientId = canary.id;
    this.canaryClientSecret = pulumi.secret(canary.clientSecret);
    this.userPoolId = pool.id;
    this.registerOutputs({ userPoolId: this.userPoolId });
  }
}

function resourceServer(
  name: string,
  { identifier, scopes }: ResourceServerPlan,
  pool: aws.cognito.UserPool,
  parent: pulumi.Resource,
): aws.cognito.ResourceServer {
  return new aws.cognito.ResourceServer(
    `${name}-${identifier}`,
    {
      identifier,
      name: identifier,
      userPoolId: pool.id,
      scopes: scopes.map((scope) => ({ scopeName: scope.name, scopeDescription: scope.description })),
    },
    { parent },
  );
}

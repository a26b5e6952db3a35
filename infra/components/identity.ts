import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ResourceServerPlan } from "../plan/identity.ts";

/** What is decided about a cell's identities. */
export interface IdentityArgs {
  readonly userPool: string;
  readonly domainPrefix: string;
  readonly resourceServers: readonly ResourceServerPlan[];
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** The cell's token issuer: machine clients only, each made when its tenant is added. */
export class Identity extends pulumi.ComponentResource {
  readonly userPoolId: pulumi.Output<string>;

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
    for (const server of args.resourceServers) {
      new aws.cognito.ResourceServer(
        `${name}-${server.identifier}`,
        {
          identifier: server.identifier,
          name: server.identifier,
          userPoolId: pool.id,
          scopes: server.scopes.map((scope) => ({ scopeName: scope.name, scopeDescription: scope.description })),
        },
        { parent: this },
      );
    }
    this.userPoolId = pool.id;
    this.registerOutputs({ userPoolId: this.userPoolId });
  }
}

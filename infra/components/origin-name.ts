import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ProvenCertificate } from "./proven-certificate.ts";

/** What is decided about the name of a cell's API. */
export interface OriginNameArgs {
  readonly host: string;
  readonly zoneId: string;
  readonly restApiId: pulumi.Input<string>;
  readonly stageName: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The host name at which the edge reaches the cell: certificate, custom domain, DNS. */
export class OriginName extends pulumi.ComponentResource {
  constructor(name: string, args: OriginNameArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:OriginName", name, {}, opts);
    const { host, zoneId, tags } = args;
    const certificate = new ProvenCertificate(name, { host, zoneId, tags }, { parent: this });
    const domain = new aws.apigateway.DomainName(
      name,
      {
        domainName: host,
        regionalCertificateArn: certificate.validatedArn,
        endpointConfiguration: { types: "REGIONAL" },
        securityPolicy: "TLS_1_2",
        tags,
      },
      { parent: this },
    );
    new aws.apigateway.BasePathMapping(
      name,
      { domainName: domain.domainName, restApi: args.restApiId, stageName: args.stageName },
      { parent: this },
    );
    new aws.route53.Record(
      `${name}-origin`,
      {
        zoneId,
        name: host,
        type: "A",
        aliases: [{ name: domain.regionalDomainName, zoneId: domain.regionalZoneId, evaluateTargetHealth: false }],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

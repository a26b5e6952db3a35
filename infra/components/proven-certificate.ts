import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What is decided about a certificate. */
export interface ProvenCertificateArgs {
  readonly host: string;
  readonly zoneId: string;
  /** Only where it is not the stack's own region. */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A certificate that proves its host name in DNS, and renews itself by the same record. */
export class ProvenCertificate extends pulumi.ComponentResource {
  /** Known once the proof was accepted. */
  readonly validatedArn: pulumi.Output<string>;

  constructor(name: string, args: ProvenCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:ProvenCertificate", name, {}, opts);
    const region = args.region === undefined ? {} : { region: args.region };
    const certificate = new aws.acm.Certificate(
      name,
      { domainName: args.host, validationMethod: "DNS", ...region, tags: args.tags },
      { parent: this },
    );
    const proof = certificate.domainValidationOptions.apply(([option]) => {
      if (option === undefined) {
        throw new Error(`ACM names no DNS record that proves ${args.host}.`);
      }
      return option;
    });
    const record = new aws.route53.Record(
      name,
      {
        zoneId: args.zoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
        // Two certificates of one host have the same proof.
        allowOverwrite: true,
      },
      { parent: this },
    );
    const validation = new aws.acm.CertificateValidation(
      name,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn], ...region },
      { parent: this },
    );
    this.validatedArn = validation.certificateArn;
    this.registerOutputs({ validatedArn: this.validatedArn });
  }
}

import type { DeclaredType } from "./definition.ts";

/** Names and certificates: every name of the program is served by the edge, and no certificate is presented. */
export const nameTypes: readonly DeclaredType[] = [
  {
    type: "aws:acm/certificate:Certificate",
    requires: ["domainName"],
    compute({ inputs, text, arn, uuid }) {
      const certificate = arn("acm", `certificate/${uuid()}`);
      const others = Array.isArray(inputs["subjectAlternativeNames"]) ? inputs["subjectAlternativeNames"] : [];
      const names = [...new Set([text("domainName"), ...others.map(String)])];
      return {
        id: certificate,
        arn: certificate,
        status: "PENDING_VALIDATION",
        domainValidationOptions: names.map((name) => ({
          domainName: name,
          resourceRecordName: `_local.${name}.`,
          resourceRecordType: "CNAME",
          resourceRecordValue: "_local.acm-validations.aws.",
        })),
      };
    },
  },
  {
    type: "aws:acm/certificateValidation:CertificateValidation",
    requires: ["certificateArn"],
    compute: ({ text }) => ({ id: text("certificateArn") }),
  },
  {
    type: "aws:route53/zone:Zone",
    requires: ["name"],
    compute({ hex }) {
      const id = `Z${hex(20).toUpperCase()}`;
      return {
        id,
        zoneId: id,
        arn: `arn:aws:route53:::hostedzone/${id}`,
        nameServers: ["ns-1.local.invalid"],
        primaryNameServer: "ns-1.local.invalid",
      };
    },
  },
  {
    type: "aws:route53/record:Record",
    requires: ["name", "type", "zoneId"],
    compute: ({ text }) => ({ id: `${text("zoneId")}_${text("name")}_${text("type")}`, fqdn: text("name") }),
  },
  {
    type: "aws:route53/healthCheck:HealthCheck",
    requires: ["type"],
    compute({ uuid }) {
      const id = uuid();
      return { id, arn: `arn:aws:route53:::healthcheck/${id}` };
    },
  },
];

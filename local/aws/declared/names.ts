import { AwsError } from "../../core/errors.ts";
import { isProperties } from "../inputs.ts";
import { all, arn as anArn, between, lengthBetween, matching, oneOf, oneOfNumbers } from "../rules.ts";
import type { Declaration, DeclaredType } from "./definition.ts";
import { textOf, textsOf } from "./definition.ts";
import { atLeast, checks, exactlyOneOf, listOf, objectOf, requiredWith } from "./rules.ts";

const certificateType = "aws:acm/certificate:Certificate";
const recordType = "aws:route53/record:Record";

const domainName = all(
  lengthBetween(1, 253),
  matching(/^(\*\.)?(([A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+([A-Za-z0-9-]{1,62}[A-Za-z0-9])$/, "a host name of two labels"),
);

const certificate: DeclaredType = {
  type: certificateType,
  inputs: {
    domainName: { required: true, replaces: true, ...domainName },
    keyAlgorithm: {
      computed: true,
      replaces: true,
      ...oneOf("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"),
    },
    options: { computed: true },
    subjectAlternativeNames: { computed: true, replaces: true, unordered: true, ...listOf(domainName) },
    tags: {},
    validationMethod: { computed: true, replaces: true, ...oneOf("DNS", "EMAIL", "HTTP", "NONE") },
    validationOptions: { replaces: true, unordered: true },
  },
  compute({ inputs, text, arn, uuid }) {
    const id = arn("acm", `certificate/${uuid()}`);
    const names = [...new Set([text("domainName"), ...textsOf(inputs, "subjectAlternativeNames")])];
    return {
      id,
      arn: id,
      status: "PENDING_VALIDATION",
      type: "AMAZON_ISSUED",
      keyAlgorithm: "RSA_2048",
      subjectAlternativeNames: names,
      validationMethod: "DNS",
      domainValidationOptions: names.map(provedBy),
    };
  },
};

/** The DNS record by which a host name is proved. */
function provedBy(name: string) {
  const bare = name.replace(/^\*\./u, "");
  return {
    domainName: name,
    resourceRecordName: `_local.${bare}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: "_local.acm-validations.aws.",
  };
}

const certificateValidation: DeclaredType = {
  type: "aws:acm/certificateValidation:CertificateValidation",
  inputs: {
    certificateArn: { required: true, replaces: true, ...anArn },
    validationRecordFqdns: { replaces: true, unordered: true },
  },
  compute: ({ text }) => ({ id: text("certificateArn") }),
  refuse({ inputs, region, text }, world) {
    const proved = world.find(certificateType, text("certificateArn"), region);
    if (proved === undefined) {
      throw new AwsError("ResourceNotFoundException", `Could not find certificate ${text("certificateArn")}.`);
    }
    if (inputs["validationRecordFqdns"] === undefined) return;
    const given = textsOf(inputs, "validationRecordFqdns").map(bareName);
    const options = proved.outputs["domainValidationOptions"];
    for (const option of Array.isArray(options) ? options.filter(isProperties) : []) {
      const record = bareName(textOf(option, "resourceRecordName"));
      if (!given.includes(record)) {
        const sentence = `missing ${textOf(option, "domainName")} DNS validation record: ${record}`;
        throw new AwsError("ValidationException", sentence);
      }
    }
  },
  effect({ id, region }, store) {
    const proved = store.find(certificateType, id, region);
    if (proved === undefined) return;
    store.put(certificateType, id, { ...proved, outputs: { ...proved.outputs, status: "ISSUED" } });
  },
};

/** Names are compared without their last dot and in lower case. */
function bareName(name: string): string {
  return name.replace(/\.$/u, "").toLowerCase();
}

const zone: DeclaredType = {
  type: "aws:route53/zone:Zone",
  global: true,
  inputs: {
    comment: { default: "Managed by Pulumi", ...lengthBetween(0, 256) },
    delegationSetId: { replaces: true },
    forceDestroy: { default: false },
    name: { required: true, replaces: true, ...lengthBetween(1, 1024) },
    tags: {},
  },
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
  takesAlong: [[recordType, "zoneId"]],
  refuseDeletion({ id, inputs }, world) {
    const hasRecords = world.all(recordType).some((record) => record.inputs["zoneId"] === id);
    if (hasRecords && inputs["forceDestroy"] !== true) {
      throw new AwsError(
        "HostedZoneNotEmpty",
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
      );
    }
  },
};

const recordTypes = "SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS".split(" ");

const record: DeclaredType = {
  type: recordType,
  global: true,
  inputs: {
    aliases: listOf(
      objectOf({
        evaluateTargetHealth: { required: true },
        name: { required: true, ...lengthBetween(1, 1024) },
        zoneId: { required: true, ...lengthBetween(1, 32) },
      }),
    ),
    allowOverwrite: { computed: true },
    name: { required: true, replaces: true },
    records: { unordered: true },
    ttl: atLeast(0),
    type: { required: true, ...oneOf(...recordTypes) },
    zoneId: { required: true, replaces: true },
  },
  check: checks(exactlyOneOf("aliases", "records"), requiredWith("records", "ttl"), requiredWith("ttl", "records")),
  compute: ({ text }) => ({
    id: `${text("zoneId")}_${bareName(text("name"))}_${text("type")}`,
    fqdn: bareName(text("name")),
    allowOverwrite: false,
  }),
  refuse(declaration, world) {
    const { inputs, self, text } = declaration;
    const taken = world.all(recordType).some((other) => other.id !== self?.id && isSameSet(other.inputs, declaration));
    if (self === undefined && taken && inputs["allowOverwrite"] !== true) {
      throw new AwsError(
        "InvalidChangeBatch",
        `Tried to create resource record set [name='${bareName(text("name"))}.', type='${text("type")}'] ` +
          "but it already exists",
      );
    }
  },
};

function isSameSet(inputs: Declaration["inputs"], { text }: Declaration): boolean {
  const sameName = bareName(textOf(inputs, "name")) === bareName(text("name"));
  return sameName && inputs["zoneId"] === text("zoneId") && inputs["type"] === text("type");
}

const healthCheck: DeclaredType = {
  type: "aws:route53/healthCheck:HealthCheck",
  global: true,
  inputs: {
    disabled: { default: false },
    enableSni: { computed: true },
    failureThreshold: { computed: true, ...between(1, 10) },
    fqdn: lengthBetween(0, 255),
    invertHealthcheck: {},
    ipAddress: {},
    measureLatency: { default: false, replaces: true },
    port: between(1, 65_535),
    referenceName: { replaces: true, ...lengthBetween(0, 27) },
    regions: { unordered: true },
    requestInterval: { replaces: true, ...oneOfNumbers(10, 30) },
    resourcePath: lengthBetween(0, 255),
    searchString: lengthBetween(0, 255),
    tags: {},
    type: {
      required: true,
      replaces: true,
      ...oneOf("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"),
    },
  },
  compute({ uuid }) {
    const id = uuid();
    return { id, arn: `arn:aws:route53:::healthcheck/${id}`, failureThreshold: 3, enableSni: true };
  },
};

/**
 * Names and certificates: every name of the program is served by the edge, and no certificate is presented. Facts of
 * inputs: terraform-provider-aws, `internal/service/acm` and `route53`.
 */
export const nameTypes: readonly DeclaredType[] = [certificate, certificateValidation, zone, record, healthCheck];

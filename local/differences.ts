/** One way in which the local cloud behaves unlike AWS, known and accepted. */
export interface Difference {
  readonly service: string;
  /** What holds locally, and where it helps what AWS does instead. */
  readonly local: string;
}

/** Every known difference in behaviour, kept by hand beside the models. */
export const differences: readonly Difference[] = [
  {
    service: "Account and regions",
    local: "One account. Regions are names: a region that nobody uses costs nothing, and none is ever far away.",
  },
  {
    service: "Account and regions",
    local: "Every region has three availability zones, named `a`, `b` and `c`.",
  },
  {
    service: "Pulumi",
    local: "A deployment only creates, and all of it is in memory: no update, no deletion, no state file.",
  },
  {
    service: "Pulumi",
    local: "Encrypted configuration cannot be read; a value made from its place in the file stands in for it.",
  },
  {
    service: "Pulumi",
    local: "Resources that the program did not create are not read (`Type.get`), stack references excepted.",
  },
  {
    service: "IAM",
    local: "Root's access key is `local`, its secret `local`. Every other caller is judged by its identity policies.",
  },
  {
    service: "Lambda",
    local:
      "A function has at most four execution environments at a time; what comes on top waits its turn. " +
      "Functions find the local cloud by `AWS_ENDPOINT_URL`, which AWS does not set.",
  },
  {
    service: "Cognito",
    local:
      "The token endpoint is `POST /_aws/cognito/{domain prefix}/oauth2/token` on the AWS endpoint; " +
      "on AWS the prefix is part of the host name.",
  },
  {
    service: "CloudFront",
    local: "Nothing is cached. A lone distribution answers to every host name.",
  },
  {
    service: "CloudFront",
    local:
      "Viewers are taken to be in Germany; the headers `x-local-viewer-country` and `x-local-viewer-time-zone` " +
      "put one elsewhere.",
  },
  {
    service: "Network",
    local: "Nothing is routed or filtered: functions reach the local endpoint from any subnet and security group.",
  },
  {
    service: "Names and certificates",
    local: "No DNS is asked and no certificate presented: both servers speak plain HTTP on the loopback interface.",
  },
  {
    service: "Names and certificates",
    local: "`aws.route53.getZone` finds every zone that it is asked for.",
  },
  {
    service: "WAF",
    local:
      "Rules on one header (byte match, `or`, `and`, `not`, no text transformation) decide as on AWS. " +
      "Managed groups, rates, places and counts never match; `GET /_local/status` lists such rules.",
  },
  {
    service: "S3 and CloudTrail",
    local: "Buckets and trails exist as names; nothing is delivered, and S3 does not answer.",
  },
  {
    service: "CloudWatch",
    local: "Logs are kept; no metric is, so no alarm rings and no dashboard shows anything.",
  },
];

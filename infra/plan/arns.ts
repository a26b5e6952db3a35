/** ARNs that follow from names, so that policy documents are known before anything exists. */
export function arns(account: string, region: string) {
  const local = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  return {
    table: (name: string) => local("dynamodb", `table/${name}`),
    index: (table: string, index: string) => local("dynamodb", `table/${table}/index/${index}`),
    streams: (table: string) => local("dynamodb", `table/${table}/stream/*`),
    journal: (stream: string) => local("kinesis", `stream/${stream}`),
    queue: (name: string) => local("sqs", name),
    topic: (name: string) => local("sns", name),
    function: (name: string) => local("lambda", `function:${name}`),
    stateMachine: (name: string) => local("states", `stateMachine:${name}`),
    execution: (machine: string) => local("states", `execution:${machine}:*`),
    /** Secrets Manager adds six characters to a secret's name. */
    secret: (name: string) => local("secretsmanager", `secret:${name}-??????`),
    schedule: (name: string) => local("scheduler", `schedule/default/${name}`),
    logGroup: (name: string) => local("logs", `log-group:${name}`),
    logStreams: (group: string) => local("logs", `log-group:${group}:log-stream:*`),
    anyKey: local("kms", "key/*"),
    alarm: (name: string) => local("cloudwatch", `alarm:${name}`),
    trail: (name: string) => local("cloudtrail", `trail/${name}`),
    role: (name: string) => `arn:aws:iam::${account}:role/${name}`,
    root: `arn:aws:iam::${account}:root`,
    bucket: (name: string) => `arn:aws:s3:::${name}`,
    lambdaIntegration: (name: string) => {
      const target = local("lambda", `function:${name}`);
      return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
    },
  } as const;
}

/** The URL of a queue, which follows from its name too. */
export function queueUrl(account: string, region: string, name: string): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

/** The ARNs of one region. */
export type Arns = ReturnType<typeof arns>;

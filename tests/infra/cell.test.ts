import { beforeAll, describe, expect, it } from "vitest";
import { below, evaluateStack, inputsOf, shortType, type Evaluation } from "./evaluate.ts";

let eu: Evaluation;
let us: Evaluation;
let small: Evaluation;
beforeAll(async () => {
  eu = await evaluateStack("prod-eu");
  us = await evaluateStack("prod-us");
  small = await evaluateStack("staging-eu");
});

describe("a cell", () => {
  it("has these parts", () => {
    const parts = eu.resources
      .filter((one) => one.parent === "Cell eu")
      .map((one) => `${shortType(one.type)} ${one.name}`);
    expect(parts.sort()).toEqual([
      "AlarmTopic eu-alarm-topic",
      "Alarms eu-alarms",
      "Archive eu-archive",
      "Audit eu-audit",
      "Controller eu-controller",
      "CreditInbox eu-credit-inbox",
      "Experiments eu-experiments",
      "Health eu-health",
      "Identity eu-identity",
      "JournalStream eu-journal",
      "LeaseKeeper eu-lease-keeper",
      "LedgerTable eu-ledger",
      "MultiRegionKey eu-ledger-key",
      "MultiRegionKey eu-request-hash",
      "MultiRegionKey eu-webhooks-key",
      "Network eu-network",
      "Overview eu-overview",
      "PaymentsApi eu-payments-api",
      "Payouts eu-payouts",
      "Projector eu-projector",
      "RegionalKeys eu-key",
      "RegionalTable eu-control",
      "RegionalTable eu-uploads",
      "RegionalTable eu-vault",
      "RegionalTable eu-views",
      "RegionalTable eu-webhooks",
      "Relay eu-relay",
      "Reports eu-reports",
      "TraceSampling eu-trace-sampling",
      "Uploads eu-uploads",
      "Webhooks eu-webhooks",
    ]);
  });

  it("is the same as any other, but for names, the founder's part and its own addresses", () => {
    const shape = (evaluation: Evaluation, cell: string) =>
      below(evaluation, `Cell ${cell}`).map((one) => one.replaceAll(new RegExp(`\\b${cell}\\b`, "g"), "CELL"));
    const keys = ["ledger-key", "request-hash", "webhooks-key"];
    const founders = ["Table CELL-ledger", ...keys.map((key) => `Key CELL-${key}`)];
    const joiners = ["TableReplica CELL-ledger", ...keys.map((key) => `ReplicaKey CELL-${key}`)];
    const common = (evaluation: Evaluation, cell: string, own: readonly string[]) => {
      const all = shape(evaluation, cell);
      expect(all).toEqual(expect.arrayContaining([...own]));
      return all.filter((one) => !own.includes(one)).sort();
    };
    expect(common(us, "us", joiners)).toEqual(common(eu, "eu", founders));
  });

  it("gives out what joiners, the CLI and an operator need", () => {
    expect(eu.outputs).toEqual({
      cell: "eu",
      region: "eu-west-1",
      ledgerTable: "prod-ledger",
      ledgerTableArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-ledger",
      ledgerKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/eu-ledger-key",
      requestHashKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/eu-request-hash",
      webhooksKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/eu-webhooks-key",
      controlTable: "prod-eu-control",
      userPoolId: "eu-identity-id",
      userPoolDomain: "prod-eu-pay",
      originHost: "eu.origin.pay.example.com",
      alarmTopicArn: "arn:aws:sns:eu-west-1:111122223333:prod-eu-alarms",
      standingCostUsdMonthly: "334.90",
    });
  });

  it("never says a region: the stack's own holds for everything", () => {
    expect(us.resources.filter((one) => one.inputs["region"] !== undefined)).toEqual([]);
  });

  it("carries its tags on whatever takes tags", () => {
    const tags = { project: "payment-cells", stage: "prod", cell: "eu", residency: "EU" };
    const types = [
      "Key",
      "Table",
      "Function",
      "Queue",
      "Role",
      "LogGroup",
      "RestApi",
      "Bucket",
      "Vpc",
      "WebAcl",
      "UserPool",
    ];
    const tagged = eu.resources.filter((one) => types.includes(shortType(one.type)));
    expect(new Set(tagged.map((one) => shortType(one.type)))).toEqual(new Set(types));
    for (const one of tagged) {
      expect([one.name, one.inputs["tags"]]).toEqual([one.name, tags]);
    }
  });

  it("refuses to lose what cannot be made again", () => {
    const kept = eu.resources.filter((one) => one.protect).map((one) => `${shortType(one.type)} ${one.name}`);
    expect(kept.sort()).toEqual([
      "Bucket eu-archive",
      "Bucket eu-audit",
      "Bucket eu-reports",
      "Bucket eu-uploads",
      "Key eu-archive-countersign",
      "Key eu-key-archive",
      "Key eu-key-audit",
      "Key eu-key-control",
      "Key eu-key-journal",
      "Key eu-key-logs",
      "Key eu-key-queues",
      "Key eu-key-reports",
      "Key eu-key-secrets",
      "Key eu-key-uploads",
      "Key eu-key-vault",
      "Key eu-key-views",
      "Key eu-ledger-key",
      "Key eu-request-hash",
      "Key eu-webhooks-key",
      "Table eu-control",
      "Table eu-ledger",
      "Table eu-uploads",
      "Table eu-vault",
      "Table eu-views",
      "Table eu-webhooks",
      "UserPool eu-identity",
    ]);
  });
});

describe("the ledger", () => {
  it("is made by the founder, whose program leaves the replicas to the joiners", () => {
    expect(below(eu, "LedgerTable eu-ledger")).toEqual(["Table eu-ledger"]);
    expect(inputsOf(eu, "Table", "eu-ledger")).toMatchObject({
      name: "prod-ledger",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      globalSecondaryIndexes: [{ name: "due", hashKey: "due", rangeKey: "dueAt", projectionType: "KEYS_ONLY" }],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/eu-ledger-key" },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
    });
    expect(eu.resources.find((one) => one.name === "eu-ledger" && one.type.startsWith("aws:"))?.ignoreChanges).toEqual([
      "replicas",
    ]);
  });

  it("has no TTL: nothing that moves money expires", () => {
    expect(inputsOf(eu, "Table", "eu-ledger")).not.toHaveProperty("ttl");
  });

  it("gets a replica from a joiner, under the joiner's replica of the key, with protections of its own", () => {
    expect(below(us, "LedgerTable us-ledger")).toEqual(["TableReplica us-ledger"]);
    expect(inputsOf(us, "TableReplica", "us-ledger")).toMatchObject({
      globalTableArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-ledger",
      kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/mrk-us-ledger-key",
      pointInTimeRecovery: true,
      deletionProtectionEnabled: true,
    });
  });

  it("is read by the relay alone, from the cell's own replica's stream", () => {
    const mappings = us.resources.filter((one) => shortType(one.type) === "EventSourceMapping");
    const streams = mappings.filter((one) => String(one.inputs["eventSourceArn"]).includes("/stream/"));
    expect(streams.map((one) => one.name)).toEqual(["us-relay"]);
    expect(streams[0]?.inputs).toMatchObject({
      eventSourceArn: "arn:aws:dynamodb:us-east-1:111122223333:table/prod-ledger/stream/1",
      startingPosition: "TRIM_HORIZON",
      batchSize: 100,
      bisectBatchOnFunctionError: true,
    });
  });
});

describe("the journal", () => {
  it("streams every change of the cell's own replica, to the microsecond, under a key of its own, for a week", () => {
    expect(inputsOf(us, "Stream", "us-journal")).toMatchObject({
      name: "prod-us-journal",
      streamModeDetails: { streamMode: "PROVISIONED" },
      retentionPeriod: 168,
      encryptionType: "KMS",
      kmsKeyId: "alias/prod-us-journal",
    });
    expect(inputsOf(us, "KinesisStreamingDestination", "us-journal")).toEqual({
      tableName: "prod-ledger",
      streamArn: "arn:aws:kinesis:us-east-1:111122223333:stream/prod-us-journal",
      approximateCreationDateTimePrecision: "MICROSECOND",
    });
    const shards = [eu, small].map((cell) => inputsOf(cell, "Stream", "eu-journal")["shardCount"]);
    expect(shards).toEqual([4, 1]);
  });

  it("is followed by the projector, which parks what it cannot read", () => {
    expect(below(eu, "Projector eu-projector")).toContain("DeadLetterQueue eu-projector-dlq");
    expect(inputsOf(eu, "EventSourceMapping", "eu-projector")).toMatchObject({
      eventSourceArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-eu-journal",
      batchSize: 500,
      bisectBatchOnFunctionError: true,
      destinationConfig: {
        onFailure: { destinationArn: "arn:aws:sqs:eu-west-1:111122223333:prod-eu-projector-dlq" },
      },
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
    const alarms = eu.resources
      .filter(({ type }) => shortType(type) === "MetricAlarm")
      .map(({ inputs }) => inputs["name"]);
    expect(alarms).toContain("prod-eu-projector-dlq-not-empty");
    expect(alarms).toContain("prod-eu-projector-iterator-age");
    const nears = eu.resources.find(({ inputs }) => inputs["name"] === "prod-eu-projector-nears-retention");
    expect(nears?.inputs).toMatchObject({ metricName: "IteratorAge", threshold: 84 * 3_600_000 });
    expect(alarms).toContain("prod-eu-projector-silent");
  });
});

describe("keys", () => {
  it("that all cells share are the founder's, replicated under the same aliases", () => {
    expect(inputsOf(eu, "Key", "eu-request-hash")).toMatchObject({
      multiRegion: true,
      customerMasterKeySpec: "HMAC_256",
      keyUsage: "GENERATE_VERIFY_MAC",
    });
    expect(inputsOf(us, "ReplicaKey", "us-request-hash")["primaryKeyArn"]).toBe(
      "arn:aws:kms:eu-west-1:111122223333:key/mrk-request-hash",
    );
    for (const [cell, evaluation] of [
      ["eu", eu],
      ["us", us],
    ] as const) {
      expect(inputsOf(evaluation, "Alias", `${cell}-ledger-key`)["name"]).toBe("alias/prod-ledger");
      expect(inputsOf(evaluation, "Alias", `${cell}-request-hash`)["name"]).toBe("alias/prod-request-hash");
    }
  });

  it("of data that stays are one per class, turned over yearly", () => {
    expect(below(eu, "RegionalKeys eu-key").filter((one) => one.startsWith("Key "))).toEqual([
      "Key eu-key-archive",
      "Key eu-key-audit",
      "Key eu-key-control",
      "Key eu-key-journal",
      "Key eu-key-logs",
      "Key eu-key-queues",
      "Key eu-key-reports",
      "Key eu-key-secrets",
      "Key eu-key-uploads",
      "Key eu-key-vault",
      "Key eu-key-views",
    ]);
    expect(inputsOf(eu, "Key", "eu-key-vault")["enableKeyRotation"]).toBe(true);
  });
});

describe("the network", () => {
  it("is one VPC with its endpoints", () => {
    expect(below(eu, "Network eu-network")).toEqual([
      "FlowLog eu-network-flows",
      "SecurityGroup eu-network-endpoints",
      "SecurityGroup eu-network-functions",
      "ServiceLog eu-network-flows",
      "Vpc eu-network",
      "VpcEndpoint eu-network-kms",
      "VpcEndpoint eu-network-logs",
      "VpcEndpoint eu-network-sqs",
      "VpcEndpoint eu-network-xray",
      "LogGroup eu-network-flows",
      "Role eu-network-flows",
      "RolePolicy eu-network-flows",
    ]);
    expect(inputsOf(eu, "Vpc", "eu-network")).toMatchObject({
      cidrBlock: "10.0.0.0/16",
      numberOfAvailabilityZones: 3,
      natGateways: { strategy: "OnePerAz" },
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [
        { serviceName: "com.amazonaws.eu-west-1.dynamodb", vpcEndpointType: "Gateway" },
        { serviceName: "com.amazonaws.eu-west-1.s3", vpcEndpointType: "Gateway" },
      ],
    });
  });

  it("of a small cell has one way out and fewer endpoints", () => {
    expect(inputsOf(small, "Vpc", "eu-network")["natGateways"]).toEqual({ strategy: "Single" });
    expect(below(small, "Network eu-network").filter((one) => one.startsWith("VpcEndpoint"))).toEqual([
      "VpcEndpoint eu-network-kms",
      "VpcEndpoint eu-network-sqs",
    ]);
  });

  it("puts money functions where there is no way out", () => {
    const subnets = (name: string) => inputsOf(eu, "Function", name)["vpcConfig"];
    expect(subnets("eu-payments-api")).toMatchObject({ subnetIds: ["isolated-a", "isolated-b", "isolated-c"] });
    for (const name of ["eu-lease-keeper", "eu-controller"]) {
      expect(subnets(name)).toMatchObject({ subnetIds: ["private-a", "private-b", "private-c"] });
    }
  });
});

describe("a function", () => {
  it("has a role and a log group of its own", () => {
    expect(below(eu, "CellFunction eu-relay")).toEqual([
      "Function eu-relay",
      "LogGroup eu-relay",
      "Role eu-relay",
      "RolePolicy eu-relay",
    ]);
    expect(inputsOf(eu, "Function", "eu-relay")).toMatchObject({
      name: "prod-eu-relay",
      role: "arn:aws:iam::111122223333:role/prod-eu-relay",
      architectures: ["arm64"],
      handler: "index.handler",
      tracingConfig: { mode: "Active" },
    });
    expect(inputsOf(eu, "LogGroup", "eu-relay")).toMatchObject({
      name: "/aws/lambda/prod-eu-relay",
      retentionInDays: 90,
    });
  });

  it("of the keeper is told what only the deployment knows; no output repeats a secret", () => {
    const keeper = inputsOf(eu, "Function", "eu-lease-keeper");
    expect(keeper["environment"]).toMatchObject({
      variables: {
        CELL: "eu",
        USER_POOL_ID: "eu-identity-id",
        ORIGIN_HOST: "eu.origin.pay.example.com",
        ORIGIN_SECRET: "local-only-origin-secret-current",
        CANARY_CLIENT_ID: "eu-identity-canary-id",
        CANARY_CLIENT_SECRET: "eu-identity-canary-secret",
      },
    });
    expect(JSON.stringify(eu.outputs)).not.toMatch(/canary|origin-secret/);
  });

  it("keeps its variables under a key of ours, which its role may use", () => {
    const functions = eu.resources.filter((one) => shortType(one.type) === "Function");
    expect(functions.length).toBe(12);
    for (const { name, inputs } of functions) {
      expect([name, inputs["kmsKeyArn"]]).toEqual([name, "arn:aws:kms:eu-west-1:111122223333:key/eu-key-secrets"]);
      expect(inputsOf(eu, "RolePolicy", name)["policy"]).toContain("VariablesKey");
    }
  });

  it("that is started by a schedule keeps the runs that failed, in its role's name", () => {
    const kept = eu.resources.filter((one) => shortType(one.type) === "FunctionEventInvokeConfig");
    const queue = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:prod-eu-${name}-dlq`;
    const targets = kept.map(({ inputs }) => [
      inputs["functionName"],
      Object(inputs["destinationConfig"]).onFailure.destination,
    ]);
    const own = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-${name}`;
    expect(targets.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      [own("archive"), queue("archive")],
      [own("controller"), queue("controller")],
      [own("credit-inbox"), queue("credit-inbox-sweep")],
      [own("lease-keeper"), queue("lease-keeper")],
      [own("payout-ledger"), queue("payout-sweep")],
      [own("reports"), queue("reports")],
      [own("webhooks"), queue("webhooks-sweep")],
    ]);
    for (const [name, consumer] of [
      ["eu-lease-keeper", "lease-keeper"],
      ["eu-controller", "controller"],
      ["eu-archive-sealer", "archive"],
      ["eu-credit-inbox", "credit-inbox-sweep"],
      ["eu-payouts-ledger", "payout-sweep"],
      ["eu-reports", "reports"],
    ] as const) {
      const { Statement } = JSON.parse(String(inputsOf(eu, "RolePolicy", name)["policy"]));
      expect(Statement).toContainEqual({
        Sid: "KeepFailures",
        Effect: "Allow",
        Action: ["sqs:SendMessage"],
        Resource: [queue(consumer)],
      });
    }
  });

  it("that is scheduled is started every minute, in a role of its own, with a place for failures", () => {
    expect(below(eu, "ScheduledStart eu-lease-keeper-every-minute")).toEqual([
      "DeadLetterQueue eu-lease-keeper-every-minute-dlq",
      "FunctionEventInvokeConfig eu-lease-keeper-every-minute",
      "Role eu-lease-keeper-every-minute",
      "RolePolicy eu-lease-keeper-every-minute",
      "Schedule eu-lease-keeper-every-minute",
      "MetricAlarm eu-lease-keeper-every-minute-dlq-not-empty",
      "Queue eu-lease-keeper-every-minute-dlq",
    ]);
    expect(inputsOf(eu, "Schedule", "eu-credit-inbox-sweep")).toMatchObject({
      name: "prod-eu-credit-inbox-sweep",
      scheduleExpression: "rate(1 minute)",
      target: { arn: "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-credit-inbox", input: '{"sweep":true}' },
    });
    expect(inputsOf(eu, "Schedule", "eu-controller-every-minute")).toMatchObject({
      name: "prod-eu-controller",
      scheduleExpression: "rate(1 minute)",
      target: { arn: "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-controller" },
    });
  });
});

describe("the inbox's queue", () => {
  it("hands a batch out again only when its consumer must have ended, and gives up after a quarter of an hour", () => {
    const queue = inputsOf(eu, "Queue", "eu-credit-inbox");
    const consumer = inputsOf(eu, "Function", "eu-credit-inbox");
    expect(queue["visibilityTimeoutSeconds"]).toBe(6 * Number(consumer["timeout"]));
    expect(JSON.parse(String(queue["redrivePolicy"]))).toEqual({
      deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:prod-eu-credit-inbox-dlq",
      maxReceiveCount: 36,
    });
    expect(inputsOf(eu, "EventSourceMapping", "eu-credit-inbox")).toMatchObject({
      batchSize: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it.each([
    ["eu-payouts", "eu-payouts-connector"],
    ["eu-webhooks", "eu-webhooks"],
    ["eu-webhooks-fast-1", "eu-webhooks"],
    ["eu-webhooks-slow", "eu-webhooks"],
  ])("is outlasted by no hour in which its function fails: %s", (queue, consumer) => {
    const { visibilityTimeoutSeconds, redrivePolicy } = inputsOf(eu, "Queue", queue);
    expect(visibilityTimeoutSeconds).toBe(6 * Number(inputsOf(eu, "Function", consumer)["timeout"]));
    const { maxReceiveCount } = JSON.parse(String(redrivePolicy));
    // It is tried last so long after it was tried first; a poison message is told of soon after an hour, too.
    const triedForSeconds = (maxReceiveCount - 1) * Number(visibilityTimeoutSeconds);
    expect(triedForSeconds).toBeGreaterThan(3_600);
    expect(triedForSeconds).toBeLessThanOrEqual(1.25 * 3_600);
  });

  it("calls somebody when it falls behind or something was given up", () => {
    expect(below(eu, "WorkQueue eu-credit-inbox").filter((one) => one.startsWith("MetricAlarm"))).toEqual([
      "MetricAlarm eu-credit-inbox-behind",
      "MetricAlarm eu-credit-inbox-dlq-not-empty",
    ]);
  });
});

describe("the front door", () => {
  it("is made of these", () => {
    expect(below(eu, "PaymentsApi eu-payments-api")).toEqual([
      "ApiLogs eu-payments-api-access",
      "CellFunction eu-payments-api",
      "Deployment eu-payments-api",
      "Integration eu-payments-api",
      "Integration eu-payments-api-rail",
      "Method eu-payments-api",
      "Method eu-payments-api-rail",
      "MethodSettings eu-payments-api",
      "OriginGuard eu-payments-api",
      "OriginName eu-payments-api",
      "Permission eu-payments-api",
      "Permission eu-payments-api-banks",
      "Resource eu-payments-api",
      "Resource eu-payments-api-rail",
      "Resource eu-payments-api-rails",
      "Response eu-payments-api-too-large",
      "RestApi eu-payments-api",
      "Stage eu-payments-api",
      "Account eu-payments-api-access",
      "LogGroup eu-payments-api-access",
      "Role eu-payments-api-access",
      "RolePolicy eu-payments-api-access",
      "Function eu-payments-api",
      "LogGroup eu-payments-api",
      "Role eu-payments-api",
      "RolePolicy eu-payments-api",
      "FirewallLog eu-payments-api-firewall",
      "WebAcl eu-payments-api",
      "WebAclAssociation eu-payments-api",
      "LogGroup eu-payments-api-firewall",
      "WebAclLoggingConfiguration eu-payments-api-firewall",
      "BasePathMapping eu-payments-api",
      "DomainName eu-payments-api",
      "ProvenCertificate eu-payments-api",
      "Record eu-payments-api-origin",
      "Certificate eu-payments-api",
      "CertificateValidation eu-payments-api",
      "Record eu-payments-api",
    ]);
  });

  it("has no other name than the cell's", () => {
    expect(inputsOf(eu, "RestApi", "eu-payments-api")["disableExecuteApiEndpoint"]).toBe(true);
    expect(inputsOf(eu, "DomainName", "eu-payments-api")["domainName"]).toBe("eu.origin.pay.example.com");
  });

  it("lets in who sends either of the edge's secrets, and keeps no sample that would show one", () => {
    const acl = inputsOf(eu, "WebAcl", "eu-payments-api");
    expect(acl).toMatchObject({ scope: "REGIONAL", defaultAction: { block: {} } });
    const text = JSON.stringify(acl["rules"]);
    expect(text).toContain("local-only-origin-secret-current");
    expect(text).toContain("local-only-origin-secret-next-up");
    expect(JSON.stringify(acl)).not.toContain('"sampledRequestsEnabled":true');
  });

  it("logs every request without bodies, tokens or query strings", () => {
    const settings = inputsOf(eu, "Stage", "eu-payments-api")["accessLogSettings"];
    expect(JSON.stringify(settings)).not.toMatch(/authorizer|requestOverride|querystring|input\./i);
    expect(inputsOf(eu, "MethodSettings", "eu-payments-api")["settings"]).toMatchObject({ dataTraceEnabled: false });
  });
});

describe("identity", () => {
  it("knows every scope of the API", () => {
    const servers = eu.resources.filter((one) => shortType(one.type) === "ResourceServer");
    const scopes = servers.flatMap(({ inputs }) =>
      Array.from(Object(inputs["scopes"]), (scope) => `${String(inputs["identifier"])}/${Object(scope).scopeName}`),
    );
    expect(scopes.sort()).toEqual([
      "accounts/read",
      "accounts/write",
      "credit/write",
      "ops/read",
      "ops/write",
      "payments/read",
      "payments/write",
      "reports/read",
      "webhooks/read",
      "webhooks/write",
    ]);
  });

  it("has one client of its own, which may open accounts with credit and pay, and nothing else", () => {
    const clients = eu.resources.filter((one) => shortType(one.type) === "UserPoolClient");
    expect(clients.map(({ inputs }) => inputs)).toMatchObject([
      {
        name: "canary",
        generateSecret: true,
        allowedOauthFlows: ["client_credentials"],
        allowedOauthScopes: ["payments/write", "accounts/write", "credit/write"],
      },
    ]);
  });
});

describe("the trail", () => {
  it("is the cell's own, validated, encrypted, in a bucket that nobody reads by accident", () => {
    expect(inputsOf(eu, "Trail", "eu-audit")).toMatchObject({
      name: "prod-eu-trail",
      enableLogFileValidation: true,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
      kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/eu-key-audit",
    });
    expect(inputsOf(eu, "BucketPublicAccessBlock", "eu-audit")).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(below(eu, "Audit eu-audit")).toContain("BucketLifecycleConfiguration eu-audit");
  });
});

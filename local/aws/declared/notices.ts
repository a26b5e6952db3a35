import { AwsError } from "../../core/errors.ts";
import { all, arn as anArn, between, lengthBetween, matching, oneOf } from "../rules.ts";
import type { DeclaredType } from "./definition.ts";
import { objectOf } from "./rules.ts";
import type { World } from "./store.ts";

const topic: DeclaredType = {
  type: "aws:sns/topic:Topic",
  inputs: {
    deliveryPolicy: { json: true },
    displayName: lengthBetween(0, 100),
    kmsMasterKeyId: {},
    name: {
      autoName: { lengthMax: 256 },
      replaces: true,
      ...all(
        lengthBetween(1, 256),
        matching(/^[\w-]+$/, "only alphanumeric characters, underscores and hyphens are allowed"),
      ),
    },
    policy: { json: true, computed: true },
    signatureVersion: { computed: true, ...between(1, 2) },
    tags: {},
    tracingConfig: { computed: true, ...oneOf("Active", "PassThrough") },
  },
  compute({ text, arn, accountId }) {
    const id = arn("sns", text("name"));
    return { id, arn: id, owner: accountId, policy: ownersPolicy(id, accountId), tracingConfig: "" };
  },
};

/** What AWS gives a topic that is made without a policy. */
function ownersPolicy(topicArn: string, accountId: string): string {
  const actions = ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic"];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [...actions, "Subscribe", "ListSubscriptionsByTopic", "Publish"].map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}

const subscription: DeclaredType = {
  type: "aws:sns/topicSubscription:TopicSubscription",
  inputs: {
    confirmationTimeoutInMinutes: { default: 1 },
    deliveryPolicy: { json: true },
    endpoint: { required: true, replaces: true },
    endpointAutoConfirms: { default: false },
    filterPolicy: { json: true },
    filterPolicyScope: { computed: true, ...oneOf("MessageAttributes", "MessageBody") },
    protocol: {
      required: true,
      replaces: true,
      ...oneOf("application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"),
    },
    rawMessageDelivery: { default: false },
    redrivePolicy: { json: true },
    topic: { required: true, replaces: true, ...anArn },
  },
  compute({ text, uuid, accountId }) {
    const id = `${text("topic")}:${uuid()}`;
    const asked = ["email", "email-json", "http", "https"].includes(text("protocol"));
    return { id, arn: id, ownerId: accountId, pendingConfirmation: asked };
  },
  refuse({ region, text }, world) {
    if (world.find(topic.type, text("topic"), region) === undefined) {
      throw new AwsError("NotFoundException", "Topic does not exist", 404);
    }
  },
};

const deliveryName = all(lengthBetween(1, 60), matching(/^[\w-]*$/, "only letters, digits, underscores and hyphens"));

const source: DeclaredType = {
  type: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  inputs: {
    logType: { required: true, replaces: true, ...matching(/^[\w]+$/, "only letters, digits and underscores") },
    name: { autoName: { lengthMax: 60 }, replaces: true, ...deliveryName },
    resourceArn: { required: true, replaces: true, ...anArn },
    tags: {},
  },
  compute: ({ text, arn }) => ({
    id: text("name"),
    arn: arn("logs", `delivery-source:${text("name")}`),
    service: text("resourceArn").split(":")[2] ?? "",
  }),
};

const destination: DeclaredType = {
  type: "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
  inputs: {
    deliveryDestinationConfiguration: objectOf({ destinationResourceArn: { required: true, ...anArn } }),
    deliveryDestinationType: { computed: true, replaces: true, ...oneOf("S3", "CWL", "FH", "XRAY") },
    name: { autoName: { lengthMax: 60 }, replaces: true, ...deliveryName },
    outputFormat: { replaces: true, ...oneOf("json", "plain", "w3c", "raw", "parquet") },
    tags: {},
  },
  check: (inputs, unknowns) =>
    ["deliveryDestinationConfiguration", "deliveryDestinationType"].some(
      (name) => inputs[name] !== undefined || unknowns.has(name),
    )
      ? []
      : [{ property: "deliveryDestinationConfiguration", reason: "without one its type has to be given: XRAY" }],
  compute: ({ text, arn, inputs }) => ({
    id: text("name"),
    arn: arn("logs", `delivery-destination:${text("name")}`),
    deliveryDestinationType: kindOf(inputs["deliveryDestinationConfiguration"]),
  }),
};

/** AWS tells the kind by the service of the destination's ARN. */
function kindOf(configuration: unknown): string {
  const [service] = /(?<=arn:aws:)(s3|firehose)(?=:)/.exec(JSON.stringify(configuration ?? {})) ?? [];
  if (service === undefined) return "CWL";
  return service === "s3" ? "S3" : "FH";
}

const delivery: DeclaredType = {
  type: "aws:cloudwatch/logDelivery:LogDelivery",
  inputs: {
    deliveryDestinationArn: { required: true, replaces: true, ...anArn },
    deliverySourceName: { required: true, replaces: true, ...deliveryName },
    fieldDelimiter: { computed: true, ...lengthBetween(0, 5) },
    recordFields: { computed: true },
    s3DeliveryConfigurations: { computed: true },
    tags: {},
  },
  compute({ hex, arn }) {
    const id = hex(16);
    return { id, arn: arn("logs", `delivery:${id}`) };
  },
  refuse({ self, region, text }, world) {
    const [name, target] = [text("deliverySourceName"), text("deliveryDestinationArn")];
    if (!standsIn(world, source.type, region, ({ id }) => id === name)) {
      throw new AwsError("ResourceNotFoundException", `There is no delivery source ${name}.`);
    }
    if (!standsIn(world, destination.type, region, ({ outputs }) => outputs["arn"] === target)) {
      throw new AwsError("ResourceNotFoundException", `There is no delivery destination ${target}.`);
    }
    const same = standsIn(
      world,
      delivery.type,
      region,
      ({ inputs }) => inputs["deliverySourceName"] === name && inputs["deliveryDestinationArn"] === target,
    );
    if (self === undefined && same) {
      throw new AwsError("ConflictException", `The source ${name} is delivered to ${target} already.`);
    }
  },
};

type Standing = ReturnType<World["all"]>[number];

function standsIn(world: World, type: string, region: string, is: (thing: Standing) => boolean): boolean {
  return world.all(type).some((thing) => thing.region === region && is(thing));
}

/**
 * Topics to which nobody publishes, and deliveries of logs that nobody writes. Facts of inputs: terraform-provider-aws,
 * `internal/service/sns` and `logs`.
 */
export const noticeTypes: readonly DeclaredType[] = [topic, subscription, source, destination, delivery];

import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createDeclared } from "../../../../local/aws/declared/index.ts";
import { createS3 } from "../../../../local/aws/s3/index.ts";
import type { ResourceModel } from "../../../../local/core/resource.ts";
import { createPulumiHost } from "../../../../local/pulumi/host.ts";
import type { Progress, PulumiHost } from "../../../../local/pulumi/host.ts";
import { createProvider } from "../../../../local/pulumi/provider.ts";
import type { Provider } from "../../../../local/pulumi/provider.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";

const kernel = createVirtualKernel(7);
const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

/** A stand-in for a modelled type: echoes its inputs and has an ARN. */
function echo(type: string): ResourceModel {
  return {
    type,
    standing: "modelled",
    inputs: { code: {}, layerName: {}, visibilityTimeoutSeconds: {} },
    // Everything is there but what is nowhere.
    read: ({ id, region, accountId, outputs }) =>
      id === "nowhere" ? undefined : { ...outputs, arn: `arn:aws:x:${region}:${accountId}:${id}` },
    delete: () => undefined,
    create: ({ name, inputs, region, accountId }) => ({
      id: name,
      outputs: { ...inputs, arn: `arn:aws:x:${region}:${accountId}:${name}` },
    }),
  };
}

interface Tried {
  readonly host: PulumiHost;
  readonly provider: Provider;
}

function createHost(): Tried {
  const s3 = createS3({ kernel, keys: () => [] });
  const declared = createDeclared({ kernel, bucketPolicies: s3.policies });
  const modelled = [echo("aws:sqs/queue:Queue"), echo("aws:lambda/layerVersion:LayerVersion")];
  const models = [...declared.resources, ...s3.resources, ...modelled];
  const provider = createProvider({ kernel, accountId: "111122223333", models, invokes: declared.invokes });
  return { host: createPulumiHost({ kernel, provider }), provider };
}

const deployed = (project: string, ...stacks: string[]): Promise<void> =>
  createHost().host.deploy({ projectDir: path.join(fixtures, project), stacks });

describe("a program of two stacks", async () => {
  const { host, provider } = createHost();
  const progress: Progress[] = [];
  await host.deploy({
    projectDir: path.join(fixtures, "tiny"),
    stacks: ["two", "one"],
    onProgress: (event) => progress.push(event),
  });
  const one = host.outputs().get("one") ?? {};
  const two = host.outputs().get("two") ?? {};

  it("gets the configuration of project and stack, defaults included", () => {
    expect(one["cells"]).toEqual([
      { name: "eu", size: 3 },
      { name: "us", size: 5 },
    ]);
    expect(one["greeting"]).toBe("hello");
  });

  it("gets the same stand-in for the same encrypted value in every stack", () => {
    expect(one["password"]).toMatch(/^local-[0-9a-f]{40}$/);
    expect(two["password"]).toBe(one["password"]);
  });

  it("creates resources in the stack's region, their provider's, or their own", () => {
    expect(one["queueArn"]).toBe("arn:aws:x:eu-west-1:111122223333:shelf-queue");
    expect(two["queueArn"]).toBe("arn:aws:x:us-east-1:111122223333:shelf-queue");
    expect(two["away"]).toBe("arn:aws:x:eu-central-1:111122223333:away");
    expect(two["chosen"]).toBe("arn:aws:x:ap-south-1:111122223333:chosen");
  });

  it("waits for the outputs of the stack that it refers to", () => {
    expect(two["other"]).toBe(one["queueArn"]);
  });

  it("calls functions of the provider", () => {
    expect(one["other"]).toBe("111122223333");
  });

  it("hands archives over as absolute paths", () => {
    expect(one["archive"]).toEqual({ kind: "archive", path: path.join(fixtures, "tiny") });
  });

  it("gets the outputs of components that their provider constructs, children alive", () => {
    expect(one["isolated"]).toEqual(Array(3).fill(expect.stringMatching(/^subnet-0[0-9a-f]{16}$/)));
    expect(one["tables"]).toEqual(Array(9).fill(expect.stringMatching(/^rtb-0[0-9a-f]{16}$/)));
    expect(one["trailBucket"]).toMatch(/^audit-[0-9a-f]{7}$/);
  });

  it("names resources as the engine does", () => {
    const urns = provider.resources().map((resource) => resource.urn);
    expect(urns).toContain("urn:pulumi:one::tiny::tiny:index:Shelf$aws:sqs/queue:Queue::shelf-queue");
    const types = ["awsx:ec2:Vpc", "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable"];
    expect(urns).toContain(`urn:pulumi:two::tiny::${types.join("$")}::net-public-3`);
  });

  it("tells of every resource and of the end of every stack, the one referred to first", () => {
    const ends = progress.filter((event) => event.kind === "stack").map((event) => event.stack);
    expect(ends).toEqual(["one", "two"]);
    expect(progress).toContainEqual({
      kind: "resource",
      stack: "two",
      type: "aws:sqs/queue:Queue",
      name: "chosen",
    });
  });

  it("is not deployed again", async () => {
    await expect(host.deploy({ projectDir: path.join(fixtures, "tiny"), stacks: ["one"] })).rejects.toThrow(
      "Stack one is deployed already; the local cloud does not update.",
    );
  });
});

describe("a resource that another hand made", () => {
  it("is read by its id", async () => {
    const { host } = createHost();
    await host.deploy({ projectDir: path.join(fixtures, "gets"), stacks: ["one"] });
    expect(host.outputs().get("one")).toEqual({ arn: "arn:aws:x:eu-west-1:111122223333:shelf" });
  });

  it("has to be there", async () => {
    await expect(deployed("gets", "two")).rejects.toThrow(
      'Stack two, aws:sqs/queue:Queue "found": there is none with the id nowhere.',
    );
  });
});

describe("a deployment that cannot be", () => {
  it("names stack, resource and type that is not modelled", async () => {
    await expect(deployed("refused", "one")).rejects.toThrow(
      'Stack one, aws:appsync/graphQLApi:GraphQLApi "graph": NotImplemented: ' +
        "The local cloud does not model the resource type aws:appsync/graphQLApi:GraphQLApi; " +
        "see docs/local-differences.md.",
    );
  });

  it("names the stack whose program throws", async () => {
    await expect(deployed("throws", "one")).rejects.toThrow(
      /^Stack one: Missing required configuration variable 'throws:size'/,
    );
  });

  it("refuses stacks that wait for each other", async () => {
    await expect(deployed("cycle", "left", "right")).rejects.toThrow(
      /^Stack (left|right) refers to organization\/cycle\/(right|left), which itself waits for (left|right)\.$/,
    );
  });

  it("refuses a reference to a stack that is not there", async () => {
    await expect(deployed("cycle", "lost")).rejects.toThrow(
      "Stack lost refers to organization/cycle/nowhere, which is not deployed in this local cloud.",
    );
  });

  it("names the stack file that is missing", async () => {
    await expect(deployed("cycle", "unknown")).rejects.toThrow(
      `There is no ${path.join(fixtures, "cycle", "Pulumi.unknown.yaml")}.`,
    );
  });
});

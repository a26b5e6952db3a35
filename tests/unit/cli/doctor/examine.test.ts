import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createAwsQuestions, type AwsQuestions } from "../../../../cli/doctor/aws-questions.ts";
import type { Check } from "../../../../cli/doctor/check.ts";
import { examine } from "../../../../cli/doctor/examine.ts";
import { AwsRefusal, createSender } from "../../../../cli/doctor/signed-request.ts";
import { initStack } from "../../../../cli/init/init-stack.ts";
import { runCells } from "../../../../cli/main.ts";
import { createPulumi } from "../../../../cli/pulumi.ts";
import { serveLocalCloud, type ServedCloud } from "../../../../local/serve.ts";
import { fakeContext } from "../fake-context.ts";
import { pulumiProject, type PulumiProject } from "../pulumi-project.ts";

let cloud: ServedCloud;
let aws: AwsQuestions;
beforeAll(async () => {
  const zones = [{ id: "Z0123456789PAYCELLS", name: "example.com" }];
  cloud = await serveLocalCloud({
    port: 0,
    edgePort: 0,
    zones,
    onFault: (fault) => {
      throw fault;
    },
  });
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  aws = createAwsQuestions(createSender(cloud.awsUrl, fakeContext().clock));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud.shutdown();
});

let project: PulumiProject;
beforeEach(() => {
  project = pulumiProject();
  project.setStacks({ "prod-global": 0, "prod-eu": 0, "prod-us": 0 });
});
afterEach(() => project.remove());

interface Wish {
  readonly stacks?: readonly string[];
  /** What AWS answers otherwise than the local cloud does. */
  readonly answers?: Partial<AwsQuestions>;
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

function checks({ stacks = [], answers = {}, variables = {} }: Wish = {}): Promise<readonly Check[]> {
  const { directory } = project;
  return examine({
    directory,
    stacks,
    variables: { ...project.variables, ...variables },
    aws: { ...aws, ...answers },
  });
}

/** What is not in order, as an operator reads it; that a temporary copy has no bundles is nobody's matter here. */
async function troubles(wish: Wish = {}): Promise<readonly Check[]> {
  return (await checks(wish)).filter(({ status, check }) => status !== "ok" && check !== "bundles");
}

function init(stack: string, more: { rotate?: boolean; from?: string } = {}) {
  const { directory } = project;
  const { rotate = false, from } = more;
  const pulumi = createPulumi(directory, project.variables);
  return initStack({ stack, rotate, from }, { directory, pulumi });
}

describe("on the local cloud", () => {
  it("nothing is wrong with the project as it is checked in", async () => {
    expect(await troubles()).toEqual([]);
  });

  it("account, zone, regions, concurrency and quotas are really asked for", async () => {
    const found = (await checks()).map(({ check, where = "", found: what }) => `${check} ${where}: ${what}`);
    expect(found).toEqual(
      expect.arrayContaining([
        "account : 111122223333, as arn:aws:iam::111122223333:root",
        "zone : Z0123456789PAYCELLS is example.com, and has pay.example.com",
        "region eu-west-3: enabled",
        "concurrency us-east-1: 1000 at once, 1000 unreserved, 10 more to be reserved",
        "concurrency eu-central-1: 1000 at once, 1000 unreserved, 5 more to be reserved",
        "concurrency eu-west-1: 1000 at once, 1000 unreserved, 15 more to be reserved",
        "quota eu-west-1: Elastic IP addresses: 5 allowed, 3 for these cells",
        "configuration prod-eu: full, 335 USD a month standing, protected",
        "order prod: next: pulumi up -s prod-global",
      ]),
    );
  });

  it("cells of two stages in one region share its quotas", async () => {
    const found = (await checks({ stacks: ["prod-eu", "staging-eu"] })).map(({ found: what }) => what);
    expect(found).toContain("Elastic IP addresses: 5 allowed, 4 for these cells");
    expect(found).toContain("interface endpoints in a VPC: 50 allowed, 4 for these cells");
    expect(found).toContain("1000 at once, 1000 unreserved, 20 more to be reserved");
  });

  it("what a deployed cell has is not asked for again", async () => {
    project.setStacks({ "prod-global": 21, "prod-eu": 104 });
    const found = await checks({ stacks: ["prod-eu"] });
    expect(found.map(({ found: what }) => what)).toContain("1000 at once, 1000 unreserved, 0 more to be reserved");
    expect(found.at(-1)).toMatchObject({ check: "order", status: "ok", found: "next: pulumi up -s prod-us" });
  });

  it("a wrong key is the account's matter, and what depends on it is not asked", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "wrong");
    const wrong = createAwsQuestions(createSender(cloud.awsUrl, fakeContext().clock));
    const found = await troubles({ answers: wrong });
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
    expect(found).toEqual([
      expect.objectContaining({ check: "account", status: "fail", found: expect.stringMatching(/^SignatureDoesNotM/) }),
      expect.objectContaining({ check: "zone, quotas", status: "warn" }),
    ]);
  });

  it("a stack that nobody knows is no examination at all", async () => {
    await expect(checks({ stacks: ["prod-mars"] })).rejects.toThrow("There is no stack prod-mars");
  });
});

describe("what AWS says", () => {
  it.each<[string, Partial<AwsQuestions>, string, string, string]>([
    [
      "another account's credentials",
      { identity: async () => ({ account: "210987654321", arn: "arn:aws:iam::210987654321:user/me" }) },
      "account",
      "these are credentials of 210987654321, and Pulumi.yaml has 111122223333",
      "Use credentials of 111122223333, or put 210987654321 under payment-cells:account in Pulumi.yaml.",
    ],
    [
      "a zone that is not there",
      { zone: () => Promise.reject(new AwsRefusal("NoSuchHostedZone", "No hosted zone found with ID: Z0")) },
      "zone",
      "NoSuchHostedZone: No hosted zone found with ID: Z0",
      "Create the public zone of pay.example.com and put its id under payment-cells:zoneId in Pulumi.yaml.",
    ],
    [
      "another domain's zone",
      { zone: async () => ({ name: "ay.example.com", isPrivate: false }) },
      "zone",
      "Z0123456789PAYCELLS is ay.example.com, which is no parent of pay.example.com",
      "Put the id of the zone of pay.example.com under payment-cells:zoneId, or a domain of ay.example.com.",
    ],
    [
      "a private zone",
      { zone: async () => ({ name: "example.com", isPrivate: true }) },
      "zone",
      "Z0123456789PAYCELLS is a private zone: nobody outside would find pay.example.com",
      "Put the id of the domain's public zone under payment-cells:zoneId in Pulumi.yaml.",
    ],
    [
      "too little concurrency, as new accounts have it",
      { concurrency: async () => ({ limit: 10, unreserved: 10 }) },
      "concurrency",
      "10 at once, 10 unreserved, 10 more to be reserved, and Lambda keeps 100 unreserved",
      "Ask for more: aws service-quotas request-service-quota-increase --service-code lambda " +
        "--quota-code L-B99A9384 --desired-value 110 --region eu-west-1.",
    ],
    [
      "a quota that is too small",
      { quota: async (_, __, code) => (code === "L-0263D0A3" ? 2 : 5) },
      "quota",
      "Elastic IP addresses: 2 allowed, 3 for these cells",
      "Ask for more: aws service-quotas request-service-quota-increase --service-code ec2 " +
        "--quota-code L-0263D0A3 --desired-value 3 --region eu-west-1.",
    ],
    [
      "that these credentials may not ask",
      { concurrency: () => Promise.reject(new AwsRefusal("AccessDeniedException", "User may not")) },
      "concurrency",
      "AccessDeniedException: User may not",
      "Let these credentials call lambda:GetAccountSettings.",
    ],
  ])("%s", async (_, answers, check, found, remedy) => {
    const all = await troubles({ stacks: ["prod-eu"], answers });
    expect(all).toContainEqual(expect.objectContaining({ check, status: "fail", found, remedy }));
  });

  it("a region that is not enabled", async () => {
    const identity: AwsQuestions["identity"] = (region) =>
      region === "eu-central-1"
        ? Promise.reject(new AwsRefusal("InvalidClientTokenId", "The security token is invalid."))
        : aws.identity(region);
    expect(await troubles({ stacks: ["prod-global"], answers: { identity } })).toEqual([
      {
        check: "region",
        where: "eu-central-1",
        status: "fail",
        found: "InvalidClientTokenId: The security token is invalid.",
        remedy: "Enable it: aws account enable-region --region-name eu-central-1.",
      },
    ]);
  });
});

describe("Pulumi", () => {
  it("that is not installed fails, and its stacks are not judged", async () => {
    const found = await checks({ variables: { PATH: "/nowhere" } });
    expect(found).toContainEqual({
      check: "pulumi",
      status: "fail",
      found: "not on the PATH",
      remedy: "Install the Pulumi CLI: https://www.pulumi.com/docs/install/.",
    });
    expect(found.map(({ check }) => check)).not.toContain("order");
  });

  it("without a backend says how to get one", async () => {
    const found = await troubles({ variables: { FAKE_PULUMI_FAILS: "whoami" } });
    expect(found).toEqual([expect.objectContaining({ check: "backend", status: "fail" })]);
  });

  it("without the stack is told of it by cells init", async () => {
    project.setStacks({ "prod-global": 0 });
    expect(await troubles({ stacks: ["prod-eu"] })).toEqual([
      {
        check: "stack",
        where: "prod-eu",
        status: "warn",
        found: "not in the backend yet",
        remedy: "Create it: npx cells init prod-eu.",
      },
    ]);
  });

  it.each([
    [{ "prod-us": 104 }, "warn", "prod-eu is deployed, and prod-global is not"],
    [{ "prod-global": 21, "prod-us": 104 }, "fail", "prod-us is deployed, and prod-eu is not"],
    [{ "prod-global": 21, "prod-eu": 104, "prod-us": 104 }, "ok", "all deployed"],
  ])("knows the order: %j", async (stacks, status, found) => {
    project.setStacks({ "prod-global": 0, "prod-eu": status === "warn" ? 104 : 0, ...stacks });
    expect((await checks()).at(-1)).toMatchObject({ check: "order", where: "prod", status, found });
  });
});

describe("the configuration", () => {
  it("that the program refuses is told in the program's words", async () => {
    project.edit("Pulumi.prod-eu.yaml", (text) => text.replace("size: full", "size: huge"));
    expect(await troubles({ stacks: ["prod-eu"] })).toEqual([
      expect.objectContaining({
        check: "configuration",
        where: "prod-eu",
        status: "fail",
        found: 'Pulumi.prod-eu.yaml: payment-cells:size: expected "small" or "full", got "huge".',
      }),
    ]);
  });

  it("says when a stack may be destroyed", async () => {
    project.edit("Pulumi.prod-eu.yaml", (text) =>
      text.replace("size: full", "size: full\n  payment-cells:protect: false"),
    );
    const found = (await checks({ stacks: ["prod-eu"] })).find(({ check }) => check === "configuration");
    expect(found?.found).toMatch(/may be destroyed$/);
  });

  const real = (text: string) => text.replaceAll("111122223333", "210987654321");
  const identity: AwsQuestions["identity"] = async () => ({ account: "210987654321", arn: "arn" });

  it("of a real account has no secrets that everybody can read", async () => {
    project.edit("Pulumi.yaml", real);
    expect(await troubles({ stacks: ["prod-eu"], answers: { identity } })).toContainEqual(
      expect.objectContaining({
        check: "secrets",
        status: "fail",
        found: "the local cloud's, which everybody can read",
        remedy: "Make them: npx cells init prod-eu.",
      }),
    );
    await init("prod-eu");
    // The example's archive can be taken away, which a real one's cannot.
    project.edit("Pulumi.prod-eu.yaml", (text) => text.replace("mode: GOVERNANCE", "mode: COMPLIANCE"));
    expect(await troubles({ stacks: ["prod-eu"], answers: { identity } })).toEqual([]);
  });

  it("has no secrets in plain text, and not one alone", async () => {
    project.edit("Pulumi.prod-eu.yaml", (text) => text.replaceAll("local-only", "plainly-readable"));
    project.edit("Pulumi.prod-us.yaml", (text) => text.replace(/ {2}payment-cells:originSecrets:[^]*/, ""));
    const found = await troubles();
    expect(found).toContainEqual(expect.objectContaining({ where: "prod-eu", found: "not two encrypted values" }));
    expect(found).toContainEqual(expect.objectContaining({ check: "secrets", where: "prod-us", found: "none" }));
  });

  it("has secrets that can be decrypted here", async () => {
    await init("prod-eu");
    const found = await troubles({ stacks: ["prod-eu"], variables: { PULUMI_CONFIG_PASSPHRASE: "wrong" } });
    expect(found).toEqual([
      expect.objectContaining({ check: "secrets", found: expect.stringContaining("incorrect passphrase") }),
    ]);
  });

  it("has cells that accept what the edge sends, also while a rotation is under way", async () => {
    for (const stack of ["prod-global", "prod-eu"]) await init(stack);
    await init("prod-global", { rotate: true });
    const agreed = (await checks({ stacks: ["prod-global", "prod-eu"] })).filter(
      ({ check }) => check === "edge accepted",
    );
    expect(agreed).toEqual([
      {
        check: "edge accepted",
        where: "prod-eu",
        status: "ok",
        found: "knows the secret that prod-global sends",
      },
    ]);
    await init("staging-global");
    project.edit("Pulumi.prod-us.yaml", () => project.text("staging-global").replaceAll("eu-west-1", "us-east-1"));
    expect(await troubles({ stacks: ["prod-global", "prod-us"] })).toEqual([
      {
        check: "edge accepted",
        where: "prod-us",
        status: "fail",
        found: "does not know the secret that prod-global sends",
        remedy: "Take the edge's: npx cells init prod-us --from prod-global.",
      },
    ]);
  });
});

describe("the verb", () => {
  const variables = () => ({ AWS_ENDPOINT_URL: cloud.awsUrl, PATH: "/nowhere" });

  it("prints a line for every check, a remedy where there is one, and ends with 1 where one failed", async () => {
    const context = fakeContext(variables());
    expect(await runCells(["doctor", "staging-eu"], context)).toBe(0);
    expect(context.exitCodes).toEqual([1]);
    const out = context.written.out.join("\n");
    expect(out).toMatch(/^ok {4}account +111122223333, as arn:aws:iam::111122223333:root$/m);
    expect(out).toMatch(/^fail {2}pulumi +not on the PATH\n {6}-> Install the Pulumi CLI/m);
  });

  it("prints one object with --json", async () => {
    const context = fakeContext(variables());
    await runCells(["doctor", "staging-eu", "--json"], context);
    expect(context.written.out.map((line) => JSON.parse(line))).toEqual([
      { sound: false, checks: expect.arrayContaining([expect.objectContaining({ check: "zone", status: "ok" })]) },
    ]);
  });
});

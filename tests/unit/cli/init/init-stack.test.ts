import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { initStack, type InitOutcome } from "../../../../cli/init/init-stack.ts";
import { readSecrets } from "../../../../cli/origin-secrets.ts";
import { createPulumi } from "../../../../cli/pulumi.ts";
import { pulumiProject, type PulumiProject } from "../pulumi-project.ts";

let project: PulumiProject;
beforeEach(() => {
  project = pulumiProject();
});
afterEach(() => project.remove());

interface Wish {
  readonly rotate?: boolean;
  readonly from?: string;
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

function init(stack: string, { rotate = false, from, variables = {} }: Wish = {}): Promise<InitOutcome> {
  const pulumi = createPulumi(project.directory, { ...project.variables, ...variables });
  return initStack({ stack, rotate, from }, { directory: project.directory, pulumi });
}

const secretsOf = (stack: string) => readSecrets(createPulumi(project.directory, project.variables), stack);

const encrypted = [{ secure: expect.any(String) }, { secure: expect.any(String) }];

describe("the first stack of a stage", () => {
  it("is created and gets two new secrets, encrypted in its file beside all that was there", async () => {
    expect(await init("prod-global")).toEqual({
      stack: "prod-global",
      secrets: "made",
      created: true,
      next: ["pulumi up -s prod-global"],
    });
    expect(project.stacks()).toEqual({ "prod-global": 0 });
    expect(project.secrets("prod-global")).toEqual(encrypted);
    expect(project.text("prod-global")).toContain("payment-cells:size: full");
    const [current, next] = await secretsOf("prod-global");
    expect(current).toMatch(/^[\w-]{43}$/);
    expect(next).toMatch(/^[\w-]{43}$/);
    expect(current).not.toBe(next);
  });

  it("gives no secret to a command line, which everybody on the machine can read", async () => {
    await init("prod-global");
    expect(project.commands()).toContain("config set --secret --path payment-cells:originSecrets[1]");
    for (const secret of await secretsOf("prod-global")) expect(project.commands()).not.toContain(secret);
  });

  it("leaves no other file behind", async () => {
    const before = project.files();
    await init("prod-global");
    expect(project.files()).toEqual(before);
  });

  it("keeps its secrets when it is asked for again", async () => {
    await init("prod-global");
    const text = project.text("prod-global");
    expect(await init("prod-global")).toEqual({ stack: "prod-global", secrets: "kept", created: false, next: [] });
    expect(project.text("prod-global")).toBe(text);
  });

  it("keeps them too where only the backend has to be told of it", async () => {
    await init("prod-global");
    const secrets = project.secrets("prod-global");
    project.setStacks({});
    expect(await init("prod-global")).toMatchObject({ secrets: "kept", created: true });
    expect(project.stacks()).toEqual({ "prod-global": 0 });
    expect(project.secrets("prod-global")).toEqual(secrets);
  });
});

describe("every other stack of the stage", () => {
  it("gets the same secrets, and another stage others", async () => {
    await init("prod-global");
    expect(await init("prod-eu")).toMatchObject({ secrets: "copied", from: "prod-global" });
    expect(await secretsOf("prod-eu")).toEqual(await secretsOf("prod-global"));
    expect(await init("staging-global")).toMatchObject({ secrets: "made" });
    expect(await secretsOf("staging-global")).not.toEqual(await secretsOf("prod-global"));
  });

  it("says whose it wants while its siblings differ", async () => {
    await init("prod-global");
    await init("prod-eu");
    await init("prod-global", { rotate: true });
    await expect(init("prod-us")).rejects.toThrow(
      "prod-global and prod-eu have different secrets: a rotation is under way. Say which with --from.",
    );
    expect(await init("prod-us", { from: "prod-eu" })).toMatchObject({ secrets: "copied", from: "prod-eu" });
    expect(await secretsOf("prod-us")).toEqual(await secretsOf("prod-eu"));
  });
});

describe("a rotation", () => {
  beforeEach(async () => {
    for (const stack of ["prod-global", "prod-eu", "prod-us"]) await init(stack);
  });

  it("moves the edge on to what the cells accept already, and the cells follow", async () => {
    const [, next] = await secretsOf("prod-global");
    expect(await init("prod-global", { rotate: true })).toMatchObject({
      secrets: "rotated",
      next: [
        "pulumi up -s prod-global",
        "cells init prod-eu --from prod-global",
        "pulumi up -s prod-eu",
        "cells init prod-us --from prod-global",
        "pulumi up -s prod-us",
      ],
    });
    const [sent, after] = await secretsOf("prod-global");
    expect(sent).toBe(next);
    expect(await secretsOf("prod-eu")).toContain(sent);
    await init("prod-eu", { from: "prod-global" });
    expect(await secretsOf("prod-eu")).toEqual([sent, after]);
  });

  it("does not go on before every cell has followed the last one", async () => {
    await init("prod-global", { rotate: true });
    await init("prod-eu", { from: "prod-global" });
    await expect(init("prod-global", { rotate: true })).rejects.toThrow(
      "prod-us has not followed the last rotation, and would refuse the edge: " +
        "`cells init prod-us --from prod-global` and `pulumi up -s prod-us` first.",
    );
    await init("prod-us", { from: "prod-global" });
    expect(await init("prod-global", { rotate: true })).toMatchObject({ secrets: "rotated" });
  });
});

describe("what is refused, and nothing has changed then", () => {
  it.each<[string, string, Wish, string]>([
    [
      "a stack that the registry does not know",
      "prod-mars",
      {},
      "There is no stack prod-mars: by the registry in Pulumi.yaml they are " +
        "prod-global, prod-eu, prod-us, staging-global, staging-eu.",
    ],
    [
      "a rotation that begins with a cell",
      "prod-eu",
      { rotate: true },
      "The edge changes first: `cells init prod-global --rotate`, `pulumi up -s prod-global`, " +
        "then `cells init prod-eu --from prod-global`.",
    ],
    [
      "a rotation of nothing",
      "prod-global",
      { rotate: true },
      "prod-global has no secrets yet: `cells init prod-global`.",
    ],
    ["both at once", "prod-global", { rotate: true, from: "prod-eu" }, "--rotate makes a new secret, --from takes one"],
    ["secrets of another stage", "prod-eu", { from: "staging-eu" }, "takes its secrets from another stack of its own"],
    ["its own secrets", "prod-eu", { from: "prod-eu" }, "not from prod-eu."],
    ["secrets that are not there", "prod-eu", { from: "prod-us" }, "prod-us has no secrets yet: `cells init prod-us`."],
    [
      "no Pulumi CLI",
      "prod-eu",
      { variables: { PATH: "/nowhere" } },
      "There is no `pulumi` on the PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/install/",
    ],
    [
      "a backend that does not answer",
      "prod-eu",
      { variables: { FAKE_PULUMI_FAILS: "ls" } },
      "`pulumi stack ls` failed: the backend is locked. " +
        "Wait for the other update to end; if nobody runs one, `pulumi cancel` takes its lock away.",
    ],
    [
      "no passphrase",
      "prod-eu",
      { variables: { PULUMI_CONFIG_PASSPHRASE: undefined } },
      "`pulumi stack init` failed: passphrase must be set with PULUMI_CONFIG_PASSPHRASE environment variables. " +
        "Set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase of this stack's secrets.",
    ],
    ["the first secret", "prod-eu", { variables: { FAKE_PULUMI_FAILS: "[0]" } }, "`pulumi config set` failed"],
    ["the second secret", "prod-eu", { variables: { FAKE_PULUMI_FAILS: "[1]" } }, "`pulumi config set` failed"],
  ])("%s", async (_, stack, wish, message) => {
    const [files, texts] = [project.files(), ["prod-eu", "prod-global"].map(project.text)];
    await expect(init(stack, wish)).rejects.toThrow(message);
    expect(project.files()).toEqual(files);
    expect(["prod-eu", "prod-global"].map(project.text)).toEqual(texts);
    expect(project.stacks()).toEqual({});
  });

  it("a sibling's secrets that cannot be decrypted", async () => {
    await init("prod-global");
    const before = project.text("prod-eu");
    await expect(init("prod-eu", { variables: { PULUMI_CONFIG_PASSPHRASE: "wrong" } })).rejects.toThrow(
      "`pulumi config get` failed: incorrect passphrase. Set PULUMI_CONFIG_PASSPHRASE",
    );
    expect(project.text("prod-eu")).toBe(before);
    expect(project.stacks()).toEqual({ "prod-global": 0 });
  });

  it("a list that would keep a third value", async () => {
    project.edit("Pulumi.prod-eu.yaml", (text) => `${text}    - and-a-third-one-that-is-nobodys-idea\n`);
    const before = project.text("prod-eu");
    await expect(init("prod-eu")).rejects.toThrow("payment-cells:originSecrets does not come out as two secrets");
    expect(project.text("prod-eu")).toBe(before);
  });
});

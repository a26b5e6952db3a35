import { describe, expect, it } from "vitest";
import { judgeStacks } from "../../cli/policy/run.ts";
import type { Judging, PolicyRun } from "../../cli/policy/run.ts";
import { textReport } from "../../cli/policy/formats/text.ts";
import { ExemptionsError, parseExemptions } from "../../policy/core/exemptions.ts";
import type { Exemption } from "../../policy/core/exemptions.ts";
import { UNKNOWN } from "../../policy/core/reader.ts";
import { SettingsError } from "../../policy/core/settings.ts";
import { packOf, queues, requireColour, requireNothing, urnOf } from "./small-graph.ts";

const today = "2026-11-23";
const bare = queues({ bare: {} });

const run = (judging: Partial<Judging>): PolicyRun =>
  judgeStacks({ stacks: [bare], packs: [packOf(requireColour)], exemptions: [], today, ...judging });

const outcomes = ({ findings }: PolicyRun): readonly string[] =>
  findings.map(({ rule, resource, outcome }) => `${rule.name} ${resource.name} ${outcome}`);

describe("a run of rules", () => {
  it("passes what complies", () => {
    const clean = run({ stacks: [queues({ a: { colour: "red" } })] });
    expect(outcomes(clean)).toEqual([]);
    expect(clean.passed).toBe(true);
    expect(clean.judgements).toHaveLength(1);
  });

  it("stops at a violation, and says fault and fix", () => {
    const bad = run({});
    expect(bad.passed).toBe(false);
    expect(textReport(bad)).toContain("Fault: The thing has no colour.\n  Fix: Set `colour` to a colour.");
  });

  it("does not stop at advice", () => {
    const advised = run({ packs: [{ ...packOf(requireColour), config: { "require-colour": "advisory" } }] });
    expect(outcomes(advised)).toEqual(["require-colour bare advice"]);
    expect(advised.passed).toBe(true);
  });

  it("names what was not known, and does not pass", () => {
    const unknown = run({ stacks: [queues({ a: { colour: UNKNOWN } })] });
    expect(unknown.findings[0]?.message).toBe("Not evaluated: colour is not known yet.");
    expect(unknown.passed).toBe(false);
  });

  it("names a rule that throws, and runs the others", () => {
    const failed = run({ packs: [packOf(requireNothing, requireColour)] });
    expect(outcomes(failed)).toEqual(["require-nothing bare failed", "require-colour bare violation"]);
    expect(failed.findings[0]?.message).toBe("The rule require-nothing failed: cannot read properties of <nothing>");
    expect(run({ packs: [packOf(requireNothing)] }).passed).toBe(false);
  });

  it("calls a value of another form a finding", () => {
    const malformed = run({ stacks: [queues({ a: { colour: { red: 1 } } })] });
    expect(malformed.findings).toMatchObject([{ outcome: "violation", message: "colour is not text." }]);
  });
});

describe("settings", () => {
  const configured = (config: unknown): PolicyRun =>
    run({ packs: [{ ...packOf(requireColour), config }], stacks: [queues({ a: { colour: "red" } })] });

  it("reach the rule", () => {
    expect(configured({ "require-colour": { colours: ["blue"] } }).findings[0]?.message).toBe("The thing is red.");
    expect(configured({ "require-colour": { colours: ["red"] } }).passed).toBe(true);
  });

  it("switch rules off, one or all", () => {
    expect(configured({ "require-colour": "disabled" }).judgements).toEqual([]);
    expect(configured({ all: "disabled" }).judgements).toEqual([]);
    expect(
      configured({ all: "disabled", "require-colour": { enforcementLevel: "mandatory" } }).judgements,
    ).toHaveLength(1);
  });

  it.each([
    [{ "require-color": "disabled" }, "require-color: there is no such rule."],
    [
      { "require-colour": "off" },
      "require-colour: expected one of mandatory, advisory, disabled or an object of settings.",
    ],
    [{ "require-colour": { colors: [] } }, "require-colour: there is no setting colors. It has colours."],
    [{ "require-colour": { colours: "red" } }, "require-colour: colours: expected a list of texts."],
    [["mandatory"], "The configuration is not an object by rule."],
  ])("that make no sense are refused: %j", (config, message) => {
    expect(() => configured(config)).toThrow(new SettingsError(message));
  });
});

describe("exemptions", () => {
  const hash = run({}).findings[0]?.hash ?? "";
  const exemption: Exemption = {
    rule: "require-colour",
    resource: urnOf("bare"),
    reason: "It is found by its smell.",
    owner: "platform",
    expires: "2026-11-23",
    hash,
  };
  const exempting = (change: Partial<Exemption>, judging: Partial<Judging> = {}): PolicyRun =>
    run({ exemptions: [{ ...exemption, ...change }], ...judging });

  it("count until the end of their day", () => {
    const exempt = exempting({});
    expect(outcomes(exempt)).toEqual(["require-colour bare exempt"]);
    expect(exempt.passed).toBe(true);
    expect(textReport(exempt)).toContain("Exempt until 2026-11-23 (platform): It is found by its smell.");
  });

  it("no longer count when they have expired, and the message says so", () => {
    const expired = exempting({ expires: "2026-11-22" });
    expect(expired.findings[0]?.note).toBe("Its exemption expired on 2026-11-22.");
    expect(expired.passed).toBe(false);
  });

  it("no longer count when what the rule reads has changed, and the message has the new hash", () => {
    const strict = { ...packOf(requireColour), config: { "require-colour": { colours: ["blue"] } } };
    const before = run({ packs: [strict], stacks: [queues({ bare: { colour: "red" } })] }).findings[0]?.hash ?? "";
    const after = exempting({ hash: before }, { packs: [strict], stacks: [queues({ bare: { colour: "green" } })] });
    expect(after.findings[0]?.note).toBe(
      `Its exemption no longer counts: the resource changed since it was exempted (hash ${after.findings[0]?.hash}).`,
    );
    expect(after.passed).toBe(false);
  });

  it("still count when something changes that the rule does not read", () => {
    expect(exempting({}, { stacks: [queues({ bare: { delaySeconds: 9 } })] }).passed).toBe(true);
  });

  it("of unknown rules and resources are told by name, and stop the change", () => {
    const unknown = exempting({ rule: "require-color", resource: urnOf("bear") }, { stacks: [queues({})] });
    expect(unknown.problems).toEqual([
      "policy-exemptions.yaml exempts an unknown rule, require-color.",
      `policy-exemptions.yaml exempts an unknown resource, ${urnOf("bear")}.`,
    ]);
    expect(unknown.passed).toBe(false);
  });

  it("of a stack that is not judged now are left alone", () => {
    const other = exempting({ resource: urnOf("bare", "two") }, { otherStacks: ["two"], stacks: [queues({})] });
    expect(other.problems).toEqual([]);
  });

  it("that nothing needs are remarked on", () => {
    const needless = exempting({}, { stacks: [queues({ bare: { colour: "red" } })] });
    expect(needless.remarks).toEqual([
      `The exemption of ${urnOf("bare")} from require-colour is not needed: take it away.`,
    ]);
    expect(needless.passed).toBe(true);
  });

  it("are no licence for what could not be evaluated", () => {
    expect(outcomes(exempting({}, { stacks: [queues({ bare: { colour: UNKNOWN } })] }))).toEqual([
      "require-colour bare notEvaluated",
    ]);
  });

  it.each([
    [{ ...exemption, reason: " " }, "exemptions[0].reason: expected a text."],
    [{ ...exemption, expires: "2027-02-30" }, "exemptions[0].expires: expected a day such as 2027-03-31."],
    [{ ...exemption, expires: undefined }, "exemptions[0].expires: expected a text."],
    [{ ...exemption, until: "2027" }, "exemptions[0].until: there is no such key."],
    ["require-colour", "exemptions[0]: expected rule, resource, reason, owner, expires, hash."],
  ])("that lack something are refused: %j", (entry, message) => {
    expect(() => parseExemptions({ exemptions: [entry] })).toThrow(new ExemptionsError(message));
  });

  it("may not be given twice", () => {
    expect(() => parseExemptions({ exemptions: [exemption, exemption] })).toThrow(/there are two exemptions/);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const packageAt = (path: string): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

describe.each(["policy/package.json", "policy/payment-cells/package.json"])("%s", (path) => {
  it("asks for what the repository asks for, since there is one lock file", () => {
    const root = packageAt("package.json");
    const { dependencies = {}, engines } = packageAt(path);
    expect(Object.keys(dependencies)).not.toEqual([]);
    expect(dependencies).toEqual(
      Object.fromEntries(Object.keys(dependencies).map((name) => [name, root["dependencies"]?.[name]])),
    );
    expect(engines).toEqual(root["engines"]);
  });
});

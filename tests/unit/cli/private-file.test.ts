import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writePrivateFile } from "../../../cli/private-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "private-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each(["made", "there already, for everybody to read"])("a private file is its owner's alone, %s", async (before) => {
  const path = join(folder, "file.json");
  if (before !== "made") {
    writeFileSync(path, "a longer text than the new one");
    chmodSync(path, 0o644);
  }
  await writePrivateFile(path, "{}\n");
  expect(readFileSync(path, "utf8")).toBe("{}\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

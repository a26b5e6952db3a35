import { readFileSync, writeFileSync } from "node:fs";
import { UserError } from "../../local/core/errors.ts";
import { isProperties } from "../../local/pulumi/wire.ts";
import { parseArguments, USAGE } from "./arguments.ts";
import type { Asked, Format } from "./arguments.ts";
import { htmlReport } from "./formats/html.ts";
import { jsonReport } from "./formats/json.ts";
import { junitReport } from "./formats/junit.ts";
import { sarifReport } from "./formats/sarif.ts";
import { summaryLine, textReport } from "./formats/text.ts";
import { judgeProject } from "./project.ts";
import type { PolicyRun } from "./run.ts";

const REPORTS: Readonly<Record<Format, (run: PolicyRun) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
  html: htmlReport,
};

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const asked = parseArguments(argv);
  if (typeof asked === "string") {
    console.error(`policy: ${asked} See --help.`);
    return 2;
  }
  if (asked.help) {
    console.log(USAGE);
    return 0;
  }
  try {
    return await run(asked);
  } catch (fault) {
    const text = fault instanceof UserError ? fault.message : fault instanceof Error ? fault.stack : String(fault);
    console.error(`policy: ${text}`);
    return 1;
  }
}

async function run({ stacks, files, format, output, config }: Asked): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const judged = await judgeProject(
    { stacks, files, ...(config === undefined ? {} : { config: readConfig(config) }) },
    today,
  );
  const report = REPORTS[format](judged);
  if (output === undefined) process.stdout.write(report);
  else writeFileSync(output, report);
  // What stopped it is read in a log, whatever form the report has.
  if (output !== undefined || format !== "text") {
    for (const problem of judged.problems) console.error(`policy: ${problem}`);
    console.error(summaryLine(judged));
  }
  return judged.passed ? 0 : 1;
}

function readConfig(file: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isProperties(parsed)) return parsed;
    throw new Error("expected an object by rule.");
  } catch (fault) {
    throw new UserError(`${file}: ${fault instanceof Error ? fault.message : String(fault)}`, { cause: fault });
  }
}

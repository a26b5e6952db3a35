import { parseArgs } from "node:util";

/** The forms of a report. */
export const FORMATS = ["text", "json", "sarif", "junit", "html"] as const;

/** One of them. */
export type Format = (typeof FORMATS)[number];

/** What was asked. */
export interface Asked {
  /** The stacks to judge; none for all. */
  readonly stacks: readonly string[];
  /** States to judge in place of the program. */
  readonly files: readonly string[];
  readonly format: Format;
  readonly output: string | undefined;
  readonly config: string | undefined;
  readonly help: boolean;
}

/** How to use it. */
export const USAGE = `usage: npm run policy -- [options]

Judges what the program asks for, on every stack, without a Pulumi CLI.

  --stack NAME     judge this stack only; may be given again
  --file FILE      judge a state (\`pulumi stack export --file FILE\`) in place of the program; may be given again
  --format FORMAT  ${FORMATS.join(", ")} (text)
  --output FILE    write the report there
  --config FILE    levels and settings by rule, as \`pulumi preview --policy-pack-config\` takes them (JSON)
  --help           this text

Ends with 1 where a mandatory rule is violated, or a rule could not be evaluated or failed; with 2 where it is used
wrongly.`;

/** Reads the command line; a text says what is wrong with it. */
export function parseArguments(argv: readonly string[]): Asked | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        stack: { type: "string", multiple: true, default: [] },
        file: { type: "string", multiple: true, default: [] },
        format: { type: "string", default: "text" },
        output: { type: "string" },
        config: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    const format = FORMATS.find((one) => one === values.format);
    if (format === undefined) return `--format: expected one of ${FORMATS.join(", ")}.`;
    if (values.stack.length > 0 && values.file.length > 0) return "--stack and --file are two questions: ask one.";
    const { stack: stacks, file: files, output, config, help } = values;
    return { stacks, files, format, output, config, help };
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

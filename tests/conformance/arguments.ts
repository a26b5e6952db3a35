import { parseArgs } from "node:util";
import type { ServiceName } from "./case.ts";
import type { Place } from "./endpoint.ts";

/** What was asked for. */
export interface Asked {
  readonly help: boolean;
  readonly json: boolean;
  readonly services?: readonly string[];
  readonly targets?: readonly string[];
  readonly endpoint?: Place;
  readonly programs: number;
  readonly seed?: number;
}

const programsDefault = 30;

/** How the command is used. */
export function usage(targets: readonly { readonly name: string; readonly about: string }[]): string {
  return `Usage: npm run conformance [-- OPTIONS]

Runs tables of calls, and what AWS answers to them by its documents, against the local cloud and against other
emulators where they can be had, then random programs against the local DynamoDB and AWS's DynamoDB Local at once.
Exits with 1 where the local cloud differs unexplained, or where an explained difference is gone.

Targets:
${targets.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join("\n")}

  --target NAME     only this target; may be repeated
  --service NAME    only this service's tables ("dynamodb", "sqs"); may be repeated
  --endpoint URL    only this endpoint, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION
  --programs N      random programs for each of three seeds, fifty operations each (${programsDefault}); 0 runs none
  --seed S          one seed instead of three
  --json            print one JSON object a line
  --help            print this and end`;
}

/** Reads the command line; a text is what is wrong with it. */
export function parseArguments(argv: readonly string[], env: NodeJS.ProcessEnv): Asked | string {
  let values: ReturnType<typeof read>;
  try {
    values = read(argv);
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
  const programs = Number(values.programs ?? programsDefault);
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (!Number.isInteger(programs) || programs < 0) return `--programs takes a count, not "${values.programs}"`;
  if (seed !== undefined && !Number.isInteger(seed)) return `--seed takes a whole number, not "${values.seed}"`;
  if (values.endpoint !== undefined && !URL.canParse(values.endpoint)) return `"${values.endpoint}" is no URL`;
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    programs,
    ...(values.service && { services: values.service }),
    ...(values.target && { targets: values.target }),
    ...(seed !== undefined && { seed }),
    ...(values.endpoint !== undefined && { endpoint: placeOf(values.endpoint, env) }),
  };
}

function read(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      help: { type: "boolean" },
      json: { type: "boolean" },
      service: { type: "string", multiple: true },
      target: { type: "string", multiple: true },
      endpoint: { type: "string" },
      programs: { type: "string" },
      seed: { type: "string" },
    },
  }).values;
}

function placeOf(url: string, env: NodeJS.ProcessEnv): Place {
  const sessionToken = env["AWS_SESSION_TOKEN"];
  return {
    url: url.replace(/\/$/, ""),
    region: env["AWS_REGION"] ?? "eu-west-1",
    credentials: {
      accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "local",
      secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "local",
      ...(sessionToken !== undefined && { sessionToken }),
    },
  };
}

/** Whether a service was asked for; DynamoDB's streams go with DynamoDB. */
export function wants({ services }: Asked, service: ServiceName): boolean {
  return services === undefined || services.some((name) => service === name || service.startsWith(`${name}-`));
}

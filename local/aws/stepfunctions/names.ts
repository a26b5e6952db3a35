import { AwsError } from "../../core/errors.ts";

/** What an ARN of Step Functions names. */
export interface StatesArn {
  readonly region: string;
  readonly kind: "stateMachine" | "execution" | "express";
  /** Of the state machine. */
  readonly machine: string;
  /** Of the execution; undefined where the ARN names a machine. */
  readonly execution: string | undefined;
}

/** Parses an ARN. Throws `InvalidArn`, also where it is not of one of `kinds`. */
export function parseArn(arn: string, ...kinds: readonly StatesArn["kind"][]): StatesArn {
  if (!arn.startsWith("arn:")) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const [, region, kind, machine, execution] =
    /^arn:aws:states:([\w-]+):\d{12}:(\w+):([^:]+)(?::([^:]+))?(?::[^:]+)?$/.exec(arn) ?? [];
  if (region === undefined || kind === undefined || machine === undefined) throw invalidArn(`Invalid ARN: ${arn}`);
  const known = kinds.find((one) => one === kind);
  if (known === undefined) throw invalidArn(`Resource type not valid in this context: ${kind}`);
  return { region, kind: known, machine, execution };
}

/** Refuses what is no name of a machine or an execution. Throws `InvalidName`. */
export function requireName(name: string): void {
  // Source: API reference of CreateStateMachine and StartExecution, "name".
  const isNone = name.length < 1 || name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name);
  if (isNone) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}

function invalidArn(what: string): AwsError {
  return new AwsError("InvalidArn", `Invalid Arn: '${what}'`);
}

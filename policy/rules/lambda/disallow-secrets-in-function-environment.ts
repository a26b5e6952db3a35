import { rule } from "../../core/rule.ts";
import { NotKnown, UNKNOWN } from "../../core/reader.ts";
import { faultsOfEach } from "../../core/faults.ts";

/** Secrets are fetched when they are needed, not written into a configuration. */
export const disallowSecretsInFunctionEnvironment = rule({
  name: "disallow-secrets-in-function-environment",
  description: "Environment variables of Lambda functions hold no passwords, keys or tokens.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.environment.variables",
  severity: "high",
  level: "mandatory",
  reason: "Variables are shown to whoever may describe the function, stay in state and old versions, and never rotate.",
  remediation:
    "Put the secret in Secrets Manager or Parameter Store, and give the function its name in `environment.variables`.",
  controls: { "pci-dss-4.0.1": ["8.3.2", "8.6.2"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    const environment = read.block("environment");
    const variables = environment?.raw("variables");
    if (typeof variables !== "object" || variables === null) return undefined;
    return faultsOfEach(Object.entries(variables), ([name, value]: [string, unknown]) => {
      // What the program itself wrote is known in every preview: what is not known is asked about by its name alone.
      if (value === UNKNOWN && namesSecret(name)) throw new NotKnown(`environment.variables.${name}`);
      if (typeof value !== "string" || !(holdsSecret(value) || (namesSecret(name) && isLiteral(value))))
        return undefined;
      return `The variable ${name} holds a secret.`;
    });
  },
});

const SECRET_NAMES = [
  /(^|_)(password|passwd|passphrase|pass|pwd|secret|credentials?|token)$/,
  /(^|_)(api|access|private|secret|signing|encryption|auth|license)_?key$/,
  /(auth|access|api|bearer|refresh)token$/,
];

/** Whether a name in any of the usual writings, DB_PASSWORD or dbPassword, says that the value is secret. */
function namesSecret(name: string): boolean {
  const plain = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return SECRET_NAMES.some((pattern) => pattern.test(plain));
}

/** Secrets whatever they are called: access keys, private keys, tokens of known form, passwords in URLs. */
const SECRET_VALUES = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(gh[pousr]_\w{30,}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,})/,
  /:\/\/[^/\s:@]+:[^/\s:@{}]+@/,
];

function holdsSecret(value: string): boolean {
  return SECRET_VALUES.some((pattern) => pattern.test(value));
}

/** Whether this is the secret itself, not the place where it lies: an ARN, a path, a reference, a switch. */
function isLiteral(value: string): boolean {
  return (
    value.length > 3 &&
    !/^(arn:|alias\/|ssm:|secretsmanager:|vault:|\{\{|\$\{|https?:|true$|false$|none$)/i.test(value) &&
    !value.includes("/")
  );
}

import { rule } from "../../core/rule.ts";

/** A function's runtime gets security patches. */
export const requireSupportedFunctionRuntime = rule({
  name: "require-supported-function-runtime",
  description: "Lambda functions run on a runtime that AWS still patches.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.runtime",
  severity: "medium",
  level: "mandatory",
  reason:
    "A runtime that is out of support gets no security patches, and functions on it can one day no longer be updated.",
  remediation: 'Set `runtime` to a supported runtime such as "nodejs22.x" or "python3.13".',
  controls: { "pci-dss-4.0.1": ["6.3.3"], soc2: ["CC7.1"], gdpr: ["32.1.b"], "aws-fsbp": ["Lambda.2"] },
  settings: {
    unsupported: {
      type: "array",
      items: { type: "string" },
      description: "Runtimes out of support; a name that ends with * stands for all that begin so.",
      default: [
        "nodejs",
        "nodejs4*",
        "nodejs6*",
        "nodejs8*",
        "nodejs10.x",
        "nodejs12.x",
        "nodejs14.x",
        "nodejs16.x",
        "nodejs18.x",
        "python2*",
        "python3.6",
        "python3.7",
        "python3.8",
        "python3.9",
        "ruby2*",
        "ruby3.2",
        "java8",
        "go1.x",
        "dotnetcore*",
        "dotnet5.0",
        "dotnet6",
        "dotnet7",
        "provided",
      ],
    },
  },
  judge: ({ read, settings }) => {
    const runtime = read.text("runtime");
    if (runtime === undefined || read.text("packageType") === "Image") return undefined;
    const unsupported = settings.unsupported.some((one) =>
      one.endsWith("*") ? runtime.startsWith(one.slice(0, -1)) : runtime === one,
    );
    return unsupported ? `The runtime ${runtime} no longer gets security patches.` : undefined;
  },
});

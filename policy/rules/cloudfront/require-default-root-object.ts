import { rule } from "../../core/rule.ts";

/** Nobody gets a bucket's list for asking for nothing. */
export const requireDefaultRootObject = rule({
  name: "require-default-root-object",
  description: "CloudFront distributions of buckets answer their root with an object.",
  types: ["aws:cloudfront/distribution:Distribution"],
  property: "cloudfront.Distribution.defaultRootObject",
  severity: "medium",
  level: "advisory",
  reason: 'Without a root object a request for "/" goes to the bucket as a request for its list of files.',
  remediation: 'Set `defaultRootObject`, for instance to "index.html".',
  controls: { "pci-dss-4.0.1": ["1.4.5"], soc2: ["CC6.1"], gdpr: ["25.2"], "aws-fsbp": ["CloudFront.1"] },
  judge: ({ read }) => {
    if ((read.text("defaultRootObject") ?? "") !== "") return undefined;
    const target = read.block("defaultCacheBehavior")?.text("targetOriginId");
    const origin = read.blocks("origins").find((one) => one.text("originId") === target);
    if (origin === undefined || origin.has("customOriginConfig") || origin.has("vpcOriginConfig")) return undefined;
    return "The distribution asks its bucket for a list when it is asked for its root.";
  },
});

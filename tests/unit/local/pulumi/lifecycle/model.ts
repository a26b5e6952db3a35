import { between, oneOf } from "../../../../../local/aws/rules.ts";
import type { ResourceModel } from "../../../../../local/core/resource.ts";

/** A type with one input of every kind, whose resources are nowhere. */
export const model: ResourceModel = {
  type: "aws:x/thing:Thing",
  standing: "modelled",
  inputs: {
    name: { replaces: true, autoName: { lengthMax: 20 } },
    namePrefix: { replaces: true },
    mode: { required: true, ...oneOf("FAST", "SLOW") },
    seconds: { default: 30, ...between(0, 60) },
    policy: { json: true },
    zones: { unordered: true },
    settings: {},
    keyId: { computed: true },
    code: {},
  },
  check: ({ seconds, mode }) =>
    mode === "FAST" && typeof seconds === "number" && seconds > 30
      ? [{ property: "seconds", reason: "a fast thing takes 30 at most" }]
      : [],
  create: () => ({ id: "it", outputs: {} }),
  read: ({ outputs }) => outputs,
  update: ({ outputs }) => outputs,
  delete: () => undefined,
};

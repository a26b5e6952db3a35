import "../late-packages.ts";
import * as pulumi from "@pulumi/pulumi";
import { main } from "@pulumi/pulumi/provider/index.js";
import { notModelled } from "../../core/errors.ts";
import { components } from "../awsx/index.ts";
import { createPlannedComponent } from "./planned-component.ts";

process.on("disconnect", () => process.exit(1));
// Ctrl-C in a terminal reaches the whole group; the parent decides when this process ends.
process.on("SIGINT", () => undefined);

const [version = "", awsVersion = ""] = process.argv.slice(2);
// Serves on a port of 127.0.0.1 that it prints, as every provider of Pulumi does.
await main(
  {
    version,
    async construct(name, type, inputs, options) {
      const plan = components.get(type);
      if (plan === undefined) {
        throw new Error(notModelled(`the component ${type}`));
      }
      const region = new pulumi.Config("aws").get("region") ?? "";
      const component = await createPlannedComponent({ name, type, inputs, options, plan, region, awsVersion });
      return { urn: component.urn, state: component.outputs };
    },
  },
  [],
);

import { startPack } from "../core/start.ts";
import { rules as general } from "../rules.ts";
import { rules } from "./rules.ts";

// One process judges by all rules: an engine starts every pack that it is given, and asks each about every resource.
startPack({ name: "payment-cells", rules: [...general, ...rules] });

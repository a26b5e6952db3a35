import { startPack } from "../core/start.ts";
import { rules } from "./rules.ts";

startPack({ name: "payment-cells", rules });

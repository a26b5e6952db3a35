import { startPack } from "./core/start.ts";
import { rules } from "./rules.ts";

startPack({ name: "aws-security-rules", rules });

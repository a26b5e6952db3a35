import { rules } from "../../policy/payment-cells/rules.ts";
import { testLaw } from "./law.ts";

await testLaw("payment-cells/rules", rules);

import { awsFsbp } from "./aws-fsbp.ts";
import { gdpr } from "./gdpr.ts";
import { pciDss } from "./pci-dss.ts";
import { psd2 } from "./psd2.ts";
import type { Regime } from "./regime.ts";
import { soc2 } from "./soc2.ts";

/** Every regime that rules are mapped to. */
export const regimes: readonly Regime[] = [pciDss, soc2, gdpr, psd2, awsFsbp];

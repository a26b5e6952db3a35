import type { Reader } from "../../core/reader.ts";

/** How a bucket encrypts by default. */
export interface EncryptionRule {
  readonly read: Reader;
  /** Where algorithm and key are said. */
  readonly byDefault: Reader | undefined;
}

/** The rules of encryption in each form: of a bucket, of a bucket of version 2, of the resource of its own. */
export function encryptionRules(read: Reader): readonly EncryptionRule[] {
  const within = read.block("serverSideEncryptionConfiguration") ?? read.block("serverSideEncryptionConfigurations");
  const rules = within === undefined ? read.blocks("rules") : [...within.blocks("rule"), ...within.blocks("rules")];
  return rules.map((one) => ({
    read: one,
    byDefault: one.block("applyServerSideEncryptionByDefault") ?? one.block("applyServerSideEncryptionByDefaults"),
  }));
}

import type { Reader } from "../../core/reader.ts";

/** Whether KMS can rotate this key by itself: symmetric, for encryption, with material that KMS made and keeps. */
export function rotates(read: Reader): boolean {
  const spec = read.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
  const use = read.text("keyUsage") ?? "ENCRYPT_DECRYPT";
  return spec === "SYMMETRIC_DEFAULT" && use === "ENCRYPT_DECRYPT" && !read.has("customKeyStoreId");
}

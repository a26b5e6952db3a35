import { randomHex, type Kernel } from "../core/kernel.ts";

/** A version 4 UUID (RFC 9562) from the kernel's chance. */
export function uuid(kernel: Kernel): string {
  const hex = randomHex(kernel, 16);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

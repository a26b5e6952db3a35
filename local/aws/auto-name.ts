import type { Kernel } from "../core/kernel.ts";
import { randomHex } from "../core/kernel.ts";
import type { Registration } from "../core/resource.ts";

/**
 * The physical name of a resource that declares none: its Pulumi name and seven random digits, as the provider does.
 */
export function autoName(kernel: Kernel, registration: Registration): string {
  return `${registration.name}-${randomHex(kernel, 4).slice(0, 7)}`;
}

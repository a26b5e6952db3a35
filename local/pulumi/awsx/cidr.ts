/** An IPv4 block: its first address as a number, and its mask length. */
export interface Cidr {
  readonly first: number;
  readonly mask: number;
}

/** Parses "10.0.0.0/16". Throws on anything else, and where the address is not the block's first. */
export function parseCidr(text: string): Cidr {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/u.exec(text);
  const numbers = match?.slice(1).map(Number) ?? [];
  const [a = 256, b = 256, c = 256, d = 256, mask = 33] = numbers;
  if ([a, b, c, d].some((octet) => octet > 255) || mask > 32) {
    throw new Error(`"${text}" is not an IPv4 block.`);
  }
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  if (first % sizeOf(mask) !== 0) {
    throw new Error(`"${text}" does not start at the first address of its block.`);
  }
  return { first, mask };
}

/** "10.0.0.0/16" */
export function formatCidr({ first, mask }: Cidr): string {
  const octets = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(first / unit) % 256);
  return `${octets.join(".")}/${mask}`;
}

/** How many addresses a block of this mask length has. */
export function sizeOf(mask: number): number {
  return 2 ** (32 - mask);
}

/** The first block of length `mask` that starts at or after `address`. */
export function blockFrom(address: number, mask: number): Cidr {
  const size = sizeOf(mask);
  return { first: Math.ceil(address / size) * size, mask };
}

/** The address after a block's last. */
export function endOf({ first, mask }: Cidr): number {
  return first + sizeOf(mask);
}

/** An IPv4 block: an address as a number, and the length of its mask. */
export interface Cidr {
  readonly first: number;
  readonly mask: number;
}

/** Reads "10.0.0.0/16"; `undefined` where it is no IPv4 block. Its address need not be the block's first. */
export function readCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/u.exec(text);
  const [a = 256, b = 256, c = 256, d = 256, mask = 33] = match?.slice(1).map(Number) ?? [];
  if ([a, b, c, d].some((octet) => octet > 255) || mask > 32) {
    return undefined;
  }
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, mask };
}

/** Parses "10.0.0.0/16". Throws on anything else. */
export function parseCidr(text: string): Cidr {
  const cidr = readCidr(text);
  if (cidr === undefined) {
    throw new Error(`"${text}" is not an IPv4 block.`);
  }
  return cidr;
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

/** The block itself: its address moved to the first. */
export function aligned({ first, mask }: Cidr): Cidr {
  return { first: Math.floor(first / sizeOf(mask)) * sizeOf(mask), mask };
}

/** The first block of length `mask` that starts at or after `address`. */
export function blockFrom(address: number, mask: number): Cidr {
  const size = sizeOf(mask);
  return { first: Math.ceil(address / size) * size, mask };
}

/** The address after a block's last. */
export function endOf(cidr: Cidr): number {
  return aligned(cidr).first + sizeOf(cidr.mask);
}

/** Whether two blocks share an address. */
export function overlap(one: Cidr, other: Cidr): boolean {
  return aligned(one).first < endOf(other) && aligned(other).first < endOf(one);
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return aligned(outer).first <= aligned(inner).first && endOf(inner) <= endOf(outer);
}

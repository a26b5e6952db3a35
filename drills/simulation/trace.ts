/** A running hash over everything that happened, call by call: two runs with the same one did the same. */
export interface Trace {
  add(text: string): void;
  addNumber(value: number): void;
  /** 64 bits as 16 hex digits. */
  readonly hash: string;
}

/** An empty trace. Two 32-bit lanes of FNV-1a with different offsets: cheap enough to run over every call. */
export function createTrace(): Trace {
  let one = 0x811c9dc5;
  let two = 0x9747b28c;
  const step = (unit: number): void => {
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x01000197) ^ (two >>> 15);
  };
  return {
    add(text) {
      for (let index = 0; index < text.length; index += 1) step(text.charCodeAt(index));
      step(0x1f);
    },
    addNumber(value) {
      step(value | 0);
      step((value / 2 ** 32) | 0);
    },
    get hash() {
      return [one, two].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
    },
  };
}

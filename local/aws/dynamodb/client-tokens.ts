/** What is remembered of transactions that carried a client token. */
export interface RememberedTokens {
  /** The fingerprint of the transaction that used the token in the last ten minutes. */
  find(token: string, now: number): string | undefined;
  remember(token: string, fingerprint: string, now: number): void;
}

const rememberedMs = 10 * 60_000;

/** An empty memory. It forgets when it is written to: no timer runs while nothing happens. */
export function createRememberedTokens(): RememberedTokens {
  const known = new Map<string, { readonly fingerprint: string; readonly at: number }>();
  return {
    find(token, now) {
      const found = known.get(token);
      return found !== undefined && now - found.at < rememberedMs ? found.fingerprint : undefined;
    },
    remember(token, fingerprint, now) {
      for (const [old, { at }] of known) {
        if (now - at < rememberedMs) break;
        known.delete(old);
      }
      known.delete(token);
      known.set(token, { fingerprint, at: now });
    },
  };
}

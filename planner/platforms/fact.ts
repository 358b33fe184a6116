/** What is known of a platform: a value, who says so, and where. `assumed`: nobody documents it; the source says why it is likely. */
export type Fact<Value> = {
  readonly value: Value;
  readonly provenance: 'documented' | 'assumed';
  readonly source: string;
};

/**
 * A fact that the platform's own documents or source code state.
 *
 * @example documented(500, 'https://…').value // 500
 */
export const documented = <const Value>(value: Value, source: string): Fact<Value> => ({
  value,
  provenance: 'documented',
  source,
});

/** A value that no document states; `source` says what makes it likely. */
export const assumed = <const Value>(value: Value, source: string): Fact<Value> => ({
  value,
  provenance: 'assumed',
  source,
});

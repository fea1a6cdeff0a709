declare const epochMs: unique symbol;

/** An instant, in milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number & { readonly [epochMs]: true };

/** Brands a number that is known to be an instant. */
export const toEpochMs = (value: number): EpochMs => value as EpochMs;

/** The instant `ms` milliseconds after `at`; a negative `ms` goes back. */
export const plus = (at: EpochMs, ms: number): EpochMs => toEpochMs(at + ms);

/** The earliest of the instants given, or `null` where there is none. */
export const earliest = (...instants: ReadonlyArray<EpochMs | null>): EpochMs | null =>
  instants.reduce<EpochMs | null>(
    (least, at) => (at !== null && (least === null || at < least) ? at : least),
    null,
  );

/** UTC ISO 8601 with milliseconds and `Z`, as every interface of WorkTime writes instants. */
export const toIso = (at: EpochMs): string => new Date(at).toISOString();

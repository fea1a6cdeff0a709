/** An answer as it leaves the backend. */
export interface Departure {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export const json = (status: number, value: unknown): Departure => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** A refusal as RFC 9457 has it. */
export const problem = (status: number, code: string, detail: string, more: object = {}): Departure =>
  json(status, { type: 'about:blank', title: code, status, code, detail, ...more });

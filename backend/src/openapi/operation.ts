import * as contract from '@worktime/contract';

/** The schemas of the document, by the names that operations refer to them. */
export const SCHEMAS = {
  AccountExport: contract.AccountExport,
  BatchAnswer: contract.BatchAnswer,
  BatchItem: contract.BatchItem,
  CorrectionRequest: contract.CorrectionRequest,
  DailyStats: contract.DailyStats,
  DevSignInRequest: contract.DevSignInRequest,
  EndRequest: contract.EndRequest,
  Health: contract.Health,
  Problem: contract.Problem,
  SessionPage: contract.SessionPage,
  SessionResource: contract.SessionResource,
  SignIns: contract.SignIns,
  StartRequest: contract.StartRequest,
  TokenAnswer: contract.TokenAnswer,
  TokenRefusal: contract.TokenRefusal,
};

export type SchemaName = keyof typeof SCHEMAS;

/** A parameter of an operation; one in the path is always required. */
export type Parameter = {
  readonly name: string;
  readonly in: 'header' | 'path' | 'query';
  readonly isRequired?: boolean;
  readonly schema: object;
};

/** One endpoint. `answers` maps a status to the schema of its body, or to null for none; refusals are problems. */
export type Operation = {
  readonly method: 'delete' | 'get' | 'patch' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly isPublic?: boolean;
  readonly isForm?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly body?: SchemaName | object;
  readonly answers: Readonly<Record<number, SchemaName | object | null>>;
  readonly refusals: readonly number[];
};

import * as v from 'valibot';
import type { BackendUnderTest } from './backend-under-test.ts';

const Reference = v.object({ schema: v.record(v.string(), v.unknown()) });
const Content = v.record(v.string(), Reference);
const OperationObject = v.object({
  operationId: v.string(),
  security: v.optional(v.array(v.unknown())),
  parameters: v.optional(
    v.array(
      v.object({
        name: v.string(),
        in: v.picklist(['header', 'path', 'query']),
        required: v.boolean(),
        schema: v.record(v.string(), v.unknown()),
      }),
    ),
    [],
  ),
  requestBody: v.optional(v.object({ content: Content })),
  responses: v.record(v.string(), v.object({ content: v.optional(Content) })),
});
const Document = v.object({
  paths: v.record(v.string(), v.record(v.string(), OperationObject)),
  components: v.object({ schemas: v.record(v.string(), v.record(v.string(), v.unknown())) }),
});

/** A JSON schema as it stands in the document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One endpoint as the served document tells it. */
export type Described = v.InferOutput<typeof OperationObject> & {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
};

/** The served OpenAPI document: its endpoints, and its schemas by name. */
export async function describedBy(
  backend: BackendUnderTest,
): Promise<{ operations: readonly Described[]; schemas: Readonly<Record<string, JsonSchema>> }> {
  const { paths, components } = v.parse(Document, (await backend.call('GET', '/openapi.json')).body);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      isPublic: operation.security !== undefined,
    })),
  );
  return { operations, schemas: components.schemas };
}

/** The name of the schema that a reference leads to; undefined where it is none. */
export function referredName({ $ref }: JsonSchema): string | undefined {
  return typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined;
}

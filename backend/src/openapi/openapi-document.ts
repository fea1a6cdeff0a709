import { toJsonSchema } from '@valibot/to-json-schema';
import { Instant } from '@worktime/contract';
import { VERSION } from '../health/health.routes.ts';
import { type Operation, type Parameter, SCHEMAS, type SchemaName } from './operation.ts';
import { OPERATIONS } from './operations.ts';

/** The OpenAPI 3.1 document of the backend, from the schemas that it parses requests with. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'WorkTime',
      version: VERSION,
      description:
        'Time spent on reviewing pull requests: sessions, their statistics, and the account they belong to.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ accessToken: [] }],
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: Object.fromEntries(
        Object.entries(SCHEMAS).map(([name, schema]) => {
          const { $schema: _dialect, ...converted } = toJsonSchema(schema, {
            target: 'draft-2020-12',
            typeMode: 'input',
            errorMode: 'ignore',
            overrideSchema: ({ valibotSchema, jsonSchema }) =>
              valibotSchema === Instant ? { ...jsonSchema, format: 'date-time' } : undefined,
          });
          return [name, converted];
        }),
      ),
    },
  };
}

function describeOperation(operation: Operation): object {
  const {
    method,
    path,
    summary,
    isPublic = false,
    isForm = false,
    parameters = [],
    body,
    answers,
  } = operation;
  const refusals = [...operation.refusals, ...(isPublic ? [] : [401]), 429].sort((a, b) => a - b);
  return {
    operationId: `${method}${path.replaceAll(/[^A-Za-z]+(\w)/g, (_match, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, '')}`,
    summary,
    ...(isPublic ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters: parameters.map(describeParameter) } : {}),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [isForm ? 'application/x-www-form-urlencoded' : 'application/json']: { schema: schemaOf(body) },
            },
          },
        }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          schema === null
            ? { description: summary }
            : { description: summary, content: { 'application/json': { schema: schemaOf(schema) } } },
        ]),
      ),
      ...Object.fromEntries(
        refusals.map((status) => [
          status,
          {
            description: 'Refused',
            content: { 'application/problem+json': { schema: schemaOf('Problem') } },
          },
        ]),
      ),
    },
  };
}

function describeParameter({ name, in: place, isRequired = false, schema }: Parameter): object {
  return { name, in: place, required: isRequired || place === 'path', schema };
}

function schemaOf(schema: SchemaName | object): object {
  return typeof schema === 'string' ? { $ref: `#/components/schemas/${schema}` } : schema;
}

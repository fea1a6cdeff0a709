import { EXTENSION_ID } from '@worktime/contract';
import fc from 'fast-check';
import { type JsonSchema, referredName } from './openapi.ts';
import { minutesAgo } from './sessions.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;
type Values = fc.Arbitrary<unknown>;

const instants = (from: number, to: number): Values => fc.integer({ min: from, max: to }).map(minutesAgo);

/** Fields that hold more than their schema can say, so that most documents get past the first check. */
const byName: Readonly<Record<string, Values>> = {
  time_zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns'),
  host: fc.constantFrom('github.com', 'github.example:8443'),
  start_time: instants(90, 120),
  end_time: instants(0, 60),
  duration_seconds: fc.integer({ min: 0, max: 1800 }),
  intervals: fc.constant([]),
  grant_type: fc.constantFrom('authorization_code', 'refresh_token'),
  redirect_uri: fc.constant(`https://${EXTENSION_ID}.chromiumapp.org/`),
  code_challenge: fc.constant('c'.repeat(43)),
  client_id: fc.oneof(fc.uuid(), fc.constant('worktime-extension')),
};

/** Documents that a schema allows, as a sender would make them. */
export function valuesOf(schema: JsonSchema, schemas: Schemas, name = ''): Values {
  const referred = referredName(schema);
  if (referred !== undefined) return valuesOf(schemas[referred] ?? {}, schemas, name);
  const named = byName[name];
  if (named !== undefined) return named;
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'integer':
    case 'number':
      return fc.integer({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 1000) });
    case 'string':
      return schema.format === 'uuid'
        ? fc.uuid()
        : fc.string({ minLength: Number(schema.minLength ?? 0), maxLength: 40, unit: 'grapheme' });
    case 'array':
      return fc.array(valuesOf((schema.items ?? {}) as JsonSchema, schemas), { minLength: 1, maxLength: 4 });
    case 'object':
      return objectsOf(schema, schemas);
    default:
      return fc.jsonValue();
  }
}

function objectsOf(schema: JsonSchema, schemas: Schemas): Values {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema.required ?? []) as string[];
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, valuesOf(field, schemas, name)]),
  );
  return fc.record(fields, { requiredKeys: required });
}

/** Documents as they should be, and such that differ: in one field, in all, or in not being documents. */
export function nearly(values: Values): Values {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', '\0', '\u202e', '__proto__', -1, 1.5, 1e308, '2026-02-30T00:00:00Z', [], {}),
  );
  const changed = fc.tuple(values, fc.nat(), odd, fc.boolean()).map(([value, index, other, isNew]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return other;
    const names = Object.keys(value);
    const name = isNew ? 'surprise' : (names[index % Math.max(1, names.length)] ?? 'surprise');
    return { ...value, [name]: other };
  });
  return fc.oneof({ weight: 5, arbitrary: values }, { weight: 3, arbitrary: changed }, odd);
}

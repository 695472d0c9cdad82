type Schema = boolean | Readonly<Record<string, unknown>>;

/** Words that say nothing of what is allowed. */
const SILENT = new Set(['$schema', '$defs', 'id', 'title', 'description', 'examples', 'default']);

/**
 * Whether a JSON Schema (2020-12) allows a value, as an editor would look at it. Only what our schemas use is known; any
 * other keyword throws, so that none is passed over.
 */
export function matchesSchema(schema: object, value: unknown): boolean {
  const root = schema as Readonly<Record<string, unknown>>;
  return allows(root, value);

  function allows(one: Schema, it: unknown): boolean {
    if (typeof one === 'boolean') return one;
    return Object.entries(one).every(([keyword, asked]) => SILENT.has(keyword) || holds(keyword, asked, one, it));
  }

  function holds(keyword: string, asked: unknown, one: Readonly<Record<string, unknown>>, it: unknown): boolean {
    const schemas = asked as Schema[];
    const limit = Number(asked);
    const map = isMap(it) ? it : undefined;
    const list = Array.isArray(it) ? (it as unknown[]) : undefined;
    switch (keyword) {
      case '$ref':
        return allows(resolve(String(asked)), it);
      case 'type':
        return [asked].flat().some((type) => isType(String(type), it));
      case 'const':
        return it === asked;
      case 'enum':
        return (asked as unknown[]).includes(it);
      case 'anyOf':
        return schemas.some((each) => allows(each, it));
      case 'oneOf':
        return schemas.filter((each) => allows(each, it)).length === 1;
      case 'allOf':
        return schemas.every((each) => allows(each, it));
      case 'not':
        return !allows(asked as Schema, it);
      case 'pattern':
        return typeof it !== 'string' || new RegExp(String(asked), 'u').test(it);
      case 'minLength':
        return typeof it !== 'string' || [...it].length >= limit;
      case 'maxLength':
        return typeof it !== 'string' || [...it].length <= limit;
      case 'minimum':
        return typeof it !== 'number' || it >= limit;
      case 'maximum':
        return typeof it !== 'number' || it <= limit;
      case 'exclusiveMinimum':
        return typeof it !== 'number' || it > limit;
      case 'exclusiveMaximum':
        return typeof it !== 'number' || it < limit;
      case 'items':
        return (
          list === undefined || list.slice(lengthOf(one['prefixItems'])).every((each) => allows(asked as Schema, each))
        );
      case 'prefixItems':
        return list === undefined || schemas.every((each, index) => index >= list.length || allows(each, list[index]));
      case 'minItems':
        return list === undefined || list.length >= limit;
      case 'maxItems':
        return list === undefined || list.length <= limit;
      case 'required':
        return map === undefined || (asked as string[]).every((key) => Object.hasOwn(map, key));
      case 'minProperties':
        return map === undefined || Object.keys(map).length >= limit;
      case 'maxProperties':
        return map === undefined || Object.keys(map).length <= limit;
      case 'propertyNames':
        return map === undefined || Object.keys(map).every((key) => allows(asked as Schema, key));
      case 'properties':
        return Object.entries(asked as Record<string, Schema>).every(
          ([key, each]) => map === undefined || !Object.hasOwn(map, key) || allows(each, map[key]),
        );
      case 'additionalProperties':
        return Object.entries(map ?? {}).every(
          ([key, each]) => Object.hasOwn(one['properties'] ?? {}, key) || allows(asked as Schema, each),
        );
      default:
        throw new Error(`The schema says ${keyword}, which is not known here.`);
    }
  }

  function resolve(pointer: string): Schema {
    const steps = pointer.split('/').slice(1);
    return steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], root) as Schema;
  }
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isMap(value);
  if (type === 'null') return value === null;
  return typeof value === type;
}

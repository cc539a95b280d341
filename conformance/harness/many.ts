/** An export with any number of functions, as bundlers meet one in a large application. */

/** How many functions a context has. */
const SLICES = 5;

/**
 * Half of the functions read, in contexts of five; the other half change what those read. All
 * numbers have four digits, so that no name is part of another and a bundle can be searched.
 */
export function exportOf(functions: number): object {
  const numbers = Array.from({ length: functions / 2 }, (_, n) => n);
  const contexts = numbers.filter((n) => n % SLICES === 0).map((n) => n / SLICES);
  return {
    openapi: "3.1.0",
    info: { title: `${functions} functions`, version: "1" },
    "x-mizan-version": 1,
    paths: {},
    components: {
      schemas: {
        AreaInput: { type: "object", properties: { id: integer }, required: ["id"] },
        ...Object.fromEntries(numbers.flatMap(schemas)),
      },
    },
    "x-mizan-functions": [...numbers.map(read), ...numbers.map(change)],
    "x-mizan-contexts": Object.fromEntries(contexts.map(context)),
  };
}

/** The names in generated code that belong to function or context number `n`. */
export const names = {
  readHook: (n: number): string => `useGetItem${padded(n)}`,
  changeHook: (n: number): string => `useSetItem${padded(n)}`,
  provider: (context: number): string => `Area${padded(context)}Context`,
};

const integer = { type: "integer" };
const string = { type: "string" };

function padded(n: number): string {
  return String(n).padStart(4, "0");
}

function contextName(context: number): string {
  return `area_${padded(context)}`;
}

function schemas(n: number): [string, object][] {
  const item = { id: integer, name: string, kind: { enum: ["new", "used"] }, note: string };
  const change = { id: integer, name: string };
  return [
    [`Item${padded(n)}`, { type: "object", properties: item, required: ["id", "name", "kind"] }],
    [`Change${padded(n)}`, { type: "object", properties: change, required: ["id"] }],
  ];
}

function read(n: number): object {
  return {
    name: `get_item_${padded(n)}`,
    description: `Item number ${n} of its area.`,
    hasInput: true,
    inputType: "AreaInput",
    outputType: `Item${padded(n)}`,
    isContext: contextName(Math.floor(n / SLICES)),
  };
}

function change(n: number): object {
  return {
    name: `set_item_${padded(n)}`,
    description: `Changes item number ${n}.`,
    hasInput: true,
    inputType: `Change${padded(n)}`,
    outputType: `Item${padded(n)}`,
    affects: [{ type: "context", name: contextName(Math.floor(n / SLICES)) }],
  };
}

function context(context: number): [string, object] {
  const functions = Array.from({ length: SLICES }, (_, i) => `get_item_${padded(context * SLICES + i)}`);
  const id = { type: "integer", required: true, sharedBy: functions };
  return [contextName(context), { functions, params: { id } }];
}

// Counts what takes type checking away, in all TypeScript below the folders given: casts (but for
// `as const`), `any`, `!` after a value, and comments that switch errors off. Prints a line of JSON
// for each folder.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const isConst = (type) => ts.isTypeReferenceNode(type) && type.typeName.getText() === "const";

function count(path) {
  const text = readFileSync(path, "utf8");
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = { casts: 0, any: 0, nonNull: 0, suppressions: (text.match(/@ts-(ignore|expect-error|nocheck)/g) ?? []).length };
  const visit = (node) => {
    if (ts.isTypeAssertionExpression(node) || (ts.isAsExpression(node) && !isConst(node.type))) found.casts += 1;
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.any += 1;
    if (ts.isNonNullExpression(node)) found.nonNull += 1;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

for (const folder of process.argv.slice(2)) {
  const total = { files: 0, casts: 0, any: 0, nonNull: 0, suppressions: 0 };
  for (const entry of readdirSync(folder, { recursive: true })) {
    if (!/\.tsx?$/.test(entry)) continue;
    total.files += 1;
    for (const [key, n] of Object.entries(count(join(folder, entry)))) total[key] += n;
  }
  console.log(JSON.stringify(total));
}

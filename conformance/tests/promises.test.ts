/** What generated code promises never to hold: an `any`, a cast, a comment that silences a checker. */
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { conformance, generated } from "../harness/places.js";
import { filesOf, nodesOf, parse, placeOf, textOf } from "../harness/sources.js";

/** The kernel's own sources, written beside a client on request, are not what the compiler makes. */
const isVendored = (file: string): boolean => file.includes("/vendor/");
const folders = ["js", "none", "ts", "many"];
const endings = [".ts", ".tsx", ".svelte"];
const files = folders.flatMap((folder) => filesOf(folder, endings)).filter((file) => !isVendored(file));

describe("no file", () => {
  test("names `any`, casts or asserts", () => {
    const found = files.flatMap((file) => nodesOf(parse(file)).filter(isForbidden));
    expect(found.map((node) => `${placeOf(node)} ${node.getText()}`)).toEqual([]);
  });

  test("silences a checker", () => {
    const silencer = /(?:\/\/|\/\*|^\s*\*)[\s*]*@ts-/m;
    expect(files.filter((file) => silencer.test(textOf(file)))).toEqual([]);
  });

  test("imports anything but its neighbours, its framework and Mizan", () => {
    const allowed = /^(?:\.\.?\/.+|react|vue|svelte|@mizan\/(?:runtime|react|vue|svelte)(?:\/v1)?)$/;
    const imports = files.flatMap((file) => nodesOf(parse(file)).filter(isModuleName));
    expect(imports.length).toBeGreaterThan(files.length);
    expect(imports.filter(({ text }) => !allowed.test(text)).map(placeOf)).toEqual([]);
  });
});

describe("nothing has the type `any`, whether or not it says so", () => {
  const canary = join(conformance, "canaries/any/parsed.ts");
  const program = checkedProgram(canary);
  const anys = (source: ts.SourceFile): readonly string[] => {
    const { flags: anyFlag } = program.getTypeChecker().getAnyType();
    const found = nodesOf(source).filter(
      (node) => hasType(node) && program.getTypeChecker().getTypeAtLocation(node).flags & anyFlag,
    );
    return found.map((node) => `${placeOf(node)} ${node.getText()}`);
  };

  test("in a client", () => {
    const own = program.getSourceFiles().filter((s) => s.fileName.startsWith(join(generated, "js/")));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((s) => !isVendored(s.fileName)).flatMap(anys)).toEqual([]);
  });

  test("and one that had it would be found", () => {
    expect(program.getSourceFiles().filter((s) => s.fileName === canary).flatMap(anys)).toEqual([
      `${canary}:3 parsed = JSON.parse(text)`,
      `${canary}:3 JSON.parse(text)`,
      `${canary}:4 parsed.name`,
    ]);
  });
});

function isForbidden(node: ts.Node): boolean {
  if (ts.isAsExpression(node)) return !ts.isConstTypeReference(node.type);
  return (
    node.kind === ts.SyntaxKind.AnyKeyword || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node)
  );
}

function isModuleName(node: ts.Node): node is ts.StringLiteral {
  const { parent } = node;
  return ts.isStringLiteral(node) && (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent));
}

/** Types, declarations and what is computed; not the names in between. */
function hasType(node: ts.Node): boolean {
  if (ts.isTypeReferenceNode(node)) return !ts.isConstTypeReference(node);
  return ts.isTypeNode(node) || [
    ts.isVariableDeclaration, ts.isFunctionDeclaration, ts.isParameter, ts.isBindingElement,
    ts.isPropertySignature, ts.isPropertyAssignment, ts.isInterfaceDeclaration,
    ts.isTypeAliasDeclaration, ts.isCallExpression, ts.isPropertyAccessExpression, ts.isObjectLiteralExpression,
    ts.isArrowFunction, ts.isJsxElement,
  ].some((is) => is(node));
}

/** The program that the compilers check, and one file more. */
function checkedProgram(another: string): ts.Program {
  const path = join(conformance, "programs/bundler.json");
  const onUnRecoverableConfigFileDiagnostic = ({ messageText }: ts.Diagnostic): never => {
    throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic };
  const config = ts.getParsedCommandLineOfConfigFile(path, {}, host);
  if (!config) throw new Error(`${path} can't be read`);
  return ts.createProgram([...config.fileNames, another], config.options);
}

/** The files of generated clients as syntax trees: a component by what stands in its script. */
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { generated } from "./places.js";

/** Paths below `generated/` of all files whose name ends so. */
export function filesOf(folder: string, endings: readonly string[]): readonly string[] {
  const entries = readdirSync(join(generated, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && endings.some((e) => entry.name.endsWith(e)));
  return files.map((file) => relative(generated, join(file.parentPath, file.name))).sort();
}

export function textOf(file: string): string {
  return readFileSync(join(generated, file), "utf8");
}

/** Whatever isn't script is blank, so that places stay as they are. */
export function parse(file: string): ts.SourceFile {
  const text = textOf(file);
  const script = file.endsWith(".svelte") ? onlyScript(text) : text;
  const kind = file.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file, script, ts.ScriptTarget.ESNext, true, kind);
}

export function nodesOf(node: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (child: ts.Node): void => {
    nodes.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return nodes;
}

export function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName}:${line + 1}`;
}

function onlyScript(text: string): string {
  const script = /<script lang="ts">(.*?)<\/script>/s.exec(text);
  if (!script) return "";
  const start = script.index + '<script lang="ts">'.length;
  const blank = (outside: string): string => outside.replace(/[^\n]/g, " ");
  const end = start + (script[1]?.length ?? 0);
  return blank(text.slice(0, start)) + text.slice(start, end) + blank(text.slice(end));
}

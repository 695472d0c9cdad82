import ts from 'typescript';
import { readSvelteScript } from './readSvelteScript.ts';

/** What a file reaches for outside itself, as its syntax says it. `line` counts from 1. */
export type Reference =
  /** An import of any form, with the names that it takes from the module where it takes single ones. */
  | { readonly kind: 'module'; readonly specifier: string; readonly names: readonly string[]; readonly line: number }
  /** An import whose target only the running program knows. */
  | { readonly kind: 'computed'; readonly form: string; readonly line: number }
  /** `/// <reference ... />` */
  | { readonly kind: 'directive'; readonly target: string; readonly line: number }
  /** A name that the file does not declare: `console`, `Math.random`, `new Date()`. */
  | { readonly kind: 'global'; readonly name: string; readonly line: number }
  /** The beginning of a string or template. */
  | { readonly kind: 'text'; readonly text: string; readonly line: number };

const globalObjects = /^(?:globalThis|window|self|global)\./;
const codeUrl = /\.(?:[cm]?[jt]sx?|svelte)$/;

/** Every reference in one source file, in order. Type-only imports count: a type from a room is knowledge of the room. */
export function readReferences(file: string, text: string): Reference[] {
  const source = parse(file, text);
  const declared = new Set<string>();
  const found: Reference[] = [];
  const lineAt = (pos: number): number => source.getLineAndCharacterOfPosition(pos).line + 1;

  for (const directive of [
    ...source.referencedFiles,
    ...source.typeReferenceDirectives,
    ...source.libReferenceDirectives,
  ]) {
    found.push({ kind: 'directive', target: directive.fileName, line: lineAt(directive.pos) });
  }
  const visit = (node: ts.Node): void => {
    const line = lineAt(node.getStart(source));
    const module = toModule(node, line);
    if (module !== undefined) found.push(module);
    const text = toText(node);
    if (text !== undefined) found.push({ kind: 'text', text, line });
    for (const name of toGlobals(node)) found.push({ kind: 'global', name, line });
    const name = toDeclaredName(node);
    if (name !== undefined) declared.add(name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((reference) => reference.kind !== 'global' || !isDeclared(reference.name, declared));
}

function parse(file: string, text: string): ts.SourceFile {
  if (!file.endsWith('.svelte')) return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return ts.createSourceFile(file, readSvelteScript(text), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

function toModule(node: ts.Node, line: number): Reference | undefined {
  if (ts.isImportDeclaration(node)) return fromLiteral(node.moduleSpecifier, line, 'import', toImportedNames(node));
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    const names =
      node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
    return fromLiteral(
      node.moduleSpecifier,
      line,
      'export',
      names.map((name) => (name.propertyName ?? name.name).text),
    );
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return fromLiteral(node.moduleReference.expression, line, 'import =');
  }
  if (ts.isImportTypeNode(node)) {
    return fromLiteral(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, line, 'import type');
  }
  if (ts.isCallExpression(node)) {
    const form = toImportingCall(node.expression);
    return form === undefined ? undefined : fromLiteral(node.arguments[0], line, form);
  }
  if (ts.isNewExpression(node) && toName(node.expression) === 'URL' && isMetaUrl(node.arguments?.[1])) {
    const target = node.arguments?.[0];
    if (target !== undefined && ts.isStringLiteralLike(target) && codeUrl.test(target.text))
      return fromLiteral(target, line, 'new URL');
  }
  return undefined;
}

function fromLiteral(node: ts.Node | undefined, line: number, form: string, names: readonly string[] = []): Reference {
  if (node !== undefined && ts.isStringLiteralLike(node)) return { kind: 'module', specifier: node.text, names, line };
  return { kind: 'computed', form, line };
}

function toImportingCall(callee: ts.Expression): string | undefined {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return 'import()';
  if (ts.isPropertyAccessExpression(callee) && callee.expression.kind === ts.SyntaxKind.ImportKeyword)
    return 'import()';
  if (ts.isPropertyAccessExpression(callee) && ts.isMetaProperty(callee.expression)) {
    return callee.name.text === 'resolve' ? 'import.meta.resolve' : undefined;
  }
  const name = toName(callee);
  return name === 'require' || name === 'require.resolve' || name === 'process.getBuiltinModule' ? name : undefined;
}

function isMetaUrl(node: ts.Node | undefined): boolean {
  return (
    node !== undefined &&
    ts.isPropertyAccessExpression(node) &&
    ts.isMetaProperty(node.expression) &&
    node.name.text === 'url'
  );
}

function toImportedNames(node: ts.ImportDeclaration): string[] {
  const bindings = node.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

function toText(node: ts.Node): string | undefined {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node.text.trimStart() : undefined;
}

/** `a`, `a.b`, `a['b']`, with `globalThis.` and its kin taken off; undefined for anything else. */
function toName(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return toName(node.expression);
  let member: string | undefined;
  if (ts.isPropertyAccessExpression(node)) member = node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    member = node.argumentExpression.text;
  if (member === undefined || !(ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)))
    return undefined;
  const base = toName(node.expression);
  return base === undefined ? undefined : `${base}.${member}`.replace(globalObjects, '');
}

function toGlobals(node: ts.Node): string[] {
  if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && toName(node.expression) === 'Date') {
    return node.arguments === undefined || node.arguments.length === 0 || ts.isCallExpression(node)
      ? ['new Date()']
      : [];
  }
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer !== undefined) {
    const base = toName(node.initializer);
    if (base === undefined) return [];
    return node.name.elements.map((element) =>
      `${base}.${(element.propertyName ?? element.name).getText()}`.replace(globalObjects, ''),
    );
  }
  if (ts.isIdentifier(node) && !isReferenceByValue(node)) return [];
  const name = toName(node);
  return name === undefined || ts.isParenthesizedExpression(node) ? [] : [name];
}

/** Whether an identifier stands for a value here, and is not the name of a member, a declaration or a type. */
function isReferenceByValue(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isTypeNode(parent) && !ts.isExpressionWithTypeArguments(parent)) return false;
  if (ts.isQualifiedName(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return !('name' in parent && parent.name === node);
}

function toDeclaredName(node: ts.Node): string | undefined {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node) ||
    ts.isNamespaceImport(node);
  return declares && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

function isDeclared(name: string, declared: ReadonlySet<string>): boolean {
  const root = name.replace(/^new /, '').split(/[.(]/, 1)[0];
  return root !== undefined && declared.has(root);
}

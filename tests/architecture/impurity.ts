import ts from 'typescript';

/** What reaches past the arguments: the clock, chance, timers, and everything that a browser or a machine offers. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'browser',
  'chrome',
  'crypto',
  'document',
  'fetch',
  'globalThis',
  'localStorage',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'self',
  'setInterval',
  'setTimeout',
  'window',
]);

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

/** Whether an identifier stands for a value, and is not merely what a member or a declaration is called. */
const isReference = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return ts.isShorthandPropertyAssignment(parent) || !('name' in parent && parent.name === node);
};

const findingOf = (node: ts.Node): string | null => {
  if (ts.isPropertyAccessExpression(node)) {
    if (isNamed(node.expression, 'Date') && node.name.text === 'now') return 'Date.now';
    if (isNamed(node.expression, 'Math') && node.name.text === 'random') return 'Math.random';
  }
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments?.length ?? 0) === 0)
    return 'new Date()';
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date()';
  if (ts.isIdentifier(node) && OUTSIDE.has(node.text) && isReference(node)) return node.text;
  return null;
};

/** What a source file takes from outside its arguments, by name and line. */
export const impuritiesOf = (name: string, text: string): string[] => {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true);
  const findings: string[] = [];
  const visit = (node: ts.Node): void => {
    const finding = findingOf(node);
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    if (finding !== null) findings.push(`${name}:${line} ${finding}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return findings;
};

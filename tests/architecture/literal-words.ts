import ts from 'typescript';

const spoken = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'hint',
  'label',
  'title',
]);

const joins = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** Two letters in a row, unless they are the name of a text. */
const isWords = (text: string): boolean => /\p{L}{2,}/u.test(text) && !/^[a-z]+(_[a-z0-9]+)+$/.test(text);

const literalsOf = (node: ts.Node): string[] => {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(literalsOf);
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (ts.isBinaryExpression(node) && joins.has(node.operatorToken.kind))
    return [node.left, node.right].flatMap(literalsOf);
  return [];
};

const wordsIn = (node: ts.Node): string[] => {
  if (ts.isJsxText(node)) return [node.text.trim()];
  if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
    return literalsOf(node.expression);
  if (ts.isJsxAttribute(node) && node.initializer && spoken.has(node.name.getText())) {
    const { initializer } = node;
    const value = ts.isJsxExpression(initializer) ? initializer.expression : initializer;
    return value ? literalsOf(value) : [];
  }
  return [];
};

/** What a `.tsx` file shows to a person without asking the locale files: text between tags, and in spoken attributes. */
export const literalWords = (file: string, text: string): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...wordsIn(node).filter(isWords));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
};

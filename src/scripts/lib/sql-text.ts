/** Comments, strings, quoted names and dollar-quoted bodies: what a semicolon may hide in. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|;|[\s\S]/gi;

/** The statements of a piece of SQL without their comments and semicolons. Enough to recognise statements, not to understand them. */
export function splitStatements(sql: string): string[] {
  const statements = [''];
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token === ';') statements.push('');
    else statements[statements.length - 1] += token.startsWith('--') || token.startsWith('/*') ? ' ' : token;
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}

/** True when the SQL would end or open a transaction itself. `begin atomic … end` is a function's body, not a transaction. */
export function controlsTransaction(sql: string): boolean {
  return splitStatements(sql.replace(/\bbegin\s+atomic\b[\s\S]*?\bend\b/gi, '')).some((statement) =>
    /^(?:begin|commit|rollback|abort|end|savepoint|release|start\s+transaction|prepare\s+transaction)\b/i.test(
      statement,
    ),
  );
}

/** One line of a statement for a plan or a log. */
export function firstLine(statement: string): string {
  const line = (splitStatements(statement)[0] ?? statement).replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

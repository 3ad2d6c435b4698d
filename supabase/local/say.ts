/** One line for the person at the terminal. Standard output is kept for the ready line, which programs read. */
export function say(line: string): void {
  process.stderr.write(`supabase local: ${line}\n`);
}

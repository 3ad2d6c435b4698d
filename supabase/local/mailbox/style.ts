/** The look of the mailbox: the app's colours and scale, written by hand because this process builds nothing. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --canvas: oklch(0.985 0.004 85); --surface: oklch(1 0 0); --sunken: oklch(0.965 0.006 85);
  --line: oklch(0.90 0.008 85); --edge: oklch(0.62 0.012 85);
  --ink: oklch(0.22 0.02 260); --ink-soft: oklch(0.44 0.02 260); --ink-faint: oklch(0.53 0.018 260);
  --action: oklch(0.43 0.14 262); --accent: oklch(0.62 0.14 42);
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: oklch(0.175 0.012 260); --surface: oklch(0.215 0.014 260); --sunken: oklch(0.150 0.012 260);
    --line: oklch(0.31 0.015 260); --edge: oklch(0.55 0.015 260);
    --ink: oklch(0.95 0.005 85); --ink-soft: oklch(0.78 0.01 85); --ink-faint: oklch(0.66 0.012 85);
    --action: oklch(0.72 0.12 255); --accent: oklch(0.74 0.12 48);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--canvas); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
}
a { color: inherit; text-decoration: none; }
:focus-visible { outline: 2px solid var(--action); outline-offset: 2px; }
header { display: flex; align-items: center; gap: 12px; padding: 16px 24px; border-bottom: 1px solid var(--line); }
header a { display: flex; align-items: center; gap: 12px; }
header svg { width: 24px; height: 24px; color: var(--action); }
header h1 { margin: 0; font-size: 18px; line-height: 1.15; }
header form { margin-left: auto; }
header p { margin: 0; font-size: 14px; color: var(--ink-soft); font-variant-numeric: tabular-nums; }
button {
  height: 40px; padding: 0 16px; border: 1px solid var(--edge); border-radius: 6px;
  background: transparent; color: inherit; font: inherit; font-size: 14px; white-space: nowrap; cursor: pointer;
}
button:hover { border-color: var(--ink); }
main { flex: 1; display: grid; grid-template-columns: 360px minmax(0, 1fr); }
nav { border-right: 1px solid var(--line); }
nav ol { margin: 0; padding: 0; list-style: none; }
nav li a { display: block; padding: 12px 24px; border-bottom: 1px solid var(--line); border-left: 3px solid transparent; }
nav li a:hover { background: var(--sunken); }
nav li a[aria-current] { background: var(--surface); border-left-color: var(--action); }
nav span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav .to { display: flex; justify-content: space-between; gap: 12px; font-size: 14px; color: var(--ink-soft); }
nav .unread .subject { font-weight: 600; }
nav .unread .subject::before { content: "●"; margin-right: 8px; color: var(--accent); font-size: 13px; }
nav .snippet { font-size: 13px; color: var(--ink-faint); }
time { flex: none; color: var(--ink-faint); font-variant-numeric: tabular-nums; }
article { display: flex; flex-direction: column; padding: 24px 40px 40px; }
article.none { color: var(--ink-faint); }
article h2 { margin: 0 0 8px; font-size: 22px; line-height: 1.15; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 24px; font-size: 14px; }
dt { color: var(--ink-faint); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { flex: 1; width: 100%; min-height: 640px; border: 1px solid var(--line); border-radius: 10px; background: white; }
details { margin-top: 24px; font-size: 14px; color: var(--ink-soft); }
summary { cursor: pointer; }
pre { padding: 16px; border-radius: 10px; background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; }
.back { display: none; margin-bottom: 16px; color: var(--action); }
.empty { grid-column: 1 / -1; display: grid; place-items: center; padding: 64px 24px; text-align: center; }
.empty svg { width: 256px; height: 160px; color: var(--action); opacity: 0.28; }
.empty h2 { margin: 24px 0 8px; font-size: 22px; line-height: 1.15; }
.empty p { margin: 0; max-width: 48ch; color: var(--ink-soft); }
@media (max-width: 760px) {
  main { grid-template-columns: minmax(0, 1fr); }
  nav { border-right: 0; }
  article { padding: 24px; }
  .back { display: block; }
  .reading nav { display: none; }
  .idle article { display: none; }
  header p { display: none; }
}
`;

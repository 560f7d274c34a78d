import { createHash } from 'node:crypto'

/** The one stylesheet of the pages. Lengths are in rem, so that a larger text size makes everything larger. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --page: #f5f6f9;
  --surface: #ffffff;
  --text: #17181c;
  --muted: #51545f;
  --line: #d5d8e0;
  --field-line: #757a89;
  --accent: #3049b8;
  --accent-hover: #263c9c;
  --on-accent: #ffffff;
  --soft: #e9edfc;
  --danger: #a3161b;
  --danger-soft: #fdeeee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16171a;
    --surface: #1e1f24;
    --text: #f0f1f4;
    --muted: #b3b7c3;
    --line: #3a3c45;
    --field-line: #8a8e9c;
    --accent: #9aabff;
    --accent-hover: #b4c1ff;
    --on-accent: #10142b;
    --soft: #262b42;
    --danger: #ff9d9d;
    --danger-soft: #3a2023;
  }
}
* { box-sizing: border-box; }
html { font-size: 100%; }
body {
  margin: 0;
  min-height: 100vh;
  padding: 2rem 1rem 3rem;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif;
}
.brand { max-width: 28rem; margin: 0 auto 1rem; font-weight: 700; }
main {
  max-width: 28rem;
  margin: 0 auto;
  padding: 1.75rem;
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: 0.75rem;
}
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 0.25rem; font-size: 1rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
a { color: var(--accent); }
a:hover { color: var(--accent-hover); }
.muted { color: var(--muted); }
.notice, .summary { margin: 0 0 1.25rem; padding: 0.75rem 1rem; border-radius: 0.5rem; }
.notice { background: var(--soft); border-inline-start: 0.25rem solid var(--accent); }
.summary { background: var(--danger-soft); border-inline-start: 0.25rem solid var(--danger); }
.notice p:last-child, .summary p:last-child { margin-bottom: 0; }
.summary ul { margin: 0; padding-inline-start: 1.25rem; }
.summary a { color: var(--danger); }
blockquote { margin: 0 0 1rem; padding-inline-start: 1rem; border-inline-start: 0.25rem solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
dl { margin: 0 0 1.25rem; }
dt { color: var(--muted); font-size: 0.875rem; }
dd { margin: 0 0 0.625rem; overflow-wrap: anywhere; }
form { margin: 0; }
.field { margin-bottom: 1.125rem; }
label { display: block; margin-bottom: 0.25rem; font-weight: 600; }
.hint { margin: 0 0 0.25rem; color: var(--muted); font-size: 0.875rem; }
.field-error { margin: 0.25rem 0 0; color: var(--danger); font-size: 0.875rem; font-weight: 600; }
input {
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  font: inherit;
  color: inherit;
  background: var(--surface);
  border: 1px solid var(--field-line);
  border-radius: 0.5rem;
}
input[readonly] { background: var(--page); border-style: dashed; }
input[aria-invalid="true"] { border: 2px solid var(--danger); }
.code input { letter-spacing: 0.35em; font-variant-numeric: tabular-nums; font-size: 1.375rem; }
button, .button {
  display: block;
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 1rem;
  font: inherit;
  font-weight: 700;
  text-align: center;
  text-decoration: none;
  color: var(--on-accent);
  background: var(--accent);
  border: 1px solid var(--accent);
  border-radius: 0.5rem;
  cursor: pointer;
}
button:hover, .button:hover { color: var(--on-accent); background: var(--accent-hover); }
.quiet, .quiet:hover { color: var(--accent); background: transparent; border-color: var(--field-line); }
.quiet:hover { color: var(--accent-hover); border-color: currentColor; }
.stack > * + * { margin-top: 0.75rem; }
.apart { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.choice { display: flex; gap: 0.625rem; align-items: center; }
.choice input { width: 1.25rem; min-height: 1.25rem; accent-color: var(--accent); }
.choice label { margin: 0; font-weight: 400; }
.plain, .codes { margin: 0 0 1rem; padding: 0; list-style: none; }
.plain li { margin-bottom: 1.25rem; }
.codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.375rem; }
.codes li { white-space: nowrap; }
.codes li, .key { font-family: ui-monospace, monospace; font-size: 1.0625rem; }
.qr { width: 14rem; max-width: 100%; margin: 0 auto 1rem; padding: 0.25rem; background: #ffffff; border: 1px solid var(--line); }
.qr svg { display: block; width: 100%; height: auto; }
pre { margin: 0 0 1rem; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
main > :last-child { margin-bottom: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 30rem) { main { padding: 1.25rem 1rem; } }
@media (forced-colors: active) { .notice, .summary, main { border: 1px solid; } }
`.trimStart()

/** Changes with the content, so that it can be cached for good. */
export const stylesheetPath = `/identity/${createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)}.css`

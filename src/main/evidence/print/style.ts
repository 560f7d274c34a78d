import { number } from '../../../strings/format.ts'
import { direction } from '../../../strings/language.ts'
import { reviewFileWords as t } from '../../../strings/review-file.ts'
import { cssText } from './html.ts'

export type Paper = 'A4' | 'Letter'

/** Countries whose paper is Letter; everywhere else it is A4. */
const letterCountries = new Set('US CA MX CL CO CR DO GT NI PA PH PR SV VE'.split(' '))

/** The paper that is used where the computer's language is spoken. */
export function paperOf(locale: string): Paper {
  try {
    const { region } = new Intl.Locale(locale.replace('_', '-')).maximize()
    return letterCountries.has(region ?? '') ? 'Letter' : 'A4'
  } catch {
    return 'A4'
  }
}

/** How the pages look. `foot` stands at the bottom of each. Colours hold on paper, without light and dark. */
export function styleOf(paper: Paper, foot: string): string {
  const [start, end] = direction() === 'rtl' ? ['right', 'left'] : ['left', 'right']
  const parts = t.page(placeholder, placeholder).split(placeholder)
  const [before = '', between = '', after = ''] = parts.map((part) => part.replace(/[\u2068\u2069]/g, ''))
  const digits = number(1) === '1' ? 'decimal' : 'arabic-indic'
  const page = `${cssText(before)} counter(page, ${digits}) ${cssText(between)} counter(pages, ${digits}) ${cssText(after)}`
  return `
@page {
  size: ${paper};
  margin: 16mm 15mm 18mm;
  @bottom-${start} { content: ${cssText(foot)}; ${footing} text-align: ${start}; width: 80%; white-space: nowrap; overflow: hidden; }
  @bottom-${end} { content: ${page}; ${footing} text-align: ${end}; }
}
${rules}`
}

/** Stands in for the numbers, which the pages count themselves. */
const placeholder = '\ue000'
const family = '"Inter", "Noto Sans", "Segoe UI", system-ui, -apple-system, "Noto Sans Arabic", sans-serif'
const footing = `font: 7.5pt ${family}; color: #555b69; vertical-align: top; padding-block-start: 4mm;`

const rules = `
* { box-sizing: border-box; margin: 0; padding: 0; }
html { font: 9pt/1.42 ${family}; color: #191b22; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { border-block-end: 1.5pt solid #3450c6; padding-block-end: 5mm; margin-block-end: 6mm; }
.brand { display: flex; justify-content: space-between; align-items: baseline; font-size: 8pt; color: #555b69; margin-block-end: 9mm; }
.brand b { color: #3450c6; font-size: 10pt; letter-spacing: .01em; }
.kind { color: #2b44a8; font-size: 8.5pt; font-weight: 600; margin-block-end: 1mm; }
h1 { font-size: 21pt; line-height: 1.15; font-weight: 650; letter-spacing: -.01em; }
.account { font-size: 12pt; margin-block-start: 2mm; }
.account small { color: #555b69; font-size: 9pt; margin-inline-start: 2mm; }
.state { display: inline-block; margin-block-start: 3.5mm; padding: .8mm 2.4mm; border-radius: 1.2mm; font-size: 8.5pt; font-weight: 600; background: #e9ebf0; color: #353945; }
.state.sealed { background: #e2f4e6; color: #17692f; }
.state.unrecorded, .state.second { background: #fff2cf; color: #6b4e00; }
h2 { font-size: 12pt; line-height: 1.7; font-weight: 650; margin-block: 7mm 1.5mm; break-after: avoid; }
.w17 { width: 17%; }
.w30 { width: 30%; }
.w34 { width: 34%; }
.w38 { width: 38%; }
.w40 { width: 40%; }
.w45 { width: 45%; }
.own { color: #555b69; margin-block-start: 3mm; }
h2 + p, .hint { color: #555b69; margin-block-end: 2mm; }
dl { display: grid; grid-template-columns: 38mm 1fr; gap: 1.3mm 4mm; }
dt { color: #555b69; }
dd p + p { margin-block-start: .8mm; }
.figures { display: flex; flex-wrap: wrap; gap: 2.5mm; margin-block: 6mm 0; break-inside: avoid; }
.figure { flex: 1 1 20mm; border: .6pt solid #dcdfe6; border-radius: 1.6mm; padding: 2.4mm 3mm; }
.figure b { display: block; font-size: 15pt; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure span { color: #555b69; font-size: 8pt; }
.figure.revoke b { color: #a8200f; }
.figure.unsure b { color: #6b4e00; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th { text-align: start; font-size: 8pt; font-weight: 600; color: #555b69; border-block-end: .9pt solid #7c8290; padding: 1.2mm 2mm 1.2mm 0; vertical-align: bottom; }
td { border-block-end: .5pt solid #e1e4ea; padding: 1.5mm 2mm 1.5mm 0; vertical-align: top; overflow-wrap: anywhere; }
th:dir(rtl), td:dir(rtl) { padding-inline: 0 2mm; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
.who b { font-weight: 600; }
.who small, small.muted { display: block; color: #555b69; font-size: 7.8pt; }
.line { display: block; }
.line + .line { margin-block-start: .6mm; }
.line { font-size: 8.4pt; }
.line > b { font-size: 8pt; font-weight: 600; margin-inline-end: 1mm; }
.app + .app::before { content: " \u00b7 "; color: #7c8290; }
b.keep { color: #17692f; }
b.revoke { color: #a8200f; }
b.unsure { color: #6b4e00; }
b.change { color: #2b44a8; }
b.locked, .locked { color: #555b69; font-weight: 400; }
.note { display: block; color: #353945; font-size: 8pt; font-style: italic; white-space: pre-line; margin-block-start: .5mm; }
.signature { border: .6pt solid #dcdfe6; border-inline-start: 2pt solid #3450c6; border-radius: 1.2mm; padding: 3mm 4mm; margin-block-end: 3mm; break-inside: avoid; }
.signature blockquote { font-size: 10pt; white-space: pre-line; margin-block-end: 2mm; }
.signature p { color: #555b69; }
.signature p b { color: #191b22; }
code { font: 7.6pt "Cascadia Mono", "SF Mono", "Noto Sans Mono", ui-monospace, monospace; overflow-wrap: anywhere; direction: ltr; unicode-bidi: isolate; }
ul { list-style: none; }
.people { columns: 2; column-gap: 6mm; }
.people li { break-inside: avoid; margin-block-end: 1mm; }
.people small { display: block; color: #555b69; font-size: 7.8pt; }
section.evidence { break-inside: avoid; }
section.evidence dl { margin-block-start: 3mm; }
`

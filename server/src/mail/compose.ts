import { type Html, html } from '../identity/html.ts'

export interface WrittenMail {
  subject: string
  text: string
  html: string
}

export type Paragraph = string | { link: string; label: string } | { code: string } | { quote: string }

/** The same mail as plain text and as markup. */
export function compose(subject: string, paragraphs: Paragraph[]): WrittenMail {
  const oneLine = subject.replace(/\s+/g, ' ').trim()
  return {
    subject: oneLine,
    text: `${paragraphs.map(paragraphText).join('\n\n')}\n`,
    html: html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${oneLine}</title></head>
<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:1em auto;padding:0 1em">
${paragraphs.map(paragraphHtml)}
</body>
</html>
`.toString(),
  }
}

function paragraphText(paragraph: Paragraph): string {
  // Names come from people; a line break in one would look like a line of ours.
  if (typeof paragraph === 'string') return paragraph.replace(/\s+/g, ' ')
  if ('link' in paragraph) return `${paragraph.label}:\n${paragraph.link}`
  if ('code' in paragraph) return `    ${paragraph.code}`
  return paragraph.quote.replace(/^/gm, '> ')
}

function paragraphHtml(paragraph: Paragraph): Html {
  if (typeof paragraph === 'string') return html`<p>${paragraph}</p>\n`
  if ('link' in paragraph) return html`<p><a href="${paragraph.link}">${paragraph.label}</a></p>\n`
  if ('code' in paragraph) return html`<p style="font-size:28px;letter-spacing:4px">${paragraph.code}</p>\n`
  return html`<blockquote style="white-space:pre-wrap">${paragraph.quote}</blockquote>\n`
}

/** `Saturday, 21 November 2026`. */
export function formatDay(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(date)
}

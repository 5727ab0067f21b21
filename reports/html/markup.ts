/**
 * Markup that is safe by construction: the only way from text to HTML is the {@link html} template, which
 * escapes every value that is not {@link Markup} already. Texts of a target pass through here and nowhere else.
 */

import { URL } from 'node:url'

/** A piece of HTML. Made by {@link html}, or by {@link trusted} from a constant of ours. */
export class Markup {
  readonly html: string
  constructor(text: string) {
    this.html = text
  }
}

export type Value = Markup | string | number | undefined | false | readonly Value[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters, bidirectional overrides, line separators, byte order marks and lone surrogates. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are the subject
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}|\p{Noncharacter_Code_Point}/gu

/**
 * Writes out what a reader could not see, or what would reorder the text around it, as `\u202e`.
 * Line breaks (CR LF, too) and tabs stay; a lone carriage return becomes `\r`.
 */
export function seen(text: string): string {
  return text
    .replace(UNSEEN, (found) => `\\u${found.codePointAt(0)!.toString(16).padStart(4, '0')}`)
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\\r')
}

/** Text as HTML, in element content and in quoted attribute values alike. */
export function escapeHtml(text: string): string {
  return seen(text).replace(/[&<>"']/g, (found) => ENTITIES[found]!)
}

function flatten(value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.html
  if (Array.isArray(value)) return value.map(flatten).join('')
  return escapeHtml(String(value))
}

/** Attribute values belong in double quotes; everything else about escaping is done here. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + flatten(values[index - 1]) + part))
}

/** For constants of this folder only (the style sheet, the script, the marks). */
export function trusted(text: string): Markup {
  return new Markup(text)
}

/** Values with something between them. */
export function joined(values: readonly Value[], between: Value): Value[] {
  return values.flatMap((value, index) => (index === 0 ? [value] : [between, value]))
}

/** A link, where the address is an absolute http or https one; its text alone otherwise. */
export function outward(address: string, text: string): Markup {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return html`<span>${text}</span>`
  return html`<a href="${url.href}" rel="noreferrer noopener">${text}</a>`
}

/** `0.4 ms`, `12 ms`, `3.4 s`, `5 min 7 s`. */
export function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return 'unknown'
  if (milliseconds < 10) return `${Number(milliseconds.toFixed(1))} ms`
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/**
 * Text from a target, made harmless for where it goes: a terminal, or an XML file. What cannot be shown is named
 * by its code point, so that nothing disappears.
 */

/**
 * What a terminal would obey or hide: controls, line separators, marks that turn text around, what is not drawn,
 * unpaired surrogates.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** One line of text that moves no cursor, hides nothing and reads in the order it stands. */
export const plain = (text: string): string => text.replace(UNSAFE, nameOf)

function nameOf(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return `\\u{${code.toString(16)}}`
}

/** What XML 1.0 cannot hold, not even as a reference. @see https://www.w3.org/TR/xml/#charsets */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text that an XML file can hold. */
export const xmlText = (text: string): string => text.replace(NOT_XML, nameOf)

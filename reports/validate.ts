/**
 * Holds run records, and single journal events, against their published JSON Schemas (draft 2020-12).
 */
import type { ErrorObject } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import journalSchema from './journal-event.schema.json' with { type: 'json' }
import { canonical } from './order.ts'
import { cut } from './prose.ts'
import type { JournalEvent, RunRecord } from './record.ts'
import recordSchema from './run-record.schema.json' with { type: 'json' }

const ajv = new Ajv2020({
  allErrors: true,
  discriminator: true,
  strict: true,
  strictRequired: false,
  verbose: true,
})
const isRecord = ajv.compile<RunRecord>(recordSchema)
const isEvent = new Ajv2020({ discriminator: true, strict: true, strictRequired: false, verbose: true })
  .addSchema(recordSchema)
  .compile<JournalEvent>(journalSchema)

export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  /** One sentence an error, each naming the place: `checks[3].verdict must be one of …, is "green"`. */
  | { readonly ok: false; readonly errors: readonly string[] }

/** Whether `value` is a run record, whole and with nothing that we do not know. */
export const validateRecord = (value: unknown): Validated<RunRecord> =>
  isRecord(value) ? { ok: true, value } : { ok: false, errors: inSentences(isRecord.errors) }

export const validateEvent = (value: unknown): Validated<JournalEvent> =>
  isEvent(value) ? { ok: true, value } : { ok: false, errors: inSentences(isEvent.errors) }

function inSentences(errors: readonly ErrorObject[] | null | undefined): string[] {
  const sentences = (errors ?? []).filter(({ keyword }) => keyword !== 'if').map(sentence)
  return [...new Set(sentences)]
}

function sentence({ keyword, instancePath, params, message, data }: ErrorObject): string {
  const path = placeOf(instancePath)
  const member = (name: string) => (path === ROOT ? name : `${path}.${name}`)
  const is = cut(canonical(data), 60)
  switch (keyword) {
    case 'required':
      return `${member(String(params['missingProperty']))} is missing`
    case 'additionalProperties':
      return `${member(String(params['additionalProperty']))} is not known`
    case 'enum':
      return `${path} must be one of ${params['allowedValues'].join(', ')}, is ${is}`
    case 'const':
      return `${path} must be ${canonical(params['allowedValue'])}, is ${is}`
    case 'discriminator':
      return `${member(String(params['tag']))} names no kind of event that is known`
    default:
      return `${path} ${message ?? 'is wrong'}, is ${is}`
  }
}

const ROOT = 'the record'

/** `/checks/3/verdict` as `checks[3].verdict`. */
function placeOf(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  const text = parts
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
  return text.replace(/^\./, '') || ROOT
}

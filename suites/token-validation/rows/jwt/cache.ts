/**
 * What shares its beginning with a token that was just accepted. Whoever remembers what was accepted must remember all of
 * it: the base is accepted right before, as the control.
 */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'

const fromTheEnd = (hundredths: unknown): number => 99 - (hundredths as number)

const signatureOf = (token: string) => Buffer.from(token.split('.')[2] ?? '', 'base64url')

/** @param from counted in hundredths of the signature: what stands before stays */
type Rest = { readonly from: number; readonly become: 'flipped' | 'zero' }

const otherSignature = jwtRow<Rest>({
  id: 'accepted-token-with-another-signature',
  says: 'Is a token that was just accepted, with another end of its signature',
  class: 'cache',
  layer: 'seal',
  gravity: 0,
  remembered: true,
  verdict: everywhere('refuse'),
  sweep: [
    { from: 0, become: 'flipped' },
    { from: 50, become: 'zero' },
    { from: 99, become: 'flipped' },
  ],
  parameter: fc.record({
    from: fc.integer({ min: 0, max: 99 }).map(fromTheEnd, fromTheEnd),
    become: fc.constantFrom('flipped', 'zero'),
  }),
  apply: (draft, { from, become }, { token }) => {
    const old = signatureOf(token)
    const start = Math.min(Math.floor((old.length * from) / 100), old.length - 1)
    const changed = Buffer.from(
      old.map((byte, at) => (at < start ? byte : become === 'zero' ? 0 : byte ^ 0xff)),
    )
    return old.length === 0 || changed.equals(old) ? undefined : { ...draft, seal: () => changed }
  },
})

const sameBeginning = jwtRow<string>({
  id: 'accepted-beginning-with-another-rest',
  says: 'Begins as a token that was just accepted, and says more at its end',
  class: 'cache',
  layer: 'seal',
  gravity: 0,
  remembered: true,
  verdict: everywhere('refuse'),
  sweep: ['cognito:groups', 'x'],
  parameter: fc.constantFrom('x', 'cognito:groups', 'scope'),
  apply: (draft, name) => ({
    ...draft,
    payload: draft.payload.append({ name: JSON.stringify(name), value: '"admin"' }),
    seal: 'kept',
  }),
})

export const cacheRows: readonly JwtRow[] = [otherSignature, sameBeginning]

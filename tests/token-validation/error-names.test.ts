/** Errors that count as documented are those of the model that the SDK is made from, by operation. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { API_OPERATIONS, errorsOf } from '../../suites/token-validation/surfaces/api-errors.ts'
import { OWN_ERRORS } from '../../suites/token-validation/surfaces/sts.ts'

/** Faults of the server, and the class that all have in common. */
const OF_NO_CALLER = /^InternalErrorException$|ServiceException$/

function thrownBy(client: string, operation: string): readonly string[] {
  const file = join('node_modules/@aws-sdk', client, 'dist-types/commands', `${operation}Command.d.ts`)
  const names = [...readFileSync(file, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)].map(([, name]) => name!)
  return [...new Set(names)].filter((name) => !OF_NO_CALLER.test(name)).toSorted()
}

describe('the errors that are documented', () => {
  it.each(API_OPERATIONS)('of %s', (operation) => {
    expect(errorsOf(operation).toSorted()).toEqual(thrownBy('client-cognito-identity-provider', operation))
  })

  it('of AssumeRoleWithWebIdentity, which drops the last word of some', () => {
    const bare = (name: string) => name.replace(/Exception$/, '')
    expect([...new Set(OWN_ERRORS.map(bare))].toSorted()).toEqual(
      thrownBy('client-sts', 'AssumeRoleWithWebIdentity').map(bare),
    )
  })
})

/** The cast at a user pool's domain that sends codes, keys, or anything at all. */
import { describe, expect, test } from 'vitest'
import type { AgentChoice } from '../../fixtures/actors/agent-choice.ts'
import type { CastOptions } from '../../fixtures/actors/cast.ts'
import { hosted } from './hosted-cast.ts'

describe('the user', () => {
  test('reads codes that were sent, or cannot', async () => {
    const { user } = await hosted()
    expect(await user.sentCode()).toBe('654321')
    const blind = await hosted({
      options: { readCode: async () => ({ none: 'the target file says not how' }) },
    })
    await expect(blind.user.sentCode()).rejects.toMatchObject({
      name: 'NotLent',
      message: 'the target file says not how',
    })
  })

  test('enrols the key that a page shows; one that is none is the fault of the page', async () => {
    const { user, redactor } = await hosted()
    const before = await user.totpCode()
    user.enrols('jbsw y3dp-ehpk 3pxp JBSWY3DPEHPK3PXP')
    expect(await user.totpCode()).not.toBe(before)
    expect(redactor.redact('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')).toMatch(/^\[SecretCode /)
    user.enrols('not a key!')
    await expect(user.totpCode()).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
  })
})

describe('a domain that answers anything', () => {
  test.each(['null', '[]', '5', '{}', '<html>', '', '<form>', '<a href="http://[">Sign in</a>'])(
    '%j breaks no actor, and spares the application',
    async (text) => {
      const tamper: NonNullable<CastOptions['tamper']> = (answer) => ({ ...answer, text })
      const { user, rp, application } = await hosted({ options: { tamper } })
      rp.sendsToSignIn(rp.authorization())
      expect((await user.opensApplication()).title).toBe('Welcome')
      expect((await user.choosesSignIn()).status).toBe(200)
      await expect(user.signsIn()).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
      await expect(user.answersWithCode('1')).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
      await rp.token({ grant_type: 'x' })
      await rp.userInfo('a.b.c')
      expect((await user.requestsMembersPage()).title).toBe('Members only')
      expect(application.storedTokens()).toBeUndefined()
    },
  )

  test.each([
    'http://[',
    'javascript:alert(1)',
    '',
    'https://x.example/\u{1F600}',
    '//',
    '?code=1',
    '#code=1',
    '\\\\x',
  ])('redirects to %j without harm', async (location) => {
    const { user, rp } = await hosted({
      options: { tamper: (answer) => ({ ...answer, status: 302, headers: { location } }) },
    })
    rp.sendsToSignIn(rp.authorization())
    await user.opensApplication()
    const page = await user.choosesSignIn().catch((error: unknown) => error)
    expect(page).toSatisfy(
      (came: { leads?: string; of?: string }) => came.leads !== undefined || came.of === 'target',
    )
  })

  test('without a domain, acts say what is not lent', async () => {
    const { rp } = await hosted({ domain: 'none' })
    expect(() => rp.authorization()).toThrow('no domain')
  })

  test('a browser that the run does not have is not lent', async () => {
    const agent: AgentChoice = { name: 'browser', noBrowser: 'there is no Chromium' }
    await expect(hosted({ options: { agent } })).rejects.toMatchObject({ name: 'NotLent' })
  })
})

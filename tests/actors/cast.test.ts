/** The cast as a whole: its transcript shows no secret, no answer breaks it, and it ends when it is told to. */
import { describe, expect, test } from 'vitest'
import { CLIENT_SECRET, castWith, closeCasts, hashOf, tokens } from './api-cast.ts'
import { PASSWORD } from './lent.ts'

test('no secret stands in the transcript', async () => {
  const { user, application, entries, redactor } = await castWith({ client: { secret: CLIENT_SECRET } })
  await user.opensApplication()
  await user.choosesSignIn()
  await user.entersPassword(user.wrongPassword)
  await user.choosesSignIn()
  await user.entersPassword()
  await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana', PASSWORD })
  await application.promptsForCode()
  const code = await user.totpCode()
  await user.entersCode(code)
  await application.respond('SOFTWARE_TOKEN_MFA', 'session-of-ana-0123456789', {
    SOFTWARE_TOKEN_MFA_CODE: code,
  })
  const stored = tokens()
  await application.storeTokens(stored)
  await user.requestsMembersPage()
  const transcript = JSON.stringify(entries)
  const secrets = [
    PASSWORD,
    user.wrongPassword,
    code,
    CLIENT_SECRET,
    hashOf('ana'),
    'session-of-ana-0123456789',
    ...Object.values(stored),
  ]
  for (const secret of secrets) {
    expect(transcript.includes(secret)).toBe(false)
    expect(transcript.includes(encodeURIComponent(secret))).toBe(false)
  }
  expect(redactor.scan(transcript)).toEqual([])
})

describe('a target that answers anything', () => {
  test.each(['null', '[]', '5', '{}', '""', '{"Session":5}', '<html>', ''])(
    '%j breaks no actor',
    async (text) => {
      const { user, application } = await castWith({ options: { tamper: (answer) => ({ ...answer, text }) } })
      expect((await user.opensApplication()).title).toBe('Welcome')
      await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana', PASSWORD })
      await application.respond('SOFTWARE_TOKEN_MFA', 's', { SOFTWARE_TOKEN_MFA_CODE: '123456' })
      await application.startSrp('ana')
      expect(await application.storeTokens(tokens())).toMatchObject({
        id: { accepted: false },
        access: { accepted: false },
      })
      expect((await user.requestsMembersPage()).status).toBe(401)
    },
  )

  test('no answer is thrown as such', async () => {
    const { application, cognito } = await castWith()
    await cognito.close()
    await expect(application.initiateAuth('USER_PASSWORD_AUTH', {})).rejects.toMatchObject({
      name: 'NoAnswer',
      why: 'unreachable',
    })
    await expect(application.storeTokens(tokens())).rejects.toMatchObject({ name: 'NoAnswer' })
  })
})

test('each exchange names its act and its actor', async () => {
  let act = '1'
  const { user, application, entries } = await castWith({ options: { act: () => act } })
  await user.opensApplication()
  act = '4'
  await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana' })
  act = 'probe jwks'
  await application.fetchWellKnown('jwks.json')
  expect(entries.map(({ _actor, _act }) => [_actor, _act])).toEqual([
    ['user-agent', '1'],
    ['application', '4'],
    ['application', 'probe jwks'],
  ])
  expect(entries[2]?.request.url).toMatch(/[^/]\/pool\/\.well-known\/jwks\.json$/)
})

test('a variant that uses what it did not ask for is told so', async () => {
  const cast = await castWith({ lease: { secondUser: undefined as never } })
  expect(() => cast.secondClient.id).toThrow('did not ask for a second client')
  expect(() => cast.secondUser.username).toThrow('did not ask for a second user')
})

test('hundred casts open and close', async () => {
  for (let n = 0; n < 100; n++) {
    await castWith()
    await closeCasts()
  }
})

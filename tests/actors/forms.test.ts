/** The http agent at the other forms of a user pool's pages, and at links and buttons. */
import { expect, test } from 'vitest'
import { posted, posting, siteWith, TARGET } from './site.ts'

test.each([
  [
    'signing up',
    '<form method=post><input name=username><input name="requiredAttributes[email]" type=text><input name=password type=password autocomplete=new-password></form>',
    { username: 'u', password: 'p', email: 'e@x' },
    [
      ['username', 'u'],
      ['requiredAttributes[email]', 'e@x'],
      ['password', 'p'],
    ],
  ],
  [
    'signing up, with the password twice',
    '<form method=post><input name=username><input name=email type=email><input name=password type=password><input name=confirm_password type=password></form>',
    { username: 'u', password: 'p', email: 'e@x' },
    [
      ['username', 'u'],
      ['email', 'e@x'],
      ['password', 'p'],
      ['confirm_password', 'p'],
    ],
  ],
  [
    'a code from an authenticator',
    '<form method=post><input id=totpCodeInput name=authentication_code type=text></form>',
    { code: '123456' },
    [['authentication_code', '123456']],
  ],
  [
    'a code, in the only field',
    '<form method=post><input type=hidden name=csrf value=c><input name=x></form>',
    { code: '123456' },
    [
      ['csrf', 'c'],
      ['x', '123456'],
    ],
  ],
  [
    'a new password, twice',
    '<form method=post><input name=password type=password><input name=confirmPassword type=password></form>',
    { newPassword: 'n' },
    [
      ['password', 'n'],
      ['confirmPassword', 'n'],
    ],
  ],
  [
    'a code and a new password',
    '<form method=post><input name=confirmation_code><input name=a type=password aria-label="New Password"><input name=b type=password aria-label="Enter New Password Again"></form>',
    { code: '1', newPassword: 'n' },
    [
      ['confirmation_code', '1'],
      ['a', 'n'],
      ['b', 'n'],
    ],
  ],
  [
    'setting up an authenticator',
    '<form method=post><input name=userCode aria-label="Enter a code"><input name=friendlyDeviceName></form>',
    { code: '1', deviceName: 'phone' },
    [
      ['userCode', '1'],
      ['friendlyDeviceName', 'phone'],
    ],
  ],
  [
    'a name that is an e-mail address',
    '<form method=post><input type=email name=email><input type=password name=password></form>',
    { username: 'a@b', password: 'p' },
    [
      ['email', 'a@b'],
      ['password', 'p'],
    ],
  ],
  [
    'a forgotten password',
    '<form method=post><input name=username><button name=reset_my_password type=submit>Reset my password</button></form>',
    { username: 'u' },
    [
      ['username', 'u'],
      ['reset_my_password', ''],
    ],
  ],
])('%s', async (_, page, typed, fields) => {
  expect((await posted(page, typed)).fields).toEqual(fields)
})

test('a field may stand outside its form, a button may send it elsewhere, and what is disabled stays', async () => {
  const page =
    '<form id=f method=get action=/no><button formaction="/got?x" formmethod=post name=b>Go</button></form><input form=f name=code><input form=f name=off disabled value=1>'
  expect(await posted(page, { code: '1' })).toMatchObject({
    method: 'POST',
    url: '/got?x',
    fields: [
      ['b', ''],
      ['code', '1'],
    ].sort((one) => (one[0] === 'code' ? -1 : 1)),
  })
})

test('links are followed by a pattern, and buttons that stand alone are pressed', async () => {
  const { origin, agent, sent } = await siteWith(
    posting(
      '<a href=/got/forgot>Forgot your password?</a><form method=post action=/resend><input type=hidden name=csrf value=1><button name=r value=y>Send a new code</button></form>',
    ),
    TARGET,
  )
  await agent.visit(origin)
  await agent.follow(/forgot/i)
  await agent.visit(origin)
  await agent.follow('Send a new code')
  expect(sent.map(({ method, url, body }) => [method, url.slice(origin.length), body])).toMatchObject([
    ['GET', '/', undefined],
    ['GET', '/got/forgot', undefined],
    ['GET', '/', undefined],
    ['POST', '/resend', 'csrf=1&r=y'],
  ])
})

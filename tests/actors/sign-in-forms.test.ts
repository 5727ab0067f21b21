/** The http agent at the sign-in forms of a user pool, as several dialects write them. */
import { expect, test } from 'vitest'
import { posted, posting, siteWith, TARGET } from './site.ts'

const classicForm = (place: string) => `
  <div class="modal-content ${place}">
    <form action="/login?client_id=c&amp;scope=openid+email&amp;state=a%26b" method="POST" name="cognitoSignInForm">
      <input type="hidden" name="_csrf" value="0b8a&#x2d;1"/>
      <div>Sign in with your username and password</div>
      <label for="signInFormUsername">Username</label>
      <input id="signInFormUsername" name="username" type="text" class="form-control" required>
      <label for="signInFormPassword">Password</label>
      <input id="signInFormPassword" name="password" type="password" required>
      <input type="hidden" name="cognitoAsfData"/>
      <input name="signInSubmitButton" type="Submit" value="Sign in" aria-label="submit"/>
    </form></div>`
const classic = `<title>Signin</title>${classicForm('visible-md visible-lg')}${classicForm('visible-xs visible-sm')}`

const managed = `<title>Sign-in</title><script src="/x.js"></script>
  <form method="post"><input type="hidden" name="csrf" value="c-1">
    <input aria-label="Username" name="username" autocomplete="username" type="text">
    <input placeholder="Enter password" name="password" autocomplete="current-password" type="password">
    <input type="hidden" name="cognitoAsfData" value=""><button type="submit">Sign in</button></form>
  <form method="post" action="/signup"><input type="hidden" name="csrf" value="c-1">
    <input name="username"><input name="password" type="password"><input name="email" type="email"><button>Sign up</button>
  </form>
  <form action="/search"><input name="q"></form>`

const typed = { username: 'ana & co', password: 'p+%=é' }

test('a sign-in form of the classic pages stands there twice, and is sent once, as it is', async () => {
  const { url, fields, headers, origin } = await posted(classic, typed)
  expect(url).toBe('/login?client_id=c&scope=openid+email&state=a%26b')
  expect(fields).toEqual([
    ['_csrf', '0b8a-1'],
    ['username', 'ana & co'],
    ['password', 'p+%=é'],
    ['cognitoAsfData', ''],
    ['signInSubmitButton', 'Sign in'],
  ])
  expect(headers).toMatchObject({ origin, referer: `${origin}/login?client_id=c` })
})

test('a sign-in form of managed login is told from those for signing up and for searching', async () => {
  const { url, fields } = await posted(managed, typed)
  expect(url).toBe('/login?client_id=c')
  expect(fields).toEqual([
    ['csrf', 'c-1'],
    ['username', 'ana & co'],
    ['password', 'p+%=é'],
    ['cognitoAsfData', ''],
  ])
})

test('a sign-in form shows each of its controls once', async () => {
  const { origin, agent } = await siteWith(posting(classic), TARGET)
  const { controls } = await agent.visit(origin)
  expect(controls).toEqual([
    { name: '_csrf', label: '', type: 'hidden', value: '0b8a-1' },
    { name: 'username', label: 'Username', type: 'text', value: '' },
    { name: 'password', label: 'Password', type: 'password', value: '' },
    { name: 'cognitoAsfData', label: '', type: 'hidden', value: '' },
    { name: 'signInSubmitButton', label: 'Sign in', type: 'submit', value: 'Sign in' },
  ])
})

test('a sign-in form that asks for one after the other is answered so', async () => {
  const { origin, agent, sent } = await siteWith((request, response) => {
    if (request.body.includes('password=')) response.end('done')
    else if (request.body !== '')
      response.end(
        '<form method=post action=/verify><input name=username type=hidden value=ana><input name=password type=password></form>',
      )
    else
      response.end(
        '<form method=post><input name=username><button name=signInSubmitButton value=Next></form>',
      )
  }, TARGET)
  await agent.visit(`${origin}/login`)
  expect((await agent.enter({ username: 'ana', password: 'pw' })).text).toBe('done')
  expect(sent.map(({ body }) => body)).toEqual([
    undefined,
    'username=ana&signInSubmitButton=Next',
    'username=ana&password=pw',
  ])
})

test('a sign-in form that comes again after a wrong password is not sent again', async () => {
  const { origin, agent, sent } = await siteWith(posting(classic), TARGET)
  await agent.visit(origin)
  await agent.enter(typed)
  expect(sent).toHaveLength(2)
  const again = await siteWith((_, response) => response.end(classic), TARGET)
  await again.agent.visit(again.origin)
  await again.agent.enter(typed)
  expect(again.sent).toHaveLength(2)
})

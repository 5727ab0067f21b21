/** The pages of the provider: plain HTML forms without script, so that a program can fill them in as well as a person. */
import { type Answer, html } from './serve.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}

function page(title: string, body: string, bodyAttributes = ''): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body${bodyAttributes}>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`
}

function alert(message: string | undefined): string {
  return message === undefined ? '' : `<p role="alert">${escapeHtml(message)}</p>\n`
}

/** @param action absolute; @param signIn which sign-in it belongs to */
export function loginPage(action: string, signIn: string, username = '', message?: string): Answer {
  return html(
    200,
    page(
      'Sign in at the mock identity provider',
      `${alert(message)}<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="sign_in" value="${escapeHtml(signIn)}">
<p><label>Username <input type="text" name="username" autocomplete="username" value="${escapeHtml(username)}"></label></p>
<p><label>Password <input type="password" name="password" autocomplete="current-password"></label></p>
<p><button type="submit" name="action" value="sign-in">Sign in</button>
<button type="submit" name="action" value="cancel">Cancel</button></p>
</form>`,
    ),
  )
}

export function mfaPage(action: string, signIn: string, message?: string): Answer {
  return html(
    200,
    page(
      'Enter the code of your authenticator app',
      `${alert(message)}<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="sign_in" value="${escapeHtml(signIn)}">
<p><label>Code <input type="text" name="code" inputmode="numeric" autocomplete="one-time-code"></label></p>
<p><button type="submit" name="action" value="sign-in">Sign in</button>
<button type="submit" name="action" value="cancel">Cancel</button></p>
</form>`,
    ),
  )
}

/**
 * A page whose form carries an answer to the relying party: it submits itself, and has a button for who runs no script.
 * @param action absolute
 * @param fields in the order in which they are to be sent; a name may stand twice
 */
export function autoSubmitPage(
  action: string,
  fields: readonly (readonly [name: string, value: string])[],
): Answer {
  const inputs = fields.map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return html(
    200,
    page(
      'Back to the application',
      `<form method="post" action="${escapeHtml(action)}">
${inputs.join('\n')}
<p><button type="submit">Continue</button></p>
</form>`,
      ' onload="document.forms[0].submit()"',
    ),
  )
}

/** What a person sees where no relying party can be told. */
export function errorPage(status: number, message: string): Answer {
  return html(status, page('This request cannot be answered', alert(message)))
}

/** A browser of few lines for the tests of the mock identity provider: cookies, forms, and redirects one at a time. */
import { createHmac } from 'node:crypto'
import { load } from 'cheerio'
import { fromBase32, totpCode } from '../../mock-idp/totp.ts'

/** `*.localhost` means this machine; not every resolver knows. */
export function locally(url: string | URL): string {
  return String(url).replace(/^http:\/\/[a-z0-9.-]*localhost(?=[:/])/, 'http://127.0.0.1')
}

export interface Page {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface Form {
  readonly action: string
  readonly fields: readonly (readonly [string, string])[]
}

export class Visitor {
  readonly #cookies = new Map<string, string>()

  async visit(url: string | URL, form?: readonly (readonly [string, string])[]): Promise<Page> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(locally(url), {
      redirect: 'manual',
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined
        ? {}
        : {
            method: 'POST',
            body: new URLSearchParams(form.map(([name, value]) => [name, value])).toString(),
          }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name === undefined) continue
      if (/max-age=0/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value ?? '')
    }
    return {
      url: String(url),
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    }
  }

  /** Fills in the login page, and the page that asks for a code where there is one. */
  async signIn(
    login: Page,
    username: string,
    password: string,
    totp?: { secret: string; at: number },
  ): Promise<Page> {
    const page = await this.submit(login, { username, password, action: 'sign-in' })
    if (totp === undefined) return page
    const code = totpCode(fromBase32(totp.secret), Math.floor(totp.at / 30_000))
    return this.submit(page, { code, action: 'sign-in' })
  }

  submit(page: Page, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    const { action, fields } = formOf(page)
    const hidden = fields.filter(([name]) => !Object.hasOwn(typed, name))
    return this.visit(action, [...hidden, ...Object.entries(typed)])
  }
}

export function formOf(page: Page): Form {
  const $ = load(page.text)
  const form = $('form').first()
  const fields = form
    .find('input')
    .toArray()
    .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? ''] as const)
  return { action: new URL(form.attr('action') ?? '', page.url).href, fields }
}

/** @returns the alert that a page shows */
export function alertOf(page: Page): string {
  return load(page.text)('[role="alert"]').text()
}

export function hs256(input: string, secret: string | Buffer): string {
  return createHmac('sha256', secret).update(input).digest('base64url')
}

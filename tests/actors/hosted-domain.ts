/** The smallest domain of a user pool: sign-in page, code page, token endpoint, log-out; it keeps what it was asked. */
import { randomUUID } from 'node:crypto'
import { serve } from './site.ts'

export interface DomainRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly form: URLSearchParams
}

export interface FakeDomain {
  readonly port: number
  readonly asked: DomainRequest[]
  /** What it gave out, which no transcript may show. */
  readonly secrets: string[]
}

/** @param fragment answers as for the implicit grant */
export async function openFakeDomain(fragment = false): Promise<FakeDomain> {
  const asked: DomainRequest[] = []
  const secrets: string[] = []
  const mint = () => {
    const value = randomUUID()
    secrets.push(value)
    return value
  }
  const port = await serve((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const { method = '', headers } = request
    const form = new URLSearchParams(request.body)
    asked.push({ method, path: url.pathname, query: url.searchParams, headers, form })
    const redirect = (location: string) => response.writeHead(302, { location }).end()
    const show = (fields: string, status = 200) => {
      const csrf = mint()
      response.setHeader('set-cookie', `XSRF-TOKEN=${csrf}; Path=/; Secure; HttpOnly`)
      response.writeHead(status, { 'content-type': 'text/html' })
      response.end(`<form method=post><input type=hidden name=_csrf value="${csrf}">${fields}</form>`)
    }
    const holds = headers.cookie?.includes(`XSRF-TOKEN=${form.get('_csrf')}`) === true
    switch (`${method} ${url.pathname}`) {
      case 'GET /oauth2/authorize':
        return redirect(`/login?${url.searchParams}`)
      case 'GET /login':
        return show('<input name=username><input type=password name=password>')
      case 'POST /login':
        if (!holds || form.get('password')?.endsWith('!') !== true)
          return show(
            '<p>Incorrect username or password.</p><input name=username><input type=password name=password>',
          )
        return redirect(`http://${headers.host}/mfa?${url.searchParams}`)
      case 'GET /mfa':
        return show('<input name=authentication_code id=totpCodeInput>')
      case 'POST /mfa': {
        const answer = fragment ? `#access_token=${mint()}` : `?code=${mint()}`
        return redirect(
          `${url.searchParams.get('redirect_uri')}${answer}&state=${url.searchParams.get('state')}`,
        )
      }
      case 'GET /logout':
        return redirect(url.searchParams.get('logout_uri') ?? '/login')
      case 'POST /oauth2/token':
        response.writeHead(400, { 'content-type': 'application/json;charset=UTF-8' })
        return response.end(JSON.stringify({ error: 'invalid_grant', refresh_token: mint() }))
      default:
        response.writeHead(404, { 'content-type': 'text/html' }).end('<p>no such page')
    }
  })
  return { port, asked, secrets }
}

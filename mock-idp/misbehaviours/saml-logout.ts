/** What the provider answers to a log-out request: signed by nobody, to another question, with another outcome. */
import { type Manner, signatureOver } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import { newId, status, statusCode, statusXml } from '../saml/draft.ts'
import { logoutResponseXml } from '../saml/honest.ts'
import type { LogoutScene, SamlMisbehaviour } from '../saml/scene.ts'
import { after, between } from '../saml/surgery.ts'

/** A log-out response under an enveloped signature. */
const signed = (xml: string, manner: Manner): string =>
  after(xml, '</saml:Issuer>', signatureOver(between(xml, ' ID="', '"'), xml, manner))
const never = (): never => {
  throw new Error('This misbehaviour is one of single logout; a sign-in is answered honestly.')
}
const logout = (bend: (s: LogoutScene) => string): Pick<SamlMisbehaviour, 'bend' | 'logout'> => ({
  bend: never,
  logout: bend,
})

export const logoutRows: readonly SamlMisbehaviour[] = rows(
  'saml-binding',
  {
    owed: 'unsettled',
    at: 'logout',
    clause: 'SAML 2.0 Profiles 4.4.4.2: a LogoutResponse is signed and answers its request',
  },
  {
    id: 'saml-logout-unsigned',
    says: 'The log-out response is not signed.',
    ...logout((s) => logoutResponseXml(s.fields, s.status)),
  },
  {
    id: 'saml-logout-foreign-key',
    says: 'A foreign key signs the log-out response.',
    ...logout((s) => signed(logoutResponseXml(s.fields, s.status), { key: s.keys.foreign })),
  },
  {
    id: 'saml-logout-in-response-to-unknown',
    says: 'The log-out response answers a request that nobody sent.',
    ...logout((s) =>
      signed(logoutResponseXml({ ...s.fields, inResponseTo: newId() }, s.status), { key: s.keys.signing }),
    ),
  },
  {
    id: 'saml-logout-failed',
    says: 'The log-out response says that it failed.',
    ...logout((s) =>
      signed(logoutResponseXml(s.fields, statusXml(statusCode(status('Responder')))), {
        key: s.keys.signing,
      }),
    ),
  },
  {
    id: 'saml-logout-relay-state-is-address',
    says: 'The RelayState of the log-out response is an address.',
    bend: never,
    logout: (s) => ({
      action: s.fields.destination,
      fields: [
        [
          'SAMLResponse',
          Buffer.from(signed(logoutResponseXml(s.fields, s.status), { key: s.keys.signing })).toString(
            'base64',
          ),
        ],
        ['RelayState', 'https://elsewhere.example/landing'],
      ],
    }),
  },
)

// The page of a single-page application that signs in with Amplify's "signInWithRedirect": the test bundles it, and
// asks what became of it through `window.app`.
import { Amplify } from 'aws-amplify'
import {
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  signInWithRedirect,
  signOut,
} from 'aws-amplify/auth'
import 'aws-amplify/auth/enable-oauth-listener'
import { Hub } from 'aws-amplify/utils'

const events = []
Hub.listen('auth', ({ payload }) => events.push(payload.event))
Amplify.configure(window.configuration)

const tokens = async (options) => {
  const { tokens } = await fetchAuthSession(options)
  return tokens && { access: tokens.accessToken.payload, id: tokens.idToken?.payload }
}

window.app = {
  events,
  signIn: (input) => void signInWithRedirect(input).catch((error) => events.push(String(error))),
  signOut: () => void signOut().catch((error) => events.push(String(error))),
  user: () => getCurrentUser().catch((error) => ({ error: error.name })),
  attributes: () => fetchUserAttributes(),
  tokens,
}

/** Requests that several variants make, each as the application would. */
import type { CallOptions, Cast } from '../../fixtures/actors/actors.ts'

/** USER_PASSWORD_AUTH with the user's own name and password, save for what `parameters` replaces. */
export const withPassword = (
  { application, user }: Cast,
  parameters: Readonly<Record<string, string>> = {},
  options?: CallOptions,
) =>
  application.initiateAuth(
    'USER_PASSWORD_AUTH',
    { USERNAME: user.username, PASSWORD: user.password, ...parameters },
    options,
  )

/** The same with what the person typed. */
export const withPasswordEntered = (cast: Cast, options?: CallOptions) => {
  const { username = '', password = '' } = cast.application.entered()
  return withPassword(cast, { USERNAME: username, PASSWORD: password }, options)
}

/** REFRESH_TOKEN_AUTH as the variant's side sends it; a client with a secret hashes the user's stored name. */
export const refreshWith = ({ application, user }: Cast, refreshToken: string, options: CallOptions = {}) => {
  const hash = application.secretHash(user.username, options.client)
  return application.initiateAuth(
    'REFRESH_TOKEN_AUTH',
    { REFRESH_TOKEN: refreshToken, ...(hash === undefined ? {} : { SECRET_HASH: hash }) },
    options,
  )
}

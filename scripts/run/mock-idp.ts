/** The mock IdP of a run or of a proof: one for all of it, started when a variant needs it first. */
import type { IdpAccess } from '../../fixtures/flow/perform.ts'
import type { TargetFile } from '../../fixtures/targets/index.ts'
import type { MockIdp } from '../../mock-idp/index.ts'

/** The mock IdP cannot be had as the target file asks for it. */
export class IdpUnusable extends Error {
  override readonly name = 'IdpUnusable'
  readonly exitCode = 2
}

export interface LazyMockIdp {
  access(): Promise<IdpAccess>
  close(): Promise<void>
}

/**
 * @param place how the target reaches it
 * @param addSecret told of the control API's token
 */
export function lazyMockIdp(
  { publicUrl, port }: NonNullable<TargetFile['idp']> = {},
  addSecret: (value: string, name: string) => void = () => undefined,
): LazyMockIdp {
  let started: Promise<MockIdp> | undefined
  async function start(): Promise<MockIdp> {
    // What it stands on takes a while to load, and most runs need none of it.
    const { startMockIdp } = await import('../../mock-idp/index.ts')
    const options = {
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(port === undefined ? {} : { port }),
    }
    return startMockIdp(options).catch((error: NodeJS.ErrnoException) => {
      const why = error.code ?? error.message
      const at = port === undefined ? '' : ` on port ${port} (idp.port)`
      throw new IdpUnusable(`the mock identity provider cannot listen${at}: ${why}`, { cause: error })
    })
  }
  return {
    async access() {
      started ??= start()
      const { control, token } = await started
      addSecret(token, 'token of the mock identity provider')
      return { control, token }
    },
    async close() {
      await (await started?.catch(() => undefined))?.close()
    },
  }
}

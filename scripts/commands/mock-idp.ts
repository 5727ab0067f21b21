/** `cognito-conformance mock-idp`: the mock identity provider alone, for people who test relying parties of their own. */
import type { Command } from 'commander'

/** Its options are its own: it is a program that stands by itself, and tells of them with --help. */
export function addMockIdp(program: Command): void {
  program
    .command('mock-idp')
    .description('run the mock SAML and OpenID Connect identity provider, which can misbehave, until Ctrl-C')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[options...]', 'see mock-idp --help')
    .action(async (argv: string[]) => {
      const { run } = await import('../../mock-idp/cli.ts')
      process.exitCode = await run(argv)
    })
}

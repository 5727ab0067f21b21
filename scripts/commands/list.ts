/** `cognito-conformance list`: what can be checked, with no target running. */
import type { Command } from 'commander'
import { capabilities, presetNames } from '../../fixtures/targets/index.ts'
import { loadCatalogue } from '../catalogue.ts'
import { print, printJson } from './common.ts'

interface Flags {
  readonly json?: true
  readonly notTested?: true
  readonly capabilities?: true
  readonly targets?: true
  readonly steps?: true
}

export function addList(program: Command): void {
  program
    .command('list')
    .description(
      'list checks, documented steps, what is not tested, capabilities or targets; needs no target',
    )
    .option('--json', 'as JSON')
    .option('--not-tested', 'what is documented and judged by no check, with the reason')
    .option('--steps', 'the documented steps of every flow')
    .option('--capabilities', 'what a target file may declare a target to lack')
    .option('--targets', 'the targets that are known by name')
    .action(async (flags: Flags) => {
      const catalogue = await loadCatalogue()
      if (flags.capabilities)
        return flags.json
          ? printJson(capabilities)
          : print(capabilities.map(({ name, says }) => `${name.padEnd(30)} ${says}`).join('\n'))
      if (flags.targets) return flags.json ? printJson(presetNames()) : print(presetNames().join('\n'))
      if (flags.notTested) {
        const left = catalogue.flows.flatMap(({ id, notTested }) =>
          notTested.map((one) => ({ flow: id, ...one })),
        )
        if (flags.json) return printJson(left)
        return print(
          left
            .map(
              ({ flow, statement, reason, source }) =>
                `${flow}: ${statement}\n  not tested: ${reason}\n  ${source.title}, ${source.section}\n  ${source.url}`,
            )
            .join('\n\n'),
        )
      }
      if (flags.steps) {
        if (flags.json)
          return printJson(
            catalogue.flows.map(({ id, title, source, steps }) => ({
              id,
              title,
              source,
              steps: steps.map(({ number, title: line, actor, receiver }) => ({
                number,
                title: line,
                actor,
                receiver,
              })),
            })),
          )
        return print(
          catalogue.flows
            .map(({ id, title, steps }) =>
              [
                `${id}: ${title}`,
                ...steps.map(
                  ({ number, actor, receiver, title: line }) =>
                    `${String(number).padStart(3)}. ${actor} → ${receiver}: ${line}`,
                ),
              ].join('\n'),
            )
            .join('\n\n'),
        )
      }
      if (flags.json) {
        return printJson(
          catalogue.checks.map(({ check, variants }) => ({
            id: check.id,
            flow: check.flow,
            step: check.step,
            level: check.basis.level,
            source: check.basis.source,
            says: check.says,
            variants,
          })),
        )
      }
      const lines = catalogue.flows.flatMap((flow) => {
        const own = catalogue.checks.filter(({ check }) => check.flow === flow.id)
        return [
          `${flow.id}: ${flow.title} (${flow.steps.length} steps, ${own.length} checks)`,
          ...(own.length === 0
            ? ['  no variant drives this flow yet']
            : own.map(
                ({ check, variants }) =>
                  `  ${check.id}  ${check.basis.level}\n    ${check.says}\n    in ${variants.join(', ')}`,
              )),
          '',
        ]
      })
      print(lines.join('\n'))
    })
}

/** `cognito-conformance list`: what can be checked, with no target running. */
import type { Command } from 'commander'
import type { Flow } from '../../fixtures/flow/flow.ts'
import { capabilities, presetNames } from '../../fixtures/targets/index.ts'
import { type Catalogue, flowsWith, loadCatalogue } from '../catalogue.ts'
import { only } from '../run/plan.ts'
import { print, printJson } from './common.ts'

interface Flags {
  readonly flow: string[]
  readonly json?: true
  readonly notTested?: true
  readonly capabilities?: true
  readonly targets?: true
  readonly steps?: true
  readonly variants?: true
}

/** What a flow is made of: documented steps, or surfaces that are attacked. */
const placesOf = ({ steps }: Flow): string =>
  `${steps.length} ${steps.some(({ name }) => name !== undefined) ? 'surfaces' : 'steps'}`

/** What of the catalogue is listed: the flows that were asked for, and what belongs to them. */
function scope({ flows, variants, checks }: Catalogue, given: readonly string[]) {
  const chosen = only(flows, given)
  const isOf = (flow: string) => chosen.some(({ id }) => id === flow)
  return {
    flows: chosen,
    variants: variants
      .filter(({ variant }) => isOf(variant.flow.id))
      .map(({ variant: { flow, id, title, options } }) => ({
        flow: flow.id,
        id,
        title,
        documented: options.documented === true,
        needs: options.lacking ?? [],
      })),
    checks: checks.filter(({ check }) => isOf(check.flow)),
  }
}

export function addList(program: Command): void {
  program
    .command('list')
    .description(
      'list checks, variants, documented steps and surfaces, what is not tested, capabilities or targets; needs no target',
    )
    .option('-f, --flow <id...>', 'only these flows', [])
    .option('--json', 'as JSON')
    .option('--not-tested', 'what is documented and judged by no check, with the reason')
    .option('--steps', 'the documented steps of every flow, and the surfaces that are attacked')
    .option('--variants', 'the ways through every flow, and what a target must not lack for each')
    .option('--capabilities', 'what a target file may declare a target to lack')
    .option('--targets', 'the targets that are known by name')
    .action(async (flags: Flags) => {
      const whole = await loadCatalogue()
      const catalogue = scope(whole, flags.flow)
      if (flags.capabilities)
        return flags.json
          ? printJson(capabilities.map((one) => ({ ...one, flows: flowsWith(whole, one.name) })))
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
      if (flags.variants)
        return flags.json
          ? printJson(catalogue.variants)
          : print(
              catalogue.flows
                .map((flow) =>
                  [
                    `${flow.id}: ${flow.title}`,
                    ...catalogue.variants
                      .filter((one) => one.flow === flow.id)
                      .flatMap(({ id, title, documented, needs }) => [
                        `  ${id}${documented ? '  (walks the documented steps)' : ''}`,
                        `    ${title}`,
                        ...(needs.length === 0 ? [] : [`    not applicable without ${needs.join(', ')}`]),
                      ]),
                  ].join('\n'),
                )
                .join('\n\n'),
            )
      if (flags.steps) {
        if (flags.json)
          return printJson(
            catalogue.flows.map(({ id, title, source, steps }) => ({
              id,
              title,
              source,
              steps: steps.map(({ number, name, title: line, actor, receiver }) => ({
                number,
                ...(name === undefined ? {} : { name }),
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
                ...steps.map(({ number, name, actor, receiver, title: line }) =>
                  name === undefined
                    ? `${String(number).padStart(3)}. ${actor} → ${receiver}: ${line}`
                    : `  ${name}: ${line}`,
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
          `${flow.id}: ${flow.title} (${placesOf(flow)}, ${own.length} checks)`,
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

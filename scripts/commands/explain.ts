/** `cognito-conformance explain CHECK-ID`: what is sent, what must hold, on whose word, and what breaks otherwise. */
import type { Command } from 'commander'
import type { Basis } from '../../fixtures/flow/source.ts'
import { wrap } from '../../reports/summary.ts'
import { type Catalogue, type CataloguedVariant, loadCatalogue } from '../catalogue.ts'
import { checksOfOwnApi, isOfOwnApi } from '../fuzz/checks.ts'
import { loadFaults, print, printJson, Wrong } from './common.ts'

const similar = (id: string, known: readonly string[]): readonly string[] => {
  const words = id.split(/[/-]/).filter((word) => word.length > 2)
  const sharedStart = (other: string) => [...other].findIndex((letter, at) => letter !== id[at])
  return known
    .map((other) => ({ other, score: words.filter((word) => other.includes(word)).length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || sharedStart(b.other) - sharedStart(a.other))
    .slice(0, 5)
    .map(({ other }) => other)
}

/** The variant to look at a check in: the one that walks the documented steps, or else the one with the fewest acts. */
function plainest({ variants }: Catalogue, flow: string, ids: readonly string[]): string | undefined {
  const binding = variants.filter(({ variant }) => variant.flow.id === flow && ids.includes(variant.id))
  const length = ({ script }: CataloguedVariant) => script.acts.length
  const rank = ({ variant }: CataloguedVariant) => (variant.options.documented ? 0 : 1)
  return binding.toSorted((a, b) => rank(a) - rank(b) || length(a) - length(b))[0]?.variant.id
}

const cite = ({ level, source, states }: Basis) => ({ level, states, ...source })

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description(
      'explain one check: what is sent, what must hold, the source, what breaks, which faults it catches',
    )
    .argument('<check-id>', 'such as api-authentication/6/challenge-name')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: { json?: true }) => {
      // Those are asked by another command than `run`, and only of whoever names an API.
      const isOwn = isOfOwnApi(id)
      const catalogue = isOwn ? checksOfOwnApi() : await loadCatalogue()
      const found = catalogue.checks.find(({ check }) => check.id === id)
      if (found === undefined) {
        const near = similar(
          id,
          catalogue.checks.map(({ check }) => check.id),
        )
        const meant = near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`
        throw new Wrong(`no check is called ${id}.${meant}${isOwn ? '' : ' `list` shows all.'}`)
      }
      const { check, variants } = found
      const step = catalogue.flows.find((flow) => flow.id === check.flow)?.steps[check.step - 1]
      const controls = new Set(
        catalogue.variants.flatMap(({ script }) =>
          script.checks
            .filter(({ key }) => key.check === id)
            .flatMap(({ control }) => (control === undefined ? [] : [control.check])),
        ),
      )
      const seconds = new Set(
        catalogue.variants.flatMap(({ script }) =>
          script.checks
            .filter(({ key }) => key.check === id)
            .flatMap(({ control }) => (control?.after === undefined ? [] : [control.after.check])),
        ),
      )
      const alone = plainest(catalogue, check.flow, variants)
      const caught = (await loadFaults()).filter(({ caughtBy }) => caughtBy.includes(id))
      if (json) {
        printJson({
          id,
          flow: check.flow,
          step: check.step,
          stepTitle: step?.title,
          level: check.basis.level,
          says: check.says,
          sends: check.sends,
          sources: [check.basis, ...(check.also ?? [])].map(cite),
          admits: check.admits,
          breaks: check.breaks,
          needs: check.needs ?? [],
          controls: [...controls],
          controlsAfter: [...seconds],
          variants,
          ...(isOwn ? {} : { alone }),
          faults: caught.map((fault) => fault.id),
        })
        return
      }
      const columns = Math.min(100, process.stdout.columns ?? 100)
      // Addresses and commands stay whole, to be copied.
      const lines = (text: string) => (/^(https?:|npx )/.test(text) ? [text] : wrap(text, columns - 4))
      const paragraph = (label: string, text: string) =>
        [
          label,
          ...text
            .split('\n')
            .flatMap(lines)
            .map((line) => `    ${line}`),
        ].join('\n')
      const sources = [check.basis, ...(check.also ?? [])].map(
        ({ level, source, states }) =>
          `${states}\n[${level === 'required' ? 'documented' : level}] ${source.title}, ${source.section} (${source.month})\n${source.url}`,
      )
      print(
        [
          `${check.id}   ${check.basis.level}`,
          paragraph(
            step?.name === undefined ? `Step ${check.step}` : `Surface ${step.name}`,
            step?.title ?? '',
          ),
          paragraph('Sent', check.sends),
          paragraph('Must hold', check.says),
          ...sources.map((text, index) => paragraph(index === 0 ? 'The source states' : 'Also', text)),
          paragraph('Other answers that pass', check.admits ?? 'None.'),
          paragraph('What breaks otherwise', check.breaks),
          ...(check.needs === undefined ? [] : [paragraph('Not applicable without', check.needs.join(', '))]),
          ...(controls.size === 0
            ? []
            : [paragraph('Control: the accepted twin of this refusal', [...controls].join(', '))]),
          ...(seconds.size === 0
            ? []
            : [paragraph('Second control, which has to pass too', [...seconds].join(', '))]),
          paragraph('Variants', variants.join(', ')),
          paragraph(
            'Faults of the reference target that it catches',
            caught.length === 0
              ? 'None is named.'
              : caught.map((fault) => `${fault.id} (${fault.says})`).join('; '),
          ),
          isOwn
            ? paragraph('Ask it of an API', 'npx cognito-conformance fuzz --url URL (see `fuzz --help`)')
            : paragraph('Run it alone', `npx cognito-conformance run --check ${check.id} --variant ${alone}`),
        ].join('\n\n'),
      )
    })
}

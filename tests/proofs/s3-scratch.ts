import { lenderAtTarget, openReferenceTarget, performWhole, variants } from './lending.ts'
const ref = await openReferenceTarget()
const lender = lenderAtTarget(ref.target)
const bodies: Record<string, (t: string) => string> = { html: () => '<html><body>Hello</body></html>', nul: () => 'null', secretbad: (t) => t.replace(/[A-Z2-7]{26,}/g, '!!!!not a key!!!!'), odd: (t) => t.replace(/[A-Z2-7]{26,}/g, 'A'.repeat(27)) }
for (const { variant } of variants.filter((v) => ['mfa-setup', 'wrong-codes'].includes(v.variant.id) && v.variant.flow.id === 'managed-login')) {
  let count = 0
  await performWhole(variant, lender, { tamper: (a: any) => { count += 1; return a } })
  const bad = new Set<string>()
  for (let n = 1; n <= count; n++) for (const [how, f] of Object.entries(bodies)) {
    let at = 0
    for (const e of (await performWhole(variant, lender, { tamper: (a: any) => (++at === n ? { ...a, text: f(a.text) } : a) })) as any[]) if (e.event === 'check' && e.check.verdict === 'errored') bad.add(`${n} ${how} ${e.check.key.check} ${e.check.reason}`)
  }
  console.log(variant.id, count, [...bad])
}
await ref[Symbol.asyncDispose]()

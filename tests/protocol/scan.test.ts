import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { scanFolder } from '../../fixtures/protocol/scan.ts'

const SECRET = 'aB3-"quoted"-ütf-9xYz+/='

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'scan-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

test('rewrites what holds a secret, keeps JSON valid, and says so', async () => {
  const dir = await folder()
  const redactor = createRedactor({ salt: 's' })
  redactor.add(SECRET, 'Session')
  redactor.add('PlainSecret-0123456789', 'ClientSecret')
  await mkdir(join(dir, 'har', 'PlainSecret-0123456789'), { recursive: true })
  const har = JSON.stringify(
    {
      text: JSON.stringify({ Session: SECRET }),
      [SECRET]: [1.5, '\nfine', { UserCode: 123456 }],
      kept: 'ü\\',
    },
    null,
    2,
  )
  await writeFile(join(dir, 'har', 'a.har'), har)
  await writeFile(
    join(dir, 'events.jsonl'),
    `${JSON.stringify({ s: SECRET })}\n${JSON.stringify({ n: 1 })}\n`,
  )
  await writeFile(join(dir, 'log.txt'), `token ${SECRET} and ${Buffer.from(SECRET).toString('base64')}`)
  const binary = Buffer.concat([Buffer.of(0xff, 0xfe, 0), Buffer.from(SECRET), Buffer.of(0x80, 0)])
  await writeFile(join(dir, 'shot.png'), binary)
  await writeFile(join(dir, 'har', 'PlainSecret-0123456789', 'x-PlainSecret-0123456789.txt'), 'fine')
  await writeFile(join(dir, 'innocent.json'), '{"code":"BadRequest",  "n": 1}')
  await symlink('/etc/hostname', join(dir, 'link'))

  const hits = await scanFolder(dir, redactor)
  expect(hits.map(({ file, name }) => `${file.replace(/ [\da-f]{6}/g, '')} ${name}`).sort()).toEqual(
    [
      'events.jsonl Session',
      'har/[ClientSecret] ClientSecret',
      'har/a.har Session',
      'har/a.har UserCode',
      // Folders are renamed after what is in them.
      'har/PlainSecret-0123456789/x-[ClientSecret].txt ClientSecret',
      'log.txt Session',
      'shot.png Session',
    ].sort(),
  )

  const clean = JSON.parse(await readFile(join(dir, 'har', 'a.har'), 'utf8'))
  expect(Object.keys(clean)[1]).toMatch(/^\[Session [\da-f]{6}\]$/)
  expect(clean.kept).toBe('ü\\')
  expect(Object.values(clean)[1]).toEqual([1.5, '\nfine', { UserCode: '[UserCode]' }])
  expect(JSON.parse(clean.text).Session).toMatch(/^\[Session/)
  const lines = (await readFile(join(dir, 'events.jsonl'), 'utf8')).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))[1]).toEqual({ n: 1 })
  const shot = await readFile(join(dir, 'shot.png'))
  expect([shot.indexOf(SECRET), shot[0], shot.at(-2)]).toEqual([-1, 0xff, 0x80])
  expect(await readFile(join(dir, 'innocent.json'), 'utf8')).toBe('{"code":"BadRequest",  "n": 1}')
  const names = (await readdir(dir, { recursive: true })).join()
  expect(names).not.toContain('PlainSecret')
  expect(await scanFolder(dir, redactor)).toEqual([])
})

test('a secret on the seam of a large file is found', async () => {
  const dir = await folder()
  const redactor = createRedactor()
  redactor.add('PlainSecret-0123456789', 'Session')
  const seam = 64 * 1024
  const bytes = Buffer.alloc(1024 * 1024, 0x2e)
  for (const at of [seam - 10, 2 * seam - 1, bytes.length - 22]) bytes.write('PlainSecret-0123456789', at)
  await writeFile(join(dir, 'big.bin'), bytes)
  const sizes = { wholeBytes: 1000, chunkBytes: seam }
  expect(await scanFolder(dir, redactor, sizes)).toEqual([{ file: 'big.bin', name: 'Session' }])
  const clean = await readFile(join(dir, 'big.bin'))
  expect(clean.indexOf('PlainSecret')).toBe(-1)
  expect(await readdir(dir)).toEqual(['big.bin'])
})

/** `serve reference` as a program beside the tests, and what it says that a run needs. */
import { start } from './program.ts'

export interface Served {
  /** What is to be put into the environment. */
  readonly environment: Readonly<Record<string, string>>
  /** The text of its target file. */
  readonly file: string
  stop(): void
}

/** Serves once it has said all. @throws {Error} it ended before */
export async function serveReference(): Promise<Served> {
  const { child } = start(['serve', 'reference'])
  const said = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: string) => {
      text += chunk
      if (text.includes('Ctrl-C')) resolve(text)
    })
    child.on('close', () => reject(new Error(`serve ended: ${text}`)))
  })
  return {
    environment: Object.fromEntries(
      [...said.matchAll(/^ {2}(AWS_\w+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
    ),
    file: (/^ {2}name: [\s\S]*?(?=\n\n)/m.exec(said)?.[0] ?? '').replaceAll(/^ {2}/gm, ''),
    stop: () => void child.kill('SIGTERM'),
  }
}

/** Puts an answer on the wire as its script says, wrong lengths and broken connections included. */
import type { ServerResponse } from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import type { Answer } from './serve.ts'

/** Ends when the last byte was handed over, the connection broke, or the server closes (`stop`). */
export async function deliver(answer: Answer, response: ServerResponse, stop: AbortSignal): Promise<void> {
  const { delivery = {} } = answer
  const takesTime = delivery.delayMs !== undefined || delivery.dripMs !== undefined
  const signal = takesTime ? endOf(response, stop) : stop
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body
  if (delivery.delayMs !== undefined) await after(delivery.delayMs, undefined, { signal })
  if (response.destroyed) return
  if (delivery.raw !== undefined) {
    response.socket?.end(delivery.raw)
    return
  }
  const names = answer.headers.map(([name]) => name.toLowerCase())
  const framed = names.includes('content-length') || names.includes('transfer-encoding')
  const lines = [...answer.headers]
  if (!framed && answer.status !== 204) lines.push(['Content-Length', String(body.length)])
  response.writeHead(answer.status, lines.flat())

  if (delivery.cutAfter !== undefined) {
    response.write(body.subarray(0, delivery.cutAfter), () => response.socket?.resetAndDestroy())
    return
  }
  if (delivery.dripMs !== undefined) {
    for (const byte of body) {
      if (response.destroyed) return
      response.write(Buffer.of(byte))
      await after(delivery.dripMs, undefined, { signal })
    }
    response.end()
    return
  }
  response.end(body)
  // A body shorter than the length that was promised: nothing more will come, and the connection says so.
  const promised = answer.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  if (promised !== undefined && Number(promised) !== body.length) response.socket?.end()
}

/** For answers that wait: an error is made for every abort, which costs more than most answers. */
function endOf(response: ServerResponse, stop: AbortSignal): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return AbortSignal.any([stop, gone.signal])
}

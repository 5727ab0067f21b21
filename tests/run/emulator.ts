/** A tiny emulator for tests that stop a run: it takes its time, refuses everybody, and starts a program of its own. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' })
createServer((_, response) => {
  setTimeout(() => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
    response.end('{"__type":"NotAuthorizedException","message":"Incorrect username or password."}')
  }, 150)
}).listen(Number(process.argv[2]), '127.0.0.1')

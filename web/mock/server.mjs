// SPDX-License-Identifier: Apache-2.0
// A stand-in for the server while the web is built: docs/api.md answered from an invented hospital in memory, and web/dist
// served under the same content security policy. Usage: node mock/server.mjs [port]
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeHospital } from './hospital.mjs'
import { Refusal, routes } from './routes.mjs'
import { makeScans } from './scanning.mjs'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.ttf': 'font/ttf', '.json': 'application/json', '.wasm': 'application/wasm' }

export function startMock(port = 8090) {
  const hospital = makeHospital()
  makeScans(hospital)
  const listeners = new Set()
  hospital.moved = () => listeners.forEach((response) => response.write('event: counts\ndata: {}\n\n'))
  const server = createServer((request, response) => void answer(request, response, hospital, listeners))
  server.on('close', () => listeners.forEach((response) => response.end()))
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
}

async function answer(request, response, hospital, listeners) {
  const url = new URL(request.url, 'http://mock')
  const { pathname } = url
  if (!pathname.startsWith('/api/') && !pathname.startsWith('/auth/')) return serveFile(pathname, response)
  try {
    const session = hospital.sessions.get(/charta_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1])
    const route = routes.find((one) => one.method === request.method && one.pattern.test(pathname))
    if (!route) throw new Refusal(404, 'not_found', `there is no ${request.method} ${pathname}`)
    if (request.method !== 'GET' && request.headers['x-charta'] !== '1') throw new Refusal(403, 'forbidden', 'the header X-Charta is missing')
    if (!route.open && (!session || Date.now() > session.expires)) throw new Refusal(401, 'unauthenticated', 'sign in')
    if (!route.open && session.locked && !route.whileLocked) throw new Refusal(401, 'unauthenticated', 'session locked', 'session')
    if (route.permission && !session.permissions.includes(route.permission)) {
      throw new Refusal(403, 'forbidden', `this needs the permission “${route.permission}”; ask the head of the department`)
    }
    if (pathname === '/api/events') return stream(request, response, listeners)
    let body = ''
    for await (const chunk of request) body += chunk
    const captured = route.pattern.exec(pathname).slice(1).map(decodeURIComponent)
    const result = await route.run({ hospital, session, captured, query: url.searchParams, body: body && request.headers['content-type']?.startsWith('application/json') ? JSON.parse(body) : {}, response })
    if (result?.bytes) return response.writeHead(200, { 'Content-Type': result.type, ...result.headers }).end(result.bytes)
    if (result === undefined) return response.writeHead(204).end()
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(result))
  } catch (error) {
    const { status = 500, kind = 'internal', location } = error
    if (status === 500) console.error(error)
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ type: 'about:blank', title: kind, status, kind, detail: error.message, location }))
  }
}

function stream(request, response, listeners) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  response.write(': here\n\n')
  listeners.add(response)
  request.on('close', () => listeners.delete(response))
}

function serveFile(pathname, response) {
  const file = join(dist, normalize(pathname))
  if (extname(file) && existsSync(file) && file.startsWith(dist)) {
    return response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'public, max-age=31536000, immutable' }).end(readFileSync(file))
  }
  if (extname(pathname) && !pathname.startsWith('/app')) return response.writeHead(404).end()
  const nonce = randomBytes(16).toString('base64')
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' blob: data:; font-src 'self' data: blob:; connect-src 'self'; frame-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'`,
  })
  response.end(readFileSync(join(dist, 'index.html'), 'utf8').replaceAll('{{nonce}}', nonce))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv[2] ?? 8090)
  await startMock(port)
  console.log(`mock hospital on http://127.0.0.1:${port} (admin, tech, clerk, viewer, privacy; password: charta)`)
}

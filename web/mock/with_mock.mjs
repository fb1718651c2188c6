// SPDX-License-Identifier: Apache-2.0
// Builds nothing: starts the mock over web/dist and runs the browser tests (all, or the spec files named) against it.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startMock } from './server.mjs'

const folder = fileURLToPath(new URL('../../tests/end_to_end/web/', import.meta.url))
const named = process.argv.slice(2)
const specs = readdirSync(folder).filter((file) => file.endsWith('.spec.mjs') && (!named.length || named.some((name) => file.startsWith(name))))
const server = await startMock(0)
const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', ...specs.map((file) => folder + file)], {
  stdio: 'inherit',
  env: { ...process.env, BASE_URL: `http://127.0.0.1:${server.address().port}`, CHARTA_USER: 'admin', CHARTA_PASSWORD: 'charta', CHARTA_LIMITED_USER: 'viewer', CHARTA_MOCK: '1' },
})
tests.on('exit', (code) => {
  server.close()
  server.closeAllConnections()
  process.exitCode = code ?? 1
})

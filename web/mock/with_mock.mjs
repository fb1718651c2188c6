// SPDX-License-Identifier: Apache-2.0
// Builds nothing: starts the mock over web/dist and runs the browser tests against it.
import { spawn } from 'node:child_process'
import { startMock } from './server.mjs'

const server = await startMock(0)
const base = `http://127.0.0.1:${server.address().port}`
const tests = spawn('npm', ['run', '--silent', 'test:browser', '--', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, BASE_URL: base, CHARTA_USER: 'admin', CHARTA_PASSWORD: 'charta', CHARTA_LIMITED_USER: 'viewer', CHARTA_MOCK: '1' },
})
tests.on('exit', (code) => {
  server.close()
  server.closeAllConnections()
  process.exitCode = code ?? 1
})

// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const server = process.env.CHARTA_SERVER ?? 'http://127.0.0.1:8090'
const fonts = new URL('./node_modules/pdfjs-dist/standard_fonts/', import.meta.url)

/** PDFs may name the fourteen standard fonts without carrying them; the reader then loads our copy. */
function standardFonts(): Plugin {
  return {
    name: 'standard-fonts',
    apply: 'build',
    generateBundle() {
      for (const name of readdirSync(fonts).filter((file) => /\.(ttf|pfb)$/.test(file))) {
        this.emitFile({ type: 'asset', fileName: `assets/standard_fonts/${name}`, source: readFileSync(new URL(name, fonts)) })
      }
    },
  }
}

export default defineConfig({
  plugins: [react(), standardFonts()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 5173, proxy: { '/api': server, '/auth': server } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // no data: URLs, so that the content security policy needs none
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    manifest: 'manifest.json',
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    css: false,
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000, // a machine that builds meanwhile is slow, not wrong
  },
})

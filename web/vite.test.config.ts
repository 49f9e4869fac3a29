// Bundles the unit tests for Node's own test runner: no test framework, the same compiler as the page.
import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts'));

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'node_modules/.cache/unit',
    emptyOutDir: true,
    rollupOptions: { input: Object.fromEntries(tests.map((name) => [name.slice(0, -3), `test/${name}`])) },
  },
});

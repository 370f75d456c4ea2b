import { join } from 'node:path';
import { defineConfig } from 'vite';

const page = (name: string) => join(import.meta.dirname, name, 'index.html');
const pages = ['display', 'kitchen', 'board'];

/** `bundle.ts` says where the result goes. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['safari12', 'chrome70'],
    modulePreload: false, // those browsers do without
    rolldownOptions: { input: Object.fromEntries(pages.map((name) => [name, page(name)])) },
  },
});

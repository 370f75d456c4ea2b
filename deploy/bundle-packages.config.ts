import { defineConfig } from 'vite';
import { folderOf, PACKAGES } from '../shared/bundles.ts';
import { lazily } from './square-lazily.ts';

const SQUARE = folderOf('square');

/** `shared/bundles.ts` says what is bundled, and where it goes. */
export default defineConfig({
  logLevel: 'warn',
  plugins: [
    {
      name: 'square-lazily',
      transform: (source, file) => (file.startsWith(SQUARE) ? lazily(file, source) : undefined),
    },
  ],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    minify: true, // half of it is loaded in less time
    rolldownOptions: {
      input: Object.fromEntries(PACKAGES.map((name) => [name, name])),
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
});

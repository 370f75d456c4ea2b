import { defineConfig } from 'vite';
import { SQUARE } from '../services/payments/sdk.ts';
import { lazily } from './square-lazily.ts';

/** `square-bundle.ts` says what is bundled, and where it goes. */
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
    target: 'node24',
    minify: true, // half of it is loaded in less time
    rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
  },
});

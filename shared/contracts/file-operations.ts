import { z } from 'zod';
import type { Operation } from './contract.ts';
import { imported, menuFile, menuFileAnswer } from './menu-file.ts';

export const fileOperations = {
  export_menu: {
    summary: 'The whole menu as a file, to keep or to change elsewhere',
    description:
      'Things are called by their names. In CSV, a cell that a spreadsheet would take for a ' +
      'formula begins with an apostrophe, which the import takes off again; several names in a ' +
      'cell are on lines of their own.',
    http: 'GET /catalog/export',
    role: 'admin',
    kind: 'read',
    tag: 'Catalog',
    input: z.strictObject({ format: z.enum(['json', 'csv']).default('json') }),
    produces: 'text/csv',
    output: z
      .object({ menu: menuFileAnswer.optional(), csv: z.string().optional() })
      .meta({ id: 'MenuExport' }),
    errors: [],
  },
  import_menu: {
    summary: 'Take a menu from a file, all of it or nothing',
    description:
      'As the export gives it: `{"menu": …}`, or CSV as `text/csv`. What has a known name is ' +
      'changed, the rest is made, and nothing is deleted but mods that their list does not ' +
      'have in the file.',
    http: 'POST /catalog/import',
    role: 'admin',
    kind: 'work',
    tag: 'Catalog',
    max_body: '4mb', // some 10,000 items
    input: z.strictObject({
      dry_run: z.boolean().default(false),
      menu: menuFile.optional(),
      csv: z.string().optional(),
    }),
    output: imported,
    errors: ['NAME_TAKEN', 'TOO_MANY'],
  },
} as const satisfies Record<string, Operation>;

import 'aedes';
import 'better-sqlite3';
import 'bonjour-service';
import 'express';
import 'helmet';
import 'mqtt';
import 'node-thermal-printer';
import 'pino';
import 'temporal-polyfill';
import 'ws';
import 'zod';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bundleOf } from '../shared/bundles.ts';

/**
 * The first import of a module that imports every service after it: all of them are loaded, with
 * their types stripped, and compiled, and then, before any of them begins, this ends the process.
 * What was compiled is in Node's compile cache from then on. Square's SDK, which payments loads
 * when it needs it, is loaded without awaiting: the services would begin meanwhile.
 */
const square = bundleOf('square');
if (existsSync(square)) createRequire(import.meta.url)(square);
process.exit();

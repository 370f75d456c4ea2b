import { kill, killSeveral } from './kill.ts';
import { clock, failingFsync } from './machine.ts';
import type { PlugIn } from './plug-in.ts';
import { broker, printer, square } from './outside.ts';
import { restore } from './restore.ts';
import { full, powerCut, pulled, readOnly } from './stick.ts';
import { stop } from './stop.ts';
import { flood, frozenScreen } from './strangers.ts';

/** In the order in which they are tried, so that the mildest come first. */
export const FAULTS: Record<string, PlugIn> = {
  flood,
  'frozen-screen': frozenScreen,
  printer,
  square,
  stop,
  broker,
  kill,
  'kill-several': killSeveral,
  fsync: failingFsync,
  clock,
  full,
  pulled,
  'read-only': readOnly,
  'power-cut': powerCut,
  restore,
};

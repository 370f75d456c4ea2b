import { bundleWhenStale } from '../services/gateway/screens/bundle.ts';
import { bundleWhenMissing } from './bundle-packages.ts';

/** At an install, by root: the system's own user cannot write into its release. */
bundleWhenStale();
bundleWhenMissing();

import { compile } from '@inlang/paraglide-js';
import { paraglideOptions } from '~/lib/i18n/paraglide.options';

/** Compiles the typed messages, so that a type check or a test needs no build before it. */
await compile(paraglideOptions);

// The compiler's SDK leaves a timer behind that would hold the process for half a minute.
process.exit(0);

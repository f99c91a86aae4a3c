#!/usr/bin/env node
import { run } from './commands/program.js';

// The exit code is only set: what still writes to the terminal, or serves an editor, comes to its own end.
process.exitCode = await run(process.argv.slice(2));

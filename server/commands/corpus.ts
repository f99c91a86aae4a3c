import { Command } from 'commander';
import { augmentCommand } from './corpus-augment.js';
import { buildCommand } from './corpus-build.js';
import { exportCommand } from './corpus-export.js';
import type { Done } from './options.js';

/** `epigen corpus`: what existing code knows, as a training corpus (paper §4.1). */
export function corpusCommand(done: Done): Command {
  return new Command('corpus')
    .description('make a training corpus from existing code')
    .helpOption('--help', 'print this help')
    .addCommand(buildCommand(done))
    .addCommand(augmentCommand(done))
    .addCommand(exportCommand(done));
}

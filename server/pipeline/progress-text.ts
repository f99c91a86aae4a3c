import type { GenerationProgress } from './generation.js';

/** What a progress bar says while code is made. */
export function progressText(progress: GenerationProgress): string {
  switch (progress.phase) {
    case 'load':
      return `loading ${progress.model} (${Math.round(100 * progress.share)} %)`;
    case 'decompose':
      return `splitting: ${progress.subtasks.map((it, index) => `${index + 1}. ${it}`).join(' ')}`;
    case 'retrieve':
      return `looking for APIs for ${progress.subtasks.length} ${progress.subtasks.length === 1 ? 'subtask' : 'subtasks'}`;
    case 'generate':
      return `writing code (${progress.text.length} characters)`;
    case 'repair':
      return `repairing (round ${progress.round}, ${progress.problems} found)`;
  }
}

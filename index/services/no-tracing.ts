/**
 * Each of them makes LangChain post prompts to a tracing service; those that `@langchain/core` reads in
 * `utils/callbacks.js`, and `langsmith` with it.
 */
const SWITCHES = ['LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING_V2', 'LANGSMITH_TRACING', 'LANGCHAIN_TRACING'];

/**
 * Switches tracing off for this process, whatever a developer's shell says. Call it before a part of LangChain is loaded:
 * prompts hold private code. They are set rather than deleted, since what reads a `.env` file later leaves these alone.
 */
export function switchOffTracing(): void {
  for (const name of SWITCHES) process.env[name] = 'false';
}

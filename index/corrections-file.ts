/** The reviewed file beside the configuration that corrects which contracts were read. */
export const CORRECTIONS_FILE = 'epigen.contracts.json';

/** What of faiss-node is used: the package is optional, so its own types are there only where it is installed. */
declare module 'faiss-node' {
  export interface SearchResult {
    readonly distances: number[];
    readonly labels: number[];
  }

  export class IndexFlatIP {
    constructor(dimension: number);
    add(vectors: number[]): void;
    search(vectors: number[], k: number): SearchResult;
  }

  // CommonJS: under `import()` everything is on `default`.
  const faiss: { readonly IndexFlatIP: typeof IndexFlatIP };
  export default faiss;
}

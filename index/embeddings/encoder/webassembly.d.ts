/** What of WebAssembly is used: it is there on every Node, but its types come with the browser's library only. */
declare namespace WebAssembly {
  class Memory {
    /** Size in pages of 64 KB. */
    constructor(size: { readonly initial: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports: { readonly [module: string]: { readonly [name: string]: Memory } });
    readonly exports: object;
  }
}

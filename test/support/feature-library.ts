/** Declarations of a small library in which every feature of the editor has something to show. */
export const SHOP = `
declare namespace Shop {
  /** Who ordered. */
  interface Customer {
    /** Name on the invoice. */
    name: string;
    /** Address for questions. */
    mail?: string;
  }
  interface Order {
    /** Number on the invoice. */
    id: string;
    /** Duration of the delivery in hours. */
    delivery: number;
    customer: Customer;
    /** @deprecated Use id. */
    number: string;
  }
  /** Where it goes. */
  interface Target { street: string; city?: string; }
  /**
   * Creates an order.
   * @param options - The order.
   * @param options.sku - Article, at most 12 characters.
   * @param options.qty - How many. Range: 1 to 99. Default: \`1\`.
   * @param options.speed - How fast: \`n\` normal, \`x\` express, \`o\` overnight. Default: \`'n'\`.
   * @param options.timeout - Time limit in milliseconds.
   * @param options.ship - Delivery.
   * @param options.ship.floor - Floor, 0 is the ground.
   * @param options.ship.lift - Whether there is a lift. Must be used together with \`floor\`.
   * @param options.to - Address of the delivery.
   * @param options.to.city - City of the delivery.
   * @param options.items - More articles.
   * @param options.items.sku - Article of the item.
   * @param options.success - Called when it is there.
   * @param options.colour - Colour.
   * @returns The order as it was accepted.
   * @see https://docs.shop.example/order
   * @example
   * const order = await Shop.order({ sku: 'A1', qty: 2 });
   */
  function order(options: {
    sku: string;
    qty?: number;
    speed?: 'n' | 'x' | 'o';
    timeout?: number;
    ship?: { floor: number; lift?: boolean };
    to?: Target;
    items?: { sku: string; qty?: number }[];
    success?: (order: Order) => void;
    /** @deprecated Use speed. */
    colour?: string;
  }): Promise<Order>;
  /** Watches orders. */
  function watch(callback: (order: Order, again: boolean) => void): () => void;
  /** Pays an amount. */
  function pay(amount: number, currency: 'eur' | 'usd'): void;
  /** Pays by the order. */
  function pay(options: { order: Order; currency?: 'eur' | 'usd' }): void;
  /** Ends the shop. @deprecated Use {@link Shop.watch} instead. */
  function close(): void;
  /** Keeps orders. */
  class Cache {
    constructor(size: number);
    static open(name: string): Cache;
    get(id: string): Order | undefined;
  }
}
`;

/** A small library with every kind of call that the generator writes. */
export const SHOP = `
declare namespace Shop {
  interface Order {
    /** Identifier of the order. */
    orderId: string;
    /** Sum in cents. */
    total: number;
    /** The customer has paid. */
    paid: boolean;
  }
  interface Customer {
    /** Number of the customer. */
    customerId: string;
    /** Mail address. */
    email: string;
  }

  /** A till that is open. */
  interface Till {
    /**
     * Books an amount of money.
     * @param amount - Amount in cents.
     */
    book(amount: number): Promise<{ receipt: string }>;
    /**
     * Calls back whenever a payment comes in.
     * @param listener - Gets the payment.
     */
    onPayment(listener: (payment: { cents: number }) => void): void;
    /** Closes the till. */
    close(): Promise<void>;
  }

  /**
   * Opens a till.
   * @param till - Name of the till.
   */
  function openTill(till: string): Promise<Till>;

  /**
   * Files a form at the tax office.
   * @param form - Name of the form.
   * @param fields - Fields of the form by name.
   */
  function fileForm(form: string, fields: Record<string, string | number>): Promise<void>;

  /**
   * Places an order for a customer.
   * @param options - What is ordered.
   * @param options.customer - Name of the customer.
   * @param options.pieces - Number of pieces.
   * @param options.note - Text that is printed on the delivery note.
   * @param options.express - Deliver by express.
   * @param options.ttl - Time in seconds after which the order expires.
   * @returns The order.
   * @throws {ShopError} E_SOLD_OUT - The article is sold out.
   */
  function placeOrder(options: { customer: string; pieces?: number; note?: string; express?: boolean; ttl?: number }): Promise<Order>;

  /**
   * Prints the invoice of an order.
   * @param orderId - Identifier of the order.
   * @param copies - Number of copies.
   */
  function printInvoice(orderId: string, copies?: number): Promise<void>;

  /**
   * Shows a banner at the top of the page.
   * @param text - Text of the banner.
   * @param options - How it looks.
   * @param options.kind - \`success\` green, \`warning\` yellow, \`failure\` red.
   * @param options.duration - How long it stays, in milliseconds.
   */
  function showBanner(text: string, options?: { kind?: 'success' | 'warning' | 'failure'; duration?: number }): void;

  /**
   * Asks the customer a question with the buttons yes and no.
   * @param question - Text of the question.
   * @returns Whether the customer agreed.
   */
  function askCustomer(question: string): Promise<{ agreed: boolean }>;

  /**
   * Finds a customer by mail address.
   * @param email - Mail address of the customer.
   * @returns The customer, null if there is none.
   */
  function findCustomer(email: string): Promise<Customer | null>;

  /**
   * Invites a customer to the club.
   * @param customerId - Number of the customer.
   */
  function inviteCustomer(customerId: string): Promise<void>;

  /**
   * Lists the open orders of a warehouse.
   * @param warehouse - Name of the warehouse.
   */
  function listOrders(warehouse: string): Promise<Order[]>;

  /**
   * Cancels an order.
   * @param orderId - Identifier of the order.
   * @throws {ShopError} E_SHIPPED - The order has been shipped already.
   */
  function cancelOrder(orderId: string): Promise<void>;

  /**
   * Watches the stock of an article.
   * @param article - Number of the article.
   * @param listener - Called with every change.
   * @returns Ends the watch.
   */
  function onStockChange(article: string, listener: (level: { pieces: number }) => void): () => void;

  /**
   * Scans the label of a parcel.
   * @param options - Callbacks.
   */
  function scanLabel(options: { success: (result: { code: string }) => void; fail?: (error: Error) => void }): void;
}
`;

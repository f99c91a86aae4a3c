/**
 * Stapla runs our warehouses: stock, orders, picking, robots, docks and what leaves the house.
 *
 * Distances are metres, weights kilograms, durations seconds, temperatures degrees Celsius, unless said otherwise.
 * Everything that can fail rejects with a {@link StaplaError}.
 *
 * @packageDocumentation
 */

// ---------------------------------------------------------------- errors

export type StaplaErrorCode =
  | 'ITEM_UNKNOWN'
  | 'OUT_OF_STOCK'
  | 'BIN_UNKNOWN'
  | 'BIN_LOCKED'
  | 'BIN_FULL'
  | 'ORDER_UNKNOWN'
  | 'ORDER_SHIPPED'
  | 'WORKER_UNKNOWN'
  | 'ROBOT_BUSY'
  | 'ROBOT_OFFLINE'
  | 'PATH_BLOCKED'
  | 'DOCK_TAKEN'
  | 'PRINTER_OFFLINE'
  | 'CARRIER_REJECTED'
  | 'SCAN_TIMEOUT'
  | 'SCALE_UNSTABLE'
  | 'OVERWEIGHT'
  | 'NOT_ALLOWED';

/** What every failing call rejects with. */
export class StaplaError extends Error {
  constructor(code: StaplaErrorCode, message?: string);
  /** Machine-readable reason. */
  readonly code: StaplaErrorCode;
  /** Whether the same call may work when it is tried again. */
  readonly retryable: boolean;
}

// ---------------------------------------------------------------- session

export interface ConnectOptions {
  /** Short name of the site, such as `GOT2`. */
  site: string;
  /** Service account token. Taken from the environment when left out. */
  token?: string;
  /** Seconds after which a call is given up. 1 to 120, 30 by default. */
  timeout?: number;
}

/** A live connection to one site. */
export interface Session {
  readonly site: string;
  /** Signs in as a person, by badge number, so that audit entries carry the name. */
  actAs(badge: string): Promise<void>;
  /** Ends the connection. Nothing may be called on it afterwards. */
  disconnect(): Promise<void>;
}

/**
 * Opens the connection to a site. Needed once per process, before anything else is called from a script;
 * inside the Stapla shell it has been done for you.
 *
 * @example
 * const session = await connect({ site: 'GOT2' });
 */
export default function connect(options: ConnectOptions): Promise<Session>;

// ---------------------------------------------------------------- items and stock

export type StorageClass = 'ambient' | 'chilled' | 'frozen' | 'hazardous';

export interface Item {
  sku: string;
  name: string;
  /** Weight of one piece, kilograms. */
  weight: number;
  storage: StorageClass;
  /** Days until it perishes after it came in; null for what keeps. */
  shelfLife: number | null;
}

/**
 * Looks an article up in the catalogue.
 *
 * @param sku - Article number.
 * @returns The article, or null when the catalogue does not have it.
 */
export function findItem(sku: string): Promise<Item | null>;

export interface ItemQuery {
  zone?: string;
  storage?: StorageClass;
  /** Articles on a page, 1 to 200. 50 by default. */
  limit?: number;
  /** `next` of the page before. */
  cursor?: string;
}

export interface Page<T> {
  items: T[];
  /** Where the next page begins. Missing on the last page. */
  next?: string;
}

/** Lists catalogue articles, one page at a time. */
export function listItems(query?: ItemQuery): Promise<Page<Item>>;

export interface StockLevel {
  sku: string;
  /** Pieces on the shelves. */
  onHand: number;
  /** Pieces that are promised to orders. */
  reserved: number;
  /** Pieces that can still be promised. */
  available: number;
  reorderPoint?: number;
}

/**
 * Tells how many pieces of an article there are.
 *
 * @param sku - Article number.
 * @param options.zone - Count only what lies in this zone.
 * @throws {StaplaError} `ITEM_UNKNOWN`
 */
export function getStock(sku: string, options?: { zone?: string }): Promise<StockLevel>;

/** Why the books are changed by hand. */
export type AdjustReason = 'damaged' | 'expired' | 'found' | 'miscount' | 'returned';

/**
 * Corrects the number of pieces in a bin.
 *
 * @param binId - The bin.
 * @param sku - Article number.
 * @param delta - Pieces to add; negative to take away. Never 0.
 * @param reason - Goes to the audit log.
 * @returns Pieces in the bin afterwards.
 */
export function adjustStock(binId: string, sku: string, delta: number, reason: AdjustReason): Promise<number>;

/**
 * Sets the stock level at which purchasing is told to reorder.
 *
 * @param sku - Article number.
 * @param pieces - 0 switches reordering off.
 */
export function setReorderPoint(sku: string, pieces: number): Promise<void>;

export interface Reservation {
  id: string;
  sku: string;
  quantity: number;
}

/**
 * Puts pieces aside for an order. What is not used has to be given back with {@link releaseReservation}.
 *
 * @param sku - Article number.
 * @param quantity - Pieces, at least 1.
 * @param options.orderId - The order they are for.
 * @param options.holdFor - Seconds after which they become free again, 60 to 86400. 900 by default.
 * @throws {StaplaError} `OUT_OF_STOCK` when fewer are available.
 */
export function reserveStock(
  sku: string,
  quantity: number,
  options?: { orderId?: string; holdFor?: number },
): Promise<Reservation>;

/** Gives reserved pieces back. */
export function releaseReservation(reservationId: string): Promise<void>;

/** A stock-taking of one zone. */
export interface StockCount {
  readonly id: string;
  /** Enters what was counted in a bin. */
  record(binId: string, sku: string, pieces: number): Promise<void>;
  /** Closes the count and books the differences. */
  finish(): Promise<{ counted: number; differences: { sku: string; delta: number }[] }>;
  /** Throws the count away; nothing is booked. */
  abort(): Promise<void>;
}

/**
 * Begins a stock-taking. Every count ends with `finish` or `abort`.
 *
 * @param zone - The zone that is counted; picking there is closed meanwhile.
 * @param options.blind - Hide the expected numbers from those who count. false by default.
 */
export function startCount(zone: string, options?: { blind?: boolean }): Promise<StockCount>;

// ---------------------------------------------------------------- bins and zones

export interface Bin {
  id: string;
  zone: string;
  locked: boolean;
  /** Share of the volume in use, percent. */
  fill: number;
  contents: { sku: string; pieces: number }[];
}

/** Reads one bin. @throws {StaplaError} `BIN_UNKNOWN` */
export function getBin(binId: string): Promise<Bin>;

/** All bins of a zone, in walking order. */
export function listBins(zone: string): Promise<Bin[]>;

/**
 * Proposes a bin to put an article away in.
 *
 * @param sku - Article number.
 * @param quantity - Pieces.
 * @param strategy - `nearest` to the receiving dock (default), the `emptiest`, or `together` with the same article.
 * @returns The id of the bin, or null when nothing fits.
 */
export function suggestBin(
  sku: string,
  quantity: number,
  strategy?: 'nearest' | 'emptiest' | 'together',
): Promise<string | null>;

export interface Move {
  sku: string;
  quantity: number;
  /** Bin to take from. */
  from: string;
  /** Bin to put into. */
  to: string;
}

/**
 * Orders pieces to be carried from one bin to another.
 *
 * @returns Id of the transport.
 * @throws {StaplaError} `BIN_LOCKED`, `BIN_FULL`, `OUT_OF_STOCK`
 */
export function moveStock(move: Move): Promise<string>;

/**
 * Keeps everybody from putting into or picking from a bin, until {@link unlockBin}.
 *
 * @param binId - The bin.
 * @param note - Shown on the handhelds.
 */
export function lockBin(binId: string, note?: string): Promise<void>;

/** Makes a locked bin usable again. */
export function unlockBin(binId: string): Promise<void>;

/**
 * Closes a zone for people and robots. Reopen it with {@link openZone}.
 *
 * @param zone - The zone.
 * @param reason - Shown at the gates.
 */
export function closeZone(
  zone: string,
  reason: 'cleaning' | 'incident' | 'maintenance' | 'stocktaking',
): Promise<void>;

/** Opens a closed zone. */
export function openZone(zone: string): Promise<void>;

export interface Climate {
  /** Degrees Celsius. */
  temperature: number;
  /** Relative humidity, percent. */
  humidity: number;
}

/** The temperature and humidity in a zone right now. */
export function readClimate(zone: string): Promise<Climate>;

/**
 * Sets what the air handling of a zone aims at.
 *
 * @param zone - The zone.
 * @param target.temperature - Degrees Celsius, -30 to 30.
 * @param target.humidity - Percent, 20 to 80.
 */
export function setClimateTarget(
  zone: string,
  target: { temperature?: number; humidity?: number },
): Promise<void>;

/**
 * Reports the climate of a zone again and again.
 *
 * @param zone - The zone.
 * @param listener - Called with each reading.
 * @param options.every - Seconds between readings, at least 10. 60 by default.
 * @returns Function that ends the reports.
 */
export function watchClimate(
  zone: string,
  listener: (climate: Climate) => void,
  options?: { every?: number },
): () => void;

// ---------------------------------------------------------------- orders

export type OrderStatus = 'new' | 'held' | 'picking' | 'packed' | 'shipped' | 'cancelled';
export type Priority = 'low' | 'normal' | 'high' | 'rush';

export interface OrderLine {
  sku: string;
  quantity: number;
}

export interface Order {
  id: string;
  status: OrderStatus;
  priority: Priority;
  customer: string;
  carrier: string;
  lines: OrderLine[];
}

/** Reads an order. @throws {StaplaError} `ORDER_UNKNOWN` */
export function getOrder(orderId: string): Promise<Order>;

export interface OrderFilter {
  status?: OrderStatus;
  carrier?: string;
  priority?: Priority;
}

/**
 * Goes through all orders that match, oldest first, without holding them all in memory.
 *
 * @example
 * for await (const order of streamOrders({ status: 'held' })) console.log(order.id);
 */
export function streamOrders(filter?: OrderFilter): AsyncIterable<Order>;

/** Counts orders without fetching them. */
export function countOrders(filter?: OrderFilter): Promise<number>;

/**
 * Stops work on an order until {@link resumeOrder}.
 *
 * @param orderId - The order.
 * @param reason - Free text for customer service.
 * @throws {StaplaError} `ORDER_SHIPPED`
 */
export function holdOrder(orderId: string, reason: string): Promise<void>;

/** Lets work on a held order go on. */
export function resumeOrder(orderId: string): Promise<void>;

/**
 * Cancels an order for good.
 *
 * @param orderId - The order.
 * @param options.restock - Put what was picked back on the shelves. true by default.
 * @param options.reason - Free text for customer service.
 * @throws {StaplaError} `ORDER_SHIPPED`
 */
export function cancelOrder(orderId: string, options?: { restock?: boolean; reason?: string }): Promise<void>;

/** Changes how urgent an order is. */
export function setOrderPriority(orderId: string, priority: Priority): Promise<void>;

/**
 * Takes lines out of an order into an order of their own.
 *
 * @param orderId - The order.
 * @param skus - Article numbers of the lines to take out.
 * @returns Id of the new order.
 */
export function splitOrder(orderId: string, skus: string[]): Promise<string>;

/** A running subscription. */
export interface Subscription {
  /** No more events after this. */
  close(): void;
}

/**
 * Calls back whenever something happens to an order.
 *
 * @param event - What to wait for.
 * @param listener - Gets the order as it is then.
 */
export function onOrder(
  event: 'received' | 'picked' | 'packed' | 'shipped',
  listener: (order: Order) => void,
): Subscription;

// ---------------------------------------------------------------- picking and people

/**
 * A list of orders that are picked in one walk.
 *
 * @example
 * const list = new PickList('morning', { mode: 'batch' });
 * list.add('SO-1001');
 * await list.release();
 */
export class PickList {
  /**
   * @param name - Shown on the handhelds.
   * @param options.mode - `single` (default) one order at a time, `batch` several in one cart, `wave` by departure.
   * @param options.maxWeight - Kilograms on the cart at most, 1 to 250.
   */
  constructor(name: string, options?: { mode?: 'single' | 'batch' | 'wave'; maxWeight?: number });
  /** Number of orders on the list. */
  readonly size: number;
  /** Puts an order on the list. */
  add(orderId: string): void;
  /** Gives the list to a picker. Without it, whoever is free gets it. */
  assignTo(badge: string): void;
  /** Sends the list to the floor. Nothing can be added afterwards. Returns the id of the pick run. */
  release(): Promise<string>;
}

export interface Worker {
  badge: string;
  name: string;
  zone: string;
  onShift: boolean;
  skills: string[];
}

/** Looks a worker up by badge number. @throws {StaplaError} `WORKER_UNKNOWN` */
export function getWorker(badge: string): Promise<Worker>;

/** Lists workers. */
export function listWorkers(filter?: { zone?: string; onShift?: boolean; skill?: string }): Promise<Worker[]>;

/**
 * Sends a text to a worker's handheld.
 *
 * @param badge - Badge number.
 * @param text - At most 160 characters.
 * @param options.urgent - Vibrate until it is read. false by default.
 */
export function messageWorker(badge: string, text: string, options?: { urgent?: boolean }): Promise<void>;

/**
 * Shows a text on the big screens of a zone.
 *
 * @param zone - The zone.
 * @param text - The text.
 * @param options.seconds - How long it stays, 5 to 600. 30 by default.
 */
export function announce(zone: string, text: string, options?: { seconds?: number }): Promise<void>;

/**
 * Waits for the next barcode from a packing station's scanner.
 *
 * @param station - The station.
 * @param options.timeout - Seconds to wait, 1 to 300. 20 by default.
 * @returns What the code says.
 * @throws {StaplaError} `SCAN_TIMEOUT` when nobody scans in time.
 */
export function scanBarcode(station: string, options?: { timeout?: number }): Promise<string>;

// ---------------------------------------------------------------- robots

export interface RobotInfo {
  id: string;
  zone: string;
  status: 'idle' | 'working' | 'charging' | 'error';
  /** Percent. */
  battery: number;
}

/** Lists the robots of the fleet. */
export function listRobots(filter?: { zone?: string; status?: RobotInfo['status'] }): Promise<RobotInfo[]>;

export interface Telemetry {
  /** Percent. */
  battery: number;
  /** Metres per second. */
  speed: number;
  place: string;
}

/** A robot under manual control. */
export interface RobotControl {
  readonly id: string;
  /**
   * Drives to a bin, a dock or a waypoint and resolves on arrival.
   *
   * @param place - Where to.
   * @param options.speed - Metres per second, 0.1 to 2.0.
   * @throws {StaplaError} `PATH_BLOCKED`
   */
  driveTo(place: string, options?: { speed?: number }): Promise<void>;
  /** Raises or lowers the fork. @param height - Metres above the floor, 0 to 1.8. */
  setFork(height: number): Promise<void>;
  /** Picks up what stands in front of it. */
  grab(): Promise<void>;
  /** Puts down what it carries. */
  drop(): Promise<void>;
  /** Live data, about once a second, until the loop is left. */
  telemetry(): AsyncIterable<Telemetry>;
  /** Gives the robot back to the fleet. Always do this. */
  release(): Promise<void>;
}

/**
 * Takes a robot out of the fleet to steer it by hand.
 *
 * @param robotId - The robot.
 * @throws {StaplaError} `ROBOT_BUSY`, `ROBOT_OFFLINE`
 */
export function takeControl(robotId: string): Promise<RobotControl>;

/**
 * Gives the fleet a transport order; any free robot does it.
 *
 * @param from - Bin or dock to fetch from.
 * @param to - Bin or dock to bring to.
 * @param options.priority - 1 (whenever) to 5 (now). 3 by default.
 * @returns Id of the transport.
 */
export function requestTransport(from: string, to: string, options?: { priority?: number }): Promise<string>;

/**
 * Sends a robot to a charger.
 *
 * @param robotId - The robot.
 * @param level - Percent at which it goes back to work, 20 to 100.
 */
export function chargeRobot(robotId: string, level: number): Promise<void>;

/** Stops every robot of a zone where it stands. Undone by {@link resumeRobots}. Returns how many were stopped. */
export function haltRobots(zone: string): Promise<number>;

/** Lets halted robots of a zone go on. */
export function resumeRobots(zone: string): Promise<void>;

/**
 * Limits how fast robots drive in a zone.
 *
 * @param zone - The zone.
 * @param speed - Metres per second, 0.2 to 2.0.
 */
export function setSpeedLimit(zone: string, speed: number): Promise<void>;

export interface Route {
  /** Metres. */
  distance: number;
  /** Seconds. */
  duration: number;
  stops: string[];
}

/**
 * Works a route out without driving it.
 *
 * @param from - Start.
 * @param to - End.
 * @param options.avoid - Zones to stay out of.
 * @returns The route, or null when there is none.
 */
export function planRoute(from: string, to: string, options?: { avoid?: string[] }): Promise<Route | null>;

// ---------------------------------------------------------------- conveyor, scales

/**
 * A conveyor line.
 *
 * @example
 * const line = new Conveyor('C1');
 * line.on('jam', (lane) => console.warn('jam on', lane));
 * await line.start(0.8);
 */
export class Conveyor {
  constructor(lineId: string);
  /** Starts the belt. @param speed - Metres per second, 0.1 to 2.5. */
  start(speed: number): Promise<void>;
  /** Stops the belt softly. */
  stop(): Promise<void>;
  /** Sends a parcel to a lane. */
  divert(parcelId: string, lane: number): Promise<void>;
  /** Listens for a jam on a lane, or for the belt running empty. */
  on(event: 'jam' | 'empty', listener: (lane: number) => void): void;
}

/** A scale that stays open for several weighings. */
export interface Scale {
  /** Sets the display to zero. */
  tare(): Promise<void>;
  /** Waits for a stable reading, kilograms. @throws {StaplaError} `SCALE_UNSTABLE` */
  read(): Promise<number>;
  /** Every reading, stable or not, until the loop is left. */
  readings(): AsyncIterable<number>;
  /** Frees the scale for others. */
  close(): Promise<void>;
}

/** Opens a scale. Close it when done. */
export function openScale(scaleId: string): Promise<Scale>;

/**
 * Weighs a parcel once and writes the weight to it.
 *
 * @returns Kilograms.
 * @throws {StaplaError} `SCALE_UNSTABLE`, `OVERWEIGHT`
 */
export function weighParcel(parcelId: string, scaleId: string): Promise<number>;

// ---------------------------------------------------------------- parcels, labels, postage

export interface Dimensions {
  /** Metres. */
  length: number;
  /** Metres. */
  width: number;
  /** Metres. */
  height: number;
}

export interface Parcel {
  id: string;
  orderId: string;
  weight?: number;
}

/** Registers a parcel for an order that has been packed. */
export function createParcel(orderId: string, dimensions: Dimensions): Promise<Parcel>;

/**
 * Prints the shipping label of a parcel.
 *
 * @param parcelId - The parcel.
 * @param printer - Name of a label printer.
 * @param options.copies - 1 to 10. 1 by default.
 * @throws {StaplaError} `PRINTER_OFFLINE`
 */
export function printLabel(parcelId: string, printer: string, options?: { copies?: number }): Promise<void>;

/**
 * Prints a paper that goes with an order.
 *
 * @param kind - Which paper.
 * @param orderId - The order.
 * @param printer - Name of an office printer.
 * @throws {StaplaError} `PRINTER_OFFLINE`
 */
export function printDocument(
  kind: 'invoice' | 'packing-slip' | 'customs',
  orderId: string,
  printer: string,
): Promise<void>;

export type Service = 'economy' | 'standard' | 'express';

export interface Quote {
  carrier: string;
  service: Service;
  /** Euro. */
  price: number;
  days: number;
}

/** Asks carriers what sending a parcel would cost. Cheapest first. */
export function quotePostage(
  parcelId: string,
  options?: { carriers?: string[]; service?: Service },
): Promise<Quote[]>;

/**
 * Buys postage for a parcel.
 *
 * @returns Tracking number and price in euro.
 * @throws {StaplaError} `CARRIER_REJECTED`
 */
export function buyPostage(
  parcelId: string,
  carrier: string,
  service: Service,
): Promise<{ tracking: string; price: number }>;

/** Takes bought postage back, within the day. */
export function voidPostage(tracking: string): Promise<void>;

export interface TrackingEvent {
  /** ISO 8601. */
  time: string;
  place: string;
  text: string;
}

/** Where a parcel has been since it left, newest first. */
export function trackParcel(tracking: string): Promise<TrackingEvent[]>;

// ---------------------------------------------------------------- docks and trailers

export interface Dock {
  id: string;
  kind: 'inbound' | 'outbound';
  state: 'free' | 'reserved' | 'occupied' | 'defect';
}

/** Lists the dock doors. */
export function listDocks(filter?: { kind?: Dock['kind']; state?: Dock['state'] }): Promise<Dock[]>;

/**
 * Reserves a dock door for a truck. Freed with {@link freeDock}.
 *
 * @param dockId - The door.
 * @param options.carrier - Whose truck.
 * @param options.minutes - How long, 15 to 240.
 * @throws {StaplaError} `DOCK_TAKEN`
 */
export function reserveDock(dockId: string, options: { carrier: string; minutes: number }): Promise<void>;

/** Frees a dock door. */
export function freeDock(dockId: string): Promise<void>;

/** Switches the traffic light of a dock door. */
export function setDockLight(dockId: string, light: 'red' | 'green' | 'off'): Promise<void>;

/**
 * Lets a trailer into the yard.
 *
 * @param plate - Licence plate.
 * @param options.carrier - Who brings it.
 * @param options.dock - Door it should go to; else it parks.
 * @returns Id of the visit.
 */
export function checkInTrailer(plate: string, options?: { carrier?: string; dock?: string }): Promise<string>;

/** Lets a trailer out of the yard. @param visitId - What {@link checkInTrailer} gave. */
export function checkOutTrailer(visitId: string): Promise<void>;

// ---------------------------------------------------------------- alarms, jobs, reports

export type Severity = 'info' | 'warning' | 'critical';

export interface Alarm {
  id: string;
  zone: string;
  severity: Severity;
  text: string;
}

/**
 * Raises an alarm in the control room.
 *
 * @param severity - How bad.
 * @param text - What is wrong.
 * @param options.zone - Where.
 * @returns Id of the alarm, for {@link clearAlarm}.
 */
export function raiseAlarm(severity: Severity, text: string, options?: { zone?: string }): Promise<string>;

/** Clears an alarm. */
export function clearAlarm(alarmId: string): Promise<void>;

/** Lists open alarms. */
export function listAlarms(filter?: { zone?: string; severity?: Severity }): Promise<Alarm[]>;

/** A job that runs on a schedule. */
export interface ScheduledJob {
  /** Runs it now, in addition. */
  runNow(): Promise<void>;
  /** It never runs again. */
  cancel(): void;
}

/**
 * Runs a function on a schedule.
 *
 * @param name - Shown in the control room.
 * @param schedule.every - Seconds between runs, at least 5. Not together with `at`.
 * @param schedule.at - Time of day, `HH:MM`, site time. Not together with `every`.
 * @param run - What to do.
 */
export function scheduleJob(
  name: string,
  schedule: { every?: number; at?: string },
  run: () => void | Promise<void>,
): ScheduledJob;

/**
 * Writes a report to the share.
 *
 * @param kind - Which report.
 * @param options.days - How many days back it reaches, 1 to 365. 7 by default.
 * @param options.format - `xlsx` by default.
 * @returns Path of the file.
 */
export function exportReport(
  kind: 'stock' | 'throughput' | 'labour' | 'claims',
  options?: { days?: number; format?: 'xlsx' | 'csv' | 'pdf' },
): Promise<string>;

/** Sends a mail from the warehouse's account. Paths in `attachments` are on the share. */
export function sendMail(mail: {
  to: string;
  subject: string;
  body?: string;
  attachments?: string[];
}): Promise<void>;

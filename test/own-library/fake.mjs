// An executable stand-in for @lagerhus/stapla: it records every call and answers as a scenario says.
//
// `results` of a scenario maps an API (`getOrder`, `Scale.read`) to a step or a list of steps:
//   { "returns": value }    what the call gives
//   { "throws": "CODE" }    the call rejects with a StaplaError
//   { "yields": [value…] }  what the async iterable gives
//   { "emits": [value…] }   what the listener is called with, one after the other
// Of a list each call takes the next step and the last one stays; a step with `when` (the leading arguments) is taken
// by all calls that fit and by no others. Without a step a call gives what stands in DEFAULTS.
import { matches } from './match.mjs';

const MOST_CALLS = 300;

export class StaplaError extends Error {
  constructor(code, message = code) {
    super(message);
    this.name = 'StaplaError';
    this.code = code;
    this.retryable = ['SCAN_TIMEOUT', 'SCALE_UNSTABLE', 'ROBOT_BUSY', 'PRINTER_OFFLINE'].includes(code);
  }
}

const ASYNC = [
  ...['findItem', 'listItems', 'getStock', 'adjustStock', 'setReorderPoint', 'reserveStock'],
  ...[
    'releaseReservation',
    'getBin',
    'listBins',
    'suggestBin',
    'moveStock',
    'lockBin',
    'unlockBin',
    'closeZone',
  ],
  ...['openZone', 'readClimate', 'setClimateTarget', 'getOrder', 'countOrders', 'holdOrder', 'resumeOrder'],
  ...[
    'cancelOrder',
    'setOrderPriority',
    'splitOrder',
    'getWorker',
    'listWorkers',
    'messageWorker',
    'announce',
  ],
  ...['scanBarcode', 'listRobots', 'requestTransport', 'chargeRobot', 'haltRobots', 'resumeRobots'],
  ...[
    'setSpeedLimit',
    'planRoute',
    'weighParcel',
    'createParcel',
    'printLabel',
    'printDocument',
    'quotePostage',
  ],
  ...['buyPostage', 'voidPostage', 'trackParcel', 'listDocks', 'reserveDock', 'freeDock', 'setDockLight'],
  ...[
    'checkInTrailer',
    'checkOutTrailer',
    'raiseAlarm',
    'clearAlarm',
    'listAlarms',
    'exportReport',
    'sendMail',
  ],
];

const DEFAULTS = {
  findItem: null,
  listItems: { items: [] },
  reserveStock: { id: 'RES-1' },
  listBins: [],
  suggestBin: null,
  moveStock: 'TR-1',
  countOrders: 0,
  splitOrder: 'SO-SPLIT',
  listWorkers: [],
  listRobots: [],
  requestTransport: 'TR-1',
  haltRobots: 0,
  planRoute: null,
  createParcel: { id: 'P-1' },
  quotePostage: [],
  buyPostage: { tracking: 'TRK-1', price: 5 },
  trackParcel: [],
  listDocks: [],
  checkInTrailer: 'V-1',
  raiseAlarm: 'AL-1',
  listAlarms: [],
  exportReport: '/share/report',
  'StockCount.finish': { counted: 0, differences: [] },
  'PickList.release': 'RUN-1',
};

/** Methods of what factories return, by type. Those in `iterates` give async iterables, those in `plain` no promise. */
const HANDLES = {
  Session: { methods: ['actAs', 'disconnect'] },
  StockCount: { methods: ['record', 'finish', 'abort'] },
  RobotControl: { methods: ['driveTo', 'setFork', 'grab', 'drop', 'release'], iterates: ['telemetry'] },
  Scale: { methods: ['tare', 'read', 'close'], iterates: ['readings'] },
  ScheduledJob: { methods: ['runNow'] },
  PickList: { methods: ['release'], plain: ['assignTo'] },
  Conveyor: { methods: ['start', 'stop', 'divert'] },
};

/**
 * @param results - What calls give, see above.
 * @param clock - Where listeners wait for their turn.
 * @returns `exports` of the library, the list of `calls` as `[name, …arguments]`, and `spy(name)` for a function of the
 *   caller's that is recorded like the rest.
 */
export function fakeStapla(results, clock) {
  const calls = [];
  const queues = new Map();

  const stepFor = (name, args) => {
    const steps = [results[name] ?? []].flat();
    const fitting = steps.find((it) => it.when?.every((value, at) => matches(args[at], value)));
    if (fitting) return fitting;
    const queue = queues.get(name) ?? steps.filter((it) => !it.when);
    queues.set(name, queue);
    return (queue.length > 1 ? queue.shift() : queue[0]) ?? { returns: DEFAULTS[name] };
  };

  const record = (name, args) => {
    // What was passed may be changed later.
    calls.push([name, ...args.map(copy)]);
    if (calls.length > MOST_CALLS) throw new Error('too many calls');
    const step = stepFor(name, args);
    if (step.throws) throw new StaplaError(step.throws);
    return step;
  };
  const answer = (name, args) => copy(record(name, args).returns);
  const asynchronous =
    (name) =>
    async (...args) =>
      answer(name, args);
  const iterates =
    (name) =>
    (...args) => {
      const { yields = [] } = record(name, args);
      return (async function* () {
        yield* copy(yields);
      })();
    };

  /** Calls `listener` with what `step` emits, once every `seconds`. Returns what ends that. */
  const emit = ({ emits = [] }, listener, seconds) => {
    const waiting = emits.map((value, at) =>
      clock.setTimeout(() => listener(...(value === null ? [] : [copy(value)])), (at + 1) * seconds * 1000),
    );
    return () => waiting.forEach(clock.clear);
  };

  const handle = (type, own = {}) => {
    const { methods = [], plain = [], iterates: streams = [] } = HANDLES[type];
    for (const it of methods) own[it] ??= asynchronous(`${type}.${it}`);
    for (const it of plain) own[it] ??= (...args) => answer(`${type}.${it}`, args);
    for (const it of streams) own[it] ??= iterates(`${type}.${it}`);
    return own;
  };
  const opens =
    (name, type, more = () => ({})) =>
    async (...args) => {
      record(name, args);
      return handle(type, more(...args));
    };

  class PickList {
    #size = 0;
    constructor(...args) {
      record('PickList', args);
      handle('PickList', this);
    }
    get size() {
      return this.#size;
    }
    add(...args) {
      this.#size++;
      answer('PickList.add', args);
    }
  }

  class Conveyor {
    constructor(...args) {
      record('Conveyor', args);
      handle('Conveyor', this);
    }
    on(event, listener) {
      emit(record('Conveyor.on', [event, listener]), listener, 1);
    }
  }

  const exports = {
    ...Object.fromEntries(ASYNC.map((name) => [name, asynchronous(name)])),
    default: opens('connect', 'Session', ({ site } = {}) => ({ site })),
    StaplaError,
    PickList,
    Conveyor,
    startCount: opens('startCount', 'StockCount', () => ({ id: 'SC-1' })),
    takeControl: opens('takeControl', 'RobotControl', (id) => ({ id })),
    openScale: opens('openScale', 'Scale'),
    streamOrders: iterates('streamOrders'),
    watchClimate: (zone, listener, options) => {
      const end = emit(record('watchClimate', [zone, listener, options]), listener, options?.every ?? 60);
      return () => {
        record('watchClimate.stop', []);
        end();
      };
    },
    onOrder: (event, listener) => {
      const end = emit(record('onOrder', [event, listener]), listener, 1);
      return {
        close: () => {
          record('Subscription.close', []);
          end();
        },
      };
    },
    scheduleJob: (name, schedule, run) => {
      const end = emit(record('scheduleJob', [name, schedule, run]), run, schedule?.every ?? 86_400);
      return handle('ScheduledJob', {
        cancel: () => {
          record('ScheduledJob.cancel', []);
          end();
        },
      });
    },
  };
  const spy =
    (name) =>
    (...args) =>
      answer(name, args);
  return { exports, calls, spy };
}

/** Plain data is copied, the rest is kept as it is. */
function copy(value) {
  if (Array.isArray(value)) return value.map(copy);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, copy(it)]));
}

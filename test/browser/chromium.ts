import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Whether somebody has decided to do without a browser. A machine that merely lacks one fails the tests. */
export const isBrowserLeftOut = process.env['HEADROOM_SKIP_BROWSER'] === '1';

/** A Chromium on this machine: HEADROOM_CHROMIUM, else the first known name on PATH. Throws where there is none. */
const findChromium = (): string => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [process.env['HEADROOM_CHROMIUM'], ...candidates].find(
    (path) => path !== undefined && isExecutable(path),
  );
  if (found !== undefined) return found;
  throw new Error(
    'no Chromium on PATH: install it (apt-get install chromium), name one in HEADROOM_CHROMIUM, or leave these tests out by HEADROOM_SKIP_BROWSER=1',
  );
};

/** Headless, without a sandbox (containers), and quiet on the network. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
];

type Event = {
  readonly method: string;
  readonly sessionId?: string;
  readonly params: Record<string, unknown>;
};
type Answer = {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

export type Viewport = {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  /** The style sheet of a print, on the screen. */
  readonly asPrinted?: boolean;
  /** The page's own scripts don't run; those of a test do. */
  readonly withoutScript?: boolean;
};

export type Page = {
  /** Value of an expression in the page; it must be JSON. */
  readonly evaluate: <Value>(expression: string) => Promise<Value>;
  /** Another screen or theme, without loading the page again. */
  readonly look: (viewport: Viewport) => Promise<void>;
  readonly press: (key: string) => Promise<void>;
  /** A real pointer, in px from the top left corner of the screen. */
  readonly mouse: (
    type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
    at: { readonly x: number; readonly y: number },
  ) => Promise<void>;
  /** PDF of the page as printed on A4, without backgrounds. */
  readonly print: () => Promise<Buffer>;
  /** URLs asked for, and everything the console complained about, since the page was opened. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
};

export type Browser = {
  readonly open: (url: string, viewport: Viewport) => Promise<Page>;
  readonly close: () => Promise<void>;
};

const connect = async (url: string) => {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const listeners = new Set<(event: Event) => void>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Event | Answer;
    if (!('id' in message)) {
      for (const listener of listeners) listener(message);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result as never);
  });
  const send = <Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
    });
  return { send, listeners };
};

type Connection = Awaited<ReturnType<typeof connect>>;

const openPage = async (connection: Connection, url: string, viewport: Viewport): Promise<Page> => {
  const { targetId } = await connection.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  });
  const { sessionId } = await connection.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const call = <Result>(method: string, params: object = {}): Promise<Result> =>
    connection.send<Result>(method, params, sessionId);
  const [requests, complaints]: [string[], string[]] = [[], []];
  const loaded = new Promise<void>((resolve) => {
    connection.listeners.add(({ method, params, sessionId: from }) => {
      if (from !== sessionId) return;
      if (method === 'Network.requestWillBeSent') requests.push((params['request'] as { url: string }).url);
      if (method === 'Log.entryAdded' || method === 'Runtime.exceptionThrown')
        complaints.push(JSON.stringify(params));
      if (method === 'Page.loadEventFired') resolve();
    });
  });
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await call(`${domain}.enable`);
  const look = async ({ width, height, dark = false, asPrinted = false }: Viewport): Promise<void> => {
    const mobile = width < 500;
    await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
    const value = dark ? 'dark' : 'light';
    await call('Emulation.setEmulatedMedia', {
      media: asPrinted ? 'print' : '',
      features: [{ name: 'prefers-color-scheme', value }],
    });
  };
  await look(viewport);
  await call('Emulation.setScriptExecutionDisabled', { value: viewport.withoutScript === true });
  await call('Page.navigate', { url });
  await loaded;
  return {
    requests,
    complaints,
    look,
    evaluate: async (expression) => {
      const { result } = await call<{ result: { value: never } }>('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      return result.value;
    },
    press: async (key) => {
      const windowsVirtualKeyCode = key === 'Tab' ? 9 : 0;
      await call('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode });
      await call('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode });
    },
    mouse: async (type, { x, y }) => {
      const button = type === 'mouseMoved' ? 'none' : 'left';
      await call('Input.dispatchMouseEvent', { type, x, y, button, clickCount: 1 });
    },
    print: async () => {
      const { data } = await call<{ data: string }>('Page.printToPDF', {
        preferCSSPageSize: true,
        printBackground: false,
        paperWidth: 8.27,
        paperHeight: 11.69,
      });
      return Buffer.from(data, 'base64');
    },
  };
};

/** Starts a browser of its own, with a profile that is removed at the end. */
export const launchChromium = async (): Promise<Browser> => {
  const profile = mkdtempSync(join(tmpdir(), 'headroom-chromium-'));
  const child = spawn(findChromium(), [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
      const found = /ws:\/\/\S+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error(`chromium ended: ${said}`)));
  });
  const connection = await connect(url);
  return {
    open: (page, viewport) => openPage(connection, page, viewport),
    close: async () => {
      await Promise.race([connection.send('Browser.close'), exited]);
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

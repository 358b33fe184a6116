import type { Connection } from '../connect/kube-client.ts';
import { demand, placeOf } from './api.ts';

/** Where the runners read the orders: load/module/lease.go. One a line, the first one first. */
const ordersAnnotation = 'headroom.dev/orders';

/** Often enough that a Lease of ten seconds never runs out while the tool lives, and a request or two may fail. */
const renewMs = 2500;

const renewTimeAt = (nowMs: number): string => new Date(nowMs).toISOString().replace('Z', '000Z');

/** What the runners understand: load/module/control.go. */
type Order = 'stop' | 'cut' | `start ${number}` | `again ${string} ${number} ${number} ${number}`;

/** The tool's side of the Lease of a run. */
export type Orders = {
  /** Adds an order for all runners. One that does not reach the server is sent again with the next renewal. */
  readonly give: (order: Order) => void;
  /** Renews no more: the runners end when the Lease runs out, unless they have ended. */
  readonly close: () => void;
};

type OrdersOptions = {
  readonly connection: Connection;
  readonly namespace: string;
  readonly name: string;
  readonly now: () => number;
  /** A renewal failed: said to people, as runners end without renewals. */
  readonly onFault: (reason: string) => void;
};

/** Renews the Lease from now on, and gives orders by it. */
export const openOrders = ({ connection, namespace, name, now, onFault }: OrdersOptions): Orders => {
  const orders: string[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  const write = (): void => {
    writing = writing.then(async () => {
      const body = {
        metadata: { annotations: { [ordersAnnotation]: orders.join('\n') } },
        spec: { renewTime: renewTimeAt(now()) },
      };
      const path = placeOf('Lease', namespace, name);
      const contentType = 'application/merge-patch+json';
      const request = {
        method: 'PATCH',
        path,
        body,
        contentType,
        query: { fieldManager: 'headroom' },
      } as const;
      await demand(connection, request, 'the Lease of the runners was not renewed').catch((error: Error) =>
        onFault(error.message),
      );
    });
  };
  const renewal = setInterval(write, renewMs);
  return {
    give: (order) => {
      if (orders.includes(order)) return;
      orders.push(order);
      write();
    },
    close: () => clearInterval(renewal),
  };
};

/** A server on this machine that answers as a test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MockServer {
  readonly url: string;
  /** What was asked, in order: method, path, headers, JSON body. */
  readonly asked: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: unknown }[];
  close(): Promise<void>;
}

/** @param answer called with each request; it writes the answer, or returns one to be written as JSON */
export async function mockServer(
  answer: (request: MockServer['asked'][number], response: ServerResponse, number: number) => unknown,
): Promise<MockServer> {
  const asked: MockServer['asked'] = [];
  const server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (part) => {
      text += String(part);
    });
    incoming.on('end', () => {
      const request = {
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
      asked.push(request);
      void Promise.resolve(answer(request, response, asked.length)).then((json) => {
        if (json === undefined) return;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(json));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

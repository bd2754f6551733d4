import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Argv } from 'yargs';
import { checkLexicon } from '../../corpus/lexicon.js';
import { UserError } from '../../errors/userError.js';
import { exploreDocument } from '../../explore/document.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { VERSION } from '../../store/version.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { numberOption, PORT } from '../options/numbers.js';
import { signalEndsNormally } from '../processes/interruption.js';
import { print, wroteLines } from '../screen/print.js';

interface ExploreArguments {
  readonly out: string | undefined;
  readonly port: number | undefined;
  readonly json: boolean;
}

/** The address of this machine alone: other machines cannot reach it. */
const LOOPBACK = '127.0.0.1';

function oneFile(out: unknown): string | undefined {
  if (out === undefined || (typeof out === 'string' && /\.html?$/i.test(out))) return out;
  throw new UserError({
    code: 'usage',
    summary: 'not the name of an HTML file',
    where: '--out',
    found: JSON.stringify(out),
    allowed: 'the path of one file that ends in .html',
  });
}

export const exploreCommand: Command<ExploreArguments> = {
  builder: (yargs) =>
    yargs
      .option('out', {
        type: 'string',
        requiresArg: true,
        coerce: oneFile,
        describe: 'write the page to this HTML file, which needs no network, instead of serving it',
      })
      .option('port', {
        ...numberOption('port', PORT, `port of ${LOOPBACK} at which the page is served`),
        defaultDescription: 'a free port',
      })
      .option('json', JSON_OPTION)
      .conflicts('out', 'port')
      .epilogue(
        examples(
          ['explore', 'serves the page to this machine and prints its address; Ctrl-C ends it'],
          ['explore --port 8080', 'serves the page at this port'],
          ['explore --out explore.html', 'writes one file, to mail, to publish, or to open without a server'],
        ),
      ) as unknown as Argv<ExploreArguments>,
  handler: async ({ out, port, json }) => {
    const page = exploreDocument({
      script: bundled('page.js').toString('utf8'),
      trainer: packed(bundled('trainer.js')),
      binary: packed(bundled('trainer.wasm')),
      lexicon: checkLexicon(loadLexicon()),
      version: VERSION,
    });
    if (out !== undefined) {
      await writeFileAtomically(out, page);
      print(json ? `${JSON.stringify({ file: out })}\n` : wroteLines([out]));
      return;
    }
    const server = await serve(page, port ?? 0);
    const address = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`;
    print(json ? `${JSON.stringify({ address })}\n` : `The page is at ${address}\nCtrl-C ends it.\n`);
    await ended(server);
  },
};

/** Bytes that a script of the page unpacks: gzipped, in base64. */
function packed(bytes: Buffer): string {
  return gzipSync(bytes, { level: 9 }).toString('base64');
}

/** A part of the page that `npm run build` makes beside the compiled program. */
function bundled(name: string): Buffer {
  const file = fileURLToPath(new URL(`../../explore/${name}`, import.meta.url));
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError({
      code: 'not-built',
      summary: "the page's scripts have not been bundled",
      where: file,
      hint: 'run `npm run build` in the clone',
    });
  }
}

/** Serves the page at `/` and nothing else. @param port 0 for a free port */
function serve(page: string, port: number): Promise<Server> {
  const server = createServer(({ method, url }, response) => {
    const known = url?.split('?')[0] === '/';
    if (!known || (method !== 'GET' && method !== 'HEAD')) {
      response.writeHead(known ? 405 : 404, { 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-length': Buffer.byteLength(page),
        'cache-control': 'no-store',
      })
      .end(method === 'HEAD' ? '' : page);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const summary =
        error.code === 'EADDRINUSE'
          ? 'another program uses this port'
          : error.code === 'EACCES'
            ? 'this user may not use this port'
            : undefined;
      reject(
        summary === undefined
          ? error
          : new UserError({
              code: 'port',
              summary,
              where: '--port',
              found: String(port),
              hint: 'leave --port out to use a free port',
            }),
      );
    });
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}

/** Waits until the user interrupts. That is the normal end, so the exit code is 0. */
function ended(server: Server): Promise<void> {
  signalEndsNormally();
  return new Promise((resolve) => {
    const end = (): void => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  });
}

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Argv, CommandModule } from 'yargs';
import { checkLexicon } from '../../corpus/lexicon.js';
import { UserError } from '../../errors/userError.js';
import { exploreDocument } from '../../explore/document.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { numberOption, PORT } from '../options/numbers.js';
import { VERSION } from '../version.js';

interface ExploreArguments {
  readonly out: string | undefined;
  readonly port: number | undefined;
  readonly json: boolean;
}

/** Whoever is on another machine cannot reach it. */
const LOOPBACK = '127.0.0.1';

function oneFile(out: unknown): string | undefined {
  if (out === undefined || (typeof out === 'string' && /\.html?$/i.test(out))) return out;
  throw new UserError({
    code: 'usage',
    summary: 'no name for a page',
    where: '--out',
    found: JSON.stringify(out),
    allowed: 'one FILE.html',
  });
}

export const exploreCommand: CommandModule<object, ExploreArguments> = {
  command: 'explore',
  describe: 'a page to explore the theory with: sliders, a corpus drawn live, errors and bounds',
  builder: (yargs) =>
    yargs
      .option('out', {
        type: 'string',
        requiresArg: true,
        coerce: oneFile,
        describe: 'write the page to this one HTML file, which needs no network, and serve nothing',
      })
      .option('port', {
        ...numberOption('port', PORT, `port to serve it at, on ${LOOPBACK} alone`),
        defaultDescription: 'a free one',
      })
      .option('json', JSON_OPTION)
      .conflicts('out', 'port')
      .epilogue(
        examples(
          ['explore', 'serves the page to this machine, prints its address; Ctrl-C ends it'],
          ['explore --port 8080', 'at a port of your choice'],
          ['explore --out explore.html', 'one file: to mail, to put on a web site, to open without a server'],
        ),
      ) as unknown as Argv<ExploreArguments>,
  handler: async ({ out, port, json }) => {
    const page = exploreDocument({ script: pageScript(), lexicon: checkLexicon(loadLexicon()), version: VERSION });
    if (out !== undefined) {
      await writeFileAtomically(out, page);
      process.stdout.write(json ? `${JSON.stringify({ file: out })}\n` : `wrote ${out}\n`);
      return;
    }
    const server = await serve(page, port ?? 0);
    const address = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`;
    process.stdout.write(json ? `${JSON.stringify({ address })}\n` : `The page is at ${address}\nCtrl-C ends it.\n`);
    await ended(server);
  },
};

/** The bundled script, which `npm run build` makes beside the compiled program. */
function pageScript(): string {
  const file = fileURLToPath(new URL('../../explore/page.js', import.meta.url));
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError({
      code: 'not-built',
      summary: "the page's script has not been bundled",
      where: file,
      hint: 'npm run build, in a clone; a package that was installed has it',
    });
  }
}

/** Gives the page at `/` and nothing else. @param port 0 for a free one */
function serve(page: string, port: number): Promise<Server> {
  const server = createServer(({ method, url }, response) => {
    const known = url?.split('?')[0] === '/';
    if (!known || (method !== 'GET' && method !== 'HEAD')) {
      response.writeHead(known ? 405 : 404, { 'content-type': 'text/plain' }).end('nothing here\n');
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
          ? 'another program has this port'
          : error.code === 'EACCES'
            ? 'this port may not be used'
            : undefined;
      reject(
        summary === undefined
          ? error
          : new UserError({
              code: 'port',
              summary,
              where: '--port',
              found: String(port),
              hint: 'leave --port out: a free one is found',
            }),
      );
    });
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}

/** Until the user interrupts: that is how it is meant to end, so the exit code is 0. */
function ended(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  });
}

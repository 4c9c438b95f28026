// An OpenID provider for the tests: the certified `oidc-provider` with its own log-in form, on loopback. It is told by lines of
// JSON on its standard input what its clients are, and answers each by a line; it ends with its standard input.
//
// Whoever logs in is called what she types, and anything is her password. A name that begins with `fort-` was recognised by
// two factors (acr `eidas1`, amr `mfa`), one that begins with `douteux-` has an address that was not verified.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

let answer = (_, response) => response.writeHead(503).end();
let keys = 0;
const server = createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function key(kind, options, alg) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg, kid: `${alg}-${keys}` };
}

function start(clients) {
  keys += 1;
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
    clients,
    jwks: { keys: [key('rsa', { modulusLength: 2048 }, 'RS256'), key('ec', { namedCurve: 'P-256' }, 'ES256')] },
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    acrValues: ['eidas1'],
    claims: {
      openid: ['sub', 'acr', 'amr'], email: ['email', 'email_verified'], profile: ['preferred_username'],
    },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: `899700-${id}`,
        email: `${id.replace(/^douteux-/, '')}@example.org`,
        email_verified: !id.startsWith('douteux-'),
      }),
    }),
  });
  const finished = provider.interactionFinished.bind(provider);
  provider.interactionFinished = (request, response, result, options) => {
    const strong = result.login?.accountId.startsWith('fort-');
    const login = strong ? { ...result.login, acr: 'eidas1', amr: ['pwd', 'mfa'] } : result.login;
    return finished(request, response, result.login ? { ...result, login } : result, options);
  };
  return provider.callback();
}

for await (const line of createInterface({ input: process.stdin })) {
  answer = start(JSON.parse(line).clients);
  say({ ready: true });
}
process.exit(0);

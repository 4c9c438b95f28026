// A browser's end of push messages, by an implementation that is not ours: makes the keys that a browser would have, and reads
// what was encrypted for them. One JSON object a line in, one out.
import { createECDH, randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import ece from 'http_ece';

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const curve = createECDH('prime256v1');
  let told;
  if (asked.message === undefined) {
    curve.generateKeys();
    told = {
      private: curve.getPrivateKey('base64url'),
      p256dh: curve.getPublicKey('base64url'),
      auth: randomBytes(16).toString('base64url'),
    };
  } else {
    curve.setPrivateKey(asked.private, 'base64url');
    const message = Buffer.from(asked.message, 'base64url');
    try {
      const text = ece.decrypt(message, { version: 'aes128gcm', privateKey: curve, authSecret: asked.auth });
      told = { text: text.toString('utf8') };
    } catch (error) {
      told = { error: String(error) };
    }
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { chromium } from 'playwright-core';
import { expect, inject, onTestFinished, test } from 'vitest';
import { closeServer, json, listenOn } from '../simulator/server-sockets.ts';
import { startServer } from './server.ts';

test('where people sign in elsewhere, the page says so, and opens once they have', async () => {
  const keys = await generateKeyPair('ES256');
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'ES256', kid: 'test' }] };
  const issuer = createServer((_, response) => json(response, 200, jwks));
  const port = await listenOn(issuer, 0);
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-'));
  const env = { AUTH_JWKS_URL: `http://127.0.0.1:${port}/jwks.json` };
  const server = await startServer({ dataFolder: folder, env });
  const browser = await chromium.connect(inject('browserAddress'));
  onTestFinished(async () => {
    await browser.close();
    await server.stop();
    await closeServer(issuer);
    await rm(folder, { recursive: true, force: true });
  });
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await page.getByText('Ask the person who runs it for the way in.').waitFor();

  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: 'test' })
    .setSubject('ana')
    .setExpirationTime('1h')
    .sign(keys.privateKey);
  // What a page for signing in does on this address: a token becomes a cookie that no script can read.
  const status = await page.evaluate(
    async (bearer) =>
      (await fetch('/api/v1/session', { method: 'POST', headers: { authorization: `Bearer ${bearer}` } }))
        .status,
    token,
  );
  expect(status).toBe(204);
  await page.getByRole('button', { name: 'Try now' }).click();
  await page.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
});

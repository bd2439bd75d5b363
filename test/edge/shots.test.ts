import { join } from 'node:path';
import { test } from 'vitest';
import { cards, jobDone, nameAll, upload } from '../e2e/library.ts';
import { makePhotos } from '../e2e/photos.ts';
import { createPageStage } from './page-stage.ts';
test('shots', async () => {
  const stage = await createPageStage();
  for (const [name, options] of Object.entries({ wide: {}, dark: { colorScheme: 'dark' as const }, phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } })) {
    const person = stage.newPerson();
    const page = await stage.open(options);
    await stage.signIn(page, person);
    await page.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
    await page.screenshot({ path: `/tmp/shots/s-${name}-start.png` });
    await upload(page, await makePhotos(join(stage.folder, 'camera' + name), 8));
    await page.screenshot({ path: `/tmp/shots/s-${name}-up.png` });
    if (name === 'phone') { await page.getByRole('button', { name: 'More' }).click(); await page.waitForTimeout(300); await page.screenshot({ path: `/tmp/shots/s-${name}-menu.png` }); await page.keyboard.press('Escape'); }
    else {
      await page.getByRole('button', { name: 'Your account' }).click(); await page.waitForTimeout(300);
      await page.screenshot({ path: `/tmp/shots/s-${name}-menu.png` }); await page.keyboard.press('Escape');
      await nameAll(page);
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `/tmp/shots/s-${name}-run.png` });
      await jobDone(page);
      await page.goto(stage.url + '#/settings'); await page.waitForTimeout(800);
      await page.screenshot({ path: `/tmp/shots/s-${name}-settings.png` });
      await page.goto(stage.url + '#/connect'); await page.waitForTimeout(800);
      await page.screenshot({ path: `/tmp/shots/s-${name}-connect.png` });
    }
    await page.context().close();
  }
  console.log(stage.troubles());
  await stage.close();
}, 170000);

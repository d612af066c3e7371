// The browser's translation puts its own pieces in place of every text, and goes on doing so: what Ada answers is what she has read.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { inHand } from './scene';
import { Phone } from './ticket';
import { say } from './words';

/** What Chrome's translation does to a page, over and over. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const wrap = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts) {
        const parent = text.parentElement;
        if (!parent || !text.data.trim() || parent.closest('font, script, style, textarea')) continue;
        const outer = document.createElement('font');
        const inner = document.createElement('font');
        inner.textContent = text.data;
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    wrap();
    new MutationObserver(wrap).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

test('a rephrased step is shown on a translated page, and so is what comes after it', async ({ ada, grace }) => {
  const { desk } = await inHand(ada, grace);
  const phone = new Phone(ada.page);
  for (const { page } of [ada, grace]) await translate(page);
  await desk.rephrase('1', 'Tournez le bouton du son vers la droite.');
  await phone.seesStep('Tournez le bouton du son vers la droite.');
  await expect(ada.page.locator('.step').getByText(say('guidance.step', { step: '1b' }), { exact: true })).toBeVisible();
  await phone.answer('done');
  await desk.seesAnswer('1b', 'done');
  await desk.write('Fermez la fenêtre.');
  await phone.seesStep('Fermez la fenêtre.');
  // What lies behind is counted as it opens, and the step that was said in other words tells so.
  await ada.page.getByText(say('guidance.earlier_steps', { n: 2 })).click();
  await expect(ada.page.locator('.done-steps .knot').last()).toHaveAttribute('title', say('guidance.step_reworded', { step: '1b' }));
  await phone.callMe('06 12 34 56 78');
  await expect(ada.page.getByRole('button', { name: say('guidance.call_waits') })).toBeVisible();
  await phone.answer('failed');
  await expect(grace.page.getByRole('button', { name: say('guidance.mode_replace') }), 'at the desk too').toBeVisible();
  await phone.explain('Elle ne se ferme pas.');
  await expect(grace.page.locator('.frozen')).toContainText('Elle ne se ferme pas.');
  await ada.page.context().setOffline(true);
  await expect(ada.page.locator('.line-badge').first()).not.toHaveText(say('ui.online'));
  await ada.page.context().setOffline(false);
});

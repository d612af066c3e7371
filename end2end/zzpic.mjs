import { chromium } from '@playwright/test';
const shots = JSON.parse(process.argv[2]);
const browser = await chromium.launch({executablePath: process.env.CHROME || '/usr/lib/chromium/chromium'});
for (const s of shots) {
  const c = await browser.newContext({ viewport: s.phone ? {width:360,height:740} : {width:1280,height:800}, colorScheme: s.dark?'dark':'light', locale: s.en?'en-GB':'fr-FR', deviceScaleFactor: 1, hasTouch: !!s.phone, isMobile: !!s.phone });
  const p = await c.newPage();
  p.on('console', m => { if (m.type()==='error') console.log('console', m.text().slice(0,300)); });
  p.on('pageerror', e => console.log('pageerror', String(e).slice(0,300)));
  await p.goto('http://127.0.0.1:3911/sign-in');
  await p.fill('[name="login"], [name="email"], input[type=text]', s.who || 'grace');
  await p.fill('input[type=password]', 'corde-et-mousqueton');
  await p.click('button[type=submit]');
  await p.waitForURL(u => !u.pathname.includes('sign-in'));
  await p.goto('http://127.0.0.1:3911' + s.url);
  await p.waitForTimeout(s.wait || 2500);
  for (const step of s.do || []) { try { if (step.click) await p.click(step.click, {timeout:3000}); if (step.key) await p.keyboard.press(step.key); if (step.fill) await p.fill(step.fill, step.text); await p.waitForTimeout(step.wait||600);} catch(e) { console.log('step', JSON.stringify(step), String(e).slice(0,200)); } }
  await p.screenshot({ path: s.out, fullPage: !!s.full });
  console.log(s.out, p.url());
  await c.close();
}
await browser.close();

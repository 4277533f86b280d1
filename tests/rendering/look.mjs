// Opens pages in the browser of this machine, at each width, and tells what a reader would see.
//
//   node look.mjs < asked.json
//
// Asked: {"browser": PATH, "widths": [390], "pages": {NAME: FILE},
//         "pictures": [{"page": NAME, "width": 390, "height": 800 or null for all of it, "file": PNG}]}
// Prints {NAME: {WIDTH: what was seen}}, whose fields browser.py explains. Nothing but files is loaded.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars']

const isDrawn = () => document.title || [...document.querySelectorAll('pre.mermaid')].every(
  place => place.dataset.processed && place.querySelector('svg'))

const see = () => {
  const size = element => element.getBoundingClientRect()
  const drawings = [...document.querySelectorAll('pre.mermaid svg')].map(svg => ({
    text: svg.textContent,
    letters: Math.min(...[...svg.querySelectorAll('.nodeLabel')].map(label =>
      parseFloat(getComputedStyle(label).fontSize) * size(svg).width / svg.viewBox.baseVal.width)),
    cut: [...svg.querySelectorAll('foreignObject')].some(box =>
      size(box.firstElementChild).width > size(box).width + 1 ||
      size(box.firstElementChild).height > size(box).height + 1),
  }))
  const folded = [...document.querySelectorAll('details:not([open])')]
  for (const one of folded) one.open = true
  const seen = {
    drawings,
    text: document.querySelector('main').innerText,
    scroll_width: document.scrollingElement.scrollWidth,
    notes: [...document.querySelectorAll('a.note')].map(link => link.dataset.note),
    files: [...document.querySelectorAll('main a:not(.note)')].map(link => link.getAttribute('href')),
    boxes: document.querySelectorAll('li.task').length,
    numbered: [...document.querySelectorAll('ol')].map(list => list.innerText),
    strange: [...document.querySelectorAll('main :is(script, img, iframe, object, form)')].map(one => one.outerHTML),
    failures: document.title ? [document.title] : [],
  }
  for (const one of folded) one.open = false
  return seen
}

const asked = JSON.parse(readFileSync(0, 'utf8'))
// Playwright gives each start an empty profile and takes it away again.
const browser = await chromium.launch({ executablePath: asked.browser, args: QUIET })
const seen = {}
try {
  const context = await browser.newContext({ isMobile: true, deviceScaleFactor: 1.5 })
  await context.route(/^(?!file:)/, route => route.abort())
  const page = await context.newPage()
  const errors = []
  page.on('pageerror', error => errors.push(String(error)))
  for (const [name, file] of Object.entries(asked.pages)) {
    errors.length = 0
    seen[name] = {}
    await page.goto(pathToFileURL(file).href)
    await page.waitForFunction(isDrawn)
    for (const width of asked.widths) {
      await page.setViewportSize({ width, height: 200 })
      for (const picture of asked.pictures.filter(one => one.page === name && one.width === width)) {
        const clip = picture.height && { x: 0, y: 0, width, height: picture.height }
        await page.screenshot({ path: picture.file, fullPage: true, ...(clip && { clip }) })
      }
      const told = await page.evaluate(see)
      seen[name][width] = { ...told, failures: [...told.failures, ...errors] }
    }
  }
} finally {
  await browser.close()
}
console.log(JSON.stringify(seen))

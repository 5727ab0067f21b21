/**
 * The script of the page, plain JavaScript for browsers. Without it everything can still be read and opened;
 * with it the checks can be filtered, links open what they lead to, and blocks can be copied.
 *
 * The state lives in the fragment, so that a view can be linked and works from a file: either the address of one
 * thing (`#check:…`), or `#verdict=failed,blocked&level=…&variant=…&q=…&diagram.<flow>=…&at=<address>`.
 */

export const SCRIPT = String.raw`(() => {
'use strict'
const root = document.documentElement
const form = document.getElementById('filters')
const all = (selector, from = document) => Array.from(from.querySelectorAll(selector))
const pickers = all('select[name=diagram]')
const rows = all('details.result').map((row) => ({ row, ...row.dataset }))
const groups = ['details.check', 'details.step', 'section.flow'].map((selector) => all(selector))
const opened = new Map(all('details.check, details.step').map((details) => [details, details.open]))
let marked
let filtering = false

function textOf(entry) {
  if (entry.text === undefined) {
    const { row } = entry
    const parts = [row.closest('.step').firstElementChild, row.closest('.check').firstElementChild, row.closest('.check').querySelector('.from'), row.firstElementChild]
    entry.text = parts.concat(all('dd, td, .notes', row)).map((part) => part.textContent).join(' ').toLowerCase()
  }
  return entry.text
}

function read() {
  const text = location.hash.slice(1)
  if (!text.includes('=')) return { params: new URLSearchParams(), at: text }
  const params = new URLSearchParams(text)
  const at = params.get('at') || ''
  params.delete('at')
  return { params, at }
}

function address(params, at) {
  const copy = new URLSearchParams(params)
  if (at && copy.size === 0) return '#' + at
  if (at) copy.set('at', at)
  return '#' + copy.toString().replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%2C/g, ',').replace(/%7E/g, '~')
}

function chosen() {
  const params = new URLSearchParams()
  const checked = (name) => all('input[name=' + name + ']:checked', form).map((input) => input.value)
  for (const name of ['verdict', 'level']) {
    if (checked(name).length > 0) params.set(name, checked(name).join(','))
  }
  if (form.elements.variant.value) params.set('variant', form.elements.variant.value)
  if (form.elements.q.value.trim()) params.set('q', form.elements.q.value.trim())
  for (const picker of pickers) if (picker.value) params.set('diagram.' + picker.dataset.flow, picker.value)
  return params
}

function show(params) {
  const set = (name) => new Set((params.get(name) || '').split(',').filter(Boolean))
  const verdicts = set('verdict')
  const levels = set('level')
  const variant = params.get('variant') || ''
  const words = (params.get('q') || '').toLowerCase().split(/\s+/).filter(Boolean)
  for (const input of all('input[type=checkbox]', form)) {
    input.checked = (input.name === 'verdict' ? verdicts : levels).has(input.value)
  }
  form.elements.variant.value = variant
  if (form.elements.q.value.trim() !== (params.get('q') || '')) form.elements.q.value = params.get('q') || ''
  const active = verdicts.size + levels.size + words.length > 0 || variant !== ''
  let shown = 0
  for (const entry of rows) {
    const fits =
      (verdicts.size === 0 || verdicts.has(entry.verdict)) &&
      (levels.size === 0 || levels.has(entry.level)) &&
      (variant === '' || entry.variant === variant) &&
      words.every((word) => textOf(entry).includes(word))
    entry.row.hidden = !fits
    if (fits) shown += 1
  }
  for (const group of groups.flat()) group.hidden = active && !group.querySelector('details.result:not([hidden])')
  if (active) for (const details of opened.keys()) details.open = !details.hidden && (shown <= 400 || opened.get(details))
  else if (filtering) for (const [details, open] of opened) details.open = open
  filtering = active
  document.getElementById('nothing').hidden = shown > 0 || rows.length === 0
  document.getElementById('shown').textContent = active
    ? 'Showing ' + shown + ' of ' + rows.length + ' results; ' + (rows.length - shown) + ' hidden by the filters'
    : 'Showing all ' + rows.length + ' results'
  for (const picker of pickers) {
    const value = params.get('diagram.' + picker.dataset.flow) || ''
    picker.value = value
    if (picker.selectedIndex < 0) picker.value = ''
    for (const diagram of all('.diagram', picker.closest('section'))) diagram.hidden = diagram.dataset.variant !== picker.value
  }
}

function reach(id) {
  if (marked) marked.classList.remove('is-target')
  let target = document.getElementById(id)
  if (!target) { try { target = document.getElementById(decodeURIComponent(id)) } catch { return } }
  if (!target) return
  if (target.closest('[hidden]')) {
    const params = chosen()
    for (const name of ['verdict', 'level', 'variant', 'q']) params.delete(name)
    history.replaceState(null, '', address(params, id))
    show(params)
  }
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true
  marked = target
  target.classList.add('is-target')
  const focus = target.tagName === 'DETAILS' ? target.firstElementChild : target
  if (focus === target && !target.hasAttribute('tabindex')) target.tabIndex = -1
  focus.focus({ preventScroll: true })
  // A result is shown with the sentence of its check above it, where both fit.
  const scroll = () => {
    const check = target.closest('details.check')
    const near = check && target.getBoundingClientRect().top - check.getBoundingClientRect().top < innerHeight / 3
    const top = near ? check : target
    top.scrollIntoView({ block: 'start' })
  }
  scroll()
  requestAnimationFrame(() => { scroll(); requestAnimationFrame(scroll) })
}

function follow() {
  const { params, at } = read()
  show(params)
  if (at) reach(at)
}

function choose() {
  const params = chosen()
  const text = address(params, '')
  history.replaceState(null, '', text === '#' ? location.href.split('#')[0] : text)
  show(params)
}

function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done ? Promise.resolve() : Promise.reject(new Error('not copied'))
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (button && button.classList.contains('copy')) {
    const say = (word) => {
      button.textContent = word
      setTimeout(() => { button.textContent = 'Copy' }, 1500)
    }
    copy(button.parentElement.querySelector('pre').textContent).then(() => say('Copied'), () => say('Not copied'))
    return
  }
  const link = event.target.closest('a[href^="#"]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  const to = address(chosen(), decodeURIComponent(link.getAttribute('href').slice(1)))
  if (location.hash === to) follow()
  else location.hash = to
})

document.addEventListener('toggle', (event) => {
  const peek = event.target
  if (!peek.open || !peek.classList.contains('peek') || peek.querySelector('.wire')) return
  const exchange = document.getElementById(peek.dataset.of)
  if (exchange) peek.append(exchange.querySelector('.wire').cloneNode(true))
}, true)

const THEMES = ['auto', 'light', 'dark']
const theme = document.getElementById('theme')
function paint(name) {
  if (name === 'auto') root.removeAttribute('data-theme')
  else root.dataset.theme = name
  theme.textContent = 'Theme: ' + name
}
theme.addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(root.dataset.theme || 'auto') + 1) % THEMES.length]
  paint(next)
  try { localStorage.setItem('cognito-conformance-theme', next) } catch {}
})
try { paint(localStorage.getItem('cognito-conformance-theme') || 'auto') } catch { paint('auto') }

root.classList.add('js')
form.hidden = false
for (const label of all('.choice')) label.hidden = false
form.addEventListener('submit', (event) => event.preventDefault())
form.addEventListener('change', choose)
let waiting
form.elements.q.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(choose, 120) })
document.getElementById('reset').addEventListener('click', () => {
  for (const input of all('input[type=checkbox]', form)) input.checked = false
  form.elements.variant.value = ''
  form.elements.q.value = ''
  choose()
})
document.getElementById('wrong').addEventListener('click', () => {
  for (const input of all('input[name=verdict]', form)) {
    input.checked = ['errored', 'failed', 'blocked', 'indeterminate', 'unexpected-pass'].includes(input.value)
  }
  choose()
})
for (const picker of pickers) picker.addEventListener('change', choose)
window.addEventListener('hashchange', follow)
follow()
// A linked view of the checks opens at the checks.
if (filtering && !read().at) document.getElementById('checks').scrollIntoView()
})()`

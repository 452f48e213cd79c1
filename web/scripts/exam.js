// The exam room: saves each answer as it changes, keeps what could not be sent
// until it is, and counts the clock's text down. Without it the page's one form
// does the same on every button.

const form = document.getElementById('exam')
const status = document.getElementById('saved')
const clock = document.querySelector('.bar__time')
const IDLE = 1500

// ---- the clock: the server's, kept true by every reply --------------------------

let ends = 0 // on this page's own steady clock
function setLeft(ms) { ends = performance.now() + ms }

function tick() {
  const left = Math.max(0, Math.floor((ends - performance.now()) / 1000))
  const hours = Math.floor(left / 3600)
  const words = left <= 0 ? clock.dataset.over
    : (hours ? clock.dataset.hours : clock.dataset.minutes)
      .replace('{hours}', hours)
      .replace('{minutes}', Math.floor(left / 60) - hours * 60)
      .replace('{seconds}', left % 60)
  if (clock.textContent !== words) clock.textContent = words
  clock.classList.toggle('bar__time--last', left <= 300)
  if (left <= 0) close()
}

// Time is over: the server hands in by itself. What was typed last is sent, and
// the page leaves for the result.
let closed = false
function close() {
  if (closed) return
  closed = true
  document.dispatchEvent(new Event('khoa-closing'))
  const { attempt } = document.querySelector('[data-attempt]').dataset
  setTimeout(() => location.assign(`/attempts/${attempt}/result`), 2000)
}

if (clock && clock.dataset.closes) {
  setLeft(Number(clock.dataset.closes) - Number(clock.dataset.now))
  tick()
  setInterval(tick, 1000)
}

// ---- the pulse: the room knows who is there, and the page what the room decides ----

async function pulse(attempt, paused) {
  let next = 30000
  try {
    const reply = await fetch(`/attempts/${attempt}/pulse`, {
      headers: { Accept: 'application/json' }, credentials: 'same-origin', signal: AbortSignal.timeout(15000)
    })
    if (reply.ok) {
      const told = await reply.json()
      next = told.next
      if (told.paused !== paused) standStill()
      else if (!told.open) close()
      else if (!paused) {
        if (ends && told.left - (ends - performance.now()) > 30000) more()
        setLeft(told.left)
      }
    }
  } catch { /* the next one tells */ }
  // What is paused should go on at once when the room does.
  setTimeout(() => pulse(attempt, paused), (paused ? Math.min(next, 5000) : next) * (0.8 + 0.4 * Math.random()))
}

// The question goes and comes back with the page; what was typed is sent first.
let leaving = false
function standStill() {
  if (leaving) return
  leaving = true
  document.dispatchEvent(new Event('khoa-closing'))
  setTimeout(() => location.reload(), 1500)
}

function more() {
  if (form && status) say(form.dataset.more, false)
}

const still = document.getElementById('paused')
const paper = still || form || document.getElementById('hand-in')
if (paper) setTimeout(() => pulse(paper.dataset.attempt, !!still), still ? 3000 : 15000 * (0.5 + Math.random()))

// ---- the outbox: what was not acknowledged survives closing the page -------------

const key = (attempt, slot) => `khoa.outbox.${attempt}.${slot}`
function stored(name) {
  try { return JSON.parse(localStorage.getItem(name)) } catch { return null }
}
function store(name, value) {
  try {
    if (value) localStorage.setItem(name, JSON.stringify(value))
    else localStorage.removeItem(name)
  } catch { /* no room or not allowed: the page itself still holds it */ }
}
const newId = () => [...crypto.getRandomValues(new Uint8Array(12))]
  .map(b => b.toString(16).padStart(2, '0')).join('')

function say(words, unsaved) {
  status.textContent = words
  status.classList.toggle('saved--not', unsaved)
}

async function post(attempt, slot, waiting, base, csrf) {
  const body = new URLSearchParams(waiting.fields)
  body.set('csrf', csrf)
  body.set('base', base)
  body.set('save_id', waiting.id)
  const reply = await fetch(`/attempts/${attempt}/${slot}`, {
    method: 'POST', body, headers: { Accept: 'application/json' }, credentials: 'same-origin',
    signal: AbortSignal.timeout(15000)
  })
  if (![200, 409, 410].includes(reply.status)) throw Object.assign(new Error('not saved'), { status: reply.status })
  return reply.json()
}

// What other pages of this paper left behind: a form that was sent and never
// arrived. Sent again it is the same save. True when nothing is left.
function others(attempt, but) {
  try {
    return Object.keys(localStorage).filter(k => k.startsWith(key(attempt, '')) && k !== but)
  } catch { return [] }
}
async function flush(attempt, but, csrf) {
  for (const name of others(attempt, but)) {
    const waiting = stored(name)
    const slot = name.split('.').pop()
    try {
      if (waiting) await post(attempt, slot, waiting, waiting.base, csrf)
      store(name, null)
    } catch (error) {
      // Not of this paper, or not what a question takes: nobody can save it.
      if ([404, 422].includes(error.status)) store(name, null)
    }
  }
  return !others(attempt, but).length
}

// The page before handing in: nothing is handed in over what is still unsent,
// unless the candidate insists.
const handIn = document.getElementById('hand-in')
if (handIn) {
  const { attempt } = handIn.dataset
  const csrf = handIn.elements.csrf.value
  const ready = flush(attempt, '', csrf).then(done => { if (!done) say(handIn.dataset.unsaved, true) })
  handIn.addEventListener('submit', async event => {
    if (handIn.dataset.sure || !others(attempt, '').length) return
    event.preventDefault()
    await ready
    const done = await flush(attempt, '', csrf)
    handIn.dataset.sure = '1'
    if (done) handIn.requestSubmit()
    else say(handIn.dataset.unsaved, true)
  })
}

if (form) {
  const { attempt, slot } = form.dataset
  const mine = key(attempt, slot)
  let composing = false
  let timer = 0
  let tries = 0
  let sending = null
  let memory = null // beside the outbox, for browsers that keep none

  const fields = () => {
    const data = new URLSearchParams()
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string') data.append(name, value) // files go with the form
    data.delete('go')
    return data
  }
  const answer = data => [...data].filter(([n]) => n.startsWith('a.') || n === 'flag').join('&')
  let last = answer(fields())
  let acknowledged = last

  // One save at a time: the next is made from the revision the last one got.
  async function send() {
    if (sending) return
    const waiting = stored(mine) || memory
    if (!waiting) return
    sending = waiting
    say(form.dataset.saving, false)
    try {
      done(waiting, await post(attempt, slot, waiting, waiting.base ?? form.elements.base.value,
        form.elements.csrf.value))
    } catch (error) {
      tries++
      // Signed out, here or in another window: signing in and loading this page
      // again sends what the outbox holds.
      say([401, 403].includes(error.status) ? form.dataset.signedOut : form.dataset.unsaved, true)
      clearTimeout(timer)
      timer = setTimeout(send, Math.min(30000, 1000 * 2 ** tries) * (0.5 + Math.random()))
    } finally {
      sending = null
    }
    const next = stored(mine) || memory
    if (next && next.id !== waiting.id) send()
  }

  function keep(data) {
    const waiting = { id: newId(), base: form.elements.base.value, fields: data.toString() }
    memory = waiting
    store(mine, waiting)
    tries = 0
  }

  function done(sent, reply) {
    tries = 0
    acknowledged = answer(new URLSearchParams(sent.fields))
    if (reply.paused) standStill()
    else setLeft(reply.left)
    if (memory && memory.id === sent.id) memory = null
    if (stored(mine)?.id === sent.id) store(mine, null)
    form.elements.base.value = reply.revision
    form.elements.save_id.value = newId()
    const later = memory || stored(mine)
    // After a fork it keeps its base: the candidate has not chosen yet.
    if (later && !['fork', 'full'].includes(reply.state)) { later.base = String(reply.revision); if (memory) memory = later; store(mine, later) }
    if (reply.state === 'fork') location.reload()
    else if (reply.state === 'full' && reply.left > 0) {
      // Kept nowhere but here, and loading the page again would take it away.
      // The base is new by now: what is saved next from here stands.
      acknowledged = ''
      say(form.dataset.full, true)
    } else if (['late', 'full'].includes(reply.state)) { say(form.dataset.closed, true); location.reload() } else {
      // a flag alone leaves no receipt
      say(reply.receipt ? form.dataset.saved.replace('{time}', reply.at).replace('{code}', reply.receipt)
        : form.dataset.nothing, false)
      mark()
    }
    for (const [name, words] of Object.entries(reply.warnings || {})) warn(name, words)
  }

  // The overview shows at once what was saved.
  function mark() {
    const cell = document.querySelector('.cell[aria-current]')
    const answered = [...new FormData(form)].some(([n, v]) => n.startsWith('a.') && v)
    cell?.classList.toggle('cell--done', answered)
    cell?.classList.toggle('cell--flag', form.elements.flag.checked)
  }

  // Said above the line of the field and tied to it, as the server draws it.
  function warn(name, words) {
    const input = form.elements[`a.${name}`]
    if (!input || !input.id) return
    let line = document.getElementById(`p-${name}`)
    if (!line) {
      const place = input.closest('.answer-line .row') || input
      line = document.createElement('p')
      line.className = 'govuk-error-message'
      line.id = `p-${name}`
      line.setAttribute('role', 'alert')
      place.before(line)
      describe(input, [line.id, ...described(input)])
      input.setAttribute('aria-invalid', 'true')
    }
    line.textContent = words
  }

  const described = input => (input.getAttribute('aria-describedby') || '').split(' ').filter(Boolean)

  function describe(input, ids) {
    if (ids.length) input.setAttribute('aria-describedby', ids.join(' '))
    else input.removeAttribute('aria-describedby')
  }

  function unwarn() {
    for (const line of form.querySelectorAll('[id^="p-"].govuk-error-message')) {
      for (const input of form.querySelectorAll(`[aria-describedby~="${line.id}"]`)) {
        describe(input, described(input).filter(id => id !== line.id))
        input.removeAttribute('aria-invalid')
      }
      line.remove()
    }
  }

  function changed() {
    clearTimeout(timer)
    if (composing) return
    const data = fields()
    if (answer(data) === last) return
    last = answer(data)
    unwarn()
    keep(data)
    send()
  }

  form.addEventListener('compositionstart', () => { composing = true })
  form.addEventListener('compositionend', () => {
    composing = false
    clearTimeout(timer)
    timer = setTimeout(changed, IDLE)
  })
  document.addEventListener('khoa-closing', () => { composing = false; changed() })
  // A chosen file is sent at once, with the whole form, and the page comes back.
  form.addEventListener('change', event => {
    if (event.target.type === 'file') form.requestSubmit(form.querySelector('button'))
    else changed()
  })
  form.addEventListener('focusout', changed)
  form.addEventListener('input', event => {
    if (event.target.type === 'radio' || event.target.type === 'checkbox') return
    clearTimeout(timer)
    timer = setTimeout(changed, IDLE)
  })
  // The form itself carries the answer with every button. While a save is on
  // its way the form waits for it, so that it starts from the right revision;
  // but not for long, since the answer is safer sent twice than not at all.
  form.addEventListener('submit', event => {
    clearTimeout(timer)
    if (sending && !form.dataset.leaving) {
      event.preventDefault()
      form.dataset.leaving = '1'
      const until = performance.now() + 3000
      const again = setInterval(() => {
        if (sending && performance.now() < until) return
        clearInterval(again)
        form.requestSubmit(event.submitter)
      }, 50)
      return
    }
    form.dataset.leaving = '1'
    memory = null
    // Kept until some page knows that it arrived: the next one sends it again.
    const data = fields()
    store(mine, answer(data) === acknowledged ? null
      : { id: form.elements.save_id.value, base: form.elements.base.value, fields: data.toString() })
  })
  window.addEventListener('online', send)
  window.addEventListener('beforeunload', event => {
    if (memory && !form.dataset.leaving && !leaving) { send(); event.preventDefault() }
  })

  // What was left from before (a closed window, a lost network) is sent first.
  const before = stored(mine)
  if (before) { memory = before; send() }
  flush(attempt, mine, form.elements.csrf.value)
}

// A candidate's machine looks at itself: what the exam's script needs, whether
// answers could be kept over a closed window, how far the server is, and how far
// off the clock is (only shown: the server's clock decides).

const list = document.getElementById('machine')
const { well, ill, ms, off } = list.dataset

function tell(id, fine, words) {
  const at = document.getElementById(id)
  at.textContent = words
  at.className = `state ${fine ? 'state--ok' : 'state--bad'}`
}

const able = typeof AbortSignal.timeout === 'function' && typeof crypto.getRandomValues === 'function' &&
  typeof HTMLFormElement.prototype.requestSubmit === 'function'
tell('m-browser', able, able ? well : ill)

let keeps = false
try {
  const value = 'x'.repeat(200000)
  localStorage.setItem('khoa.trial', value)
  keeps = localStorage.getItem('khoa.trial') === value
  localStorage.removeItem('khoa.trial')
} catch { /* not allowed, or no room */ }
tell('m-storage', keeps, keeps ? well : ill)

async function reach() {
  const times = []
  let ahead = 0
  for (let i = 0; i < 5; i++) {
    const begun = performance.now()
    try {
      const reply = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000) })
      await reply.text()
      if (!reply.ok) continue
      times.push(performance.now() - begun)
      const date = Date.parse(reply.headers.get('Date'))
      if (date) ahead = Math.round((Date.now() - date - 500) / 1000)
    } catch { /* counts as lost */ }
  }
  times.sort((a, b) => a - b)
  const middle = times[Math.floor(times.length / 2)]
  tell('m-network', times.length === 5 && middle < 2000,
    times.length ? ms.replace('{ms}', Math.round(middle)).replace('{lost}', 5 - times.length) : ill)
  tell('m-clock', Math.abs(ahead) < 120, Math.abs(ahead) < 3 ? well : off.replace('{seconds}', ahead))
}
reach()

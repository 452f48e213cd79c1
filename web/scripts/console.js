// The room as it is: the part of the page that changes is fetched anew every five
// seconds. Without it the page shows the moment at which it was asked for.

const live = document.getElementById('live')

async function look() {
  // Nothing is taken from under somebody's finger or keyboard.
  const busy = live.contains(document.activeElement) || live.matches(':hover')
  if (!document.hidden && !busy) {
    try {
      const reply = await fetch(live.dataset.address, { credentials: 'same-origin', signal: AbortSignal.timeout(10000) })
      const html = reply.ok ? new DOMParser().parseFromString(await reply.text(), 'text/html') : null
      if (html) live.replaceChildren(...html.body.childNodes)
    } catch { /* the next look */ }
  }
  setTimeout(look, 5000)
}
if (live) setTimeout(look, 5000)

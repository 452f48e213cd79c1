// Questions in a lesson, answered where they stand: what comes back is the
// lesson's page, of which the question's part is put in its place. Without this
// script, or when anything goes wrong, the form is sent as any form.

async function fetched(address, options) {
  const reply = await fetch(address, { ...options, signal: AbortSignal.timeout(20000) })
  if (!reply.ok) throw new Error(reply.status)
  return new DOMParser().parseFromString(await reply.text(), 'text/html')
}

// The result is a live region: it is put in after the rest, so that it is read.
function put(old, page) {
  const fresh = page.getElementById(old.id)
  if (!fresh) throw new Error('another page') // signed out, perhaps
  const result = fresh.querySelector('[role=status]')
  const words = result ? [...result.childNodes] : []
  result?.replaceChildren()
  old.replaceWith(fresh)
  fresh.tabIndex = -1
  fresh.focus({ preventScroll: true })
  if (result) setTimeout(() => result.append(...words), 50)
}

document.addEventListener('submit', async (event) => {
  const panel = event.target.closest('[data-check]')
  if (!panel || event.defaultPrevented) return
  event.preventDefault()
  const button = event.target.querySelector('button')
  button.disabled = true
  const body = new URLSearchParams(new FormData(event.target, event.submitter))
  try {
    put(panel, await fetched(event.target.action, { method: 'POST', body }))
  } catch {
    button.disabled = false
    event.target.submit()
  }
})

document.addEventListener('click', async (event) => {
  const link = event.target.closest('[data-check] a[data-again]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  try {
    put(link.closest('[data-check]'), await fetched(link.href))
  } catch {
    location.href = link.href
  }
})

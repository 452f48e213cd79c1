-- render nonsense whole
local q = require "ordinary"
function q.inputs() return { answer = { type = "choice", options = { "x" }, label = { vi = "a", en = "a" } } } end
function q.render(item, params, ui)
  return ui.hotspot("answer", { { id = "x", content = "x", shape = "rect", numbers = { -1, 0, 5, 1e9 } } }, { media = "a.png", alt = "a", width = 10, height = 10 })
end
return q

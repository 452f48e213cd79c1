-- render nonsense twice
local q = require "ordinary"
function q.inputs()
  local label = { vi = "a", en = "a" }
  return { a = { type = "choice", options = { "x", "y" }, label = label },
           b = { type = "choice", options = { "x", "y" }, label = label } }
end
q.parts = { answer = { weight = 1 } }
function q.render(item, params, ui)
  return ui.matrix({ { input = "a", content = "a" }, { input = "a", content = "b" } }, { { id = "x", content = "x" }, { id = "y", content = "y" } })
end
return q

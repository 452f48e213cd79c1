-- render nonsense declared
local q = require "ordinary"
function q.inputs()
  local label = { vi = "a", en = "a" }
  return { a = { type = "choice", options = { "x", "y" }, label = label },
           b = { type = "choice", options = { "x", "y" }, label = label } }
end
q.parts = { answer = { weight = 1 } }
function q.render(item, params, ui)
  return ui.match({ { input = "a", content = "a" }, { input = "b", content = "b" } }, { { id = "x", content = "x" }, { id = "z", content = "z" } })
end
return q

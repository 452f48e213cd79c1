-- render limit steps of a pattern
local q = require "ordinary"
function q.render(item, params, ui)
  match("^(a+)+$", ("a"):rep(40) .. "b")
  return ui.short("answer")
end
return q

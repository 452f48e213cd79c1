-- grade needs_human
local q = require "ordinary"
function q.grade(item, params, truth, response)
  pcall(match, "^(a+)+$", ("a"):rep(40) .. "b")
  return { answer = { score = 0 } }
end
return q

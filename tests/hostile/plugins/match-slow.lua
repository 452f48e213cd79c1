-- grade needs_human
local q = require "ordinary"
function q.grade(item, params, truth, response)
  if match("^(a+)+$", ("a"):rep(40) .. "b") then return end
  return { answer = { score = 0 } }
end
return q

-- grade killed
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return ("a"):rep(40):find(("a*"):rep(40) .. "b")
end
return q

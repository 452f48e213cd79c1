-- grade error coroutine
local q = require "ordinary"
function q.grade(item, params, truth, response)
  coroutine.wrap(function() while true do end end)()
end
return q

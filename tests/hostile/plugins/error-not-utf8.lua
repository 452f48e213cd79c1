-- grade error
local q = require "ordinary"
function q.grade(item, params, truth, response)
  error("\xff\0\1")
end
return q

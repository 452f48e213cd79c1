-- grade error no module
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return require "/etc/passwd"
end
return q

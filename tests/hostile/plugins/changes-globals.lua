-- grade graded 1
local q = require "ordinary"
function q.grade(item, params, truth, response)
  if not pairs or not decimal then return { answer = { score = 0 } } end
  local set, all = rawset, _G
  for name in pairs(all) do set(all, name, nil) end
  return { answer = { score = 1 } }
end
return q

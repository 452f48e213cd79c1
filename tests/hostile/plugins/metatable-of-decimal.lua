-- grade graded 1
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local d = decimal(1)
  local seen = getmetatable(d)
  local ok = pcall(setmetatable, d, {})
  local changed = pcall(function() d.abs = 1 end)
  return { answer = { score = (seen == false and not ok and not changed) and 1 or 0 } }
end
return q

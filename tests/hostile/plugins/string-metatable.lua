-- grade graded 1
local q = require "ordinary"
function q.grade(item, params, truth, response)
  if ("").evil or ("a"):upper() ~= "A" then return { answer = { score = 0 } } end
  getmetatable("").__index.upper = function() return "evil" end
  string.evil = true
  return { answer = { score = 1 } }
end
return q

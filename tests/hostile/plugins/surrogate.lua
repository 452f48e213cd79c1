-- grade nonsense UTF-8
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = 1, class = "\xed\xa0\x80" } }
end
return q

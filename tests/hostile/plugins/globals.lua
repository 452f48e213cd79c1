-- grade graded 1
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local there = {}
  for _, name in ipairs { "os", "io", "debug", "package", "coroutine", "load", "loadfile", "loadstring", "dofile", "collectgarbage", "warn", "getfenv", "setfenv" } do
    if _G[name] then there[#there + 1] = name end
  end
  for _, name in ipairs { "dump", "pack", "unpack", "packsize" } do if string[name] then there[#there + 1] = name end end
  for _, name in ipairs { "random", "randomseed" } do if math[name] then there[#there + 1] = name end end
  return { answer = { score = #there == 0 and 1 or 0, class = table.concat(there, " ") } }
end
return q

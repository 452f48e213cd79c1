-- Formulas such as "(n - 3) * 100 / 48", in exact decimals: numbers, names,
-- + - * / and brackets.
local M = {}

local function tokens(text)
  local list, at = {}, 1
  while at <= #text do
    local blank = text:match("^%s+", at)
    local token = text:match("^%d+%.?%d*", at) or text:match("^[%a_][%w_]*", at) or text:match("^[-+*/()]", at)
    if blank then
      at = at + #blank
    elseif token then
      list[#list + 1] = token
      at = at + #token
    else
      error("formula: '" .. text:sub(at, at) .. "' cannot stand in it")
    end
  end
  return list
end

-- The value of `text` where each name stands for values[name].
function M.value(text, values)
  local list, at, sum = tokens(text), 1, nil

  local function take(token)
    if list[at] ~= token then return false end
    at = at + 1
    return true
  end

  local function atom()
    local token = list[at] or error("formula: it ends too early")
    at = at + 1
    if token == "-" then return -atom() end
    if token == "(" then
      local value = sum()
      if not take(")") then error("formula: ')' is missing") end
      return value
    end
    if token:match("^%d") then return decimal(token) end
    if not token:match("^[%a_]") then error("formula: a number or a name is missing before '" .. token .. "'") end
    return decimal(values[token] or error("formula: there is no '" .. token .. "'"))
  end

  local function product()
    local value = atom()
    while true do
      if take("*") then value = value * atom()
      elseif take("/") then
        local by = atom()
        if by == decimal(0) then error("formula: division by zero") end
        value = value / by
      else return value end
    end
  end

  function sum()
    local value = product()
    while true do
      if take("+") then value = value + product()
      elseif take("-") then value = value - product()
      else return value end
    end
  end

  local value = sum()
  if list[at] then error("formula: '" .. list[at] .. "' is too much") end
  return value
end

return M

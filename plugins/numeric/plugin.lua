-- A number, exact or within a tolerance. With <vary> each variant has numbers
-- of its own, which the prompt names as {{name}} and the formula reckons with.
--
-- An item gives <answer> or <formula>. Right is what lies within <tolerance>
-- of the value, as it is or rounded to <decimals>. Known mistakes have
-- formulas too: their class says what went wrong, and their <why> explains.
local formula = require("formula")

local function rounded(item, value)
  return item.decimals and value:round(item.decimals) or value
end

local function value_of(item, params)
  return item.answer or formula.value(item.formula, params)
end

-- Numbers that agree to 20 decimals are the same; those so far apart that their
-- difference has no exact form are not near.
local function within(a, b, tolerance)
  if a == b then return true end
  local ok, distance = pcall(function() return (a:round(20) - b:round(20)):abs() end)
  return ok and distance <= tolerance
end

local function near(item, response, value)
  return within(response, value, item.tolerance) or within(response, rounded(item, value), item.tolerance)
end

-- The known mistake that gives this number; never one that gives the right one.
-- Where its formula has no value (a division by 0), nobody made it.
local function mistake_of(item, params, response)
  for _, mistake in ipairs(item.mistake) do
    local ok, value = pcall(formula.value, mistake.formula, params)
    if ok and near(item, response, value) then return mistake end
  end
end

local function class_of(item, params, truth, response)
  if near(item, response, truth.value) then return "right" end
  local mistake = mistake_of(item, params, response)
  if mistake then return mistake.class end
  if item.decimals and item.decimals > 0 and near(item, response:round(0), truth.value:round(0)) then
    return "rounding"
  end
  return "wrong"
end

local function vary_problem(vary)
  if vary.step <= decimal(0) or vary.max < vary.min then
    return { vary = { vi = "\"" .. vary.name .. "\": cần min ≤ max và step > 0.",
                      en = "\"" .. vary.name .. "\": min ≤ max and step > 0 are needed." } }
  end
  if (vary.max - vary.min) / vary.step > decimal(100000) then
    return { vary = { vi = "\"" .. vary.name .. "\": quá nhiều giá trị.", en = "\"" .. vary.name .. "\": too many values." } }
  end
end

local function check(item)
  local ends = {} -- formulas must hold for the least and the greatest numbers
  if (item.answer == nil) == (item.formula == nil) then
    return { answer = { vi = "Cần <answer> hoặc <formula>, đúng một trong hai.",
                        en = "Either <answer> or <formula> is needed, and only one." } }
  end
  for i, least in ipairs { true, false } do
    ends[i] = {}
    for _, vary in ipairs(item.vary) do
      local problem = vary_problem(vary)
      if problem then return problem end
      ends[i][vary.name] = least and vary.min or vary.max
    end
  end
  for _, params in ipairs(ends) do
    local ok, why = pcall(value_of, item, params)
    if not ok then return { formula = { vi = tostring(why), en = tostring(why) } } end
    for i, mistake in ipairs(item.mistake) do
      ok, why = pcall(formula.value, mistake.formula, params)
      if not ok then return { ["mistake[" .. i .. "].formula"] = { vi = tostring(why), en = tostring(why) } } end
    end
  end
end

local function generate(item, rng)
  local params, note = {}, {}
  for i, vary in ipairs(item.vary) do
    local steps = ((vary.max - vary.min) / vary.step):floor():integer()
    local value = vary.min + vary.step * decimal(rng:integer(0, steps))
    params[vary.name] = value:integer() or value
    note[i] = vary.name .. "=" .. value:text()
  end
  return params, { value = value_of(item, params) }, table.concat(note, " ")
end

local function explain(item, params, truth, response, ui)
  local nodes = {}
  local answer = response and response.answer
  if answer and not near(item, answer, truth.value) then
    local mistake = mistake_of(item, params, answer)
    if mistake and mistake.why then nodes[1] = ui.markdown(mistake.why, params) end
  end
  if item.why then nodes[#nodes + 1] = ui.markdown(item.why, params) end
  if #nodes > 0 then return ui.group(nodes) end
end

local share = {
  prompt = { vi = "30 trong 48 là bao nhiêu phần trăm?", en = "What percentage is 30 of 48?" },
  answer = "62.5", decimals = "1", unit = { vi = "%", en = "%" },
  mistake = { { formula = "18 * 100 / 48", class = "others", why = { vi = "Đó là phần còn lại.", en = "That is the rest." } } },
}
local vary = {
  prompt = { vi = "{{n}} trừ 3?", en = "{{n}} minus 3?" },
  vary = { { name = "n", min = "7", max = "7", step = "1" } },
  formula = "n - 3", mistake = { { formula = "n", class = "forgot" } },
}

return {
  api = 1, kind = "question", id = "khoa.numeric", version = "1.0.0",
  title = { vi = "Điền số", en = "Numeric" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    vary = { type = "list", of = { type = "record", fields = {
      name = { type = "text", required = true },
      min = { type = "decimal", required = true },
      max = { type = "decimal", required = true },
      step = { type = "decimal", default = "1" },
    } } },
    answer = { type = "decimal", secret = true },
    formula = { type = "text", secret = true },
    tolerance = { type = "decimal", min = "0", default = "0", secret = true },
    decimals = { type = "integer", min = 0, max = 10 },
    unit = { type = "text", translate = true },
    mistake = { type = "list", secret = true, of = { type = "record", fields = {
      formula = { type = "text", required = true },
      class = { type = "text", required = true },
      why = { type = "markdown", translate = true },
    } } },
    why = { type = "markdown", translate = true, secret = true },
  },
  parts = { answer = { weight = 1 } },
  check = check,
  generate = generate,
  inputs = function()
    return { answer = { type = "decimal", label = { vi = "Câu trả lời", en = "Your answer" } } }
  end,
  render = function(item, params, ui)
    return ui.group { ui.markdown(item.prompt, params), ui.number("answer", { unit = item.unit, size = 12 }) }
  end,
  grade = function(item, params, truth, response)
    local class = class_of(item, params, truth, response.answer)
    return { answer = { score = class == "right" and 1 or 0, class = class } }
  end,
  model = function(item, params, truth) return { answer = rounded(item, truth.value) } end,
  explain = explain,
  tests = {
    { name = "right", item = share, response = { answer = "62,5" }, expect = { answer = 1 }, class = { answer = "right" } },
    { name = "zeros at the end", item = share, response = { answer = " 62,50 " }, expect = { answer = 1 } },
    { name = "a known mistake", item = share, response = { answer = "37,5" }, expect = { answer = 0 }, class = { answer = "others" } },
    { name = "rounded too far", item = share, response = { answer = "63" }, expect = { answer = 0 }, class = { answer = "rounding" } },
    { name = "wrong", item = share, response = { answer = "-1" }, expect = { answer = 0 }, class = { answer = "wrong" } },
    { name = "may mean two things", item = share, response = { answer = "1.234" }, invalid = { "answer" } },
    { name = "no number", item = share, response = { answer = "abc" }, invalid = { "answer" } },
    { name = "a huge number", item = share, response = { answer = ("9"):rep(38) }, expect = { answer = 0 } },
    { name = "very many decimals", item = share, response = { answer = "62," .. ("5"):rep(36) }, expect = { answer = 0 } },
    { name = "blank", item = share, response = { answer = "" }, expect = { answer = 0 }, class = { answer = "blank" } },
    { name = "reckoned", item = vary, response = { answer = "4" }, expect = { answer = 1 } },
    { name = "reckoned wrongly", item = vary, response = { answer = "7" }, expect = { answer = 0 }, class = { answer = "forgot" } },
  },
}
